/**
 * Performance profiles (Dolan & Moré 2002; score distributions of Agarwal et al. 2021): for every threshold τ, the
 * fraction of scores strictly above it. The mean-score profile counts tasks by their mean over runs instead. A
 * pointwise bootstrap band shows how far seeds alone move the curve.
 */
import { taskMeans } from './aggregate.js';
import { type BootstrapOptions, resampleRuns, resolveBootstrap } from './bootstrap.js';
import { type Interval, percentileInterval } from './interval.js';
import { ensureSample, type Sample, type ScoreMatrix } from './sample.js';

/** Replicates of the band unless the caller says otherwise. */
export const DEFAULT_PROFILE_REPLICATES = 2_000;

/** Fractions at every threshold. */
export interface PerformanceProfile {
  readonly runScore: Float64Array; // [threshold] fraction of all scores > τ
  readonly meanScore: Float64Array; // [threshold] fraction of tasks whose mean over runs is > τ
}

/** For every threshold, the fraction of values strictly above it. */
function fractionsAbove(values: Float64Array, thresholds: Sample): Float64Array {
  const fractions = new Float64Array(thresholds.length);
  for (let k = 0; k < thresholds.length; k++) {
    let above = 0;
    for (let i = 0; i < values.length; i++) if (values[i] > thresholds[k]) above++;
    fractions[k] = above / values.length;
  }
  return fractions;
}

/** The performance profile of a score matrix at the given thresholds. */
export function performanceProfile(scores: ScoreMatrix, thresholds: Sample): PerformanceProfile {
  ensureSample('performanceProfile: thresholds', thresholds);
  return {
    runScore: fractionsAbove(scores.values, thresholds),
    meanScore: fractionsAbove(taskMeans(scores), thresholds),
  };
}

/** Pointwise stratified-bootstrap intervals of the run-score profile, [threshold]. */
export function profileBand(scores: ScoreMatrix, thresholds: Sample, options: BootstrapOptions): Interval[] {
  ensureSample('profileBand: thresholds', thresholds);
  const chosen = { replicates: DEFAULT_PROFILE_REPLICATES, ...options };
  const { replicates, confidence } = resolveBootstrap('profileBand', chosen);
  const columns = Array.from(thresholds, () => new Float64Array(replicates));
  resampleRuns(scores, chosen, (resampled, replicate) => {
    const fractions = fractionsAbove(resampled.values, thresholds);
    for (let k = 0; k < columns.length; k++) columns[k][replicate] = fractions[k];
  });
  return columns.map((column) => percentileInterval(column, confidence));
}
