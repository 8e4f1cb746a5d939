/**
 * Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347): lanes that stay open between iterations, credit
 * by generalised advantage estimation in continuous time (or by average reward), and several epochs of clipped updates
 * (see `ppo-update.ts`). With whole episodes and baseline `sequence` it is the variant for input-driven environments.
 */
import { z } from 'zod';
import type { TrainerContext } from './algorithms.js';
import { lossReport } from './iteration-report.js';
import { type Credited, PolicyGradientTrainer, policyGradientShape } from './policy-gradient-trainer.js';
import { DEFAULT_PPO, ppoUpdate } from './ppo-update.js';
import { Interrupted } from './rollout-pool.js';
import type { IterationReport } from './trainer.js';
import { parseOptions, scheduleSchema } from './trainer-options.js';

const { objective: usual } = DEFAULT_PPO;

export const ppoSchema = z.strictObject({
  ...policyGradientShape,
  epochs: z.number().int().positive().default(DEFAULT_PPO.epochs),
  minibatches: z.number().int().positive().default(DEFAULT_PPO.minibatches),
  clipRange: scheduleSchema.default(usual.clipRange),
  clipRangeValue: z.number().positive().nullable().default(null),
  normalizeAdvantages: z.boolean().default(true),
  klStop: z
    .strictObject({
      target: z.number().positive(),
      check: z.enum(['before-step', 'after-epoch']).default('before-step'),
    })
    .nullable()
    .default(null),
});

export type PpoTrainerOptions = z.output<typeof ppoSchema>;

export class PpoTrainer extends PolicyGradientTrainer<PpoTrainerOptions> {
  /** Errors: `ArenaError` for options that are unknown, out of range or do not fit each other. */
  constructor(input: z.input<typeof ppoSchema>, context: TrainerContext) {
    super('ppo', parseOptions(ppoSchema, input, 'train/ppo'), context);
  }

  protected async improve({ columns, decisions }: Credited, signal?: AbortSignal): Promise<IterationReport> {
    const { options, learner, iteration, learningRate, rng } = this;
    const { clipRangeValue, epochs, klStop, minibatches, normalizeAdvantages, valueCoefficient } = options;
    const objective = {
      ...{ kind: 'ppo' as const, clipRangeValue, normalizeAdvantages, valueCoefficient },
      clipRange: this.at(options.clipRange),
      entropyCoefficient: this.at(options.entropyCoefficient),
    };
    const report = await ppoUpdate(learner, columns, {
      ...{ objective, learningRate, decisions, epochs, minibatches, klStop },
      teacher: this.teacherPenalty,
      rng: rng.fork('minibatches').fork(iteration),
      onMinibatch: async () => {
        await new Promise((resolve) => setImmediate(resolve)); // lets signals and displays through
        if (signal?.aborted) throw new Interrupted('train: interrupted');
      },
    });
    return {
      ...lossReport([report]),
      'losses/explained_variance': report.explainedVariance,
      'losses/epochs': report.epochs,
      'charts/entropy_coefficient': objective.entropyCoefficient,
    };
  }
}
