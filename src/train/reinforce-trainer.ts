/**
 * REINFORCE (Williams 1992) as Decima uses it (Mao et al. 2019, arXiv 1810.01963): whole episodes, several of the same
 * arrivals, returns relative to the running reward rate, and as baseline the mean of those rollouts at the same time;
 * entropy falls over the run. A critic can take the baseline's place. What published code does instead is offered for
 * comparison; the defaults are right.
 */
import { z } from 'zod';
import { sampleSoftmax } from '../nn/policy-agent.js';
import { CANDIDATES } from '../nn/tables.js';
import type { TrainerContext } from './algorithms.js';
import { collectSchema } from './collector.js';
import { lossReport } from './iteration-report.js';
import { learnInMinibatches } from './minibatches.js';
import type { TrainingColumns } from './objective.js';
import { type Credited, PolicyGradientTrainer, policyGradientShape } from './policy-gradient-trainer.js';
import { explainedVariance } from './ppo-loss.js';
import type { IterationReport } from './trainer.js';
import { creditSchema, parseOptions } from './trainer-options.js';

export const reinforceSchema = z.strictObject({
  ...policyGradientShape,
  collect: collectSchema.prefault({ mode: 'episodes' }),
  credit: creditSchema.prefault({ kind: 'average-reward' }),
  baseline: policyGradientShape.baseline.unwrap().default('sequence'),
  valueCoefficient: z.number().nonnegative().default(0),
  /** Over the whole harvest: mean 0, deviation 1. */
  normalizeAdvantages: z.boolean().default(true),
  /** Updates an iteration, each of another part of the harvest. */
  minibatches: z.number().int().positive().default(1),
  /** The gradient of the advantage is not stopped at the critic: a fault of published code, for comparison. */
  attachedAdvantages: z.boolean().default(false),
  /**
   * What advantages multiply: ln π of the action taken, or, for comparison, `sum-of-all`: the sum of ln(π + 1e-6) over all
   * actions (released DeepSoCS), or `redrawn`: ln π of an action drawn anew for the update (released SCARL).
   */
  logProbability: z.enum(['chosen', 'sum-of-all', 'redrawn']).optional(),
  /** `descend`, for comparison, makes less probable what earned more (released DeepSoCS). */
  direction: z.enum(['ascend', 'descend']).optional(),
});

export type ReinforceTrainerOptions = z.output<typeof reinforceSchema>;

export class ReinforceTrainer extends PolicyGradientTrainer<ReinforceTrainerOptions> {
  /** Errors: `ArenaError` for options that are unknown, out of range or do not fit each other. */
  constructor(input: z.input<typeof reinforceSchema>, context: TrainerContext) {
    super('reinforce', parseOptions(reinforceSchema, input, 'train/reinforce'), context);
  }

  protected async improve({ columns: given, decisions }: Credited, signal?: AbortSignal): Promise<IterationReport> {
    const { options, learner, iteration, learningRate, rng } = this;
    const { attachedAdvantages, direction, logProbability, minibatches, normalizeAdvantages, valueCoefficient } =
      options;
    const entropyCoefficient = this.at(options.entropyCoefficient);
    const columns: TrainingColumns = {
      ...given,
      ...(normalizeAdvantages && { advantages: normalized(given.advantages, decisions) }),
      ...(logProbability === 'redrawn' && { chosen: this.redrawn(given) }),
    };
    const score = logProbability === 'sum-of-all' ? { logProbability } : {};
    const reports = await learnInMinibatches({
      ...{ learner, columns, decisions, signal, epochs: 1 },
      minibatchSize: Math.ceil(decisions.length / minibatches),
      update: {
        ...{ learningRate, attachedAdvantages, teacher: this.teacherPenalty },
        objective: {
          kind: 'reinforce',
          entropyCoefficient,
          valueCoefficient,
          ...score,
          ...(direction && { direction }),
        },
      },
      rng: rng.fork('minibatches').fork(iteration),
    });
    const hasCritic = valueCoefficient > 0;
    return {
      ...lossReport(reports),
      ...(hasCritic ? { 'losses/explained_variance': explained(given, decisions) } : {}),
      'charts/entropy_coefficient': entropyCoefficient,
    };
  }

  /** Another draw of every decision by the present weights. */
  private redrawn({ store, chosen }: TrainingColumns): Int32Array {
    const plain = this.policy.network.compile(this.parameters);
    const { rowStart } = store.table(CANDIDATES);
    const rng = this.rng.fork('redraws').fork(this.iteration);
    return chosen.map((_, d) => {
      plain.evaluate(store, d);
      return sampleSoftmax(plain.logits, rowStart[d + 1] - rowStart[d], rng);
    });
  }
}

function explained({ oldValues, returns }: TrainingColumns, decisions: Int32Array): number {
  const pick = (column: Float64Array): Float64Array => Float64Array.from(decisions, (d) => column[d]);
  return explainedVariance(pick(oldValues), pick(returns));
}

/** Mean 0 and deviation 1 over these decisions; all 0 where they are equal. */
function normalized(values: Float64Array, decisions: Int32Array): Float64Array {
  let mean = 0;
  for (const d of decisions) mean += values[d] / decisions.length;
  let variance = 0;
  for (const d of decisions) variance += (values[d] - mean) ** 2 / decisions.length;
  const deviation = Math.sqrt(variance) + 1e-8;
  return values.map((value) => (value - mean) / deviation);
}
