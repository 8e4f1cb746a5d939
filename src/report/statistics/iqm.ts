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

/** The same of scores of which each comes `times` times; not checked. */
export function countedInterquartileMean(ascending: Float64Array, times: Int32Array): number {
  const trimmed = trimmedPerSide(ascending.length);
  const end = ascending.length - trimmed;
  let total = 0;
  let position = 0;
  for (let i = 0; position < end; i++) {
    const last = Math.min(end, position + times[i]);
    for (let kept = Math.max(trimmed, position); kept < last; kept++) total += ascending[i];
    position += times[i];
  }
  return total / (end - trimmed);
}

/** Interquartile mean of a sample (for a score matrix: of all its values together). */
export function interquartileMean(values: Sample): number {
  ensureSample('interquartileMean', values);
  return sortedInterquartileMean(sorted(values));
}
