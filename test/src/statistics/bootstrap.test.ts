/** The stratified bootstrap, profiles, improvement: draw order, strata, coverage, and edge cases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mulberry32 } from '../../../src/generators/index.js';
import {
  aggregate,
  aggregateMeasures,
  bootstrapInterval,
  bootstrapIntervals,
  bootstrapReplicates,
  intervalsOverlap,
  mean,
  meanReplicates,
  percentileInterval,
  performanceProfile,
  probabilityOfImprovement,
  profileBand,
  type ScoreMatrix,
  scoreMatrix,
} from '../../../src/report/statistics/index.js';

function uniformFrom(seed: number): () => number {
  const generator = new Mulberry32(seed);
  return () => generator.next();
}

/** Approximately normal numbers: the sum of twelve uniforms, centred. */
function bell(uniform: () => number): number {
  let total = -6;
  for (let i = 0; i < 12; i++) total += uniform();
  return total;
}

const matrices = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })).chain(([runs, tasks]) =>
  fc.array(fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: tasks, maxLength: tasks }), {
    minLength: runs,
    maxLength: runs,
  }),
);

describe('bootstrapIntervals', () => {
  it('nearly always contain the estimate they surround', () => {
    let outside = 0;
    for (let trial = 0; trial < 200; trial++) {
      const uniform = uniformFrom(trial);
      const scores = scoreMatrix(Array.from({ length: 8 }, () => Array.from({ length: 4 }, () => bell(uniform))));
      const point = aggregate(scores);
      const intervals = bootstrapIntervals(scores, { ...aggregateMeasures }, { uniform, replicates: 200 });
      for (const measure of ['mean', 'median', 'iqm', 'optimalityGap'] as const) {
        const { lower, upper } = intervals[measure];
        if (point[measure] < lower || point[measure] > upper) outside++;
      }
    }
    expect(outside).toBeLessThan(0.02 * 800);
  });

  it('cover the true mean about as often as they promise', () => {
    let covered = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const uniform = uniformFrom(1000 + trial);
      const scores = scoreMatrix(Array.from({ length: 20 }, () => [bell(uniform), bell(uniform) + 3]));
      const { lower, upper } = bootstrapInterval(scores, aggregateMeasures.mean, { uniform, replicates: 300 });
      if (lower <= 1.5 && 1.5 <= upper) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it('stay within the range of the scores and are ordered', () => {
    fc.assert(
      fc.property(matrices, fc.nat(), (rows, seed) => {
        const scores = scoreMatrix(rows);
        const options = { uniform: uniformFrom(seed), replicates: 50 };
        const { mean: interval, iqm } = bootstrapIntervals(scores, { ...aggregateMeasures }, options);
        expect(interval.lower).toBeLessThanOrEqual(interval.upper);
        expect(iqm.lower).toBeGreaterThanOrEqual(Math.min(...scores.values) - 1e-12);
        expect(iqm.upper).toBeLessThanOrEqual(Math.max(...scores.values) + 1e-12);
      }),
    );
  });

  it('never mix tasks: every resampled column holds values of its own column', () => {
    const scores = scoreMatrix([
      [1, 10, 100],
      [2, 20, 200],
    ]);
    const seen = new Set<number>();
    const watch = ({ values, tasks }: ScoreMatrix): number => {
      values.forEach((value, i) => {
        expect([10 ** (i % tasks), 2 * 10 ** (i % tasks)]).toContain(value);
        seen.add(value);
      });
      return 0;
    };
    bootstrapInterval(scores, watch, { uniform: uniformFrom(5), replicates: 40 });
    expect(seen.size).toBe(6);
  });

  it('are reproducible and do not change the scores', () => {
    const scores = scoreMatrix([
      [0.1, 0.9],
      [0.4, 0.2],
      [0.7, 0.3],
    ]);
    const before = scores.values.slice();
    const once = bootstrapInterval(scores, aggregateMeasures.iqm, { uniform: uniformFrom(3), replicates: 100 });
    const again = bootstrapInterval(scores, aggregateMeasures.iqm, { uniform: uniformFrom(3), replicates: 100 });
    expect(again).toEqual(once);
    expect(scores.values).toEqual(before);
  });

  it('refuse zero replicates and impossible confidence', () => {
    const scores = scoreMatrix([[1]]);
    const uniform = uniformFrom(1);
    expect(() => bootstrapInterval(scores, aggregateMeasures.mean, { uniform, replicates: 0 })).toThrow(
      '0 replicates are not allowed',
    );
    expect(() => bootstrapInterval(scores, aggregateMeasures.mean, { uniform, replicates: 9, confidence: 95 })).toThrow(
      'confidence 95 is not allowed',
    );
  });
});

describe('percentileInterval', () => {
  it('cuts by linear quantiles', () => {
    const values = Array.from({ length: 1001 }, (_, i) => i);
    expect(percentileInterval(values).lower).toBeCloseTo(25, 9);
    expect(percentileInterval(values).upper).toBeCloseTo(975, 9);
  });

  it('overlap is symmetric and includes touching ends', () => {
    expect(intervalsOverlap({ lower: 0, upper: 1 }, { lower: 1, upper: 2 })).toBe(true);
    expect(intervalsOverlap({ lower: 1.1, upper: 2 }, { lower: 0, upper: 1 })).toBe(false);
  });
});

describe('performanceProfile', () => {
  it('falls from 1 to 0 without ever rising, counting strictly greater scores', () => {
    fc.assert(
      fc.property(matrices, (rows) => {
        const scores = scoreMatrix(rows);
        const thresholds = [-1, 0, 0.5, 1, 1.5, 2];
        const { runScore, meanScore } = performanceProfile(scores, thresholds);
        for (const curve of [runScore, meanScore]) {
          expect(curve[0]).toBe(1);
          expect(curve.at(-1)).toBe(0);
          for (let k = 1; k < curve.length; k++) expect(curve[k]).toBeLessThanOrEqual(curve[k - 1]);
        }
      }),
    );
  });

  it('lies within its bootstrap band where the band is wide', () => {
    const uniform = uniformFrom(11);
    const scores = scoreMatrix(Array.from({ length: 12 }, () => [bell(uniform), bell(uniform)]));
    const thresholds = [-0.5, 0, 0.5];
    const band = profileBand(scores, thresholds, { uniform, replicates: 300 });
    const { runScore } = performanceProfile(scores, thresholds);
    band.forEach(({ lower, upper }, k) => {
      expect(lower).toBeLessThan(upper);
      expect(runScore[k]).toBeGreaterThanOrEqual(lower);
      expect(runScore[k]).toBeLessThanOrEqual(upper);
    });
  });
});

describe('probabilityOfImprovement', () => {
  it('of an agent over itself is one half, and both directions add to one', () => {
    fc.assert(
      fc.property(matrices, matrices, (a, b) => {
        const first = scoreMatrix(a);
        const tasks = first.tasks;
        const second = scoreMatrix(b.map((row) => Array.from({ length: tasks }, (_, t) => row[t % row.length])));
        expect(probabilityOfImprovement(first, first).overall).toBeCloseTo(0.5, 12);
        const forth = probabilityOfImprovement(first, second);
        expect(forth.overall + probabilityOfImprovement(second, first).overall).toBeCloseTo(1, 12);
        expect(mean(forth.perTask)).toBeCloseTo(forth.overall, 12);
      }),
    );
  });

  it('needs the same tasks', () => {
    expect(() => probabilityOfImprovement(scoreMatrix([[1, 2]]), scoreMatrix([[1]]))).toThrow('2 and 1 tasks');
  });
});

describe('replicates of the mean and the interquartile mean by counting', () => {
  it('equal those of the general bootstrap to the last bit', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -10, max: 10 }));
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((tasks) =>
        fc.array(fc.array(value, { minLength: tasks, maxLength: tasks }), { minLength: 1, maxLength: 9 }),
      );
    fc.assert(
      fc.property(rows, fc.nat(), (given, seed) => {
        const scores = scoreMatrix(given);
        const { mean: means, iqm } = aggregateMeasures;
        const general = bootstrapReplicates(
          scores,
          { mean: means, iqm },
          { uniform: uniformFrom(seed), replicates: 20 },
        );
        expect(meanReplicates(scores, { uniform: uniformFrom(seed), replicates: 20 })).toEqual(general);
      }),
    );
  });
});
