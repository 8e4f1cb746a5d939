/**
 * What a network says of decisions that were taken: log-probabilities, entropies and values of many decisions in one
 * pass, without gradients. Used to bring the values of a rollout up to date, and to measure how far a policy has moved.
 */
import type { Tensor1D, TF } from '../nn/backend.js';
import { type Network, tensorBatch } from '../nn/network.js';
import type { Parameters } from '../nn/parameters.js';
import type { RaggedBatch } from '../nn/ragged-batch.js';
import { gatherRows, segmentLogSoftmax, segmentSum } from '../nn/segments.js';
import { CANDIDATES } from '../nn/tables.js';
import { weightTensors } from './backward.js';

export interface DecisionEvaluation {
  readonly logProbs: Float64Array; // [decision] of the candidates taken
  readonly entropies: Float64Array; // [decision] nats
  readonly values: Float64Array; // [decision] NaN without a critic
}

export function emptyEvaluation(decisions: number): DecisionEvaluation {
  return {
    logProbs: new Float64Array(decisions),
    entropies: new Float64Array(decisions),
    values: new Float64Array(decisions),
  };
}

export interface ForwardPass {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly batch: RaggedBatch;
  readonly chosenRows: Int32Array; // [decision] row of the candidate taken
}

/** [log-probabilities | entropies | values], each [decision]; NaN for values without a critic. */
export function forwardPass(tf: TF, { network, parameters, batch, chosenRows }: ForwardPass): Tensor1D {
  return tf.tidy(() => {
    const weights = weightTensors(tf, parameters);
    const tensors = tensorBatch(tf, batch);
    const { logits, values } = network.forward({ tf, weights }, tensors);
    const ids = tensors.tables[CANDIDATES].decision;
    const logProbs = segmentLogSoftmax(tf, logits, ids, batch.decisions);
    const entropies = tf.neg(segmentSum(tf, tf.mul(tf.exp(logProbs), logProbs), ids, batch.decisions)) as Tensor1D;
    const chosen = gatherRows(tf, logProbs, tf.tensor1d(chosenRows, 'int32'));
    return tf.concat([chosen, entropies, values ?? tf.fill([batch.decisions], Number.NaN)]) as Tensor1D;
  });
}

/** Writes a downloaded pass into the columns from decision `first` on. */
export function takeEvaluation(vector: Float32Array, into: DecisionEvaluation, first: number): void {
  const decisions = vector.length / 3;
  into.logProbs.set(vector.subarray(0, decisions), first);
  into.entropies.set(vector.subarray(decisions, 2 * decisions), first);
  into.values.set(vector.subarray(2 * decisions), first);
}
