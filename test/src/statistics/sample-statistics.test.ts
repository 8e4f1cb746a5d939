/** Quantiles, means, fairness, summaries: their defining properties, and refusal of unfit samples. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import {
  geometricMean,
  interquartileMean,
  jainIndex,
  mean,
  median,
  normalizedScore,
  optimalityGap,
  populationVariance,
  quantile,
  quantiles,
  scoreMatrix,
  standardDeviation,
  summary,
  tInterval,
  wilcoxonSignedRank,
} from '../../../src/report/statistics/index.js';
import { sum } from '../../../src/report/statistics/sum.js';

const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantile', () => {
  it('is monotone in q and stays between minimum and maximum', () => {
    fc.assert(
      fc.property(samples, shares, shares, (values, p, q) => {
        const [low, high] = quantiles(values, [Math.min(p, q), Math.max(p, q)]);
        const slack = 1e-9; // interpolation rounds
        expect(low).toBeLessThanOrEqual(high! + slack);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - slack);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + slack);
      }),
    );
  });

  it('is the order statistic where (n − 1)q is whole, and does not touch its input', () => {
    fc.assert(
      fc.property(samples, fc.nat(), (values, pick) => {
        const before = [...values];
        const ascending = [...values].sort((a, b) => a - b);
        const k = pick % values.length;
        expect(quantile(values, values.length === 1 ? 0.3 : k / (values.length - 1))).toBeCloseTo(ascending[k], 6);
        expect(values).toEqual(before);
      }),
    );
  });

  it('takes typed arrays and one value', () => {
    expect(median(Float64Array.of(3, 1, 2))).toBe(2);
    expect(quantile([7], 0.95)).toBe(7);
    expect(median([1, 2, 3, 10])).toBe(2.5);
  });

  it('refuses q outside 0 … 1', () => {
    expect(() => quantile([1, 2], 1.5)).toThrow('statistics/quantile: q 1.5 is not allowed (0 … 1)');
    expect(() => quantile([1, 2], Number.NaN)).toThrow(ArenaError);
  });
});

describe('interquartileMean', () => {
  it('lies between minimum and maximum and ignores outliers', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const slack = 1e-9;
        expect(interquartileMean(values)).toBeGreaterThanOrEqual(Math.min(...values) - slack);
        expect(interquartileMean(values)).toBeLessThanOrEqual(Math.max(...values) + slack);
      }),
    );
    expect(interquartileMean([1e9, 2, 3, -1e9])).toBe(2.5);
  });

  it('drops whole scores: none of three, one per side of seven', () => {
    expect(interquartileMean([0, 0, 9])).toBe(3);
    expect(interquartileMean([-100, 1, 2, 3, 4, 5, 100])).toBe(3);
  });
});

describe('moments', () => {
  it('shift and scale as they should', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 30 }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        (values, factor) => {
          const moved = values.map((value) => value * factor + 5);
          expect(mean(moved)).toBeCloseTo(mean(values) * factor + 5, 8);
          expect(standardDeviation(moved)).toBeCloseTo(standardDeviation(values) * Math.abs(factor), 8);
          expect(populationVariance(values)).toBeCloseTo(
            (standardDeviation(values) ** 2 * (values.length - 1)) / values.length,
            8,
          );
        },
      ),
    );
  });

  it('sum without losing small terms among large ones', () => {
    expect(sum([1e16, 1, -1e16, 1])).toBe(2);
    expect(sum(new Float64Array(1e6).fill(0.1))).toBe(1e5);
  });

  it('geometric mean of ratios and their inverses cancels', () => {
    expect(geometricMean([2, 0.5, 4, 0.25])).toBeCloseTo(1, 15);
    expect(() => geometricMean([1, 0])).toThrow('statistics/geometricMean: value 1 is 0 (numbers > 0 only)');
  });

  it('t interval is centred on the mean and widens with confidence', () => {
    const narrow = tInterval([1, 2, 3, 4], 0.5);
    const wide = tInterval([1, 2, 3, 4], 0.99);
    expect((narrow.lower + narrow.upper) / 2).toBeCloseTo(2.5, 14);
    expect(wide.lower).toBeLessThan(narrow.lower);
    expect(wide.upper).toBeGreaterThan(narrow.upper);
  });
});

describe('jainIndex', () => {
  it('lies in [1/n, 1], is 1 for equal shares and does not depend on scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e200, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (values) => {
          const index = jainIndex(values);
          expect(index).toBeGreaterThanOrEqual(1 / values.length - 1e-12);
          expect(index).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
    expect(jainIndex([3, 3, 3])).toBeCloseTo(1, 15);
    expect(jainIndex([0, 0])).toBe(1);
    expect(jainIndex([0, 0, 0, 5])).toBe(0.25);
    expect(() => jainIndex([1, -1])).toThrow('numbers ≥ 0 only');
  });
});

describe('scores', () => {
  it('normalise to 0 for random, 1 for the reference, above 1 beyond it', () => {
    const costs = { random: 200, reference: 100 };
    expect([200, 100, 50, 250].map((cost) => normalizedScore(cost, costs))).toEqual([0, 1, 1.5, -0.5]);
    expect(() => normalizedScore(1, { random: 5, reference: 5 })).toThrow('make no scale');
  });

  it('optimality gap does not count excess above 1', () => {
    expect(optimalityGap([0.5, 5])).toBe(0.25);
    expect(optimalityGap([1, 2])).toBe(0);
  });
});

describe('summary', () => {
  it('of one value has no deviation', () => {
    expect(summary([4])).toEqual({
      count: 1,
      mean: 4,
      std: Number.NaN,
      standardError: Number.NaN,
      min: 4,
      p50: 4,
      p95: 4,
      p99: 4,
      max: 4,
    });
  });

  it('of 0 … 100 has the percentiles one expects', () => {
    const { p50, p95, p99, min, max, count } = summary(Array.from({ length: 101 }, (_, i) => 100 - i));
    expect({ p50, p95, p99, min, max, count }).toEqual({ p50: 50, p95: 95, p99: 99, min: 0, max: 100, count: 101 });
  });
});

describe('unfit samples', () => {
  it.each([
    ['mean', mean],
    ['quantile', (values: number[]) => quantile(values, 0.5)],
    ['interquartileMean', interquartileMean],
    ['optimalityGap', optimalityGap],
    ['geometricMean', geometricMean],
    ['jainIndex', jainIndex],
    ['summary', summary],
    ['wilcoxon', wilcoxonSignedRank],
    ['populationVariance', populationVariance],
    ['tInterval', (values: number[]) => tInterval(values)],
  ] as [string, (values: number[]) => unknown][])(
    '%s refuses empty, NaN and infinite ones by name',
    (name, statistic) => {
      expect(() => statistic([])).toThrow(ArenaError);
      expect(() => statistic([])).toThrow(`statistics/${name}: the sample is empty`);
      expect(() => statistic([1, Number.NaN])).toThrow(`statistics/${name}: value 1 is NaN (finite numbers only)`);
      expect(() => statistic([Number.POSITIVE_INFINITY, 1])).toThrow(`statistics/${name}: value 0 is Infinity`);
    },
  );

  it('a spread needs two values', () => {
    expect(() => standardDeviation([1])).toThrow('statistics/variance: the sample has 1 value(s) (at least 2 needed)');
  });

  it('a score matrix needs full rows', () => {
    expect(() => scoreMatrix([])).toThrow('there are no runs');
    expect(() => scoreMatrix([[1, 2], [3]])).toThrow('run 1 has 1 tasks (2 needed, as in run 0)');
    expect(() => scoreMatrix([[]])).toThrow('run 0: the sample is empty');
    expect(() => scoreMatrix([[1], [Number.NaN]])).toThrow('run 1: value 0 is NaN');
  });
});
