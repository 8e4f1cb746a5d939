/**
 * The tensor operations that training small networks needs, each with seeded inputs in its domain: what every backend
 * must compute alike, forward and gradient. Inputs are all different and keep away from kinks (0 of relu, ties of
 * maximum), where the derivative is a matter of taste.
 */
import type { TF } from '../../../src/nn/backend.js';
import { gatherRows, segmentLogSoftmax, segmentSoftmax, segmentSum } from '../../../src/nn/segments.js';
import { createRng } from '../../../src/rng.js';

export type Tensor = ReturnType<TF['tensor']>;
type Tensor1D = ReturnType<TF['tensor1d']>;

export interface Operation {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[]; // of the inputs
  readonly positive?: boolean; // inputs in 0.3 … 2 instead of −2 … 2
  readonly apply: (tf: TF, ...inputs: Tensor[]) => Tensor;
}

const ids = (tf: TF, values: readonly number[]): Tensor1D => tf.tensor1d([...values], 'int32');
const PICKED = [4, 0, 2, 2, 5, 0, 1];
const SEGMENTS = [0, 0, 2, 2, 2, 4];

const unary = (name: string, apply: Operation['apply'], positive = false): Operation => ({
  name,
  shapes: [[6, 5]],
  apply,
  positive,
});
const binary = (name: string, apply: Operation['apply'], positive = false): Operation[] =>
  [
    [
      [6, 5],
      [6, 5],
    ],
    [[6, 5], [5]],
    [
      [6, 5],
      [6, 1],
    ],
    [
      [6, 1],
      [1, 5],
    ],
    [[6, 5], []],
  ].map((shapes) => ({
    name: `${name} ${shapes.map((shape) => `[${shape}]`).join(' ')}`,
    shapes,
    apply,
    positive,
  }));

export const OPERATIONS: readonly Operation[] = [
  ...binary('add', (tf, a, b) => tf.add(a, b)),
  ...binary('sub', (tf, a, b) => tf.sub(a, b)),
  ...binary('mul', (tf, a, b) => tf.mul(a, b)),
  ...binary('div', (tf, a, b) => tf.div(a, b), true),
  ...binary('maximum', (tf, a, b) => tf.maximum(a, b)),
  ...binary('minimum', (tf, a, b) => tf.minimum(a, b)),
  ...binary('squaredDifference', (tf, a, b) => tf.squaredDifference(a, b)),
  ...binary('pow', (tf, a, b) => tf.pow(a, b), true),
  unary('relu', (tf, x) => tf.relu(x)),
  unary('leakyRelu', (tf, x) => tf.leakyRelu(x, 0.2)),
  unary('elu', (tf, x) => tf.elu(x)),
  unary('selu', (tf, x) => tf.selu(x)),
  unary('tanh', (tf, x) => tf.tanh(x)),
  unary('sigmoid', (tf, x) => tf.sigmoid(x)),
  unary('softplus', (tf, x) => tf.softplus(x)),
  unary('exp', (tf, x) => tf.exp(x)),
  unary('log', (tf, x) => tf.log(x), true),
  unary('log1p', (tf, x) => tf.log1p(x), true),
  unary('sqrt', (tf, x) => tf.sqrt(x), true),
  unary('rsqrt', (tf, x) => tf.rsqrt(x), true),
  unary('reciprocal', (tf, x) => tf.reciprocal(x), true),
  unary('square', (tf, x) => tf.square(x)),
  unary('abs', (tf, x) => tf.abs(x)),
  unary('sign', (tf, x) => tf.sign(x)),
  unary('neg', (tf, x) => tf.neg(x)),
  unary('clipByValue', (tf, x) => tf.clipByValue(x, -0.7, 0.9)),
  unary('softmax', (tf, x) => tf.softmax(x)),
  unary('logSoftmax', (tf, x) => tf.logSoftmax(x)),
  unary('logSumExp', (tf, x) => tf.logSumExp(x, 1)),
  ...([undefined, 0, 1] as const).flatMap((axis) => [
    unary(`sum over ${axis ?? 'all'}`, (tf, x) => tf.sum(x, axis)),
    unary(`mean over ${axis ?? 'all'}`, (tf, x) => tf.mean(x, axis)),
    unary(`max over ${axis ?? 'all'}`, (tf, x) => tf.max(x, axis)),
    unary(`min over ${axis ?? 'all'}`, (tf, x) => tf.min(x, axis)),
    unary(`moments over ${axis ?? 'all'}`, (tf, x) => {
      const { mean, variance } = tf.moments(x, axis, true);
      return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
    }),
  ]),
  unary('gather rows', (tf, x) => tf.gather(x, ids(tf, PICKED))),
  unary('gather columns', (tf, x) => tf.gather(x, ids(tf, [4, 0, 0, 3]), 1)),
  unary('unsortedSegmentSum', (tf, x) => tf.unsortedSegmentSum(x, ids(tf, SEGMENTS), 5)),
  unary('gatherRows', (tf, x) => gatherRows(tf, x, ids(tf, PICKED))),
  unary('segmentSum', (tf, x) => segmentSum(tf, x, ids(tf, SEGMENTS), 5)),
  unary('segmentLogSoftmax', (tf, x) => segmentLogSoftmax(tf, x, ids(tf, SEGMENTS), 5)),
  unary('segmentSoftmax', (tf, x) => segmentSoftmax(tf, x, ids(tf, SEGMENTS), 5)),
  {
    name: 'concat rows',
    shapes: [
      [2, 3],
      [4, 3],
    ],
    apply: (tf, a, b) => tf.concat([a, b], 0),
  },
  {
    name: 'concat columns',
    shapes: [
      [4, 2],
      [4, 3],
    ],
    apply: (tf, a, b) => tf.concat([a, b], 1),
  },
  {
    name: 'stack',
    shapes: [
      [4, 2],
      [4, 2],
    ],
    apply: (tf, a, b) => tf.stack([a, b], 1),
  },
  unary('split', (tf, x) => tf.split(x, [2, 3], 1).reduce((all, part) => tf.concat([part, all], 1))),
  unary('slice', (tf, x) => tf.slice(x, [1, 2], [3, 2])),
  unary('reshape', (tf, x) => tf.reshape(x, [3, 10])),
  unary('squeeze and expandDims', (tf, x) => tf.squeeze(tf.expandDims(x, 1), [1])),
  unary('transpose', (tf, x) => tf.transpose(x)),
  unary('tile', (tf, x) => tf.tile(x, [2, 1])),
  unary('pad', (tf, x) =>
    tf.pad(x, [
      [1, 0],
      [0, 2],
    ]),
  ),
  unary('cast', (tf, x) => tf.mul(x, tf.cast(tf.greater(x, 0.1), 'float32'))),
  unary('oneHot', (tf, x) => tf.mul(x, tf.oneHot(ids(tf, [4, 0, 2, 2, 3, 1]), 5))),
  {
    name: 'where',
    shapes: [
      [6, 5],
      [6, 5],
    ],
    apply: (tf, a, b) => tf.where(tf.less(a, b), a, tf.mul(b, 2)),
  },
  {
    name: 'matMul',
    shapes: [
      [6, 5],
      [5, 3],
    ],
    apply: (tf, a, b) => tf.matMul(a, b),
  },
  {
    name: 'matMul left transposed',
    shapes: [
      [5, 6],
      [5, 3],
    ],
    apply: (tf, a, b) => tf.matMul(a, b, true, false),
  },
  {
    name: 'matMul right transposed',
    shapes: [
      [6, 5],
      [3, 5],
    ],
    apply: (tf, a, b) => tf.matMul(a, b, false, true),
  },
  {
    name: 'matMul in batches',
    shapes: [
      [2, 6, 5],
      [2, 5, 3],
    ],
    apply: (tf, a, b) => tf.matMul(a, b),
  },
  { name: 'dot', shapes: [[5], [5]], apply: (tf, a, b) => tf.dot(a, b) },
  { name: 'outerProduct', shapes: [[5], [4]], apply: (tf, a, b) => tf.outerProduct(a as Tensor1D, b as Tensor1D) },
  unary('norm', (tf, x) => tf.norm(x)),
  unary('cumsum', (tf, x) => tf.cumsum(x, 1)),
  { name: 'a layer', shapes: [[6, 5], [5, 3], [3]], apply: (tf, x, w, b) => tf.relu(tf.add(tf.matMul(x, w), b)) },
];

