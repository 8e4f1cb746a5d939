/**
 * The stratified bootstrap (Efron 1979; stratified by task as in Agarwal et al. 2021): every replicate redraws, for
 * each task on its own, as many runs as there are, with replacement; the interval is cut from the replicates of a
 * measure at its percentiles. Runs are drawn as floor(u·runs) in the order replicate, run, task, from a uniform
 * generator that the caller gives, so that intervals are reproducible to the last digit. Bias correction (BCa) is
 * left out.
 */
import { ensure } from '../../error.js';
import type { ScoreMeasure } from './aggregate.js';
import { DEFAULT_CONFIDENCE, type Interval, percentileInterval } from './interval.js';
import { countedInterquartileMean } from './iqm.js';
import type { ScoreMatrix } from './sample.js';

/** How to bootstrap. */
export interface BootstrapOptions {
  /** Uniform numbers in [0, 1). */
  readonly uniform: () => number;
  /** Number of replicates; default 50 000. */
  readonly replicates?: number;
  /** Probability the interval should cover; default 0.95. */
  readonly confidence?: number;
}

/** Defaults of {@link BootstrapOptions}. */
export const DEFAULT_BOOTSTRAP = Object.freeze({ replicates: 50_000, confidence: DEFAULT_CONFIDENCE });

/** The options with defaults filled in; throws on a replicate count below 1. */
export function resolveBootstrap(who: string, options: BootstrapOptions): Required<BootstrapOptions> {
  const resolved = { ...DEFAULT_BOOTSTRAP, ...options };
  ensure(
    Number.isInteger(resolved.replicates) && resolved.replicates >= 1,
    `statistics/${who}: ${resolved.replicates} replicates are not allowed (an integer ≥ 1)`,
  );
  return resolved;
}

/** Fills `indices` [run × task] with one stratified draw of run numbers. */
export function drawRuns(scores: ScoreMatrix, uniform: () => number, indices: Int32Array): void {
  const { runs } = scores;
  for (let i = 0; i < indices.length; i++) indices[i] = Math.floor(uniform() * runs);
}

/** Calls `visit` with every resampled matrix; the matrix is reused, so it must not be kept. */
export function resampleRuns(
  scores: ScoreMatrix,
  options: BootstrapOptions,
  visit: (resampled: ScoreMatrix, replicate: number) => void,
): void {
  const { uniform, replicates } = resolveBootstrap('bootstrap', options);
  const { tasks, values } = scores;
  const indices = new Int32Array(values.length);
  const resampled = { ...scores, values: new Float64Array(values.length) };
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawRuns(scores, uniform, indices);
    for (let i = 0; i < indices.length; i++) resampled.values[i] = values[indices[i] * tasks + (i % tasks)];
    visit(resampled, replicate);
  }
}

/** Replicates of several measures from the same resampled matrices, each [replicate]. */
export function bootstrapReplicates<Name extends string>(
  scores: ScoreMatrix,
  measures: Readonly<Record<Name, ScoreMeasure>>,
  options: BootstrapOptions,
): Record<Name, Float64Array> {
  const { replicates } = resolveBootstrap('bootstrap', options);
  const names = Object.keys(measures) as Name[];
  const columns = names.map(() => new Float64Array(replicates));
  resampleRuns(scores, options, (resampled, replicate) => {
    for (let i = 0; i < names.length; i++) columns[i][replicate] = measures[names[i]](resampled);
  });
  return Object.fromEntries(names.map((name, i) => [name, columns[i]])) as Record<Name, Float64Array>;
}

/**
 * Replicates of the mean and the interquartile mean, the same to the last bit as those of {@link bootstrapReplicates}.
 * A replicate holds nothing but given scores, so they are sorted once and then only counted.
 */
export function meanReplicates(
  scores: ScoreMatrix,
  options: BootstrapOptions,
): { readonly mean: Float64Array; readonly iqm: Float64Array } {
  const { uniform, replicates } = resolveBootstrap('bootstrap', options);
  const { tasks, values } = scores;
  const n = values.length;
  const ascending = Float64Array.from(values).sort();
  const place = Int32Array.from(values, (value) => ascending.indexOf(value)); // equal scores share one
  const indices = new Int32Array(n);
  const times = new Int32Array(n); // [place] how often the replicate holds the score
  const mean = new Float64Array(replicates);
  const iqm = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawRuns(scores, uniform, indices);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const drawn = indices[i] * tasks + (i % tasks);
      total += values[drawn];
      times[place[drawn]]++;
    }
    mean[replicate] = total / n;
    iqm[replicate] = countedInterquartileMean(ascending, times);
    times.fill(0);
  }
  return { mean, iqm };
}

/** Percentile intervals of several measures from the same resampled matrices. */
export function bootstrapIntervals<Name extends string>(
  scores: ScoreMatrix,
  measures: Readonly<Record<Name, ScoreMeasure>>,
  options: BootstrapOptions,
): Record<Name, Interval> {
  const { confidence } = resolveBootstrap('bootstrap', options);
  const replicates = bootstrapReplicates(scores, measures, options);
  const names = Object.keys(measures) as Name[];
  const entries = names.map((name) => [name, percentileInterval(replicates[name], confidence)]);
  return Object.fromEntries(entries) as Record<Name, Interval>;
}

/** Percentile interval of one measure. */
export function bootstrapInterval(scores: ScoreMatrix, measure: ScoreMeasure, options: BootstrapOptions): Interval {
  return bootstrapIntervals(scores, { measure }, options).measure;
}
