/** Replays the running mean and variance over batches, and the reward normaliser over one stream of rewards. */
import * as z from 'zod';
import { DiscountedReturnScale, RunningMoments } from '../../running.js';
import { caseOf, flags, flatten, matrix, real, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const batches = z
  .array(matrix)
  .min(1)
  .refine(
    (given) => given.every((batch) => batch[0].length === given[0][0].length),
    'batches with the same number of components are expected',
  );

const state = z.strictObject({ mean: vector, var: vector, count: real });

/** Running mean and variance. */
export const runningMomentsKind = defineKind({
  label: 'running moments (batches)',
  accepts: hasInputs('batches'),
  schema: caseOf(z.strictObject({ batches }), z.strictObject({ states: z.array(state).min(1) })),
  replay: ({ in: given, out }, comparison) => {
    const moments = new RunningMoments(given.batches[0][0].length);
    if (out.states.length !== given.batches.length) {
      comparison.differ(`out.states: ${out.states.length} states recorded for ${given.batches.length} batches`);
    }
    out.states.forEach((recorded, i) => {
      const batch = given.batches[i] ?? [];
      moments.update(flatten(batch), batch.length);
      comparison.numbers(`out.states[${i}].mean`, moments.mean, recorded.mean);
      comparison.numbers(`out.states[${i}].var`, moments.variance, recorded.var);
      comparison.number(`out.states[${i}].count`, moments.count, recorded.count);
    });
  },
});

/** Reward normalisation. */
export const rewardScaleKind = defineKind({
  label: 'reward normalisation (rewards, terminated, epsilon)',
  accepts: hasInputs('rewards', 'terminated', 'epsilon'),
  schema: caseOf(
    z
      .strictObject({ rewards: vector, terminated: flags, gamma: real, epsilon: real })
      .refine((given) => given.rewards.length === given.terminated.length, 'one terminated flag a reward is expected'),
    z.strictObject({ normalized: vector }),
  ),
  replay: ({ in: given, out }, comparison) => {
    const scale = new DiscountedReturnScale(given.gamma, given.epsilon);
    const normalized = given.rewards.map((reward, t) => scale.update(reward, given.terminated[t] === 1));
    comparison.numbers('out.normalized', normalized, out.normalized);
  },
});
