/** The worker thread of ratio studies: all planners plan one random instance, every schedule is validated and measured. */
import { monotonicMs } from '../clock.js';
import { ArenaError } from '../error.js';
import { generateInstance, type InstanceConfig } from '../instances/index.js';
import { problemBounds } from '../plan/quality.js';
import type { DagProblem } from '../planner.js';
import { makePlanner } from '../registry.js';
import { createRng } from '../rng.js';
import { validateSchedule } from '../sim/validate.js';
import type { RatioRow } from './ratios.js';

/** One instance. */
export interface RatioTask {
  readonly modules: readonly string[]; // URLs that register planners
  readonly set: string; // name of the set of instances
  readonly config: InstanceConfig;
  readonly number: number; // of the instance within its set, 0-based
  readonly seed: number;
  readonly planners: readonly string[]; // ids
}

let ready: Promise<unknown> | undefined;

/** One plan that is not timed: else the first planner alone would pay for bringing the instance near. */
function warmUp(planner: string, problem: DagProblem): void {
  try {
    makePlanner(planner).plan(problem);
  } catch {
    // it says why when it is asked again
  }
}

/** One row per planner, in the given order. A schedule that does not hold gives a row that says so. */
export default async function work(task: RatioTask): Promise<RatioRow[]> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  const { set, config, number, seed, planners } = task;
  // forked by set and number, so that every planner meets the same instances, whoever else competes
  const { problem } = generateInstance(config, createRng(seed).fork('ratios').fork(set).fork(number));
  const { cpMin, best } = problemBounds(problem);
  warmUp(planners[0], problem);
  return planners.map((planner) => {
    try {
      const begin = monotonicMs();
      const schedule = makePlanner(planner).plan(problem);
      const milliseconds = monotonicMs() - begin;
      const [finding] = validateSchedule(problem, schedule);
      const { makespan } = schedule;
      if (finding !== undefined) return { set, number, planner, failure: `invalid schedule: ${finding}` };
      return { set, number, planner, makespan, slr: makespan / cpMin, boundRatio: makespan / best, milliseconds };
    } catch (error) {
      if (!(error instanceof ArenaError)) throw error;
      return { set, number, planner, failure: error.message };
    }
  });
}
