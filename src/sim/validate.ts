/**
 * Whether a schedule is one: every task placed once, on a processor that can run it, for as long as it takes, no two at
 * a time on one processor, and none before its data are there. Written apart from every scheduler and simulator, the
 * plain way, so that all tests can lean on it. What is wrong is told in words; nothing is thrown. Recorded traces have
 * a validator of their own in validate-trace.ts.
 */
import type { DagProblem, Schedule } from '../planner.js';
import { checkExclusivity, DEFAULT_VALIDATION, Findings, type ValidationOptions } from './findings.js';
import { checkTransfers } from './validate-transfers.js';

export { DEFAULT_VALIDATION, type ValidationOptions } from './findings.js';
export { type TraceValidationOptions, validateTrace } from './validate-trace.js';

/**
 * Checks an offline schedule against its problem: completeness, fixed tasks kept, costs, releases, availability,
 * precedence with communication (none within a processor), exclusivity, makespan, and under contention the transfers.
 * Fixed tasks are given, so they are not checked against each other nor against their own predecessors.
 */
export function validateSchedule(
  problem: DagProblem,
  schedule: Schedule,
  options: Partial<ValidationOptions> = {},
): string[] {
  const findings = new Findings({ ...DEFAULT_VALIDATION, ...options });
  for (let task = 0; task < problem.taskCount; task++) checkTask(problem, schedule, task, findings);
  const complete = findings.all().length === 0;
  // with tasks missing or misplaced, further comparison would only repeat it
  if (!complete) return findings.all();
  for (let task = 0; task < problem.taskCount; task++) checkSuccessors(problem, schedule, task, findings);
  if (problem.contention !== undefined && problem.contention !== 'none') checkTransfers(problem, schedule, findings);
  const tasks = Int32Array.from({ length: problem.taskCount }, (_, task) => task);
  checkExclusivity(
    { rows: tasks, resource: schedule.processor, start: schedule.start, finish: schedule.finish },
    {
      findings,
      excused: (a, b) => problem.fixedProcessor[a] >= 0 && problem.fixedProcessor[b] >= 0,
      name: (task) => `task ${task}`,
      place: (processor) => `processor ${processor}`,
    },
  );
  const last = schedule.finish.slice(0, problem.taskCount).reduce((latest, finish) => Math.max(latest, finish), 0);
  if (problem.taskCount > 0 && findings.differ(schedule.makespan, last))
    findings.add(`makespan is given as ${schedule.makespan}, the last task finishes at ${last}`);
  return findings.all();
}

function checkTask(problem: DagProblem, schedule: Schedule, task: number, findings: Findings): void {
  const processor = schedule.processor[task];
  const start = schedule.start[task];
  const finish = schedule.finish[task];
  const m = problem.processorCount;
  if (processor === undefined || !(processor >= 0 && processor < m)) {
    findings.add(`task ${task} is on processor ${processor} (0…${m - 1})`);
    return;
  }
  if (!Number.isFinite(start) || !Number.isFinite(finish)) {
    findings.add(`task ${task} runs from ${start} to ${finish}`);
    return;
  }
  if (problem.fixedProcessor[task] >= 0) {
    if (
      processor !== problem.fixedProcessor[task] ||
      findings.differ(start, problem.fixedStart[task]) ||
      findings.differ(finish, problem.fixedFinish[task])
    )
      findings.add(`task ${task} was placed already and has been moved`);
    return;
  }
  const cost = problem.cost[task * m + processor];
  if (cost === Number.POSITIVE_INFINITY) findings.add(`task ${task} cannot run on processor ${processor}`);
  else if (findings.differ(finish, start + cost))
    findings.add(`task ${task} runs from ${start} to ${finish} on processor ${processor}, but takes ${cost}`);
  if (findings.before(start, problem.release[task]))
    findings.add(`task ${task} starts at ${start}, before its release at ${problem.release[task]}`);
  if (findings.before(start, problem.availableFrom[processor]))
    findings.add(
      `task ${task} starts at ${start}, but processor ${processor} is busy until ${problem.availableFrom[processor]}`,
    );
}

function checkSuccessors(problem: DagProblem, schedule: Schedule, task: number, findings: Findings): void {
  const { processorCount: m, successorStart, successor, volume, bandwidth, startup } = problem;
  const from = schedule.processor[task];
  for (let e = successorStart[task]; e < successorStart[task + 1]; e++) {
    const next = successor[e];
    if (problem.fixedProcessor[next] >= 0) continue;
    const link = from * m + schedule.processor[next];
    const moved = volume[e] === 0 ? 0 : volume[e] / bandwidth[link];
    const transfer = from === schedule.processor[next] ? 0 : startup[link] + moved;
    const arrival = schedule.finish[task] + transfer;
    if (findings.before(schedule.start[next], arrival))
      findings.add(`task ${next} starts at ${schedule.start[next]}, its data from task ${task} arrive at ${arrival}`);
  }
}
