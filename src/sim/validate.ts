/**
 * Whether a schedule is one: every task placed once, on a processor that can run it, for as long as it takes, no two at
 * a time on one processor, and none before its data are there. Written apart from every scheduler and simulator, the
 * plain way, so that all tests can lean on it. What is wrong is told in words; nothing is thrown. Recorded traces have
 * a validator of their own in validate-trace.ts.
 */
import type { DagProblem, Schedule } from '../planner.js';
import { checkExclusivity, DEFAULT_VALIDATION, Findings, type ValidationOptions } from './findings.js';
import { type Check, DEFAULT_NAMES, type ScheduleNames } from './schedule-check.js';
import { checkTransfers } from './validate-transfers.js';

export { DEFAULT_VALIDATION, type ValidationOptions } from './findings.js';
export { DEFAULT_NAMES, type ScheduleNames } from './schedule-check.js';
export { type TraceValidationOptions, validateTrace } from './validate-trace.js';

export interface ScheduleValidationOptions extends ValidationOptions {
  /** What tasks and processors are called; by default by their numbers. */
  readonly names: ScheduleNames;
}

/**
 * Checks an offline schedule against its problem: completeness, fixed tasks kept, costs, releases, availability,
 * precedence with communication (none within a processor), exclusivity, makespan, and under contention the transfers.
 * Fixed tasks are given, so they are not checked against each other nor against their own predecessors. Tasks that are not
 * placed are told once and left out of what follows: the others are still compared. A task with processor −1 and times NaN
 * counts as not placed at all.
 */
export function validateSchedule(
  problem: DagProblem,
  schedule: Schedule,
  options: Partial<ScheduleValidationOptions> = {},
): string[] {
  const { names = DEFAULT_NAMES, ...rest } = options;
  const findings = new Findings({ ...DEFAULT_VALIDATION, ...rest });
  const placed = new Uint8Array(problem.taskCount);
  const check: Check = { problem, schedule, placed, findings, names };
  for (let task = 0; task < problem.taskCount; task++) placed[task] = checkTask(check, task) ? 1 : 0;
  for (let task = 0; task < problem.taskCount; task++) if (placed[task]) checkSuccessors(check, task);
  if (problem.contention !== undefined && problem.contention !== 'none') checkTransfers(check);
  checkExclusivity(
    {
      rows: Int32Array.from({ length: problem.taskCount }, (_, task) => task).filter((task) => placed[task] === 1),
      resource: schedule.processor,
      start: schedule.start,
      finish: schedule.finish,
    },
    {
      findings,
      excused: (a, b) => problem.fixedProcessor[a] >= 0 && problem.fixedProcessor[b] >= 0,
      name: (task) => `task ${names.task(task)}`,
      place: (processor) => `processor ${names.processor(processor)}`,
    },
  );
  checkMakespan(check);
  return findings.all();
}

/** With tasks missing, the makespan can only be too small. */
function checkMakespan({ problem, schedule, placed, findings }: Check): void {
  const count = placed.reduce((sum, one) => sum + one, 0);
  if (count === 0) return;
  let last = 0;
  for (let task = 0; task < problem.taskCount; task++) if (placed[task]) last = Math.max(last, schedule.finish[task]);
  const { makespan } = schedule;
  const complete = count === problem.taskCount;
  if (Number.isNaN(makespan) || (complete ? findings.differ(makespan, last) : findings.before(makespan, last)))
    findings.add(`makespan is given as ${makespan}, the last task finishes at ${last}`);
}

/** False when the task has no place or no times, so that nothing can be compared with it. */
function checkTask({ problem, schedule, findings, names }: Check, task: number): boolean {
  const processor = schedule.processor[task];
  const start = schedule.start[task];
  const finish = schedule.finish[task];
  const m = problem.processorCount;
  const who = `task ${names.task(task)}`;
  if (processor === -1 && Number.isNaN(start) && Number.isNaN(finish)) {
    findings.add(`${who} is not placed`);
    return false;
  }
  if (processor === undefined || !(processor >= 0 && processor < m)) {
    findings.add(`${who} is on processor ${processor} (0…${m - 1})`);
    return false;
  }
  if (!Number.isFinite(start) || !Number.isFinite(finish)) {
    findings.add(`${who} runs from ${start} to ${finish}`);
    return false;
  }
  if (problem.fixedProcessor[task] >= 0) {
    if (
      processor !== problem.fixedProcessor[task] ||
      findings.differ(start, problem.fixedStart[task]) ||
      findings.differ(finish, problem.fixedFinish[task])
    )
      findings.add(`${who} was placed already and has been moved`);
    return true;
  }
  const cost = problem.cost[task * m + processor];
  const where = `processor ${names.processor(processor)}`;
  if (cost === Number.POSITIVE_INFINITY) findings.add(`${who} cannot run on ${where}`);
  else if (findings.differ(finish, start + cost))
    findings.add(`${who} runs from ${start} to ${finish} on ${where}, but takes ${cost}`);
  if (findings.before(start, problem.release[task]))
    findings.add(`${who} starts at ${start}, before its release at ${problem.release[task]}`);
  const free = problem.availableFrom[processor];
  if (free > problem.release[task] && findings.before(start, free))
    findings.add(`${who} starts at ${start}, but ${where} is busy until ${free}`);
  return true;
}

function checkSuccessors({ problem, schedule, placed, findings, names }: Check, task: number): void {
  const { processorCount: m, successorStart, successor, volume, bandwidth, startup } = problem;
  const from = schedule.processor[task];
  for (let e = successorStart[task]; e < successorStart[task + 1]; e++) {
    const next = successor[e];
    if (problem.fixedProcessor[next] >= 0 || !placed[next]) continue;
    const link = from * m + schedule.processor[next];
    const moved = volume[e] === 0 ? 0 : volume[e] / bandwidth[link];
    const transfer = from === schedule.processor[next] ? 0 : startup[link] + moved;
    const arrival = schedule.finish[task] + transfer;
    if (findings.before(schedule.start[next], arrival)) {
      const late = `its data from task ${names.task(task)} arrive at ${arrival}`;
      findings.add(`task ${names.task(next)} starts at ${schedule.start[next]}, ${late}`);
    }
  }
}
