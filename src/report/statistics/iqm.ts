/**
 * The interquartile mean (Agarwal et al. 2021, arXiv 2108.13264): the mean of the middle half of all scores. More
 * robust than the mean, more efficient than the median. Whole scores are dropped: floor(n/4) on either side.
 */
import { ensureSample, type Sample, sorted } from './sample.js';

/** How many of n scores are dropped on either side. */
export function trimmedPerSide(n: number): number {
  return Math.floor(0.25 * n);
}

/** Interquartile mean of ascending, non-empty scores; not checked. */
export function sortedInterquartileMean(ascending: Float64Array): number {
  const trimmed = trimmedPerSide(ascending.length);
  let total = 0;
  for (let i = trimmed; i < ascending.length - trimmed; i++) total += ascending[i];
  return total / (ascending.length - 2 * trimmed);
}

/** Interquartile mean of a sample (for a score matrix: of all its values together). */
export function interquartileMean(values: Sample): number {
  ensureSample('interquartileMean', values);
  return sortedInterquartileMean(sorted(values));
}
