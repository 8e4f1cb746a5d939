/** Advantages against their definition, the truncation rule in its two forms, and returns. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageRewardReturns,
  discountedReturns,
  eventDiscounts,
  generalizedAdvantages,
  type RolloutValues,
  rewardRate,
} from '../../../src/train/advantage.js';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const flag = fc.constantFrom(0, 0, 0, 1);

function column(length: number) {
  return fc.array(number, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
}

function flagColumn(length: number) {
  return fc.array(flag, { minLength: length, maxLength: length }).map((values) => Uint8Array.from(values));
}

const rollouts = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }))
  .chain(([steps, environments]) => {
    const length = steps * environments;
    return fc.record({
      environments: fc.constant(environments),
      rewards: column(length),
      values: column(length),
      nextValues: column(length),
      terminated: flagColumn(length),
      truncated: flagColumn(length),
      discount: column(length).map((values) => values.map((value) => Math.abs(value) / 3)),
      lambda: fc.double({ min: 0, max: 1, noNaN: true }),
    });
  });

/** A_t as the sum over k of the product of γλ(1 − ended) times δ, term by term. */
function definition(rollout: RolloutValues, discount: Float64Array, lambda: number): number[] {
  const { environments, rewards, values, nextValues, terminated, truncated } = rollout;
  return Array.from(rewards, (_, start) => {
    let weight = 1;
    let advantage = 0;
    for (let i = start; i < rewards.length; i += environments) {
      const bootstrap = terminated[i] ? 0 : discount[i] * nextValues[i];
      advantage += weight * (rewards[i] + bootstrap - values[i]);
      weight *= terminated[i] || truncated[i] ? 0 : discount[i] * lambda;
    }
    return advantage;
  });
}

describe('generalizedAdvantages', () => {
  it('equals the definition, environment by environment', () => {
    fc.assert(
      fc.property(rollouts, ({ discount, lambda, ...rollout }) => {
        const { advantages, returns } = generalizedAdvantages(rollout, { discount, lambda });
        definition(rollout, discount, lambda).forEach((expected, i) => {
          expect(advantages[i]).toBeCloseTo(expected, 10);
          expect(returns[i]).toBeCloseTo(expected + rollout.values[i], 10);
        });
      }),
    );
  });

  it('on truncation equals adding the discounted final value to the reward and terminating', () => {
    fc.assert(
      fc.property(rollouts, ({ discount, lambda, ...rollout }) => {
        const rewards = rollout.rewards.map((reward, i) =>
          rollout.truncated[i] && !rollout.terminated[i] ? reward + discount[i] * rollout.nextValues[i] : reward,
        );
        const terminated = rollout.terminated.map((flag, i) => flag | rollout.truncated[i]);
        const trick = generalizedAdvantages({ ...rollout, rewards, terminated }, { discount, lambda });
        const ours = generalizedAdvantages(rollout, { discount, lambda });
        ours.advantages.forEach((advantage, i) => {
          expect(advantage).toBeCloseTo(trick.advantages[i], 10);
        });
      }),
    );
  });

  it('ends the trace at invalid rows, whatever their flags', () => {
    fc.assert(
      fc.property(rollouts, fc.nat(), ({ discount, lambda, ...rollout }, pick) => {
        const row = pick % rollout.rewards.length;
        const valid = new Uint8Array(rollout.rewards.length).fill(1);
        valid[row] = 0;
        const terminated = rollout.terminated.slice();
        terminated[row] = 1;
        const masked = generalizedAdvantages({ ...rollout, valid }, { discount, lambda });
        expect(masked).toEqual(generalizedAdvantages({ ...rollout, terminated }, { discount, lambda }));
      }),
    );
  });

  it('takes one discount for all steps and has the usual defaults', () => {
    const rollout = {
      environments: 1,
      rewards: Float64Array.of(1, 1),
      values: Float64Array.of(0, 0),
      nextValues: Float64Array.of(0, 10),
      terminated: new Uint8Array(2),
      truncated: new Uint8Array(2),
    };
    const { advantages } = generalizedAdvantages(rollout);
    expect(advantages[1]).toBeCloseTo(1 + 0.99 * 10, 12);
    expect(advantages[0]).toBeCloseTo(1 + 0.99 * 0.95 * 10.9, 12);
  });

  it('refuses columns of unequal length by name', () => {
    const rollout = {
      environments: 2,
      rewards: new Float64Array(4),
      values: new Float64Array(3),
      nextValues: new Float64Array(4),
      terminated: new Uint8Array(4),
      truncated: new Uint8Array(4),
    };
    expect(() => generalizedAdvantages(rollout)).toThrow('train/advantage: values has 3 entries (4 needed');
    expect(() => generalizedAdvantages({ ...rollout, environments: 3 })).toThrow('do not divide among 3 environments');
  });
});

describe('returns', () => {
  const episodes = fc.integer({ min: 1, max: 10 }).chain((length) => fc.tuple(column(length), column(length)));

  it('obey their recursion and telescope', () => {
    fc.assert(
      fc.property(episodes, ([rewards, raw]) => {
        const elapsed = raw.map((value) => Math.abs(value) + 0.01);
        const returns = discountedReturns(rewards, eventDiscounts(elapsed, 0.2));
        let time = 0;
        let expected = 0;
        for (let k = 0; k < rewards.length; k++) {
          expected += Math.exp(-0.2 * time) * rewards[k];
          time += elapsed[k];
        }
        expect(returns[0]).toBeCloseTo(expected, 10);
        const differential = averageRewardReturns(rewards, elapsed, rewardRate(rewards, elapsed));
        expect(differential[0]).toBeCloseTo(0, 10);
      }),
    );
  });

  it('refuse unequal lengths and episodes without duration', () => {
    expect(() => discountedReturns(new Float64Array(2), new Float64Array(1))).toThrow('2 rewards and 1 discounts');
    expect(() => rewardRate(new Float64Array(2), new Float64Array(2))).toThrow('lasts 0 seconds');
  });
});
