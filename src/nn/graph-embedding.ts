/**
 * Embeddings of ragged graphs, from the tables of `live-graph-encoder.ts`: what a task and everything below it look like to a
 * scheduler, and what its job does. Messages go bottom-up, as in Decima (Mao et al. 2019, arXiv 1810.01963, eq. 1),
 * once along every edge, so that a task sees the whole rest of its job however deep that is:
 *
 *   h[u] = a(x[u]·P + p) + a(s[u]·U + q),    s[u] = Σ over successors v of a(h[v]·M + b + t[u,v]·e) / √(successors of u)
 *   z[j] = a([y[j], mean of h over the job's tasks]·J + c)
 *
 * where a is the leaky rectifier, x and y the features, t the transfer time; tasks without successors have no second
 * term. The root keeps the scale of a sum for fans of any width. Sizes of the graphs appear nowhere: the same weights
 * embed any number of jobs and tasks.
 */
import type { Tensor, Tensor1D, Tensor2D, TF } from './backend.js';
import { batchLevels, type Levels } from './levels.js';
import type { TensorBatch, TensorScope } from './network.js';
import type { ParameterSpec } from './parameters.js';
import { gatherRows, segmentSum } from './segments.js';

/** Slope of the rectifier below zero. */
export const LEAK = 0.2;

export interface GraphEmbeddingSpec {
  readonly name: string; // tensors are `<name>/node/weight`, …
  readonly width: number; // of both embeddings, a multiple of 4
  readonly nodeColumns: number;
  readonly jobColumns: number;
}

export function graphEmbeddingParameters({
  name,
  width,
  nodeColumns,
  jobColumns,
}: GraphEmbeddingSpec): ParameterSpec[] {
  return [
    ...denseParameters(`${name}/node`, nodeColumns, width),
    ...denseParameters(`${name}/message`, width, width),
    { name: `${name}/message/edge`, shape: [1, width], gain: 1 },
    ...denseParameters(`${name}/update`, width, width),
    ...denseParameters(`${name}/job`, jobColumns + width, width),
  ];
}

/** Weight and bias of one layer; the gain is that of hidden layers unless said otherwise. */
export function denseParameters(name: string, inputs: number, outputs: number, gain = Math.SQRT2): ParameterSpec[] {
  return [
    { name: `${name}/weight`, shape: [inputs, outputs], gain },
    { name: `${name}/bias`, shape: [outputs], gain: 0 },
  ];
}

export interface GraphEmbedding {
  readonly nodes: Tensor2D; // [row of `nodes`, width]
  readonly jobs: Tensor2D; // [row of `jobs`, width]
}

/** Both embeddings of a batch, as tensors. */
export function graphEmbedding(scope: TensorScope, batch: TensorBatch, spec: GraphEmbeddingSpec): GraphEmbedding {
  const { tf } = scope;
  const { nodes, edges, jobs } = batch.tables;
  const levels = batchLevels(nodes.plain, edges.plain);
  const sorted = gatherRows(tf, nodes.values, tf.tensor1d(levels.node, 'int32'));
  const own = leakyDense(scope, `${spec.name}/node`, sorted);
  const bottomUp = levels.count > 1 ? passMessages(scope, { batch, levels, own, name: spec.name }) : own;
  const embedded = gatherRows(tf, bottomUp, tf.tensor1d(levels.position, 'int32'));
  const mean = segmentMean(tf, embedded, {
    ids: nodes.integers.job,
    plainIds: nodes.plain.integers.job,
    count: jobs.plain.rows,
  });
  return { nodes: embedded, jobs: leakyDense(scope, `${spec.name}/job`, tf.concat([jobs.values, mean], 1)) };
}

interface Passing {
  readonly batch: TensorBatch;
  readonly levels: Levels;
  readonly own: Tensor2D; // [sorted node, width]
  readonly name: string;
}

/** h [sorted node, width]. */
function passMessages(scope: TensorScope, { batch, levels, own, name }: Passing): Tensor2D {
  const { tf, weights } = scope;
  const { nodeStart, edgeStart } = levels;
  const width = own.shape[1];
  const edges = tf.tensor2d(sortedEdges(batch, levels), [levels.edge.length, 2]);
  const transfer = tf.matMul(tf.slice(edges, [0, 0], [-1, 1]), weights[`${name}/message/edge`] as Tensor2D);
  let embedded = tf.slice(own, [0, 0], [nodeStart[1], width]); // level 0
  let messages = dense(scope, `${name}/message`, embedded);
  for (let level = 1; level < levels.count; level++) {
    const [from, to] = [edgeStart[level], edgeStart[level + 1]];
    const child = tf.tensor1d(levels.child.slice(from, to), 'int32');
    const parent = tf.tensor1d(levels.parent.slice(from, to), 'int32');
    const sent = tf.add(gatherRows(tf, messages, child), tf.slice(transfer, [from, 0], [to - from, width]));
    const share = tf.slice(edges, [from, 1], [to - from, 1]);
    const count = nodeStart[level + 1] - nodeStart[level];
    const received = segmentSum(tf, tf.mul(tf.leakyRelu(sent, LEAK), share) as Tensor2D, parent, count);
    const own1 = tf.slice(own, [nodeStart[level], 0], [count, width]);
    const here = tf.add(own1, leakyDense(scope, `${name}/update`, received)) as Tensor2D;
    embedded = tf.concat([embedded, here], 0);
    if (level + 1 < levels.count) messages = tf.concat([messages, dense(scope, `${name}/message`, here)], 0);
  }
  return embedded;
}

/** Transfer and share of the edges in sorted order; [edge × 2]. */
function sortedEdges({ tables }: TensorBatch, { edge }: Levels): Float32Array {
  const { values } = tables.edges.plain;
  const sorted = new Float32Array(2 * edge.length);
  for (let i = 0; i < edge.length; i++) {
    sorted[2 * i] = values[2 * edge[i]];
    sorted[2 * i + 1] = values[2 * edge[i] + 1];
  }
  return sorted;
}

/** x·W + b of the layer of this name. */
export function dense({ tf, weights }: TensorScope, name: string, x: Tensor2D): Tensor2D {
  return tf.add(tf.matMul(x, weights[`${name}/weight`] as Tensor2D), weights[`${name}/bias`] as Tensor) as Tensor2D;
}

/** The same through the leaky rectifier. */
export function leakyDense(scope: TensorScope, name: string, x: Tensor2D): Tensor2D {
  return scope.tf.leakyRelu(dense(scope, name, x), LEAK);
}

export interface Segments {
  readonly ids: Tensor1D; // [row] int32
  readonly plainIds: Int32Array; // the same
  readonly count: number;
}

/** Mean of the rows of each segment; 0 for an empty one. */
export function segmentMean(tf: TF, rows: Tensor2D, { ids, plainIds, count }: Segments): Tensor2D {
  const sizes = new Float32Array(count);
  for (let row = 0; row < plainIds.length; row++) sizes[plainIds[row]]++;
  const shares = sizes.map((size) => (size > 0 ? 1 / size : 0));
  return tf.mul(segmentSum(tf, rows, ids, count), tf.tensor2d(shares, [count, 1])) as Tensor2D;
}
