/** Paired changes: their values, their intervals, and how they read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageChange,
  changeOf,
  changeText,
  differenceOf,
  pointsText,
  side,
  sides,
} from '../../../src/cli/studies/paired-change.js';

const costs = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 3, maxLength: 12 });

describe('a change', () => {
  it('is what the sums differ by, and has no spread where all pairs differ alike', () => {
    fc.assert(
      fc.property(costs, fc.double({ min: 0.5, max: 2, noNaN: true }), (baseline, factor) => {
        const own = baseline.map((cost) => cost * factor);
        const { value, interval } = changeOf({ own, baseline }, 'alike');
        expect(value).toBeCloseTo(factor - 1, 9);
        expect(interval!.lower).toBeCloseTo(factor - 1, 9);
        expect(interval!.upper).toBeCloseTo(factor - 1, 9);
        const average = averageChange([{ own, baseline }], 'alike');
        expect(average.value).toBeCloseTo(factor - 1, 9);
        expect(average.interval!.upper).toBeCloseTo(factor - 1, 9);
      }),
      { numRuns: 5 },
    );
  });

  it('averages settings with equal weight, whatever their size', () => {
    const small = { own: [0.9, 0.9, 0.9], baseline: [1, 1, 1] };
    const large = { own: [1200, 1200, 1200], baseline: [1000, 1000, 1000] };
    expect(averageChange([small, large], 'weights').value).toBeCloseTo(0.05, 12);
  });

  it('has the same interval each time and encloses the value', () => {
    const pair = { own: [9, 12, 10, 8, 11], baseline: [10, 11, 12, 10, 12] };
    const [first, again] = [changeOf(pair, 'same'), changeOf(pair, 'same')];
    expect(first).toEqual(again);
    expect(first.interval!.lower).toBeLessThan(first.value);
    expect(first.interval!.upper).toBeGreaterThan(first.value);
  });

  it('lies on a side only if its interval does', () => {
    const at = (lower: number, upper: number) => ({ value: (lower + upper) / 2, interval: { lower, upper } });
    expect([at(-2, -1), at(-1, 1), at(1, 2)].map(side)).toEqual(['less', 'undecided', 'more']);
    expect(sides([at(-2, -1), at(-2, -1), at(-1, 1)])).toEqual({ less: 2, more: 0, undecided: 1 });
  });

  it('reads as percent, of rates as points', () => {
    expect(changeText({ value: -0.0519, interval: { lower: -0.061, upper: 0.0004 } })).toBe('−5.2 % [−6.1, 0.0]');
    const misses = { own: [0.25, 0.35], baseline: [0.1, 0.2] };
    expect(pointsText({ ...differenceOf(misses, 'misses'), interval: undefined })).toBe('+15.0 points');
    expect(changeText({ value: Number.NaN, interval: undefined })).toBe('–');
  });
});
