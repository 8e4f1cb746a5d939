/**
 * One pass through a network and back. Weights and minibatch are uploaded, the loss is differentiated with respect to
 * every weight, and all that is wanted comes back as one vector, because a device is waited for once that way: four
 * scalars, two numbers a decision, then the gradient in the order of the parameters (0 for weights that the loss does
 * not reach). All other tensors are freed before it returns, also when something throws.
 */
import type { Tensor, Tensor1D, TF } from '../nn/backend.js';
import { type Network, tensorBatch } from '../nn/network.js';
import { type Parameters, sizeOf } from '../nn/parameters.js';
import type { RaggedBatch } from '../nn/ragged-batch.js';
import type { LossColumns, LossRule } from './loss-columns.js';
import { type LossTensors, lossTensors } from './losses.js';

export interface BackwardPass {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly batch: RaggedBatch;
  readonly columns: LossColumns;
  readonly rule: LossRule;
}

/** The scalars at the front; those that a loss does not have are 0. */
export const PASS_SCALARS = ['loss', 'policy loss', 'value loss', 'cross-entropy to the targets'] as const;

/** The parts of a downloaded pass; views. */
export interface PassResult {
  readonly scalars: Float32Array; // as PASS_SCALARS
  readonly logProbs: Float32Array; // [decision] of the candidates taken
  readonly entropies: Float32Array; // [decision] nats
  readonly gradient: Float32Array; // [parameter]
}

/** The weights as tensors, by name; copies of the numbers as they are now. */
export function weightTensors(tf: TF, parameters: Parameters): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const { name, shape } of parameters.specs) tensors[name] = tf.tensor(parameters.get(name).slice(), [...shape]);
  return tensors;
}

/** Computes loss and gradients; the caller downloads the vector, disposes it, and reads it with {@link passResult}. */
export function backwardPass(tf: TF, { network, parameters, batch, columns, rule }: BackwardPass): Tensor1D {
  let outputs: Tensor | undefined;
  try {
    return tf.tidy(() => {
      const weights = weightTensors(tf, parameters);
      const tensors = tensorBatch(tf, batch);
      const { grads } = tf.engine().gradients(
        () => {
          const losses = lossTensors(tf, network.forward({ tf, weights }, tensors), columns, rule);
          outputs = tf.keep(packed(tf, losses)); // the gradient's own tidy must not take it
          return losses.loss;
        },
        Object.values(weights),
        undefined,
        true, // a loss without critic does not reach its weights
      );
      const gradients = parameters.specs.map((spec, i) => flat(tf, grads[i] as Tensor | undefined, sizeOf(spec)));
      return tf.concat([outputs as Tensor, ...gradients]) as Tensor1D;
    });
  } catch (error) {
    releaseTape(tf);
    throw error;
  } finally {
    outputs?.dispose();
  }
}

/** Frees what an interrupted gradient has kept for its way back; TensorFlow.js 4.22 does not. */
function releaseTape(tf: TF): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = [];
}

function packed(tf: TF, { loss, policyLoss, valueLoss, crossEntropy, chosenLogProbs, entropies }: LossTensors): Tensor {
  const scalars = [loss, policyLoss, valueLoss, crossEntropy].map((scalar) =>
    scalar === null ? tf.zeros([1]) : tf.reshape(scalar, [1]),
  );
  return tf.concat([...scalars, chosenLogProbs, entropies]);
}

function flat(tf: TF, gradient: Tensor | undefined, size: number): Tensor {
  return gradient === undefined ? tf.zeros([size]) : tf.reshape(gradient, [size]);
}

/** Splits the downloaded vector of a pass over `decisions` decisions. */
export function passResult(vector: Float32Array, decisions: number): PassResult {
  const first = PASS_SCALARS.length;
  return {
    scalars: vector.subarray(0, first),
    logProbs: vector.subarray(first, first + decisions),
    entropies: vector.subarray(first + decisions, first + 2 * decisions),
    gradient: vector.subarray(first + 2 * decisions),
  };
}
