/**
 * Replays recorded runs of the phase-split simulator (Splitwise): every time of every request within 1e-9 s, counts of
 * iterations and of groups exactly, percentiles within 1e-9 s. One case a run, with its first difference.
 */
import {
  compatibleMode,
  type PhaseSplitResult,
  type PhaseSplitRow,
  simulatePhaseSplit,
} from '../../../envs/serving/compat/splitwise/index.js';
import { ArenaError, ensure } from '../../error.js';
import { quantileOfSorted } from '../../sim/quantile.js';
import type { ReplayedCase } from '../dag-goldens/index.js';
import {
  ROW_COLUMNS,
  recordedRows,
  recordedTimes,
  recordedTrace,
  type SplitwiseRecord,
  splitwiseRecords,
} from './splitwise-record.js';

export { isSplitwiseRecording } from './splitwise-record.js';

/** Of times, s. */
const TOLERANCE = 1e-9;

/** Expected totals that are percentiles: name of a time in `expect` → its column. */
const PERCENTILES: Readonly<Record<string, (row: PhaseSplitRow) => number>> = {
  ttft: (row) => row.ttft,
  e2e: (row) => row.response,
  tbt: (row) => row.tbt,
};

/**
 * Replays the cases of `text`, the content of `file`; `data` is the folder that holds the performance table.
 * Errors: `ArenaError` for a malformed file. A case whose other files are missing or malformed fails and says so.
 */
export function replaySplitwise(file: string, text: string, data = '../shared/data'): readonly ReplayedCase[] {
  return splitwiseRecords(file, text).map((record) => {
    const difference = attempt(record, file, data);
    return { name: record.name, passed: difference === '', ...(difference === '' ? {} : { difference }) };
  });
}

function attempt(record: SplitwiseRecord, file: string, data: string): string {
  try {
    return runDifference(record, recordedRows(record, file), replayRun(record, file, data));
  } catch (error) {
    if (error instanceof ArenaError) return error.message;
    throw error;
  }
}

function replayRun(record: SplitwiseRecord, file: string, data: string): PhaseSplitResult {
  const { split, prompt_instances, token_instances, a100, h100 } = record;
  const servers = a100 + h100;
  ensure(
    !split || prompt_instances + token_instances === servers,
    `${file}: ${record.name}: prompt_instances + token_instances must be ${servers}, the number of servers`,
  );
  return simulatePhaseSplit(recordedTrace(record, file), {
    engine: record.instance,
    router: record.scheduler,
    instances: recordedTimes(record, data),
    promptInstances: split ? prompt_instances : 0,
    mode: compatibleMode,
  });
}

/** The first difference, the empty text if none. */
function runDifference({ expect }: SplitwiseRecord, recorded: readonly (readonly number[])[], own: PhaseSplitResult) {
  const { rows, iterations, groups } = own;
  if (recorded.length !== rows.length) return `requests: recorded ${recorded.length}, here ${rows.length}`;
  for (let r = 0; r < rows.length; r++) {
    const here = rowValues(rows[r]);
    const column = here.findIndex((value, c) => !(Math.abs(value - recorded[r][c]) <= TOLERANCE));
    if (column >= 0)
      return `request ${r} ${ROW_COLUMNS[column]}: recorded ${recorded[r][column]}, here ${here[column]}`;
  }
  const completed = rows.filter((row) => Number.isFinite(row.response)).length;
  const counts = { completed, iterations, contiguous_groups: groups };
  for (const [name, value] of Object.entries(counts))
    if (expect[name] !== value) return `${name}: recorded ${expect[name]}, here ${value}`;
  return percentileDifference(expect, rows);
}

function percentileDifference(expect: Readonly<Record<string, number>>, rows: readonly PhaseSplitRow[]): string {
  for (const [name, recorded] of Object.entries(expect)) {
    const [, time, percent] = /^(ttft|e2e|tbt)_p(\d+)$/.exec(name) ?? [];
    if (time === undefined) continue;
    const sorted = rows.map(PERCENTILES[time]).sort((a, b) => a - b);
    const own = quantileOfSorted(sorted, Number(percent) / 100);
    if (!(Math.abs(own - recorded) <= TOLERANCE)) return `${name}: recorded ${recorded}, here ${own}`;
  }
  return '';
}

/** In the order of {@link ROW_COLUMNS}. */
function rowValues(row: PhaseSplitRow): number[] {
  const { request, response, queue, ttft, tbt, overhead, promptTokens, outputTokens } = row;
  return [request, response, queue, ttft, tbt, overhead, promptTokens, outputTokens];
}
