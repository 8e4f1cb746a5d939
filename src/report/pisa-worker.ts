/** The worker thread of adversarial searches: imports the modules that register planners, once, then searches one pair at a time. */
import { type Adversary, type PisaOptions, searchAdversary } from '../pisa/index.js';
import { makePlanner } from '../registry.js';
import { createRng } from '../rng.js';

/** One pair to search; the generator is forked by the names of the pair, so that pairs do not depend on one another. */
export interface PisaTask {
  readonly modules: readonly string[]; // URLs that register planners
  readonly loser: string; // planner id
  readonly winner: string; // planner id
  readonly seed: number;
  readonly options: Partial<PisaOptions>;
}

let ready: Promise<unknown> | undefined;

/** Searches one pair. */
export default async function work(task: PisaTask): Promise<Adversary> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  const { loser, winner, seed, options } = task;
  const duel = { loser: makePlanner(loser), winner: makePlanner(winner) };
  return searchAdversary(duel, createRng(seed).fork('pisa').fork(loser).fork(winner), options);
}
