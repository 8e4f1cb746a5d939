/**
 * The examination at the end of a run: the best weights against named agents on test seeds that nothing else has used,
 * scenario by scenario on the same seeds. Differences are paired and relative to the baseline's mean, positive = the
 * trained agent is better, with bootstrap intervals over the pairs.
 */

import { formatInterval, formatNumber, formatProbability } from '../report/quantity.js';
import type { Interval } from '../report/statistics/index.js';
import { mean, pairedComparison } from '../report/statistics/index.js';
import { createRng } from '../rng.js';
import type { HeldOut, HeldOutResult } from './held-out.js';

const CONFIDENCE = 0.95;
const REPLICATES = 10_000;

/** The trained agent against one baseline in one scenario. */
export interface TestRow {
  readonly scenario: string;
  readonly metric: string;
  readonly lowerIsBetter: boolean;
  readonly baseline: string;
  readonly baselineMean: number;
  readonly ownMean: number;
  readonly gainPercent: number; // of the baseline's mean, positive = better; NaN where that is 0
  readonly gainInterval: Interval;
  readonly wins: number; // seeds
  readonly losses: number; // seeds
  readonly p: number; // Wilcoxon signed-rank, two-sided
}

export interface TestResult {
  readonly seeds: readonly number[];
  readonly confidence: number;
  readonly replicates: number;
  readonly rows: readonly TestRow[];
}

export interface Examination {
  readonly weights: Float32Array;
  readonly baselines: readonly string[]; // agent ids
  readonly signal?: AbortSignal;
}

/** Plays and compares. Errors: `Interrupted`; whatever an agent throws. */
export async function examine(heldOut: HeldOut, { weights, baselines, signal }: Examination): Promise<TestResult> {
  const own = await heldOut.play({ weights }, signal);
  const rows: TestRow[] = [];
  for (const baseline of baselines) {
    const others = await heldOut.play({ agent: { id: baseline } }, signal);
    rows.push(...others.map((other, i) => testRow(own[i], other, baseline)));
  }
  const place = new Map(own.map(({ label }, i) => [label, i]));
  rows.sort((a, b) => place.get(a.scenario)! - place.get(b.scenario)!); // stable: baselines keep their order
  return { seeds: heldOut.seeds, confidence: CONFIDENCE, replicates: REPLICATES, rows };
}

function testRow(own: HeldOutResult, other: HeldOutResult, baseline: string): TestRow {
  const { label, metric, lowerIsBetter } = own;
  const sign = lowerIsBetter ? 1 : -1;
  const cost = (values: Float64Array) => values.map((value) => sign * value);
  const comparison = pairedComparison(cost(other.values), cost(own.values), {
    uniform: createRng('held-out-test').fork(label).fork(baseline),
    replicates: REPLICATES,
    confidence: CONFIDENCE,
  });
  const baselineMean = mean(other.values);
  const percent = (difference: number) =>
    baselineMean === 0 ? Number.NaN : (100 * difference) / Math.abs(baselineMean);
  const { lower, upper } = comparison.bootstrap.meanDifference;
  return {
    scenario: label,
    metric,
    lowerIsBetter,
    baseline,
    baselineMean,
    ownMean: mean(own.values),
    gainPercent: percent(comparison.meanDifference),
    gainInterval: { lower: percent(lower), upper: percent(upper) },
    wins: comparison.wins,
    losses: comparison.losses,
    p: comparison.wilcoxon.pValue,
  };
}

export const TEST_HEADING = [
  'Scenario',
  'Metric',
  'Baseline',
  'Its mean',
  'Trained',
  'Gain, %',
  '95 % interval',
  'W–L',
  'p',
];
export const TEST_NUMERIC = [false, false, false, true, true, true, true, true, true];

/** The cells of a row as people read them. */
export function testCells(row: TestRow): string[] {
  const percent = (value: number) => (Number.isNaN(value) ? formatNumber(value) : formatSigned(value));
  return [
    row.scenario,
    row.metric,
    row.baseline,
    formatNumber(row.baselineMean),
    formatNumber(row.ownMean),
    percent(row.gainPercent),
    formatInterval(row.gainInterval, percent),
    `${row.wins}–${row.losses}`,
    formatProbability(row.p),
  ];
}

function formatSigned(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`;
}
