/**
 * The loss of proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) for masked discrete actions, in
 * the widely used form with a halved value loss, optional value clipping and per-minibatch advantage normalisation,
 * together with its gradients by hand. Double precision and plain loops: this is the reference that every tensor
 * implementation is tested against, not what trains networks. Rows of next-step autoreset (valid = 0) must not be
 * handed in. Left out: continuous actions.
 */
import { ensure } from '../error.js';
import { type MaskedPolicy, maskedPolicy } from './masked-policy.js';

/** One minibatch. */
export interface PpoBatch {
  readonly logits: Float64Array; // [row × action]
  readonly actionMask: Uint8Array; // [row × action] 1 = allowed
  readonly actions: Int32Array; // [row] action taken
  readonly values: Float64Array; // [row] V now
  readonly oldLogProbs: Float64Array; // [row] log-probability of the action when it was taken
  readonly oldValues: Float64Array; // [row] V when the action was taken
  readonly advantages: Float64Array; // [row]
  readonly returns: Float64Array; // [row] value targets
}

/** Coefficients of the loss. */
export interface PpoLossOptions {
  readonly clipRange: number; // of the probability ratio
  readonly clipRangeValue: number | null; // of the value change; null = no clipping
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number;
  readonly normalizeAdvantages: boolean; // to mean 0 and sample deviation 1
}

/** The defaults most implementations share. */
export const DEFAULT_PPO_LOSS: PpoLossOptions = Object.freeze({
  clipRange: 0.2,
  clipRangeValue: 0.2,
  entropyCoefficient: 0.01,
  valueCoefficient: 0.5,
  normalizeAdvantages: true,
});

/** The loss, its parts and diagnostics, and its gradients. */
export interface PpoLoss {
  readonly loss: number;
  readonly policyLoss: number;
  readonly valueLoss: number; // halved mean square, before its coefficient
  readonly entropy: number; // mean over rows
  readonly oldApproxKl: number; // mean of −ln r
  readonly approxKl: number; // mean of r − 1 − ln r
  readonly clipFraction: number; // share of rows with |r − 1| > clipRange
  readonly explainedVariance: number; // of the returns by the old values; NaN for constant returns
  readonly logProbs: Float64Array; // [row] of the actions taken
  readonly entropies: Float64Array; // [row]
  readonly probs: Float64Array; // [row × action] 0 where masked
  readonly ratios: Float64Array; // [row] r, new over old probability
  readonly normalizedAdvantages: Float64Array; // [row]
  readonly gradLogits: Float64Array; // [row × action] of the loss; 0 where masked
  readonly gradValues: Float64Array; // [row] of the loss
}

/** Evaluates loss and gradients; throws on shapes that disagree or an action that its mask forbids. */
export function ppoLoss(batch: PpoBatch, options: PpoLossOptions = DEFAULT_PPO_LOSS): PpoLoss {
  const rows = ensureBatch(batch);
  const { entropyCoefficient, valueCoefficient } = options;
  const policy = maskedPolicy(batch.logits, batch.actionMask, batch.actions);
  const normalizedAdvantages = options.normalizeAdvantages ? normalized(batch.advantages) : batch.advantages.slice();
  const surrogate = clippedSurrogate(policy, batch, normalizedAdvantages, options.clipRange);
  const value = clippedValueLoss(batch, options);
  const entropy = meanOf(policy.entropies);
  return {
    loss: surrogate.policyLoss - entropyCoefficient * entropy + valueCoefficient * value.valueLoss,
    policyLoss: surrogate.policyLoss,
    valueLoss: value.valueLoss,
    entropy,
    oldApproxKl: surrogate.oldApproxKl,
    approxKl: surrogate.approxKl,
    clipFraction: surrogate.clipFraction,
    explainedVariance: explainedVariance(batch.oldValues, batch.returns),
    logProbs: policy.logProbs,
    entropies: policy.entropies,
    probs: policy.probs,
    ratios: surrogate.ratios,
    normalizedAdvantages,
    gradLogits: logitGradient(policy, batch.actions, surrogate.gradLogProbs, entropyCoefficient / rows),
    gradValues: value.gradValues,
  };
}

function ensureBatch(batch: PpoBatch): number {
  const rows = batch.actions.length;
  ensure(rows > 0, 'train/ppo-loss: the batch has no rows (at least 1 needed)');
  const { values, oldLogProbs, oldValues, advantages, returns } = batch;
  for (const [name, column] of Object.entries({ values, oldLogProbs, oldValues, advantages, returns })) {
    ensure(column.length === rows, `train/ppo-loss: ${name} has ${column.length} rows (${rows} needed, as in actions)`);
  }
  return rows;
}