const elements = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** The inputs of an operation: the middles of equal parts of the domain, all different, in seeded disorder. */
export function inputsOf({ name, shapes, positive }: Operation): Float32Array[] {
  const rng = createRng('operations').fork(name);
  const total = shapes.reduce((sum, shape) => sum + elements(shape), 0);
  const low = positive ? 0.3 : -2;
  const middles = Array.from({ length: total }, (_, i) => low + ((2 - low) * (i + 0.5)) / total);
  return shapes.map((shape) =>
    Float32Array.from({ length: elements(shape) }, () => middles.splice(rng.integer(middles.length), 1)[0]),
  );
}

/** Seeded weights of a result in −1 … 1: its weighted sum is what is differentiated. */
export function weightsOf({ name }: Operation, shape: readonly number[]): Float32Array {
  const rng = createRng('operations').fork(name).fork('weights');
  return Float32Array.from({ length: elements(shape) }, () => 2 * rng() - 1);
}

export interface Outcome {
  readonly forward: Float32Array;
  readonly gradients: readonly Float32Array[]; // [input] of the weighted sum of the result
}

/** The operation and its gradient by every input, on the current backend; the result is weighed by seeded numbers. */
export async function compute(tf: TF, operation: Operation): Promise<Outcome> {
  const { shapes, apply } = operation;
  const tensors = tf.tidy(() => {
    const inputs = inputsOf(operation).map((values, i): Tensor => tf.tensor(values, [...shapes[i]]));
    const forward = apply(tf, ...inputs);
    const weights = tf.tensor(weightsOf(operation, forward.shape), forward.shape);
    return [forward, ...tf.grads((...x: Tensor[]) => tf.sum(tf.mul(apply(tf, ...x), weights)))(inputs)];
  });
  const values = (await Promise.all(tensors.map((tensor) => tensor.data()))).map((data) => Float32Array.from(data));
  tf.dispose(tensors);
  return { forward: values[0], gradients: values.slice(1) };
}
