/**
 * What trainers by policy gradient share: they play by chance, credit decisions with what followed, and improve the
 * policy from that. On wish the first iterations imitate a teacher instead (and teach the critic), and a penalty keeps
 * the policy near a teacher afterwards. How the policy is improved is up to the algorithm.
 */
import { z } from 'zod';
import { monotonicMs } from '../clock.js';
import { ensure } from '../error.js';
import { CANDIDATES } from '../nn/tables.js';
import type { Advantages } from './advantage.js';
import type { TrainerContext } from './algorithms.js';
import { sequenceBaselines } from './baselines.js';
import { Collector, type CollectRequest, collectSchema, type Harvest, type LaneState, ON_POLICY } from './collector.js';
import { matchInteractions } from './interaction-matching.js';
import { lossReport, playReport } from './iteration-report.js';
import { Learner, type LearnerSnapshot } from './learner.js';
import { learnInMinibatches } from './minibatches.js';
import type { TrainingColumns } from './objective.js';
import { PolicyTrainer } from './policy-trainer.js';
import { RewardRate, type RewardRateSnapshot } from './reward-rate.js';
import type { Rollout } from './rollout.js';
import { type AdvantageRule, advantagesOf, trainingColumns } from './rollout-advantages.js';
import { scheduled } from './schedule.js';
import type { IterationReport } from './trainer.js';
import { creditSchema, scheduleSchema, teacherSchema, warmStartSchema } from './trainer-options.js';

/** Options that all of them have. */
export const policyGradientShape = {
  collect: collectSchema.prefault({ mode: 'lanes' }),
  credit: creditSchema.prefault({ kind: 'gae' }),
  /** What advantages are measured against: the critic, or the mean over rollouts of the same arrivals, or nothing. */
  baseline: z.enum(['critic', 'sequence', 'none']).default('critic'),
  leaveOneOut: z.boolean().default(false),
  learningRate: scheduleSchema.default(2.5e-4),
  entropyCoefficient: scheduleSchema.default(0.01),
  valueCoefficient: z.number().nonnegative().default(0.5),
  maxGradientNorm: z.number().positive().default(0.5),
  rewardScale: z.number().positive().default(1),
  teacher: teacherSchema.nullable().default(null),
  warmStart: warmStartSchema.nullable().default(null),
};

const shared = z.strictObject(policyGradientShape);

export type PolicyGradientOptions = z.output<typeof shared>;

/** What an iteration learns from. */
export interface Credited {
  readonly columns: TrainingColumns;
  readonly decisions: Int32Array; // rows of the columns to be learnt from, in order; the others may hold NaN
}

interface OwnState {
  readonly lanes: readonly LaneState[];
  readonly rewardRate: RewardRateSnapshot;
  readonly learner: LearnerSnapshot;
}

export abstract class PolicyGradientTrainer<O extends PolicyGradientOptions> extends PolicyTrainer {
  protected readonly options: O;
  protected readonly learner: Learner;
  private readonly collector: Collector;
  private readonly rewardRate: RewardRate;

  constructor(algorithm: string, options: O, context: TrainerContext) {
    checkOptions(options, `train/${algorithm}`);
    super(algorithm, options, context);
    const { backend, policy, scenarios: mixture, seed } = context;
    const { network } = this.policy;
    const { collect, maxGradientNorm, rewardScale, credit } = options;
    this.options = options;
    this.learner = new Learner({ backend, network, parameters: this.parameters, maxGradientNorm });
    this.rewardRate = new RewardRate(credit.window);
    const withValues = options.valueCoefficient > 0;
    const withInteractions = needsInteractions(options);
    this.collector = new Collector({
      ...{ pool: this.pool, policy, mixture, seed, options: collect, rewardScale, withValues, withInteractions },
    });
  }

  /** Moves the policy; part of an iteration. */
  protected abstract improve(credited: Credited, signal?: AbortSignal): Promise<IterationReport>;

  protected async advance(signal?: AbortSignal): Promise<IterationReport> {
    const { collector, iteration, options } = this;
    const { warmStart, teacher } = options;
    const isWarming = warmStart !== null && iteration < warmStart.iterations;
    const label = isWarming ? warmStart : teacher;
    const behaviour = isWarming ? { ...ON_POLICY, teacherShare: warmStart.teacherShare } : ON_POLICY;
    const labels: CollectRequest['labels'] =
      label === null ? { kind: 'none' } : { kind: 'teacher', agent: label.agent };
    const begin = monotonicMs();
    const harvest = await collector.collect({ iteration, weights: this.weightsToPlay(), behaviour, labels, signal });
    const seconds = (monotonicMs() - begin) / 1000;
    collector.lanes = harvest.lanes;
    const credited = this.credited(harvest.rollout);
    const losses = isWarming ? await this.imitate(credited, signal) : await this.improve(credited, signal);
    return {
      ...playReport({ ...harvest, seconds }),
      ...losses,
      'charts/learning_rate': isWarming ? warmStart.learningRate : this.learningRate,
      ...(label === null ? {} : agreement(harvest)),
    };
  }

  protected saveOwn(): OwnState {
    const { collector, learner, rewardRate } = this;
    return { lanes: collector.lanes, rewardRate: rewardRate.snapshot(), learner: learner.snapshot() };
  }

  protected loadOwn(own: unknown): void {
    const { lanes, rewardRate, learner } = own as OwnState;
    this.collector.lanes = lanes;
    this.rewardRate.restore(rewardRate);
    this.learner.restore(learner);
  }

  protected get learningRate(): number {
    return this.at(this.options.learningRate);
  }

