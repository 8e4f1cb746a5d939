/** Quantiles of samples in any order, checked; the rule itself is that of src/sim/quantile.ts. */
import { ensure } from '../../error.js';
import { quantileOfSorted } from '../../sim/quantile.js';
import { ensureSample, type Sample, sorted } from './sample.js';

/** The quantiles of a sample at each q in [0, 1]. */
export function quantiles(values: Sample, qs: Sample): number[] {
  ensureSample('quantile', values);
  const ascending = sorted(values);
  return Array.from(qs, (q) => {
    ensure(q >= 0 && q <= 1, `statistics/quantile: q ${q} is not allowed (0 … 1)`);
    return quantileOfSorted(ascending, q);
  });
}

/** The quantile of a sample at q in [0, 1]. */
export function quantile(values: Sample, q: number): number {
  return quantiles(values, [q])[0];
}

/** The median: the quantile at ½. */
export function median(values: Sample): number {
  return quantile(values, 0.5);
}
