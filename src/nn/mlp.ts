/**
 * Multi-layer perceptrons, as tensors and in plain arrays. y = activation(x·W + b) layer by layer; the last layer has an
 * activation only if asked. Weights are [in, out], so that the plain loop runs along contiguous outputs and skips
 * zero inputs (ReLU leaves many).
 */
import type { Tensor1D, Tensor2D } from './backend.js';
import type { TensorScope } from './network.js';
import type { ParameterSpec, Parameters } from './parameters.js';

/** `leakyRelu` has slope 0.2 below zero, as in Decima. */
export type Activation = 'relu' | 'leakyRelu' | 'tanh' | 'none';

export interface MlpSpec {
  readonly name: string; // tensors are `<name>/<layer>/weight` and `/bias`
  readonly sizes: readonly number[]; // widths: input, hidden …, output
  readonly activation: Activation; // between layers
  readonly last?: Activation; // after the last layer; default none
  readonly outputGain?: number; // orthogonal gain of the last layer; default √2, hidden layers √2
}

const HIDDEN_GAIN = Math.SQRT2;
const LEAK = 0.2;

/** Tensors of the layers. */
export function mlpParameters({ name, sizes, outputGain = HIDDEN_GAIN }: MlpSpec): ParameterSpec[] {
  const layers = sizes.length - 1;
  return Array.from({ length: layers }, (_, layer) => [
    {
      name: `${name}/${layer}/weight`,
      shape: [sizes[layer], sizes[layer + 1]],
      gain: layer === layers - 1 ? outputGain : HIDDEN_GAIN,
    },
    { name: `${name}/${layer}/bias`, shape: [sizes[layer + 1]], gain: 0 },
  ]).flat();
}

/** [row, input] → [row, output]. */
export function mlpForward({ tf, weights }: TensorScope, spec: MlpSpec, input: Tensor2D): Tensor2D {
  const layers = spec.sizes.length - 1;
  let x = input;
  for (let layer = 0; layer < layers; layer++) {
    const weight = weights[`${spec.name}/${layer}/weight`] as Tensor2D;
    const bias = weights[`${spec.name}/${layer}/bias`] as Tensor1D;
    const y = tf.add(tf.matMul(x, weight), bias) as Tensor2D;
    x = activate(tf, layer === layers - 1 ? (spec.last ?? 'none') : spec.activation, y);
  }
  return x;
}

function activate(tf: TensorScope['tf'], activation: Activation, x: Tensor2D): Tensor2D {
  if (activation === 'relu') return tf.relu(x);
  if (activation === 'leakyRelu') return tf.leakyRelu(x, LEAK);
  return activation === 'tanh' ? tf.tanh(x) : x;
}

/** The same for rows in plain arrays. Keeps views of the parameters. */
export class PlainMlp {
  readonly output: number; // width
  private readonly weights: Float32Array[]; // [layer] [in × out]
  private readonly biases: Float32Array[]; // [layer] [out]
  private readonly activations: Activation[]; // [layer]
  private readonly hidden: Float32Array[]; // [layer] [out] scratch of one row

  constructor(spec: MlpSpec, parameters: Parameters) {
    const layers = spec.sizes.length - 1;
    const names = Array.from({ length: layers }, (_, layer) => `${spec.name}/${layer}`);
    this.output = spec.sizes[layers];
    this.weights = names.map((name) => parameters.get(`${name}/weight`));
    this.biases = names.map((name) => parameters.get(`${name}/bias`));
    this.activations = names.map((_, layer) => (layer === layers - 1 ? (spec.last ?? 'none') : spec.activation));
    this.hidden = spec.sizes.slice(1).map((width) => new Float32Array(width));
  }

  /** One row: `input` from `inputOffset` on, into `result` from `resultOffset` on. */
  row(input: Float32Array, inputOffset: number, result: Float32Array, resultOffset: number): void {
    const layers = this.weights.length;
    let source = input;
    let offset = inputOffset;
    for (let layer = 0; layer < layers; layer++) {
      const target = this.hidden[layer];
      target.set(this.biases[layer]);
      accumulate(source, offset, this.weights[layer], target);
      activateRow(this.activations[layer], target);
      source = target;
      offset = 0;
    }
    for (let o = 0; o < this.output; o++) result[resultOffset + o] = source[o];
  }
}

/** Adds one row times the matrix to `target` [out]; the weight is [in × out]. */
function accumulate(input: Float32Array, offset: number, weight: Float32Array, target: Float32Array): void {
  const outputs = target.length;
  for (let base = 0, i = offset; base < weight.length; base += outputs, i++) {
    const x = input[i];
    if (x === 0) continue;
    for (let o = 0; o < outputs; o++) target[o] += x * weight[base + o];
  }
}

function activateRow(activation: Activation, row: Float32Array): void {
  if (activation === 'relu') {
    for (let i = 0; i < row.length; i++) if (row[i] < 0) row[i] = 0;
  } else if (activation === 'leakyRelu') {
    for (let i = 0; i < row.length; i++) if (row[i] < 0) row[i] *= LEAK;
  } else if (activation === 'tanh') {
    for (let i = 0; i < row.length; i++) row[i] = Math.tanh(row[i]);
  }
}
