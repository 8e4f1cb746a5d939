/**
 * The thermal recurrence x' = A·x + B·p (excess temperatures, one step of 20 µs, five hotspots) for any number of
 * ticks at once. One tick is the matrix A^(1/n) with n ticks a step, from the binomial series of (I − E)^(1/n), which
 * converges fast because E = I − A is small; longer times are products of its powers 2^i.
 */
import { HOTSPOTS, type ThermalModel } from './thermal.js';

const SIZE = HOTSPOTS * HOTSPOTS;
const POWERS = 48; // 2^48 ticks of a nanosecond are three days
const SERIES_TERMS = 40;

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(SIZE);
  for (let i = 0; i < HOTSPOTS; i++)
    for (let j = 0; j < HOTSPOTS; j++) {
      let sum = 0;
      for (let k = 0; k < HOTSPOTS; k++) sum += a[i * HOTSPOTS + k] * b[k * HOTSPOTS + j];
      product[i * HOTSPOTS + j] = sum;
    }
  return product;
}

/** What remains of the excess temperatures after 2^i ticks: [i] of [5·5]; `stepTicks` ticks are one thermal step. */
export function decayPowers(remaining: Float64Array, stepTicks: number): Float64Array[] {
  const loss = remaining.map((value, i) => (i % (HOTSPOTS + 1) === 0 ? 1 - value : -value)); // E = I − A
  let tick = new Float64Array(SIZE);
  let term = new Float64Array(SIZE);
  for (let i = 0; i < HOTSPOTS; i++) term[i * (HOTSPOTS + 1)] = 1;
  let coefficient = 1;
  for (let k = 0; k < SERIES_TERMS; k++) {
    tick = tick.map((value, i) => value + coefficient * term[i]);
    coefficient *= -(1 / stepTicks - k) / (k + 1);
    term = multiply(term, loss) as Float64Array<ArrayBuffer>;
  }
  const powers: Float64Array[] = [tick];
  for (let i = 1; i < POWERS; i++) powers.push(multiply(powers[i - 1], powers[i - 1]));
  return powers;
}

const scratch = new Float64Array(HOTSPOTS);

/** Lets excess temperatures fade for a number of ticks (the part of a tick below one is ignored), in place. */
export function decay(powers: readonly Float64Array[], ticks: number, excess: Float64Array): void {
  let left = Math.floor(ticks);
  for (let i = 0; left > 0 && i < powers.length; i++) {
    const half = Math.floor(left / 2);
    if (left - 2 * half === 1) apply(powers[i], excess);
    left = half;
  }
}

function apply(matrix: Float64Array, vector: Float64Array): void {
  for (let i = 0; i < HOTSPOTS; i++) {
    let sum = 0;
    for (let k = 0; k < HOTSPOTS; k++) sum += matrix[i * HOTSPOTS + k] * vector[k];
    scratch[i] = sum;
  }
  vector.set(scratch);
}

/** Kelvin above ambient in the long run per watt of each source: (I − A)⁻¹·B, [5·sources], by Gauss–Jordan. */
export function steadyStateMatrix(model: ThermalModel): Float64Array {
  const { sources, remaining, heat } = model;
  const width = HOTSPOTS + sources;
  const rows = Array.from({ length: HOTSPOTS }, (_, i) => {
    const row = new Float64Array(width);
    for (let j = 0; j < HOTSPOTS; j++) row[j] = (i === j ? 1 : 0) - remaining[i * HOTSPOTS + j];
    for (let s = 0; s < sources; s++) row[HOTSPOTS + s] = heat[i * sources + s];
    return row;
  });
  for (let pivot = 0; pivot < HOTSPOTS; pivot++) {
    const divisor = rows[pivot][pivot];
    for (let j = 0; j < width; j++) rows[pivot][j] /= divisor;
    for (let i = 0; i < HOTSPOTS; i++) {
      if (i === pivot) continue;
      const factor = rows[i][pivot];
      for (let j = 0; j < width; j++) rows[i][j] -= factor * rows[pivot][j];
    }
  }
  const settled = new Float64Array(HOTSPOTS * sources);
  for (const [i, row] of rows.entries()) settled.set(row.subarray(HOTSPOTS), i * sources);
  return settled;
}
