/**
 * Whether the transfers of an offline schedule keep to the contention of its problem: each one begins when its sender
 * has finished or later, arrives before its successor starts, and has what it occupies to itself: both ports
 * (`one-port`), the directed link (`link`) or the bus (`bus`). Transfers into fixed tasks are not modelled, and those
 * that take no time occupy nothing.
 */
import { checkExclusivity } from './findings.js';
import type { Check } from './schedule-check.js';

/** Reports every violation of transfers between tasks that are placed. */
export function checkTransfers(check: Check): void {
  const { problem, schedule, findings, names } = check;
  const { processorCount: m, contention } = problem;
  const transfers = transfersOf(check);
  const given = schedule.transferStart;
  if (given === undefined) {
    if (transfers.rows.length > 0)
      findings.add(`transfers share resources (${contention}), but the schedule does not say when they start`);
    return;
  }
  const kept = transfers.rows.filter((edge) => Number.isFinite(given[edge]));
  for (const edge of transfers.rows) checkTransfer(check, transfers, edge);
  const finish = given.map((start, edge) => start + transfers.duration[edge]);
  const to = problem.successor.map((task) => schedule.processor[task]);
  const from = transfers.sender.map((task) => schedule.processor[task]);
  const exclusive = (resource: Int32Array, place: (resource: number) => string) =>
    checkExclusivity(
      { rows: kept, resource, start: given, finish },
      { findings, excused: () => false, name: (edge) => nameOf(check, transfers, edge), place },
    );
  if (contention === 'bus') exclusive(new Int32Array(given.length), () => 'the bus');
  if (contention === 'link') {
    const end = (processor: number): string => names.processor(processor);
    const place = (link: number) => `the link from processor ${end(Math.floor(link / m))} to ${end(link % m)}`;
    exclusive(
      from.map((processor, edge) => processor * m + to[edge]),
      place,
    );
  }
  if (contention === 'one-port') {
    exclusive(from, (processor) => `the output port of processor ${names.processor(processor)}`);
    exclusive(to, (processor) => `the input port of processor ${names.processor(processor)}`);
  }
}

interface Transfers {
  readonly rows: Int32Array; // edges whose transfer takes time
  readonly sender: Int32Array; // [e] task
  readonly duration: Float64Array; // [e] time
}

function transfersOf({ problem, schedule: { processor }, placed }: Check): Transfers {
  const { processorCount: m, taskCount: n, successorStart, successor, volume, bandwidth, startup } = problem;
  const sender = new Int32Array(successorStart[n]);
  const duration = new Float64Array(successorStart[n]);
  const rows: number[] = [];
  for (let task = 0; task < n; task++) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      sender[edge] = task;
      if (problem.fixedProcessor[successor[edge]] >= 0) continue;
      if (!placed[task] || !placed[successor[edge]]) continue;
      const link = processor[task] * m + processor[successor[edge]];
      if (processor[task] === processor[successor[edge]]) continue;
      duration[edge] = startup[link] + (volume[edge] === 0 ? 0 : volume[edge] / bandwidth[link]);
      if (duration[edge] > 0) rows.push(edge);
    }
  }
  return { rows: Int32Array.from(rows), sender, duration };
}

function checkTransfer(check: Check, transfers: Transfers, edge: number): void {
  const { problem, schedule, findings, names } = check;
  const name = nameOf(check, transfers, edge);
  const start = schedule.transferStart![edge];
  const sender = transfers.sender[edge];
  const sent = schedule.finish[sender];
  const task = problem.successor[edge];
  if (start === undefined || !Number.isFinite(start)) {
    findings.add(`${name} has no start (${start})`);
    return;
  }
  if (findings.before(start, sent))
    findings.add(`${name} starts at ${start}, before task ${names.task(sender)} finishes at ${sent}`);
  const arrival = start + transfers.duration[edge];
  if (findings.before(schedule.start[task], arrival))
    findings.add(`task ${names.task(task)} starts at ${schedule.start[task]}, ${name} arrives at ${arrival}`);
}

function nameOf({ problem, names }: Check, { sender }: Transfers, edge: number): string {
  return `transfer ${names.task(sender[edge])} → ${names.task(problem.successor[edge])}`;
}
