/**
 * The update phase of proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) over one rollout: several
 * epochs of minibatches, each a part of a fresh shuffle of the whole batch; advantages normalised per minibatch; early
 * stop by the approximate divergence from the policy that acted, in either of the two usual forms. Clipping, the value
 * loss, entropy and masks are the loss's (`losses.ts`), the bound on gradients is the learner's, and annealing comes
 * from schedules. Left out: gradients that are averaged over machines.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import type { Learner, LearnerReport } from './learner.js';
import { shuffled } from './minibatches.js';
import type { PpoObjective, TeacherPenalty, TrainingColumns, UpdateReport } from './objective.js';
import { DEFAULT_PPO_LOSS, explainedVariance } from './ppo-loss.js';
import { type Schedule, scheduled } from './schedule.js';

/** When the policy has moved far enough. */
export interface KlStop {
  readonly target: number; // nats
  /**
   * `before-step`: a minibatch whose divergence exceeds 1.5 × the target ends the phase and changes nothing
   * (Stable-Baselines3); `after-epoch`: an epoch whose last minibatch exceeds the target is the last (CleanRL).
   */
  readonly check: 'before-step' | 'after-epoch';
}

export interface PpoSettings {
  readonly objective: PpoObjective;
  readonly teacher?: TeacherPenalty | undefined;
  readonly learningRate: number;
  readonly epochs: number;
  readonly minibatches: number; // an epoch; fewer where a minibatch would have less than two decisions
  readonly klStop?: KlStop | null | undefined;
}

export interface PpoUpdateOptions extends PpoSettings {
  readonly rng: Rng; // of the shuffles; not advanced, each epoch forks a stream of its number
  readonly decisions?: Int32Array | undefined; // to learn from; default all of the store
  /** Called before every minibatch; what it throws ends the phase. */
  readonly onMinibatch?: ((done: number) => void | Promise<void>) | undefined;
}

/** Means over the minibatches, unless said otherwise. */
export interface PpoReport extends UpdateReport {
  readonly approxKl: number; // of the last minibatch, as is `oldApproxKl`
  readonly explainedVariance: number; // of the returns by the values of acting; NaN for constant returns
  readonly epochs: number; // begun
  readonly updates: number; // that moved the weights
  readonly stoppedByKl: boolean;
}

const STEP_TOLERANCE = 1.5; // of the target, before a step

/** The defaults of CleanRL. */
export const DEFAULT_PPO: PpoSettings = Object.freeze({
  objective: Object.freeze({ kind: 'ppo' as const, ...DEFAULT_PPO_LOSS }),
  learningRate: 2.5e-4,
  epochs: 4,
  minibatches: 4,
  klStop: null,
});

/**
 * Runs the phase. Errors: `ArenaError` for numbers of epochs or minibatches below 1, fewer than 2 decisions, and whatever the learner refuses.
 */
export async function ppoUpdate(
  learner: Learner,
  columns: TrainingColumns,
  options: PpoUpdateOptions,
): Promise<PpoReport> {
  const { objective, teacher, learningRate, klStop, rng, onMinibatch } = options;
  const decisions = options.decisions ?? Int32Array.from({ length: columns.chosen.length }, (_, d) => d);
  const count = minibatchCount(options, decisions.length);
  const largestKl = klStop?.check === 'before-step' ? STEP_TOLERANCE * klStop.target : undefined;
  const reports: LearnerReport[] = [];
  let stoppedByKl = false;
  let epochs = 0;
  for (; epochs < options.epochs && !stoppedByKl; epochs++) {
    const order = shuffled(decisions, rng.fork(epochs));
    for (let i = 0; i < count && !stoppedByKl; i++) {
      await onMinibatch?.(reports.length);
      const part = order.subarray(partStart(i, count, order.length), partStart(i + 1, count, order.length));
      const report = await learner.updateAsync(columns, part, { objective, teacher, learningRate, largestKl });
      reports.push(report);
      stoppedByKl = !report.applied;
    }
    const last = reports[reports.length - 1];
    if (klStop?.check === 'after-epoch' && last.approxKl > klStop.target) stoppedByKl = true;
  }
  return { ...summary(reports), explainedVariance: explained(columns, decisions), epochs, stoppedByKl };
}

const partStart = (part: number, parts: number, length: number): number => Math.floor((part * length) / parts);

function minibatchCount({ epochs, minibatches }: PpoSettings, decisions: number): number {
  ensure(Number.isInteger(epochs) && epochs >= 1, `train/ppo: ${epochs} epochs are not allowed (an integer ≥ 1)`);
  ensure(
    Number.isInteger(minibatches) && minibatches >= 1,
    `train/ppo: ${minibatches} minibatches are not allowed (an integer ≥ 1)`,
  );
  ensure(decisions >= 2, `train/ppo: ${decisions} decisions are too few (at least 2 needed)`);
  return Math.min(minibatches, Math.floor(decisions / 2));
}

function explained({ oldValues, returns }: TrainingColumns, decisions: Int32Array): number {
  const pick = (column: Float64Array): Float64Array => Float64Array.from(decisions, (d) => column[d]);
  return explainedVariance(pick(oldValues), pick(returns));
}

const AVERAGED = [
  'loss',
  'policyLoss',
  'valueLoss',
  'entropy',
  'normalizedEntropy',
  'clipFraction',
  'teacherKl',
  'gradientNorm',
] as const;

type Summary = Omit<PpoReport, 'explainedVariance' | 'epochs' | 'stoppedByKl'>;

function summary(reports: readonly LearnerReport[]): Summary {
  const { oldApproxKl, approxKl } = reports[reports.length - 1];
  const means = AVERAGED.map((name) => [name, reports.reduce((sum, report) => sum + report[name], 0) / reports.length]);
  const updates = reports.filter(({ applied }) => applied).length;
  return { ...Object.fromEntries(means), oldApproxKl, approxKl, updates } as Summary;
}

/** Settings of which some change over the run. */
export interface AnnealedPpo {
  readonly learningRate: Schedule;
  readonly clipRange?: Schedule;
  readonly entropyCoefficient?: Schedule;
  readonly teacherCoefficient?: Schedule;
}

/** The settings of iteration 0, 1, 2, …: what has no schedule stays. */
export function annealedPpo(options: PpoSettings, annealed: AnnealedPpo, iteration: number): PpoSettings {
  const { objective, teacher } = options;
  const at = (schedule: Schedule | undefined, fixed: number): number =>
    schedule === undefined ? fixed : scheduled(schedule, iteration);
  return {
    ...options,
    learningRate: at(annealed.learningRate, options.learningRate),
    objective: {
      ...objective,
      clipRange: at(annealed.clipRange, objective.clipRange),
      entropyCoefficient: at(annealed.entropyCoefficient, objective.entropyCoefficient),
    },
    ...(teacher && { teacher: { coefficient: at(annealed.teacherCoefficient, teacher.coefficient) } }),
  };
}
