/**
 * Aggregate measures of a score matrix (Agarwal et al. 2021, arXiv 2108.13264): mean, median over tasks of the mean
 * over runs, interquartile mean and optimality gap. Each is a plain function of the matrix, so that the bootstrap
 * can evaluate it on resampled runs.
 */

import { quantileOfSorted } from '../../sim/quantile.js';
import { sortedInterquartileMean } from './iqm.js';
import { uncheckedOptimalityGap } from './optimality-gap.js';
import { type ScoreMatrix, sorted } from './sample.js';

/** A number computed from a score matrix. */
export type ScoreMeasure = (scores: ScoreMatrix) => number;

/** The aggregate measures by name. */
export interface Aggregates<T = number> {
  readonly mean: T;
  readonly median: T;
  readonly iqm: T;
  readonly optimalityGap: T;
}

/** Mean over runs of every task, shape [task]. */
export function taskMeans(scores: ScoreMatrix): Float64Array {
  const means = new Float64Array(scores.tasks);
  for (let run = 0; run < scores.runs; run++) {
    for (let task = 0; task < scores.tasks; task++) means[task] += scores.values[run * scores.tasks + task];
  }
  for (let task = 0; task < scores.tasks; task++) means[task] /= scores.runs;
  return means;
}

function meanScore(scores: ScoreMatrix): number {
  let total = 0;
  for (let i = 0; i < scores.values.length; i++) total += scores.values[i];
  return total / scores.values.length;
}

/** The measures themselves, for the bootstrap. */
export const aggregateMeasures: Aggregates<ScoreMeasure> = Object.freeze({
  mean: meanScore,
  median: (scores: ScoreMatrix) => quantileOfSorted(taskMeans(scores).sort(), 0.5),
  iqm: (scores: ScoreMatrix) => sortedInterquartileMean(sorted(scores.values)),
  optimalityGap: (scores: ScoreMatrix) => uncheckedOptimalityGap(scores.values),
});

/** All aggregate measures of a score matrix. */
export function aggregate(scores: ScoreMatrix): Aggregates {
  return {
    mean: aggregateMeasures.mean(scores),
    median: aggregateMeasures.median(scores),
    iqm: aggregateMeasures.iqm(scores),
    optimalityGap: aggregateMeasures.optimalityGap(scores),
  };
}
