/**
 * Quantiles by linear interpolation between order statistics: definition 7 of Hyndman & Fan (1996,
 * doi 10.1080/00031305.1996.10473566), position (n − 1)·q, the default of numpy and R.
 */

/** Quantile q in [0, 1] of ascending values; NaN of none. */
export function quantileOfSorted(ascending: ArrayLike<number>, q: number): number {
  const last = ascending.length - 1;
  if (last < 0) return Number.NaN;
  const below = Math.floor(last * q);
  const low = ascending[below];
  const high = ascending[Math.min(below + 1, last)];
  return low + (high - low) * (last * q - below);
}
