/**
 * A run of identical decode iterations in closed form. Iteration j of a batch of B decodes that begins with context
 * sum K takes floor((A + C·j) / 1024) ns with A = base + slope·K and C = slope·B, so the first n of them take a sum of
 * floors, which the Euclid-like algorithm below gives exactly in a few integer steps, however large n is. All numbers
 * stay integers below 2^53.
 */
import { DECODE_PARTS } from './time/time-model.js';

/** Σ over j in [0, n) of floor((a + c·j) / m) for integers a, c ≥ 0, m ≥ 1. */
export function sumOfFloors(n: number, c: number, a: number, m: number): number {
  let count = n;
  let slope = c;
  let offset = a;
  let divisor = m;
  let sum = 0;
  for (;;) {
    if (slope >= divisor) {
      const whole = Math.floor(slope / divisor);
      sum += ((count * (count - 1)) / 2) * whole;
      slope -= whole * divisor;
    }
    if (offset >= divisor) {
      const whole = Math.floor(offset / divisor);
      sum += count * whole;
      offset -= whole * divisor;
    }
    const top = slope * count + offset;
    if (top < divisor) return sum;
    // count the lattice points under the line along the other axis
    count = Math.floor(top / divisor);
    offset = top - count * divisor;
    const swapped = divisor;
    divisor = slope;
    slope = swapped;
  }
}

/** ns of iteration j of the run. */
export function iterationOfRun(offset: number, slope: number, j: number): number {
  return Math.floor((offset + slope * j) / DECODE_PARTS);
}

/** ns of the first n iterations of the run. */
export function lengthOfRun(offset: number, slope: number, n: number): number {
  return sumOfFloors(n, slope, offset, DECODE_PARTS);
}

/** How many of the first `most` iterations end before `span` ns have passed. */
export function iterationsWithin(offset: number, slope: number, most: number, span: number): number {
  let low = 0; // ends before
  let high = Math.min(most, Math.ceil(span / Math.max(1, Math.floor(offset / DECODE_PARTS)))) + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lengthOfRun(offset, slope, middle) < span) low = middle;
    else high = middle;
  }
  return Math.min(low, most);
}
