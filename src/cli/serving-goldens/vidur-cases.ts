/**
 * Replays recorded runs of vidur: every column of every request, every batch of every replica (its requests, their
 * tokens, its start and end), all counts and the makespan exactly, as equal doubles; means and percentiles within 1e-9,
 * relative, because their order of summation is free. One case a run, with its first difference.
 */
import { BatchLog } from '../../../envs/serving/batch-log.js';
import { runVidur, traceSource, vidurSimulator } from '../../../envs/serving/compat/vidur.js';
import { OUTCOME_COMPLETED } from '../../../envs/serving/ledger.js';
import type { ServingSimulator } from '../../../envs/serving/simulator.js';
import { ArenaError } from '../../error.js';
import { quantileOfSorted } from '../../sim/quantile.js';
import type { ReplayedCase } from '../dag-goldens/index.js';
import {
  type RecordedBatch,
  ROW_COLUMNS,
  recordedBatches,
  recordedRows,
  recordedTrace,
  type VidurRecord,
  vidurCase,
  vidurRecords,
} from './vidur-record.js';

/** Relative, of means and percentiles. */
const TOLERANCE = 1e-9;

/**
 * Replays the cases of `text`, the content of `file`. Errors: `ArenaError` for a malformed file. A case whose other
 * files are missing or malformed fails and says so.
 */
export function replayVidurCases(file: string, text: string): readonly ReplayedCase[] {
  return vidurRecords(file, text).map((record) => {
    const name = record.dir === '' ? record.name : `${record.dir}/${record.name}`;
    const difference = attempt(record, file);
    return { name, passed: difference === '', ...(difference === '' ? {} : { difference }) };
  });
}

function attempt(record: VidurRecord, file: string): string {
  try {
    const batches = recordedBatches(record, file);
    const rows = recordedRows(record, file);
    const log = batches && new BatchLog();
    const simulator = vidurSimulator(vidurCase(record), log);
    runVidur(simulator, traceSource(recordedTrace(record, file)), record.router);
    return (
      (batches && log ? batchDifference(batches, log) : '') ||
      rowDifference(rows, simulator) ||
      totalDifference(record, simulator)
    );
  } catch (error) {
    if (error instanceof ArenaError) return error.message;
    throw error;
  }
}

/** Batches of each replica in order; how those of different replicas interleave is free. */
function batchDifference(recorded: readonly RecordedBatch[], log: BatchLog): string {
  const own = new Map<number, number[]>(); // replica → rows of the log, in order
  for (let b = 0; b < log.count; b++) own.set(log.instance[b], [...(own.get(log.instance[b]) ?? []), b]);
  const seen = new Map<number, number>(); // replica → batches compared
  for (const batch of recorded) {
    const at = seen.get(batch.replica) ?? 0;
    seen.set(batch.replica, at + 1);
    const b = own.get(batch.replica)?.[at];
    const where = `batch ${at} of replica ${batch.replica}`;
    if (b === undefined) return `${where}: recorded, but not formed here`;
    const entries = { from: log.first[b], to: log.first[b + 1] };
    const values: readonly (readonly [string, unknown, unknown])[] = [
      ['requests', batch.reqs.join(' '), log.request.subarray(entries.from, entries.to).join(' ')],
      ['tokens', batch.tokens.join(' '), log.tokens.subarray(entries.from, entries.to).join(' ')],
      ['start', batch.start, log.start[b]],
      ['end', batch.end, log.end[b]],
    ];
    for (const [what, expected, here] of values)
      if (expected !== here) return `${where} ${what}: recorded ${expected}, here ${here}`;
  }
  return recorded.length === log.count ? '' : `batches: recorded ${recorded.length}, here ${log.count}`;
}

function rowDifference(recorded: readonly (readonly number[])[], { ledger, requestCount }: ServingSimulator): string {
  if (recorded.length !== requestCount) return `requests: recorded ${recorded.length}, here ${requestCount}`;
  for (let r = 0; r < requestCount; r++) {
    if (ledger.outcome[r] !== OUTCOME_COMPLETED) return `request ${r}: recorded as completed, rejected here`;
    const arrival = ledger.arrival[r];
    const first = ledger.firstTokenAt[r];
    const end = ledger.finishedAt[r];
    const outcome = [first, end, first - arrival, end - arrival, ledger.preemptions[r]];
    const own = [r, ledger.instance[r], arrival, ledger.scheduledAt[r], ...outcome];
    const column = own.findIndex((value, c) => value !== recorded[r][c]);
    if (column >= 0) return `request ${r} ${ROW_COLUMNS[column]}: recorded ${recorded[r][column]}, here ${own[column]}`;
  }
  return '';
}

function totalDifference({ expect }: VidurRecord, simulator: ServingSimulator): string {
  const { ledger, iterations, now } = simulator;
  const n = ledger.completed;
  const restarts = ledger.preemptions.subarray(0, n).reduce((sum, value) => sum + value, 0);
  const exact = { n, iterations, restarts, makespan: now };
  for (const [name, own] of Object.entries(exact))
    if (expect[name] !== own) return `${name}: recorded ${expect[name]}, here ${own}`;
  const times: Readonly<Record<string, Float64Array>> = {
    ttft: ledger.firstTokenAt.slice(0, n).map((time, r) => time - ledger.arrival[r]),
    e2e: ledger.finishedAt.slice(0, n).map((time, r) => time - ledger.arrival[r]),
  };
  for (const [name, recorded] of Object.entries(expect)) {
    const [, time, statistic, percent] = /^(ttft|e2e)_(mean|p(\d+))$/.exec(name) ?? [];
    if (time === undefined) continue;
    const own =
      statistic === 'mean'
        ? times[time].reduce((sum, value) => sum + value, 0) / n
        : quantileOfSorted(times[time].toSorted(), Number(percent) / 100);
    if (!(Math.abs(own - recorded) <= TOLERANCE * Math.abs(recorded)))
      return `${name}: recorded ${recorded}, here ${own}`;
  }
  return '';
}
