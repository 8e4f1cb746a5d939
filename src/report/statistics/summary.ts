/**
 * The summary of one sample, as tables and JSON lines show it. Percentiles are meant per seed and averaged after;
 * pooling the values of several seeds would hide their spread.
 */

import { quantileOfSorted } from '../../sim/quantile.js';
import { mean, standardDeviation } from './mean.js';
import { ensureSample, type Sample, sorted } from './sample.js';

/** A sample in a few numbers; deviation and error are NaN for a single value. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly std: number; // sample standard deviation
  readonly standardError: number; // of the mean
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Summarises a sample. */
export function summary(values: Sample): Summary {
  ensureSample('summary', values);
  const ascending = sorted(values);
  const std = values.length > 1 ? standardDeviation(values) : Number.NaN;
  return {
    count: values.length,
    mean: mean(values),
    std,
    standardError: std / Math.sqrt(values.length),
    min: ascending[0],
    p50: quantileOfSorted(ascending, 0.5),
    p95: quantileOfSorted(ascending, 0.95),
    p99: quantileOfSorted(ascending, 0.99),
    max: ascending[ascending.length - 1],
  };
}
