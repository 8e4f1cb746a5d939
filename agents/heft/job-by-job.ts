/**
 * A planner applied to the live jobs one after another in order of arrival: each job is planned around the plans of the
 * older ones, into the gaps they leave. Planned all together, the last tasks of an old job have a low rank and are put
 * behind the whole of a new one, which costs mean latency; job by job the old come first.
 */
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { firstTasks } from './live-problem.js';

/** The tasks of job j are `start[j]` … `start[j + 1] − 1`, oldest job first. */
export interface JobRows {
  readonly count: number; // jobs
  readonly start: Int32Array; // [job + 1] task
}

/** Plans every job around the older ones. Edges may lead to later jobs only. */
export function planJobByJob(planner: Planner, problem: DagProblem, jobs: JobRows): Schedule {
  const fixedProcessor = problem.fixedProcessor.slice();
  const fixedStart = problem.fixedStart.slice();
  const fixedFinish = problem.fixedFinish.slice();
  let makespan = 0;
  for (let job = 0; job < jobs.count; job++) {
    const soFar = firstTasks({ ...problem, fixedProcessor, fixedStart, fixedFinish }, jobs.start[job + 1]);
    const schedule = planner.plan(soFar);
    fixedProcessor.set(schedule.processor);
    fixedStart.set(schedule.start);
    fixedFinish.set(schedule.finish);
    makespan = Math.max(makespan, schedule.makespan);
  }
  return { processor: fixedProcessor, start: fixedStart, finish: fixedFinish, makespan };
}
