/**
 * What an update minimises, and the columns it reads. Every objective works on a minibatch of decisions and their
 * candidates; rows are numbered by decision of the rollout's store.
 */
import type { DecisionTables } from '../nn/tables.js';

/** Clipped surrogate (Schulman et al. 2017); the numbers are those of `ppo-loss.ts`. */
export interface PpoObjective {
  readonly kind: 'ppo';
  readonly clipRange: number;
  readonly clipRangeValue: number | null; // null = values are not clipped
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number;
  readonly normalizeAdvantages: boolean; // per minibatch, mean 0 and sample deviation 1
}

/** −mean(advantage · ln π(chosen)) − entropy bonus + value error (Williams 1992); faults of published code on wish. */
export interface ReinforceObjective {
  readonly kind: 'reinforce';
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number; // 0 = no critic
  /**
   * What the advantage multiplies: ln π of the candidate taken (default), or the sum of ln(π + 1e-6) over all
   * candidates, which is the same whatever was taken: a fault of the released DeepSoCS.
   */
  readonly logProbability?: 'chosen' | 'sum-of-all';
  /**
   * `ascend` (default) makes more probable what earned more; `descend` has the sign of the released DeepSoCS, which
   * minimises +advantage · ln π. Entropy and critic keep theirs.
   */
  readonly direction?: 'ascend' | 'descend';
}

/** Cross-entropy to target distributions, which is the Kullback-Leibler divergence from them up to a constant. */
export interface ImitationObjective {
  readonly kind: 'imitation';
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number;
}

/**
 * Logits are to say how much better a candidate is than the mean of those tried: squared errors of centred logits from
 * `targets`, which here are advantages, NaN where a candidate was not tried.
 */
export interface RegressionObjective {
  readonly kind: 'regression';
  /** Errors count by their square up to here and linearly beyond (Huber 1964), so that few decisions do not drown the rest. */
  readonly errorLimit: number; // logits; Infinity = by their square always
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number;
}

/**
 * −mean over decisions of Σ π(candidate) · advantage over the candidates tried (all-action policy gradient; Sutton et al.
 * 2001, "Comparing policy-gradient algorithms"), with `targets` as in regression. What is hopeless stays where it is.
 */
export interface ExpectedAdvantageObjective {
  readonly kind: 'expected-advantage';
  /**
   * Weight of the errors from anchors, counted as in regression with limit 1. Within a minibatch the mean over anchored
   * decisions stands beside the mean over the others, however many there are of each.
   */
  readonly anchorCoefficient: number;
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number;
}

export type Objective =
  | PpoObjective
  | ReinforceObjective
  | ImitationObjective
  | RegressionObjective
  | ExpectedAdvantageObjective;

/** A penalty on leaving a teacher: coefficient · mean KL(targets ‖ π), added to any objective where targets exist. */
export interface TeacherPenalty {
  readonly coefficient: number;
}

/** What a minibatch is drawn from; all columns of equal length. */
export interface TrainingColumns {
  readonly store: DecisionTables;
  readonly chosen: Int32Array; // [decision] candidate within the decision
  readonly oldLogProbs: Float64Array; // [decision]
  readonly oldValues: Float64Array; // [decision]
  readonly advantages: Float64Array; // [decision]
  readonly returns: Float64Array; // [decision] what the critic should say
  readonly weights: Float64Array | null; // [decision] importance in the loss, mean 1; null = equal
  readonly targets: Float32Array; // [row of candidates] empty where no objective needs them
  /** [decision] 1 = `targets` are the logits that an anchor says, not advantages; absent = none. */
  readonly anchored?: Uint8Array;
}

/** Diagnostics of one update. */
export interface UpdateReport {
  readonly loss: number;
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly entropy: number; // mean, nats
  readonly normalizedEntropy: number; // mean of entropy / ln(candidates) over decisions with more than one
  readonly oldApproxKl: number; // mean of −ln r
  readonly approxKl: number; // mean of r − 1 − ln r
  readonly clipFraction: number;
  readonly teacherKl: number; // NaN without targets
  readonly gradientNorm: number; // before clipping
}
