/** Running moments and reward scaling: any split into batches gives the same moments, and snapshots resume. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiscountedReturnScale, INITIAL_COUNT, RunningMoments } from '../../../src/running.js';

const rows = fc.array(
  fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
  {
    minLength: 1,
    maxLength: 30,
  },
);

describe('RunningMoments', () => {
  it('do not depend on how rows are split into batches', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (data, pick) => {
        const cut = pick % (data.length + 1);
        const whole = new RunningMoments(2);
        whole.update(Float64Array.from(data.flat()), data.length);
        const split = new RunningMoments(2);
        split.update(Float64Array.from(data.slice(0, cut).flat()), cut);
        split.update(Float64Array.from(data.slice(cut).flat()), data.length - cut);
        expect(split.count).toBeCloseTo(whole.count, 12);
        for (let k = 0; k < 2; k++) {
          expect(split.mean[k]).toBeCloseTo(whole.mean[k], 9);
          expect(split.variance[k]).toBeCloseTo(whole.variance[k], 9);
        }
      }),
    );
  });

  it('approach the moments of the data', () => {
    const moments = new RunningMoments(1);
    for (let i = 0; i < 1000; i++) moments.update(Float64Array.of(i % 2 === 0 ? 3 : 5), 1);
    expect(moments.mean[0]).toBeCloseTo(4, 5);
    expect(moments.variance[0]).toBeCloseTo(1, 5);
    expect(moments.count).toBeCloseTo(1000 + INITIAL_COUNT, 9);
  });

  it('start at mean 0, variance 1, and keep that for no rows', () => {
    const moments = new RunningMoments(2);
    moments.update(new Float64Array(0), 0);
    expect(moments.snapshot()).toEqual({ mean: [0, 0], variance: [1, 1], count: INITIAL_COUNT });
  });

  it('refuse wrong sizes', () => {
    expect(() => new RunningMoments(0)).toThrow('size 0 is not allowed');
    expect(() => new RunningMoments(2).update(new Float64Array(3), 2)).toThrow('2 rows of 2 components do not fit');
    expect(() => new RunningMoments(2).restore(new RunningMoments(3).snapshot())).toThrow('2 of each are needed');
  });
});

describe('DiscountedReturnScale', () => {
  it('resumes from a snapshot through JSON', () => {
    const rewards = fc.array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(rewards, rewards, (before, after) => {
        const scale = new DiscountedReturnScale(0.9);
        for (const [reward, terminated] of before) scale.update(reward, terminated);
        const other = new DiscountedReturnScale(0.9);
        other.restore(JSON.parse(JSON.stringify(scale.snapshot())));
        for (const [reward, terminated] of after) {
          expect(other.update(reward, terminated)).toBe(scale.update(reward, terminated));
        }
      }),
    );
  });

  it('scales without learning when frozen', () => {
    const scale = new DiscountedReturnScale(0.9);
    scale.update(2, false);
    const saved = scale.snapshot();
    expect(scale.scale(1)).toBeGreaterThan(0);
    expect(scale.snapshot()).toEqual(saved);
  });

  it('refuses impossible discounts', () => {
    expect(() => new DiscountedReturnScale(1.1)).toThrow('discount 1.1 is not allowed');
    expect(() => new DiscountedReturnScale(0.9, 0)).toThrow('epsilon 0 is not allowed');
  });
});
