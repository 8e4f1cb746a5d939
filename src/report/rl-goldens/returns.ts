/** Replays the returns of one episode: discounted in event-driven time (beta), or average-reward (rewardRate). */
import * as z from 'zod';
import { averageRewardReturns, discountedReturns, eventDiscounts } from '../../train/advantage.js';
import { caseOf, real, vector } from './fields.js';
import { defineKind } from './kind.js';

const input = z
  .strictObject({ rewards: vector, dt: vector, beta: real.optional(), rewardRate: real.optional() })
  .refine((given) => (given.beta === undefined) !== (given.rewardRate === undefined), 'beta or rewardRate is expected');

/** Returns of one episode. */
export const returnsKind = defineKind({
  label: 'returns (rewards with beta or rewardRate, no values)',
  accepts: ({ in: given }) => 'rewards' in given && !('values' in given) && ('beta' in given || 'rewardRate' in given),
  schema: caseOf(input, z.strictObject({ returns: vector })),
  replay: ({ in: given, out }, comparison) => {
    const rewards = Float64Array.from(given.rewards);
    const elapsed = Float64Array.from(given.dt);
    const returns =
      given.beta === undefined
        ? averageRewardReturns(rewards, elapsed, given.rewardRate!)
        : discountedReturns(rewards, eventDiscounts(elapsed, given.beta));
    comparison.numbers('out.returns', returns, out.returns);
  },
});
