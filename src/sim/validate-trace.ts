/**
 * Whether a recorded trace could have happened: nothing starts before it is ready or ends before it starts, no task
 * runs twice, no resource does more at once than it can, and nothing starts before what it depends on has finished.
 */
import type { ScheduleTrace } from '../env.js';
import { checkExclusivity, DEFAULT_VALIDATION, Findings, type ValidationOptions } from './findings.js';

export interface TraceValidationOptions extends Partial<ValidationOptions> {
  /** Pieces of work that a resource may run at once; default 1 everywhere. */
  readonly capacity?: number | Int32Array; // [resource]
  /** Whether a task may run in several pieces (preemption, retries); default false. */
  readonly repeats?: boolean;
  /** Task pairs of one job: the second starts when the first has finished. Ids as in the `task` column. */
  readonly precedence?: readonly (readonly [before: number, after: number])[];
}

/** Violations in words; empty for a sound trace. Work that still runs (finish NaN) occupies its resource for ever. */
export function validateTrace(trace: ScheduleTrace, options: TraceValidationOptions = {}): string[] {
  const findings = new Findings({ ...DEFAULT_VALIDATION, ...options });
  const firstRow = new Map<string, number>();
  for (let row = 0; row < trace.length; row++) checkRow(trace, row, findings);
  if (findings.all().length > 0) return findings.all();
  for (let row = 0; row < trace.length; row++) {
    const key = `${trace.job[row]}/${trace.task[row]}`;
    const earlier = firstRow.get(key);
    if (earlier === undefined) firstRow.set(key, row);
    else if (options.repeats !== true) findings.add(`${nameOf(trace, row)} runs twice (rows ${earlier} and ${row})`);
  }
  checkCapacity(trace, options.capacity ?? 1, findings);
  if (options.precedence) checkPrecedence(trace, options.precedence, findings);
  return findings.all();
}

function nameOf(trace: ScheduleTrace, row: number): string {
  return `task ${trace.task[row]} of job ${trace.job[row]}`;
}

function checkRow(trace: ScheduleTrace, row: number, findings: Findings): void {
  const resource = trace.resource[row];
  const ready = trace.ready[row];
  const start = trace.start[row];
  const finish = trace.finish[row];
  if (!(resource >= 0 && resource < trace.resources.length))
    findings.add(`${nameOf(trace, row)} ran on resource ${resource} (0…${trace.resources.length - 1})`);
  if (!Number.isFinite(start)) findings.add(`${nameOf(trace, row)} starts at ${start}`);
  if (findings.before(start, ready)) findings.add(`${nameOf(trace, row)} starts at ${start}, but is ready at ${ready}`);
  if (finish < start) findings.add(`${nameOf(trace, row)} starts at ${start} and finishes at ${finish}`);
}

function checkCapacity(trace: ScheduleTrace, capacity: number | Int32Array, findings: Findings): void {
  const finish = trace.finish
    .slice(0, trace.length)
    .map((time) => (Number.isNaN(time) ? Number.POSITIVE_INFINITY : time));
  const capacityOf = (resource: number): number => (typeof capacity === 'number' ? capacity : capacity[resource]);
  const rows = Int32Array.from({ length: trace.length }, (_, row) => row);
  const single = rows.filter((row) => capacityOf(trace.resource[row]) === 1);
  checkExclusivity(
    { rows: single, resource: trace.resource, start: trace.start, finish },
    {
      findings,
      excused: () => false,
      name: (row) => nameOf(trace, row),
      place: (resource) => trace.resources[resource],
    },
  );
  trace.resources.forEach((name, resource) => {
    const allowed = capacityOf(resource);
    if (allowed === 1) return;
    const shared = rows.filter((row) => trace.resource[row] === resource && finish[row] > trace.start[row]);
    const { most, at } = mostAtOnce(trace.start, finish, shared);
    if (most > allowed) findings.add(`${name} runs ${most} pieces of work at time ${at} (at most ${allowed})`);
  });
}

/** The largest number of rows that run together, and when that is first reached. */
function mostAtOnce(start: Float64Array, finish: Float64Array, rows: Int32Array): { most: number; at: number } {
  const starts = Float64Array.from(rows, (row) => start[row]).sort();
  const finishes = Float64Array.from(rows, (row) => finish[row]).sort();
  let ended = 0;
  let most = 0;
  let at = Number.NaN;
  for (let begun = 0; begun < starts.length; begun++) {
    while (finishes[ended] <= starts[begun]) ended++;
    if (begun + 1 - ended > most) [most, at] = [begun + 1 - ended, starts[begun]];
  }
  return { most, at };
}

/** With repeated pieces, the last finish of a task counts against the first start of its successors. */
function checkPrecedence(
  trace: ScheduleTrace,
  precedence: readonly (readonly [before: number, after: number])[],
  findings: Findings,
): void {
  const firstStart = new Map<string, number>();
  const lastFinish = new Map<string, number>();
  for (let row = 0; row < trace.length; row++) {
    const key = `${trace.job[row]}/${trace.task[row]}`;
    const finish = Number.isNaN(trace.finish[row]) ? Number.POSITIVE_INFINITY : trace.finish[row];
    firstStart.set(key, Math.min(trace.start[row], firstStart.get(key) ?? Number.POSITIVE_INFINITY));
    lastFinish.set(key, Math.max(finish, lastFinish.get(key) ?? Number.NEGATIVE_INFINITY));
  }
  for (const job of new Set(trace.job.subarray(0, trace.length))) {
    for (const [before, after] of precedence) {
      const start = firstStart.get(`${job}/${after}`);
      if (start === undefined) continue;
      const finish = lastFinish.get(`${job}/${before}`);
      if (finish === undefined) findings.add(`task ${after} of job ${job} ran, but task ${before} before it never did`);
      else if (findings.before(start, finish))
        findings.add(`task ${after} of job ${job} starts at ${start}, task ${before} before it finishes at ${finish}`);
    }
  }
}
