/** Advantages of rollouts, segment by segment, against sums made by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AdvantageRule, advantagesOf } from '../../../src/train/rollout-advantages.js';
import { handMade } from './hand-made-rollout.js';

const close = (values: Float64Array, wanted: readonly number[]): void => {
  expect(values.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(values[i], `entry ${i}`).toBeCloseTo(value, 10);
  });
};

const HALF = Math.LN2;

describe('advantages of a rollout', () => {
  it('discount by the time that passes, and go on where a segment was cut', () => {
    const rollout = handMade(
      { times: [0, 1, 1], rewards: [1, 2, 4], end: 3, values: [10, 20, 30], finalValue: 8 },
      { times: [0], rewards: [5], end: 2, values: [1], finalValue: 99, terminated: true },
    );
    // errors: 1 + 20/2 − 10 = 1; 2 + 30 − 20 = 12; 4 + 8/4 − 30 = −24; 5 − 1 = 4
    const { advantages, returns } = advantagesOf(rollout, { kind: 'gae', beta: HALF, lambda: 0.5 });
    close(advantages, [1 + 0.25 * 0, 12 + 0.5 * -24, -24, 4]);
    close(returns, [11, 20, 6, 5]);
    const scaled = advantagesOf(rollout, { kind: 'gae', beta: HALF / 1e-6, lambda: 0.5, timeUnitSeconds: 1e-6 });
    close(scaled.advantages, [...advantages]);
  });

  it('can discount per decision', () => {
    const rollout = handMade({ times: [0, 7, 7], rewards: [1, 1, 1], end: 100, finalValue: 8 });
    close(advantagesOf(rollout, { kind: 'monte-carlo', gamma: 0.5 }).returns, [2.75, 3.5, 5]);
  });

  it('without a critic are returns', () => {
    const rollout = handMade({ times: [0, 1], rewards: [1, 2], end: 2, finalValue: Number.NaN });
    const { advantages, returns } = advantagesOf(rollout, { kind: 'monte-carlo', beta: 0 });
    close(advantages, [3, 2]);
    close(returns, [3, 2]);
  });

  it('are the same for λ = 1 and for plain returns', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    const step = fc.tuple(number, number, fc.double({ min: 0, max: 3, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        number,
        (steps, terminated, finalValue) => {
          const starts = steps.map((_, i) => steps.slice(0, i).reduce((sum, [, , length]) => sum + length, 0));
          const end = starts[starts.length - 1] + steps[steps.length - 1][2];
          const [rewards, values] = [steps.map(([reward]) => reward), steps.map(([, value]) => value)];
          const rollout = handMade({ times: starts, rewards, values, end, terminated, finalValue });
          const traced = advantagesOf(rollout, { kind: 'gae', beta: 0.2, lambda: 1 });
          close(advantagesOf(rollout, { kind: 'monte-carlo', beta: 0.2 }).advantages, [...traced.advantages]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of average reward sum to nothing over a rollout that earns its own rate', () => {
    const rollout = handMade({ times: [0, 1, 3], rewards: [-1, -6, -1], end: 4 });
    const own = advantagesOf(rollout, { kind: 'average-reward', lambda: 1 });
    close(own.returns, [0, -1, 1]); // the rate is −2 a unit
    const given = { kind: 'average-reward', rewardRate: -1e3, timeUnitSeconds: 1e-3, lambda: 1 } as const;
    close(advantagesOf(rollout, given).returns, [-4, -4, 0]);
    const valued = handMade({ times: [0, 1], rewards: [2, 2], end: 2, values: [3, 5], finalValue: 7 });
    close(advantagesOf(valued, { kind: 'average-reward', rewardRate: 2, lambda: 0 }).advantages, [2, 2]);
  });

  it.each<[AdvantageRule, RegExp]>([
    [{ kind: 'gae' }, /needs either beta/],
    [{ kind: 'gae', beta: 1, gamma: 1 }, /needs either beta/],
    [{ kind: 'gae', beta: -1 }, /negative/],
    [{ kind: 'average-reward', gamma: 1 }, /not discounted/],
  ])('%j is refused', (rule, message) => {
    expect(() => advantagesOf(handMade({ times: [0], rewards: [1], end: 1 }), rule)).toThrow(message);
  });

  it('of average reward need time to pass', () => {
    const still = handMade({ times: [0], rewards: [1], end: 0 });
    expect(() => advantagesOf(still, { kind: 'average-reward' })).toThrow('lasts 0 time units');
  });
});
