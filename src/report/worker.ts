/**
 * The worker thread of the evaluation: it imports the modules that register environments and agents, once, and then
 * evaluates one episode per message.
 */
import { evaluate } from './evaluate.js';
import type { EpisodeKey, ResultRow } from './rows.js';

/** One message to a worker. */
export interface WorkerTask {
  readonly episode: EpisodeKey;
  /** URLs of modules that register what the episode needs. */
  readonly modules: readonly string[];
}

let ready: Promise<unknown> | undefined;

/** Evaluates one episode. */
export default async function work(task: WorkerTask): Promise<ResultRow> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  return evaluate(task.episode);
}
