/**
 * Quantiles by linear interpolation between order statistics: definition 7 of Hyndman & Fan (1996,
 * doi 10.1080/00031305.1996.10473566), h = (n − 1)q, the default of numpy and R.
 */
import { ensure } from '../../error.js';
import { ensureSample, type Sample, sorted } from './sample.js';

/** Quantile q in [0, 1] of an ascending, non-empty array; not checked. */
export function sortedQuantile(ascending: Float64Array, q: number): number {
  const position = (ascending.length - 1) * q;
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** The quantiles of a sample at each q in [0, 1]. */
export function quantiles(values: Sample, qs: Sample): number[] {
  ensureSample('quantile', values);
  const ascending = sorted(values);
  return Array.from(qs, (q) => {
    ensure(q >= 0 && q <= 1, `statistics/quantile: q ${q} is not allowed (0 … 1)`);
    return sortedQuantile(ascending, q);
  });
}

/** The quantile of a sample at q in [0, 1]. */
export function quantile(values: Sample, q: number): number {
  return quantiles(values, [q])[0]!;
}

/** The median: the quantile at ½. */
export function median(values: Sample): number {
  return quantile(values, 0.5);
}
