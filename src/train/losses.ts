/**
 * The losses as tensors, over the candidates of ragged decisions: the clipped surrogate of PPO (Schulman et al. 2017,
 * arXiv 1707.06347; the numbers are those of `ppo-loss.ts`), REINFORCE (Williams 1992), imitation by cross-entropy, regression on advantages, and the
 * expected advantage of the policy; each with an entropy bonus, a halved square error of the critic, and on wish a penalty on leaving a teacher. Masked
 * actions are not among the candidates, so the mask of acting holds in the update by construction. Means over
 * decisions are weighted by their shares. Only first-order gradients.
 */
import { ensure } from '../error.js';
import type { Tensor, Tensor1D, TF } from '../nn/backend.js';
import type { NetworkOutput } from '../nn/network.js';
import { gatherRows, segmentLogSoftmax, segmentSum } from '../nn/segments.js';
import type { LossColumns, LossRule } from './loss-columns.js';
import type { Objective, PpoObjective, ReinforceObjective } from './objective.js';
import type { RegressionColumns } from './regression-columns.js';

/** Errors from anchors beyond this count linearly, logits. */
const ANCHOR_LIMIT = 1;

/** Scalars, and what diagnostics are computed from. */
export interface LossTensors {
  readonly loss: Tensor; // what is differentiated
  readonly policyLoss: Tensor;
  readonly valueLoss: Tensor | null; // halved mean square, before its coefficient; null without a critic
  readonly logProbs: Tensor1D; // [row] ln probability of every candidate
  readonly chosenLogProbs: Tensor1D; // [decision]
  readonly entropies: Tensor1D; // [decision] nats
  readonly crossEntropy: Tensor | null; // mean of −Σ target · ln π; null without targets
}

/** Builds the loss from a network's output. To be called inside `tf.tidy` or a gradient. Errors: `ArenaError`. */
export function lossTensors(tf: TF, output: NetworkOutput, columns: LossColumns, rule: LossRule): LossTensors {
  const { objective, teacher } = rule;
  const ids = tf.tensor1d(columns.candidateDecision, 'int32');
  const shares = tf.tensor1d(Float32Array.from(columns.shares));
  const logProbs = segmentLogSoftmax(tf, output.logits, ids, columns.decisions);
  const chosenLogProbs = gatherRows(tf, logProbs, tf.tensor1d(columns.chosenRows, 'int32'));
  const entropies = tf.neg(segmentSum(tf, tf.mul(tf.exp(logProbs), logProbs), ids, columns.decisions)) as Tensor1D;
  const crossEntropy = columns.targetShares.length === 0 ? null : targetError(tf, logProbs, columns.targetShares);
  const scores =
    objective.kind === 'reinforce' && objective.logProbability === 'sum-of-all'
      ? (segmentSum(tf, logOfAll(tf, logProbs), ids, columns.decisions) as Tensor1D)
      : chosenLogProbs;
  const regressionLoss = lessonLoss(tf, { logProbs, ids }, columns, objective);
  const parts = { scores, crossEntropy, regressionLoss, shares, values: output.values };
  const policyLoss = policyLossOf(tf, parts, columns, rule);
  const valueLoss = valueLossOf(tf, { values: output.values, shares }, columns, objective);
  let loss = policyLoss;
  if (objective.entropyCoefficient !== 0) {
    loss = tf.sub(loss, tf.mul(objective.entropyCoefficient, weightedMean(tf, entropies, shares)));
  }
  if (valueLoss !== null) loss = tf.add(loss, tf.mul(objective.valueCoefficient, valueLoss));
  if (teacher !== undefined && crossEntropy !== null) {
    loss = tf.add(loss, tf.mul(teacher.coefficient, tf.sub(crossEntropy, columns.targetEntropy)));
  }
  return { loss, policyLoss, valueLoss, logProbs, chosenLogProbs, entropies, crossEntropy };
}

function weightedMean(tf: TF, column: Tensor, shares: Tensor1D): Tensor {
  return tf.sum(tf.mul(column, shares));
}

/** −Σ target · ln π over all rows; the targets carry the shares of their decisions. */
function targetError(tf: TF, logProbs: Tensor1D, targetShares: Float64Array): Tensor {
  return tf.neg(tf.sum(tf.mul(logProbs, tf.tensor1d(Float32Array.from(targetShares)))));
}

/**
 * Σ share · (centred logit − target)² over all rows, beyond the limit 2·limit·|error| − limit²; what normalises the
 * log-probabilities falls out.
 */
function regressionError(
  tf: TF,
  { logProbs, ids, errorLimit }: { readonly logProbs: Tensor1D; readonly ids: Tensor1D; readonly errorLimit: number },
  { targets, centring, shares }: RegressionColumns,
  decisions: number,
): Tensor {
  const column = (values: Float64Array): Tensor1D => tf.tensor1d(Float32Array.from(values));
  const means = segmentSum(tf, tf.mul(logProbs, column(centring)) as Tensor1D, ids, decisions);
  const errors = tf.sub(tf.sub(logProbs, gatherRows(tf, means, ids)), column(targets));
  if (errorLimit === Number.POSITIVE_INFINITY) return tf.sum(tf.mul(tf.square(errors), column(shares)));
  const sizes = tf.abs(errors);
  const inner = tf.minimum(sizes, errorLimit);
  const costs = tf.add(tf.square(inner), tf.mul(2 * errorLimit, tf.sub(sizes, inner)));
  return tf.sum(tf.mul(costs, column(shares)));
}

