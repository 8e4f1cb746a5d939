/** Intervals: Student's t interval of a mean, and percentile intervals of bootstrap replicates. */
import { ensure } from '../../error.js';
import { quantileOfSorted } from '../../sim/quantile.js';
import { mean, standardError } from './mean.js';
import { ensureSample, type Sample, sorted } from './sample.js';
import { studentTCritical } from './student-t.js';

/** Default probability that an interval covers the truth. */
export const DEFAULT_CONFIDENCE = 0.95;

/** A closed interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Throws unless the confidence lies strictly between 0 and 1. */
export function ensureConfidence(who: string, confidence: number): void {
  ensure(confidence > 0 && confidence < 1, `statistics/${who}: confidence ${confidence} is not allowed (0 … 1, open)`);
}

/** Interval of the mean of independent normal values; needs two. */
export function tInterval(values: Sample, confidence: number = DEFAULT_CONFIDENCE): Interval {
  ensureSample('tInterval', values, 2);
  ensureConfidence('tInterval', confidence);
  const half = studentTCritical(confidence, values.length - 1) * standardError(values);
  const centre = mean(values);
  return { lower: centre - half, upper: centre + half };
}

/** The central part of a set of replicates that holds the given probability, cut by linear quantiles. */
export function percentileInterval(replicates: Sample, confidence: number = DEFAULT_CONFIDENCE): Interval {
  ensureConfidence('percentileInterval', confidence);
  const ascending = sorted(replicates);
  const tail = (1 - confidence) / 2;
  return { lower: quantileOfSorted(ascending, tail), upper: quantileOfSorted(ascending, 1 - tail) };
}

/** Whether two intervals share a point: the leaderboard's test for a shared rank. */
export function intervalsOverlap(a: Interval, b: Interval): boolean {
  return a.lower <= b.upper && b.lower <= a.upper;
}
