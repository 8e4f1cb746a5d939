/**
 * Mean, variance and standard error of a sample. Variances take two passes; `variance` and `standardDeviation` are
 * the sample forms (divisor n − 1), `populationVariance` divides by n.
 */
import { ensureSample, type Sample } from './sample.js';
import { sum } from './sum.js';

/** Arithmetic mean. */
export function mean(values: Sample): number {
  ensureSample('mean', values);
  return sum(values) / values.length;
}

/** Sum of squared deviations from the mean. */
function squaredDeviations(values: Sample): number {
  const centre = sum(values) / values.length;
  const squares = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) squares[i] = (values[i] - centre) ** 2;
  return sum(squares);
}

/** Sample variance (divisor n − 1); needs two values. */
export function variance(values: Sample): number {
  ensureSample('variance', values, 2);
  return squaredDeviations(values) / (values.length - 1);
}

/** Population variance (divisor n). */
export function populationVariance(values: Sample): number {
  ensureSample('populationVariance', values);
  return squaredDeviations(values) / values.length;
}

/** Sample standard deviation; needs two values. */
export function standardDeviation(values: Sample): number {
  return Math.sqrt(variance(values));
}

/** Standard error of the mean; needs two values. */
export function standardError(values: Sample): number {
  return Math.sqrt(variance(values) / values.length);
}
