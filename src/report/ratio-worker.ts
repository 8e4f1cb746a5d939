/** The worker thread of ratio studies: all planners plan one instance, every schedule is validated and measured. */
import { generateInstance, type InstanceConfig } from '../instances/index.js';
import { planCarefully } from '../plan/careful-plan.js';
import { problemBounds } from '../plan/quality.js';
import type { DagProblem } from '../planner.js';
import { makePlanner } from '../registry.js';
import { createRng } from '../rng.js';
import type { RatioRow } from './ratios.js';

/** One instance: drawn from a configuration, or given. */
export interface RatioTask {
  readonly modules: readonly string[]; // URLs that register planners
  readonly set: string; // name of the set of instances
  readonly number: number; // of the instance within its set, 0-based
  readonly instance: { readonly config: InstanceConfig; readonly seed: number } | { readonly problem: DagProblem };
  readonly planners: readonly string[]; // ids
}

let ready: Promise<unknown> | undefined;

/** One row per planner, in the given order. A planner without a valid schedule gets a row that says why. */
export default async function work(task: RatioTask): Promise<RatioRow[]> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  const { set, number, instance, planners } = task;
  const drawn = 'problem' in instance ? instance : generateInstance(instance.config, createRng(instance.seed));
  const { problem } = drawn;
  const { cpMin, best } = problemBounds(problem);
  const seed = 'seed' in instance ? { seed: instance.seed } : {};
  // not timed: else the first planner alone would pay for bringing the instance near
  planCarefully(() => makePlanner(planners[0]), problem);
  return planners.map((planner): RatioRow => {
    const plan = planCarefully(() => makePlanner(planner), problem);
    const key = { set, number, ...seed, planner };
    if (plan.failure !== undefined) return { ...key, failure: plan.failure, refused: plan.refused };
    const { makespan } = plan.schedule;
    return { ...key, makespan, slr: makespan / cpMin, boundRatio: makespan / best, milliseconds: plan.milliseconds };
  });
}
