/**
 * Operations on ragged batches: rows of many small sets (nodes of graphs, candidates of decisions) lie one after the
 * other, and `ids` says which set, the segment, each row belongs to. Gather and segment sum are each other's gradient,
 * and are written that way here, with two kernels each instead of the dozen that TensorFlow.js would record. Softmax
 * over the rows of each segment is stable: the maximum of the segment is subtracted, outside of the gradient. All
 * functions are pure; `tf` is the module of the loaded backend. Gradients are of first order only.
 */
import type { TF } from './backend.js';
import { SEGMENT_MAX_KERNEL } from './segment-kernels.js';

type Tensor = ReturnType<TF['tensor']>;
type Tensor1D = ReturnType<TF['tensor1d']>;
type Saver = (tensors: Tensor[]) => void;

/** Rows `ids` [picked] int32 of `data` [row, …]: [picked, …]. */
export function gatherRows<T extends Tensor>(tf: TF, data: T, ids: Tensor1D): T {
  const rows = data.shape[0];
  const gather = tf.customGrad(((x: Tensor, save: Saver) => {
    save([ids]);
    return {
      value: tf.gather(x, ids),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.unsortedSegmentSum(dy, saved as Tensor1D, rows),
    };
  }) as Parameters<TF['customGrad']>[0]);
  return gather(data) as T;
}

/**
 * Sum of the rows of `data` [row, …] float32 by segment `ids` [row] int32 in 0 … count − 1: [count, …]. An empty
 * segment is 0. Unlike TensorFlow's own, no id may be negative.
 */
export function segmentSum<T extends Tensor>(tf: TF, data: T, ids: Tensor1D, count: number): T {
  const sum = tf.customGrad(((x: Tensor, save: Saver) => {
    save([ids]);
    return {
      value: tf.unsortedSegmentSum(x, ids, count),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.gather(dy, saved as Tensor1D),
    };
  }) as Parameters<TF['customGrad']>[0]);
  return sum(data) as T;
}

/**
 * Logarithm of the softmax of `logits` [row, …] float32 over the rows of each segment; `ids` and `count` as in
 * {@link segmentSum}: [row, …]. A segment whose logits are all −∞ gives NaN. Where the backend has no kernel of the
 * segment maximum, rows of one segment should be neighbours; else the result stays right but may lose precision.
 */
export function segmentLogSoftmax<T extends Tensor>(tf: TF, logits: T, ids: Tensor1D, count: number): T {
  const logSoftmax = tf.customGrad(((x: Tensor, save: Saver) => {
    const shifted = tf.sub(x, tf.gather(segmentShift(tf, x, ids, count), ids));
    const sums = tf.unsortedSegmentSum(tf.exp(shifted), ids, count);
    const value = tf.sub(shifted, tf.gather(tf.log(sums), ids));
    save([value, ids]);
    return {
      value,
      gradFunc: (dy: Tensor, [saved, savedIds]: Tensor[]) => {
        const total = tf.gather(tf.unsortedSegmentSum(dy, savedIds as Tensor1D, count), savedIds);
        return tf.sub(dy, tf.mul(tf.exp(saved), total));
      },
    };
  }) as Parameters<TF['customGrad']>[0]);
  return logSoftmax(logits) as T;
}

/** Softmax of `logits` [row, …] over the rows of each segment: [row, …]; see {@link segmentLogSoftmax}. */
export function segmentSoftmax<T extends Tensor>(tf: TF, logits: T, ids: Tensor1D, count: number): T {
  return tf.exp(segmentLogSoftmax(tf, logits, ids, count)) as T;
}

/** A number per segment [count, …] near its largest logit; without gradient. */
function segmentShift(tf: TF, x: Tensor, ids: Tensor1D, count: number): Tensor {
  if (!tf.getKernel(SEGMENT_MAX_KERNEL, tf.getBackend())) return scannedMaximum(tf, x, ids, count);
  const inputs = { x, segmentIds: ids };
  return tf.engine().runKernel(SEGMENT_MAX_KERNEL, inputs, { numSegments: count }) as Tensor;
}

/**
 * The segment maximum from stock operations, for segments whose rows are neighbours: a running maximum within the
 * segment by doubling steps (Hillis and Steele 1986), taken at the last row of each segment. For scattered rows it is
 * the sum of the maxima of their runs.
 */
export function scannedMaximum(tf: TF, x: Tensor, ids: Tensor1D, count: number): Tensor {
  return tf.tidy(() => {
    const rows = ids.shape[0];
    const ones = x.shape.slice(1).map(() => 1);
    let maximum = x;
    for (let step = 1; step < rows; step *= 2) {
      const earlier = tf.concat([tf.slice(maximum, 0, step), tf.slice(maximum, 0, rows - step)]);
      const earlierIds = tf.concat([tf.fill([step], -1, 'int32') as Tensor1D, tf.slice(ids, 0, rows - step)]);
      const same = tf.reshape(tf.equal(ids, earlierIds), [rows, ...ones]);
      maximum = tf.where(tf.logicalAnd(same, tf.onesLike(x).cast('bool')), tf.maximum(maximum, earlier), maximum);
    }
    const nextIds = tf.concat([
      tf.slice(ids, Math.min(1, rows)),
      tf.fill([Math.min(1, rows)], -1, 'int32') as Tensor1D,
    ]);
    const isLast = tf.reshape(tf.notEqual(ids, nextIds), [rows, ...ones]);
    const atLast = tf.where(tf.logicalAnd(isLast, tf.onesLike(x).cast('bool')), maximum, tf.zerosLike(x));
    return tf.unsortedSegmentSum(atLast, ids, count);
  });
}
