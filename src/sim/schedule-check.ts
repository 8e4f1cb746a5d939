/** What the checks of one offline schedule share: the problem, the schedule, which tasks can be compared, and the words. */
import type { DagProblem, Schedule } from '../planner.js';
import type { Findings } from './findings.js';

/** What tasks and processors are called in findings, without the words `task` and `processor`. */
export interface ScheduleNames {
  readonly task: (task: number) => string;
  readonly processor: (processor: number) => string;
}

/** By number. */
export const DEFAULT_NAMES: ScheduleNames = Object.freeze({ task: String, processor: String });

/** One schedule under examination. */
export interface Check {
  readonly problem: DagProblem;
  readonly schedule: Schedule;
  readonly placed: Uint8Array; // [n] 1 = has a processor and times
  readonly findings: Findings;
  readonly names: ScheduleNames;
}
