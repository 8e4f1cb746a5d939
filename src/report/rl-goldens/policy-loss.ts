/** Replays one minibatch of the PPO loss: every intermediate, every diagnostic and both gradients. */
import * as z from 'zod';
import { type PpoBatch, type PpoLoss, type PpoLossOptions, ppoLoss } from '../../train/ppo-loss.js';
import type { Comparison, Recorded } from './comparison.js';
import { caseOf, flagMatrix, flatten, matrix, real, sameShape, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const fields = z.strictObject({
  logits: matrix,
  actionMask: flagMatrix,
  actions: z.array(z.number().int().min(0)).min(1),
  values: vector,
  oldLogProbs: vector,
  oldValues: vector,
  advantages: vector,
  returns: vector,
  clipRange: real,
  clipRangeValue: real.nullable(),
  entropyCoef: real,
  valueCoef: real,
  normalizeAdvantages: z.boolean(),
});

const input = fields.refine(
  (given) => sameShape(given.logits, given.actionMask) && given.logits.length === given.actions.length,
  'logits and actionMask of equal shape [row][action] are expected',
);

const output = z.strictObject({
  logProbs: vector,
  entropies: vector,
  probs: matrix,
  ratios: vector,
  normalizedAdvantages: vector,
  policyLoss: real,
  valueLoss: real,
  entropy: real,
  loss: real,
  oldApproxKl: real,
  approxKl: real,
  clipFraction: real,
  gradLogits: matrix,
  gradValues: vector,
  explainedVariance: real,
});

/** A recorded minibatch. */
export const policyLossSchema = caseOf(input, output);

type PolicyLossInput = z.infer<typeof input>;

/** The minibatch as the loss takes it. */
export function batchOf(given: PolicyLossInput): PpoBatch {
  return {
    logits: flatten(given.logits),
    actionMask: Uint8Array.from(given.actionMask.flat()),
    actions: Int32Array.from(given.actions),
    values: Float64Array.from(given.values),
    oldLogProbs: Float64Array.from(given.oldLogProbs),
    oldValues: Float64Array.from(given.oldValues),
    advantages: Float64Array.from(given.advantages),
    returns: Float64Array.from(given.returns),
  };
}

/** Its coefficients. */
export function optionsOf(given: PolicyLossInput): PpoLossOptions {
  return {
    clipRange: given.clipRange,
    clipRangeValue: given.clipRangeValue,
    entropyCoefficient: given.entropyCoef,
    valueCoefficient: given.valueCoef,
    normalizeAdvantages: given.normalizeAdvantages,
  };
}

/** Compares everything that was recorded of the loss. */
export function compareLoss(comparison: Comparison, loss: PpoLoss, recorded: z.infer<typeof output>): void {
  for (const [field, golden] of Object.entries(recorded) as [keyof PpoLoss, Recorded][]) {
    const computed = loss[field];
    comparison.numbers(`out.${field}`, typeof computed === 'number' ? [computed] : computed, golden);
  }
}

/** The PPO loss. */
export const policyLossKind = defineKind({
  label: 'PPO loss (logits)',
  accepts: hasInputs('logits'),
  schema: policyLossSchema,
  replay: ({ in: given, out }, comparison) => {
    compareLoss(comparison, ppoLoss(batchOf(given), optionsOf(given)), out);
  },
});
