/**
 * Jain's fairness index (Jain, Chiu & Hawe 1984, DEC-TR-301): (Σx)² / (n Σx²), from 1/n (one gets everything) to 1
 * (all get the same). All zeros are an equal share and count as 1.
 */
import { ensure } from '../../error.js';
import { ensureSample, type Sample } from './sample.js';

/** Fairness of non-negative shares, in [1/n, 1]. */
export function jainIndex(values: Sample): number {
  ensureSample('jainIndex', values);
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    ensure(values[i] >= 0, `statistics/jainIndex: value ${i} is ${values[i]} (numbers ≥ 0 only)`);
    largest = Math.max(largest, values[i]);
  }
  if (largest === 0) return 1;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const share = values[i] / largest; // scaled, so that squares neither overflow nor vanish
    total += share;
    squares += share * share;
  }
  return (total * total) / (values.length * squares);
}
