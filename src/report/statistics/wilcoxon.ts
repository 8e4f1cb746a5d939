/**
 * The Wilcoxon signed-rank test (Wilcoxon 1945), two-sided: zero differences are dropped, absolute differences are
 * ranked with ties sharing the mean rank, and the statistic is the smaller of the two rank sums. The null
 * distribution is exact up to 50 differences without zeros or ties, else the normal approximation with tie
 * correction and without continuity correction.
 */
import { normalTail } from './normal.js';
import { ensureSample, type Sample } from './sample.js';

/** Most differences for which the exact null distribution is used (its counts stay below 2^53). */
export const EXACT_UP_TO = 50;

/** Outcome of the test. */
export interface WilcoxonTest {
  readonly statistic: number; // min(W₊, W₋)
  readonly pValue: number; // two-sided
  readonly method: 'exact' | 'normal';
}

/** Chance that the rank sum of n untied differences is at most w, doubled and capped at 1. */
export function exactWilcoxonTail(statistic: number, n: number): number {
  const largest = (n * (n + 1)) / 2;
  const subsets = new Float64Array(largest + 1); // [rank sum] number of subsets of 1…n
  subsets[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let total = largest; total >= rank; total--) subsets[total] += subsets[total - rank];
  }
  let count = 0;
  for (let total = 0; total <= Math.min(statistic, largest); total++) count += subsets[total];
  return Math.min(1, (2 * count) / 2 ** n);
}

/** Mean ranks 1…n of ascending-sorted magnitudes, and Σ(t³ − t) over groups of t equal ones. */
function rankMagnitudes(magnitudes: Float64Array): { ranks: Float64Array; tieTerm: number } {
  const ranks = new Float64Array(magnitudes.length);
  let tieTerm = 0;
  for (let first = 0; first < magnitudes.length; ) {
    let next = first + 1;
    while (next < magnitudes.length && magnitudes[next] === magnitudes[first]) next++;
    const tied = next - first;
    ranks.fill((first + 1 + next) / 2, first, next);
    tieTerm += tied ** 3 - tied;
    first = next;
  }
  return { ranks, tieTerm };
}

function normalApproximation(statistic: number, n: number, tieTerm: number): number {
  const centre = (n * (n + 1)) / 4;
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1) - tieTerm / 2) / 24);
  return normalTail((statistic - centre) / spread);
}

/** Tests whether differences are symmetric about zero; with no difference other than zero, p is 1. */
export function wilcoxonSignedRank(differences: Sample): WilcoxonTest {
  ensureSample('wilcoxon', differences);
  const nonZero = Float64Array.from(differences).filter((difference) => difference !== 0);
  const n = nonZero.length;
  if (n === 0) return { statistic: 0, pValue: 1, method: 'exact' };
  nonZero.sort((a, b) => Math.abs(a) - Math.abs(b));
  const { ranks, tieTerm } = rankMagnitudes(nonZero.map(Math.abs));
  let positive = 0;
  for (let i = 0; i < n; i++) if (nonZero[i] > 0) positive += ranks[i];
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive);
  if (n <= EXACT_UP_TO && n === differences.length && tieTerm === 0) {
    return { statistic, pValue: exactWilcoxonTail(statistic, n), method: 'exact' };
  }
  return { statistic, pValue: normalApproximation(statistic, n, tieTerm), method: 'normal' };
}
