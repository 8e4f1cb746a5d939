/**
 * Compensated summation (Neumaier 1974): the error of the sum stays near one rounding whatever the order and number
 * of terms, so that statistics of a million latencies do not drift.
 */
import type { Sample } from './sample.js';

/** The sum of the values; 0 of none. */
export function sum(values: Sample): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const next = total + value;
    compensation += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + compensation;
}