function meanOf(column: Float64Array): number {
  let total = 0;
  for (let i = 0; i < column.length; i++) total += column[i];
  return total / column.length;
}

/** Sum of squared deviations from the mean. */
function scatter(column: Float64Array): number {
  const centre = meanOf(column);
  let total = 0;
  for (let i = 0; i < column.length; i++) total += (column[i] - centre) ** 2;
  return total;
}

function normalized(advantages: Float64Array): Float64Array {
  ensure(advantages.length > 1, 'train/ppo-loss: one advantage cannot be normalised (at least 2 rows needed)');
  const centre = meanOf(advantages);
  const deviation = Math.sqrt(scatter(advantages) / (advantages.length - 1)) + 1e-8;
  return advantages.map((advantage) => (advantage - centre) / deviation);
}

/** 1 − Var(returns − old values) / Var(returns); NaN when the returns do not vary. */
export function explainedVariance(oldValues: Float64Array, returns: Float64Array): number {
  const spread = scatter(returns);
  if (spread === 0) return Number.NaN;
  return 1 - scatter(returns.map((target, row) => target - oldValues[row])) / spread;
}

/** The clipped policy objective and its gradient with respect to the log-probabilities of the actions taken. */
function clippedSurrogate(policy: MaskedPolicy, batch: PpoBatch, advantages: Float64Array, clipRange: number) {
  const rows = advantages.length;
  const ratios = new Float64Array(rows);
  const gradLogProbs = new Float64Array(rows);
  let policyLoss = 0;
  let oldApproxKl = 0;
  let approxKl = 0;
  let clipped = 0;
  for (let row = 0; row < rows; row++) {
    const logRatio = policy.logProbs[row] - batch.oldLogProbs[row];
    const ratio = Math.exp(logRatio);
    const plain = -advantages[row] * ratio;
    const bounded = -advantages[row] * Math.min(Math.max(ratio, 1 - clipRange), 1 + clipRange);
    const isOutside = Math.abs(ratio - 1) > clipRange;
    ratios[row] = ratio;
    policyLoss += Math.max(plain, bounded);
    oldApproxKl -= logRatio;
    approxKl += ratio - 1 - logRatio;
    if (isOutside) clipped++;
    // beyond the clip range the bounded branch is flat
    if (!isOutside || plain > bounded) gradLogProbs[row] = plain / rows;
  }
  return {
    ratios,
    gradLogProbs,
    policyLoss: policyLoss / rows,
    oldApproxKl: oldApproxKl / rows,
    approxKl: approxKl / rows,
    clipFraction: clipped / rows,
  };
}

/** Chain rule from action log-probabilities and the entropy bonus to the logits. */
function logitGradient(
  policy: MaskedPolicy,
  actions: Int32Array,
  gradLogProbs: Float64Array,
  entropyWeight: number,
): Float64Array {
  const { probs, entropies } = policy;
  const count = probs.length / actions.length;
  const gradient = new Float64Array(probs.length);
  for (let row = 0; row < actions.length; row++) {
    for (let action = 0; action < count; action++) {
      const p = probs[row * count + action];
      const taken = action === actions[row] ? 1 : 0;
      const fromEntropy = p > 0 ? entropyWeight * p * (Math.log(p) + entropies[row]) : 0;
      gradient[row * count + action] = gradLogProbs[row] * (taken - p) + fromEntropy;
    }
  }
  return gradient;
}

/** Halved mean square error of the values, the larger of plain and clipped, and its weighted gradient. */
function clippedValueLoss(batch: PpoBatch, options: PpoLossOptions) {
  const { values, oldValues, returns } = batch;
  const range = options.clipRangeValue ?? Number.POSITIVE_INFINITY;
  const gradValues = new Float64Array(values.length);
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    const change = values[row] - oldValues[row];
    const isInside = Math.abs(change) <= range;
    const error = values[row] - returns[row];
    const bounded = isInside ? error : oldValues[row] + Math.sign(change) * range - returns[row];
    const isPlain = error * error >= bounded * bounded;
    total += isPlain ? error * error : bounded * bounded;
    if (isPlain) gradValues[row] = (options.valueCoefficient * error) / values.length;
  }
  return { valueLoss: (0.5 * total) / values.length, gradValues };
}
