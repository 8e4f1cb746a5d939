/**
 * Median scheduling delay of every request that was accepted: of one that no batch has computed yet it counts the age,
 * which its delay will exceed (a lower bound, as in censored statistics). The median of completed requests alone would look
 * short just where a cluster is too slow for its load and most requests are left in the queue when a run is cut.
 */
import { quantileOfSorted } from '../../src/sim/quantile.js';
import { BUCKETS, LatencyHistogram } from './latency-histogram.js';
import { type Ledger, OUTCOME_COMPLETED } from './ledger.js';
import { SCHEDULING_DELAY } from './request-totals.js';
import type { RequestTable } from './requests.js';

/** Seconds, NaN of no request. Exact where the ledger has rows, within 0.4 % where it is a summary. */
export function censoredDelayMedian(ledger: Ledger, requests: RequestTable, now: number): number {
  const open = openDelays(requests, now);
  if (ledger.totals) return medianOfSummary(ledger, open);
  const delays = new Float64Array(ledger.completed + open.length);
  let count = 0;
  for (let row = 0; row < ledger.rows; row++) {
    if (ledger.outcome[row] === OUTCOME_COMPLETED) delays[count++] = ledger.scheduledAt[row] - ledger.arrival[row];
  }
  delays.set(open, count);
  return quantileOfSorted(delays.sort(), 0.5) * ledger.secondsPerUnit;
}

/** Delays so far of the requests that are not over, clock. */
function openDelays({ capacity, number, scheduledAt, arrival }: RequestTable, now: number): number[] {
  const delays: number[] = [];
  for (let slot = 0; slot < capacity; slot++) {
    if (number[slot] < 0) continue;
    delays.push((scheduledAt[slot] < 0 ? now : scheduledAt[slot]) - arrival[slot]);
  }
  return delays;
}

function medianOfSummary({ totals, secondsPerUnit }: Ledger, open: readonly number[]): number {
  const { groups, histogram } = totals!;
  const all = new LatencyHistogram(1, secondsPerUnit * 1e9);
  const first = SCHEDULING_DELAY * groups * BUCKETS;
  for (let i = 0; i < groups * BUCKETS; i++) all.counts[i % BUCKETS] += histogram!.counts[first + i];
  for (const delay of open) all.add(0, delay);
  return all.quantile(0.5) * 1e-9;
}
