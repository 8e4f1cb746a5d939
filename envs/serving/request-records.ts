/**
 * A row per request for tables: what was asked, where it ended, when each thing happened and the latencies, times in
 * seconds. Requests that are unfinished have a row too, with what is known; requests to come have none.
 */
import type { TimelineRecords } from '../../src/timeline.js';
import { OUTCOME_COMPLETED, OUTCOME_OPEN } from './ledger.js';
import type { ServingSimulator } from './simulator.js';

const TIMES = ['arrival', 'scheduledAt', 'firstTokenAt', 'lostTime', 'downtime', 'largestGap'] as const;
const COUNTS = [
  'tenant',
  'priority',
  'sloClass',
  'instance',
  'promptTokens',
  'cachedTokens',
  'preemptions',
  'migrations',
] as const;
const LATENCIES = ['ttft', 'tpot', 'latency', 'normalisedLatency', 'schedulingDelay'] as const;
const IN_SECONDS = [...TIMES, 'finishedAt', ...LATENCIES];

/** Every request that has arrived, by number. */
export function requestRecords({ ledger, state }: ServingSimulator): TimelineRecords {
  const { requests } = state;
  const rows: Record<string, number | string>[] = [];
  for (let row = 0; row < ledger.rows; row++) {
    if (ledger.outcome[row] === OUTCOME_OPEN) continue;
    const outcome = ledger.outcome[row] === OUTCOME_COMPLETED ? 'completed' : 'rejected';
    const outputTokens = ledger.outputTokens[row];
    rows.push(record(ledger, row, { request: row, outcome, outputTokens, finishedAt: ledger.finishedAt[row] }));
  }
  for (let slot = 0; slot < requests.capacity; slot++) {
    const request = requests.number[slot];
    if (request < 0) continue;
    const outputTokens = requests.total[slot] - requests.promptTokens[slot];
    rows.push(record(requests, slot, { request, outcome: 'unfinished', outputTokens, finishedAt: Number.NaN }));
  }
  rows.sort((a, b) => (a.request as number) - (b.request as number));
  // a division by a whole number gives the decimal that is meant, a product with 1e-9 often not
  const perSecond = ledger.secondsPerUnit === 1e-9 ? 1e9 : 1 / ledger.secondsPerUnit;
  for (const row of rows) for (const name of IN_SECONDS) row[name] = (row[name] as number) / perSecond;
  const names = rows.length === 0 ? [] : Object.keys(rows[0]);
  return { count: rows.length, columns: names.map((name) => ({ name, values: rows.map((row) => row[name]) })) };
}

type Columns = Readonly<Record<(typeof TIMES)[number] | (typeof COUNTS)[number], ArrayLike<number>>>;

/** One request; times in clock units, NaN for what has not happened. */
function record(
  columns: Columns,
  row: number,
  known: { request: number; outcome: string; outputTokens: number; finishedAt: number },
): Record<string, number | string> {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, columns[name][row]]));
  const times = Object.fromEntries(
    TIMES.map((name) => [name, columns[name][row] < 0 ? Number.NaN : columns[name][row]]),
  ) as Record<(typeof TIMES)[number], number>;
  const { outputTokens, finishedAt } = known;
  const { arrival, firstTokenAt, scheduledAt } = times;
  return {
    ...known,
    ...counts,
    ...times,
    ttft: firstTokenAt - arrival,
    tpot: outputTokens > 1 ? (finishedAt - firstTokenAt) / (outputTokens - 1) : Number.NaN,
    latency: finishedAt - arrival,
    normalisedLatency: (finishedAt - arrival) / outputTokens,
    schedulingDelay: scheduledAt - arrival,
  };
}
