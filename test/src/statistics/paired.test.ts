/** The paired comparison: Wilcoxon against enumeration and scipy 1.17.1, t-test edge cases, wins and ratios. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { Mulberry32 } from '../../../src/generators/index.js';
import { pairedComparison, pairedTTest, wilcoxonSignedRank } from '../../../src/report/statistics/index.js';

function bootstrap(seed = 7) {
  const generator = new Mulberry32(seed);
  return { uniform: () => generator.next(), replicates: 200 };
}

/** Two-sided p by enumerating every assignment of signs to the ranks 1 … n. */
function enumeratedTail(statistic: number, n: number): number {
  let atMost = 0;
  for (let signs = 0; signs < 2 ** n; signs++) {
    let positive = 0;
    for (let rank = 1; rank <= n; rank++) if (signs & (1 << (rank - 1))) positive += rank;
    if (positive <= statistic) atMost++;
  }
  return Math.min(1, (2 * atMost) / 2 ** n);
}

describe('wilcoxonSignedRank', () => {
  it('equals enumeration for up to eight untied differences', () => {
    const magnitudes = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(magnitudes, fc.nat(255), (sizes, signs) => {
        const differences = sizes.map((size, i) => (signs & (1 << i) ? size : -size));
        const ranked = [...sizes].sort((a, b) => a - b);
        let positive = 0;
        for (const difference of differences) if (difference > 0) positive += ranked.indexOf(difference) + 1;
        const statistic = Math.min(positive, (sizes.length * (sizes.length + 1)) / 2 - positive);
        const test = wilcoxonSignedRank(differences);
        expect(test.method).toBe('exact');
        expect(test.statistic).toBe(statistic);
        expect(test.pValue).toBeCloseTo(enumeratedTail(statistic, sizes.length), 14);
      }),
    );
  });

  it.each([
    ['a zero and ties', [1, 2, 3, -1, 4, 0, 5, -2], 5, 0.12682565837709103],
    ['ties', [1.5, 1.5, -0.5, 2.5, 3.5, -1.5, 4, 6, 7], 4, 0.027847950792513735],
    [
      'more than fifty',
      Array.from({ length: 60 }, (_, i) => Number((Math.sin(i + 1) * 3 + 0.8).toFixed(6))),
      520,
      0.003639424177037437,
    ],
  ])('uses the normal approximation with %s', (_what, differences, statistic, pValue) => {
    const test = wilcoxonSignedRank(differences);
    expect(test.method).toBe('normal');
    expect(test.statistic).toBe(statistic);
    expect(Math.abs(test.pValue - pValue)).toBeLessThan(1e-14);
  });

  it('does not change its input, nor with the sign of all differences', () => {
    const differences = [3, -1, 2, 5];
    const mirrored = differences.map((difference) => -difference);
    expect(wilcoxonSignedRank(mirrored)).toEqual(wilcoxonSignedRank(differences));
    expect(differences).toEqual([3, -1, 2, 5]);
  });

  it('finds nothing where nothing differs', () => {
    expect(wilcoxonSignedRank([0, 0, 0])).toEqual({ statistic: 0, pValue: 1, method: 'exact' });
  });

  it('is exact at fifty differences', () => {
    const differences = Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? -(i + 1) : i + 1));
    const test = wilcoxonSignedRank(differences);
    expect(test.method).toBe('exact');
    expect(test.pValue).toBeGreaterThan(0);
    expect(test.pValue).toBeLessThan(0.001);
  });
});

describe('pairedTTest', () => {
  it('has no answer for one pair, 1 for equal agents, 0 for a constant difference', () => {
    expect(pairedTTest([3]).pValue).toBeNaN();
    expect(pairedTTest([0, 0, 0]).pValue).toBe(1);
    expect(pairedTTest([2, 2, 2])).toMatchObject({ statistic: Number.POSITIVE_INFINITY, pValue: 0 });
  });
});

describe('pairedComparison', () => {
  const costs = fc.array(
    fc.tuple(fc.double({ min: 1, max: 100, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true })),
    {
      minLength: 2,
      maxLength: 20,
    },
  );

  it('is antisymmetric: swapping the agents mirrors every figure', () => {
    fc.assert(
      fc.property(costs, (pairs) => {
        const a = pairs.map(([cost]) => cost);
        const b = pairs.map(([, cost]) => cost);
        const forth = pairedComparison(a, b, bootstrap());
        const back = pairedComparison(b, a, bootstrap());
        expect(back.meanDifference).toBeCloseTo(-forth.meanDifference, 10);
        expect(back.geometricMeanSpeedup * forth.geometricMeanSpeedup).toBeCloseTo(1, 10);
        expect([back.wins, back.losses]).toEqual([forth.losses, forth.wins]);
        expect(back.tTest.pValue).toBeCloseTo(forth.tTest.pValue, 10);
        expect(back.wilcoxon).toEqual(forth.wilcoxon);
        expect(back.bootstrap.meanDifference.lower).toBeCloseTo(-forth.bootstrap.meanDifference.upper, 9);
      }),
    );
  });

  it('of an agent with itself shows no difference', () => {
    const same = pairedComparison([4, 5, 6], [4, 5, 6], bootstrap());
    expect(same).toMatchObject({ pairs: 3, meanDifference: 0, wins: 0, losses: 0, ratioOfSums: 1 });
    expect(same.geometricMeanSpeedup).toBeCloseTo(1, 15);
    expect(same.tTest.pValue).toBe(1);
    expect(same.bootstrap.ratioOfSums).toEqual({ lower: 1, upper: 1 });
  });

  it('takes costs that are not positive, without a speed-up', () => {
    const comparison = pairedComparison([0, 1], [1, 2], bootstrap());
    expect(comparison.geometricMeanSpeedup).toBeNaN();
    expect(comparison.meanDifference).toBe(-1);
    expect(comparison.losses).toBe(2);
  });

  it('refuses columns that cannot be paired', () => {
    expect(() => pairedComparison([1, 2], [1], bootstrap())).toThrow(ArenaError);
    expect(() => pairedComparison([1, 2], [1], bootstrap())).toThrow('2 and 1 values cannot be paired');
    expect(() => pairedComparison([], [], bootstrap())).toThrow('the sample is empty');
    expect(() => pairedComparison([1], [Number.NaN], bootstrap())).toThrow('value 0 is NaN');
  });
});
