/**
 * Replays the aggregate measures of score matrices with their bootstrap intervals (the seeded ones digit for digit,
 * the large Monte Carlo ones within one hundredth), performance profiles, and the probability of improvement.
 */
import * as z from 'zod';
import { Mulberry32 } from '../../generators/index.js';
import { aggregate, aggregateMeasures } from '../statistics/aggregate.js';
import { bootstrapReplicates, drawRuns } from '../statistics/bootstrap.js';
import { probabilityOfImprovement } from '../statistics/improvement.js';
import { percentileInterval } from '../statistics/interval.js';
import { trimmedPerSide } from '../statistics/iqm.js';
import { performanceProfile } from '../statistics/profile.js';
import { type ScoreMatrix, scoreMatrix } from '../statistics/sample.js';
import type { Comparison } from './comparison.js';
import { bounds, caseOf, matrix, real, uint32, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const MEASURES = ['mean', 'median', 'iqm', 'optimalityGap'] as const;
const MONTE_CARLO_TOLERANCE = 0.01;
const MONTE_CARLO_SEED = 1; // any seed must do

const intervals = z.strictObject({ mean: bounds, median: bounds, iqm: bounds, optimalityGap: bounds });

const seeded = z.strictObject({
  generator: z.literal('mulberry32'),
  seed: uint32,
  reps: z.number().int().min(1),
  order: z.string().optional(),
  firstRepIndices: matrix.optional(),
  iqmFirst10: vector.optional(),
  ci95: intervals,
});

const aggregates = z.strictObject({
  point: z.strictObject({ mean: real, median: real, iqm: real, optimalityGap: real }),
  trimPerSide: real.optional(),
  bootstrapSeeded: seeded.optional(),
  bootstrapLarge: z
    .strictObject({ reps: z.number().int().min(1), ci95: intervals, note: z.string().optional() })
    .optional(),
});

interface RecordedBootstrap {
  readonly path: string;
  readonly seed: number;
  readonly replicates: number;
  readonly ci95: z.infer<typeof intervals>;
  readonly tolerance: number;
}

/** Compares the intervals of all measures; returns the replicates of the interquartile mean. */
function compareIntervals(comparison: Comparison, scores: ScoreMatrix, recorded: RecordedBootstrap): Float64Array {
  const generator = new Mulberry32(recorded.seed);
  const options = { uniform: () => generator.next(), replicates: recorded.replicates };
  const replicates = bootstrapReplicates(scores, { ...aggregateMeasures }, options);
  for (const measure of MEASURES) {
    const { lower, upper } = percentileInterval(replicates[measure], 0.95);
    const path = `${recorded.path}.ci95.${measure}`;
    comparison.numbers(path, [lower, upper], recorded.ci95[measure], recorded.tolerance);
  }
  return replicates.iqm;
}

function compareSeeded(comparison: Comparison, scores: ScoreMatrix, recorded: z.infer<typeof seeded>): void {
  const path = 'out.bootstrapSeeded';
  if (recorded.firstRepIndices) {
    const generator = new Mulberry32(recorded.seed);
    const indices = new Int32Array(scores.values.length);
    drawRuns(scores, () => generator.next(), indices);
    comparison.numbers(`${path}.firstRepIndices`, indices, recorded.firstRepIndices, 0);
  }
  const { seed, reps, ci95 } = recorded;
  const settings = { path, seed, replicates: reps, ci95, tolerance: comparison.tolerance };
  const iqm = compareIntervals(comparison, scores, settings);
  const first = recorded.iqmFirst10 ?? [];
  comparison.numbers(`${path}.iqmFirst10`, iqm.subarray(0, first.length), first);
}

/** Aggregate measures with bootstrap intervals. */
export const aggregateKind = defineKind({
  label: 'aggregates (scores)',
  accepts: (golden) => 'scores' in golden.in && !('taus' in golden.in),
  schema: caseOf(z.strictObject({ scores: matrix }), aggregates),
  replay: ({ in: given, out }, comparison) => {
    const scores = scoreMatrix(given.scores);
    const point = aggregate(scores);
    for (const measure of MEASURES) comparison.number(`out.point.${measure}`, point[measure], out.point[measure]);
    if (out.trimPerSide !== undefined) {
      comparison.exact('out.trimPerSide', trimmedPerSide(scores.values.length), out.trimPerSide);
    }
    if (out.bootstrapSeeded) compareSeeded(comparison, scores, out.bootstrapSeeded);
    if (out.bootstrapLarge) {
      const { reps, ci95 } = out.bootstrapLarge;
      const settings = { path: 'out.bootstrapLarge', seed: MONTE_CARLO_SEED, replicates: reps, ci95 };
      compareIntervals(comparison, scores, { ...settings, tolerance: MONTE_CARLO_TOLERANCE });
    }
  },
});

/** Performance profile. */
export const profileKind = defineKind({
  label: 'performance profile (scores, taus)',
  accepts: hasInputs('scores', 'taus'),
  schema: caseOf(
    z.strictObject({ scores: matrix, taus: vector }),
    z.strictObject({ runScore: vector, meanScore: vector }),
  ),
  replay: ({ in: given, out }, comparison) => {
    const profile = performanceProfile(scoreMatrix(given.scores), given.taus);
    comparison.numbers('out.runScore', profile.runScore, out.runScore);
    comparison.numbers('out.meanScore', profile.meanScore, out.meanScore);
  },
});

/** Probability of improvement. */
export const improvementKind = defineKind({
  label: 'probability of improvement (x, y)',
  accepts: hasInputs('x', 'y'),
  schema: caseOf(z.strictObject({ x: matrix, y: matrix }), z.strictObject({ overall: real, perTask: vector })),
  replay: ({ in: given, out }, comparison) => {
    const chances = probabilityOfImprovement(scoreMatrix(given.x), scoreMatrix(given.y));
    comparison.number('out.overall', chances.overall, out.overall);
    comparison.numbers('out.perTask', chances.perTask, out.perTask);
  },
});
