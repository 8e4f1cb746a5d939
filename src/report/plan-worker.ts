/** The worker thread of plan-run.ts: imports the modules that register planners, once, then plans one message at a time. */
import { makePlanner } from '../registry.js';
import { type PlanResult, type PlanTask, planOnce, timePlans } from './plan-run.js';

let ready: Promise<unknown> | undefined;

/** Loads, and plans where there is something to plan: once, or as often as there is time, which gives times [ms]. */
export default async function work(task: PlanTask): Promise<PlanResult | number[] | undefined> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  const { contestant, problem, repeatMs } = task;
  if (!contestant || !problem) return undefined;
  const make = () => makePlanner(contestant.planner, contestant.options);
  return repeatMs === undefined ? planOnce(make, problem) : timePlans(make, problem, repeatMs);
}
