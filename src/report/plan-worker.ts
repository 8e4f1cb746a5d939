/** The worker thread of plan-run.ts: imports the modules that register planners, once, then plans one message at a time. */
import { makePlanner } from '../registry.js';
import { measurePlanner, type PlanResult, type PlanTask } from './plan-run.js';

let ready: Promise<unknown> | undefined;

/** Loads, and plans where there is something to plan. */
export default async function work(task: PlanTask): Promise<PlanResult | undefined> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  const { contestant, problem, repeatMs = 0 } = task;
  if (!contestant || !problem) return undefined;
  return measurePlanner(() => makePlanner(contestant.planner, contestant.options), problem, repeatMs);
}
