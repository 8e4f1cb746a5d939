/**
 * The tail of the standard normal distribution: the all-positive series of DLMF 7.6.2 near the centre, the continued
 * fraction of the Mills ratio (DLMF 7.9.1) further out.
 */
const SERIES_UP_TO = 3;
const FRACTION_TERMS = 200;

/** P(|Z| ≥ |z|) of a standard normal Z. */
export function normalTail(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x > SERIES_UP_TO) {
    let fraction = x;
    for (let k = FRACTION_TERMS; k >= 1; k--) fraction = x + k / fraction;
    return (2 * density) / fraction;
  }
  let term = x;
  let total = x;
  for (let k = 3; term > total * 1e-17; k += 2) {
    term *= (x * x) / k;
    total += term;
  }
  return 1 - 2 * density * total;
}
