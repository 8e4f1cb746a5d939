/**
 * The paired t-test (Student 1908): is the mean of paired differences zero? When all differences are the same the
 * statistic is infinite (p = 0), or 0 (p = 1) when they are all zero; a single pair has no test and gives NaN.
 */
import { DEFAULT_CONFIDENCE, type Interval, tInterval } from './interval.js';
import { mean, standardError } from './mean.js';
import { ensureSample, type Sample } from './sample.js';
import { studentTTail } from './student-t.js';

/** Outcome of the test. */
export interface PairedTTest {
  readonly statistic: number; // mean over standard error
  readonly pValue: number; // two-sided
  readonly interval: Interval; // of the mean difference
}

/** Tests whether the mean difference is zero. */
export function pairedTTest(differences: Sample, confidence: number = DEFAULT_CONFIDENCE): PairedTTest {
  ensureSample('pairedTTest', differences);
  if (differences.length === 1) {
    return { statistic: Number.NaN, pValue: Number.NaN, interval: { lower: Number.NaN, upper: Number.NaN } };
  }
  const interval = tInterval(differences, confidence);
  const centre = mean(differences);
  if (centre === 0) return { statistic: 0, pValue: 1, interval };
  const statistic = centre / standardError(differences);
  const pValue = Number.isFinite(statistic) ? studentTTail(statistic, differences.length - 1) : 0;
  return { statistic, pValue, interval };
}