  /** A schedule's value in this iteration; the iterations of a warm start do not count. */
  protected at(schedule: PolicyGradientOptions['learningRate']): number {
    return scheduled(schedule, Math.max(0, this.iteration - (this.options.warmStart?.iterations ?? 0)));
  }

  protected get teacherPenalty(): { readonly coefficient: number } | undefined {
    const { teacher } = this.options;
    return teacher === null ? undefined : { coefficient: this.at(teacher.coefficient) };
  }

  private credited(rollout: Rollout): Credited {
    ensure(
      rollout.chosen.length > 1,
      `train/${this.algorithm}: iteration ${this.iteration} recorded too few decisions`,
    );
    const { kind } = this.options.credit;
    if (kind === 'interaction-matching') return this.matched(rollout);
    const decisions = Int32Array.from(rollout.chosen, (_, d) => d);
    return { columns: trainingColumns(rollout, this.judged(rollout, kind)), decisions };
  }

  private judged(rollout: Rollout, kind: AdvantageRule['kind']): Advantages {
    const { baseline, credit } = this.options;
    const { discountRate, lambda } = credit;
    if (kind === 'average-reward') this.rewardRate.observe(rollout.rewards, rollout.elapsed);
    const rule =
      kind === 'average-reward'
        ? { kind, lambda: baseline === 'critic' ? lambda : 1, rewardRate: this.rewardRate.rate }
        : { kind, lambda, beta: discountRate };
    if (baseline === 'critic') return advantagesOf(rollout, rule);
    return this.againstBaseline(rollout, advantagesOf(rollout, rule).returns);
  }

  /** Returns matched to decisions by their own time. */
  private matched(rollout: Rollout): Credited {
    const { baseline, credit } = this.options;
    const { interactions } = rollout;
    const given = { beta: credit.discountRate, ...credit.matching, ...(interactions && { interactions }) };
    const { decisions, returns, advantages, weights } = matchInteractions(rollout, given);
    ensure(
      decisions.length > 1,
      `train/${this.algorithm}: iteration ${this.iteration}: ${decisions.length} of ${returns.length} decisions are credited (at least 2 needed)`,
    );
    const judged = baseline === 'critic' ? { advantages, returns } : this.againstBaseline(rollout, returns);
    return { columns: trainingColumns(rollout, judged, weights), decisions };
  }

  private againstBaseline(rollout: Rollout, returns: Float64Array): Advantages {
    const { baseline, leaveOneOut } = this.options;
    if (baseline === 'none') return { advantages: returns.slice(), returns };
    const means = sequenceBaselines(rollout, returns, { leaveOneOut });
    return { advantages: returns.map((value, d) => value - means[d]), returns };
  }

  private async imitate({ columns, decisions }: Credited, signal?: AbortSignal): Promise<IterationReport> {
    const { learner, iteration, options, rng } = this;
    const { epochs, minibatchSize, learningRate } = options.warmStart!;
    const { valueCoefficient } = options;
    const reports = await learnInMinibatches({
      ...{ learner, columns, decisions, epochs, minibatchSize, signal },
      update: { objective: { kind: 'imitation', entropyCoefficient: 0, valueCoefficient }, learningRate },
      rng: rng.fork('minibatches').fork(iteration),
    });
    return lossReport(reports);
  }
}

/** How often the candidate taken was the teacher's. */
function agreement({ rollout, missedLabels }: Harvest): IterationReport {
  const { store, chosen, targets } = rollout;
  const { rowStart } = store.table(CANDIDATES);
  let equal = 0;
  for (let d = 0; d < chosen.length; d++) if (targets[rowStart[d] + chosen[d]] > 0.5) equal++;
  return { 'labels/agreement': equal / chosen.length, 'labels/missed': missedLabels };
}

/** Whether it matters what became of the tasks placed. */
function needsInteractions({ credit: { kind, matching } }: PolicyGradientOptions): boolean {
  return kind === 'interaction-matching' && (matching?.credit === 'job' || matching?.censored === 'drop');
}

/** Settings that make no sense together. */
function checkOptions(options: PolicyGradientOptions, who: string): void {
  const { baseline, collect, credit, leaveOneOut, valueCoefficient } = options;
  ensure(
    baseline !== 'critic' || valueCoefficient > 0,
    `${who}: baseline "critic" needs a valueCoefficient above 0 (or baseline "sequence" or "none")`,
  );
  const sharesArrivals = collect.mode === 'episodes' && collect.rolloutsPerSequence > 1;
  ensure(
    baseline !== 'sequence' || sharesArrivals,
    `${who}: baseline "sequence" needs collect.mode "episodes" with rolloutsPerSequence of 2 or more`,
  );
  ensure(!leaveOneOut || baseline === 'sequence', `${who}: leaveOneOut needs baseline "sequence"`);
  ensure(
    credit.kind !== 'gae' || baseline === 'critic',
    `${who}: credit "gae" needs baseline "critic" (else "monte-carlo" or "average-reward")`,
  );
  const isMatching = credit.kind === 'interaction-matching';
  ensure(
    isMatching || credit.matching === undefined,
    `${who}: credit.matching needs credit.kind "interaction-matching"`,
  );
  ensure(
    baseline !== 'sequence' || !needsInteractions(options),
    `${who}: baseline "sequence" needs returns of all decisions (credit.matching.credit "system", censored "bootstrap")`,
  );
  ensure(
    credit.kind !== 'average-reward' || credit.discountRate === 0,
    `${who}: credit "average-reward" is not discounted (discountRate must be 0)`,
  );
}