/** Keeps the logarithm of a vanishing probability finite, as the release of DeepSoCS does. */
const PROBABILITY_FLOOR = 1e-6;

function logOfAll(tf: TF, logProbs: Tensor1D): Tensor1D {
  return tf.log(tf.add(tf.exp(logProbs), PROBABILITY_FLOOR)) as Tensor1D;
}

/** Of regression and expected advantage, anchors included; null for other objectives. */
function lessonLoss(
  tf: TF,
  rows: { readonly logProbs: Tensor1D; readonly ids: Tensor1D },
  { regression, anchors, decisions }: LossColumns,
  objective: Objective,
): Tensor | null {
  const lessons: Tensor[] = [];
  if (objective.kind === 'regression' && regression !== null) {
    const { errorLimit } = objective;
    lessons.push(regressionError(tf, { ...rows, errorLimit }, regression, decisions));
  } else if (regression !== null) lessons.push(expectedLoss(tf, rows.logProbs, regression));
  if (objective.kind === 'expected-advantage' && anchors !== null) {
    const error = regressionError(tf, { ...rows, errorLimit: ANCHOR_LIMIT }, anchors, decisions);
    lessons.push(tf.mul(objective.anchorCoefficient, error));
  }
  return lessons.length === 0 ? null : lessons.reduce((sum, lesson) => tf.add(sum, lesson));
}

/** −Σ share · π · advantage over the candidates tried; shares are those of their decisions. */
function expectedLoss(tf: TF, logProbs: Tensor1D, { targets, centring, shares }: RegressionColumns): Tensor {
  const gains = targets.map((advantage, row) => (centring[row] > 0 ? (advantage * shares[row]) / centring[row] : 0));
  return tf.neg(tf.sum(tf.mul(tf.exp(logProbs), tf.tensor1d(Float32Array.from(gains)))));
}

interface PolicyTensors {
  readonly scores: Tensor1D; // [decision] what the advantage multiplies: ln π of the candidate taken
  readonly crossEntropy: Tensor | null;
  readonly regressionLoss: Tensor | null;
  readonly shares: Tensor1D; // [decision]
  readonly values: Tensor1D | null; // [decision]
}

function policyLossOf(
  tf: TF,
  { scores, crossEntropy, regressionLoss, shares, values }: PolicyTensors,
  columns: LossColumns,
  { objective, attachedAdvantages }: LossRule,
): Tensor {
  if (objective.kind === 'imitation') return crossEntropy as Tensor;
  if (objective.kind === 'regression' || objective.kind === 'expected-advantage') return regressionLoss as Tensor;
  if (attachedAdvantages) {
    ensure(objective.kind === 'reinforce' && values !== null, 'train: attached advantages need REINFORCE and a critic');
    const errors = tf.sub(tf.tensor1d(Float32Array.from(columns.returns)), values);
    return directed(tf, weightedMean(tf, tf.mul(errors, scores), shares), objective);
  }
  const advantages = tf.tensor1d(Float32Array.from(columns.advantages));
  if (objective.kind === 'reinforce') {
    return directed(tf, weightedMean(tf, tf.mul(advantages, scores), shares), objective);
  }
  const oldLogProbs = tf.tensor1d(Float32Array.from(columns.oldLogProbs));
  return weightedMean(tf, surrogate(tf, { chosenLogProbs: scores, oldLogProbs, advantages }, objective), shares);
}

/** What is minimised so that the gain grows, or falls. */
function directed(tf: TF, gain: Tensor, { direction = 'ascend' }: ReinforceObjective): Tensor {
  return direction === 'ascend' ? tf.neg(gain) : gain;
}

/** max(−A·r, −A·clip(r, 1 ± ε)) [decision]. */
function surrogate(
  tf: TF,
  columns: { readonly chosenLogProbs: Tensor1D; readonly oldLogProbs: Tensor1D; readonly advantages: Tensor1D },
  { clipRange }: PpoObjective,
): Tensor {
  const { chosenLogProbs, oldLogProbs, advantages } = columns;
  const ratios = tf.exp(tf.sub(chosenLogProbs, oldLogProbs));
  const costs = tf.neg(advantages);
  // on a tie the gradient follows the first, the branch that is not clipped
  return tf.maximum(tf.mul(costs, ratios), tf.mul(costs, tf.clipByValue(ratios, 1 - clipRange, 1 + clipRange)));
}

function valueLossOf(
  tf: TF,
  { values, shares }: { readonly values: Tensor1D | null; readonly shares: Tensor1D },
  columns: LossColumns,
  objective: Objective,
): Tensor | null {
  if (objective.valueCoefficient === 0) return null;
  ensure(values !== null, `train: a value coefficient of ${objective.valueCoefficient} needs a network with a critic`);
  const returns = tf.tensor1d(Float32Array.from(columns.returns));
  const plain = tf.square(tf.sub(values as Tensor1D, returns));
  const range = objective.kind === 'ppo' ? objective.clipRangeValue : null;
  if (range === null) return tf.mul(0.5, weightedMean(tf, plain, shares));
  const oldValues = tf.tensor1d(Float32Array.from(columns.oldValues));
  const change = tf.clipByValue(tf.sub(values as Tensor1D, oldValues), -range, range);
  const clipped = tf.square(tf.sub(tf.add(oldValues, change), returns));
  return tf.mul(0.5, weightedMean(tf, tf.maximum(plain, clipped), shares));
}
