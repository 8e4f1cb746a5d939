/**
 * Whether the transfers of an offline schedule keep to the contention of its problem: each one begins when its sender
 * has finished or later, arrives before its successor starts, and has what it occupies to itself: both ports
 * (`one-port`), the directed link (`link`) or the bus (`bus`). Transfers into fixed tasks are not modelled, and those
 * that take no time occupy nothing.
 */
import type { DagProblem, Schedule } from '../planner.js';
import { checkExclusivity, type Findings } from './findings.js';

/** Reports every violation. The schedule must be complete. */
export function checkTransfers(problem: DagProblem, schedule: Schedule, findings: Findings): void {
  const { processorCount: m, contention } = problem;
  const transfers = transfersOf(problem, schedule);
  const given = schedule.transferStart;
  if (given === undefined) {
    if (transfers.rows.length > 0)
      findings.add(`transfers share resources (${contention}), but the schedule does not say when they start`);
    return;
  }
  const kept = transfers.rows.filter((edge) => Number.isFinite(given[edge]));
  for (const edge of transfers.rows) checkTransfer({ problem, schedule, transfers, edge }, findings);
  const finish = given.map((start, edge) => start + transfers.duration[edge]);
  const to = problem.successor.map((task) => schedule.processor[task]);
  const from = transfers.sender.map((task) => schedule.processor[task]);
  const check = (resource: Int32Array, place: (resource: number) => string) =>
    checkExclusivity(
      { rows: kept, resource, start: given, finish },
      { findings, excused: () => false, name: (edge) => nameOf(problem, transfers.sender, edge), place },
    );
  if (contention === 'bus') check(new Int32Array(given.length), () => 'the bus');
  if (contention === 'link') {
    const place = (link: number) => `the link from processor ${Math.floor(link / m)} to ${link % m}`;
    check(
      from.map((processor, edge) => processor * m + to[edge]),
      place,
    );
  }
  if (contention === 'one-port') {
    check(from, (processor) => `the output port of processor ${processor}`);
    check(to, (processor) => `the input port of processor ${processor}`);
  }
}

interface Transfers {
  readonly rows: Int32Array; // edges whose transfer takes time
  readonly sender: Int32Array; // [e] task
  readonly duration: Float64Array; // [e] time
}

function transfersOf(problem: DagProblem, { processor }: Schedule): Transfers {
  const { processorCount: m, taskCount: n, successorStart, successor, volume, bandwidth, startup } = problem;
  const sender = new Int32Array(successorStart[n]);
  const duration = new Float64Array(successorStart[n]);
  const rows: number[] = [];
  for (let task = 0; task < n; task++) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      sender[edge] = task;
      if (problem.fixedProcessor[successor[edge]] >= 0) continue;
      const link = processor[task] * m + processor[successor[edge]];
      if (processor[task] === processor[successor[edge]]) continue;
      duration[edge] = startup[link] + (volume[edge] === 0 ? 0 : volume[edge] / bandwidth[link]);
      if (duration[edge] > 0) rows.push(edge);
    }
  }
  return { rows: Int32Array.from(rows), sender, duration };
}

interface TransferOf {
  readonly problem: DagProblem;
  readonly schedule: Schedule;
  readonly transfers: Transfers;
  readonly edge: number;
}

function checkTransfer({ problem, schedule, transfers, edge }: TransferOf, findings: Findings): void {
  const name = nameOf(problem, transfers.sender, edge);
  const start = schedule.transferStart![edge];
  const sent = schedule.finish[transfers.sender[edge]];
  const task = problem.successor[edge];
  if (start === undefined || !Number.isFinite(start)) {
    findings.add(`${name} has no start (${start})`);
    return;
  }
  if (findings.before(start, sent))
    findings.add(`${name} starts at ${start}, before task ${transfers.sender[edge]} finishes at ${sent}`);
  const arrival = start + transfers.duration[edge];
  if (findings.before(schedule.start[task], arrival))
    findings.add(`task ${task} starts at ${schedule.start[task]}, ${name} arrives at ${arrival}`);
}

function nameOf({ successor }: DagProblem, sender: Int32Array, edge: number): string {
  return `transfer ${sender[edge]} → ${successor[edge]}`;
}
