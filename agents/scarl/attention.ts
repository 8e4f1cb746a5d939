/**
 * Additive attention as in SCARL (Cheong et al. 2019, doi 10.1109/ACCESS.2019.2948150; after Bahdanau et al. 2015, arXiv
 * 1409.0473): a score V·tanh(W_q·query + b + W_r·row) per row of a set. The scores choose among the rows, or their
 * softmax weighs the rows to a summary. As tensors over ragged sets, and in plain arrays over one set.
 */
import type { Tensor1D, Tensor2D } from '../../src/nn/backend.js';
import type { TensorScope } from '../../src/nn/network.js';
import type { ParameterSpec, Parameters } from '../../src/nn/parameters.js';
import { gatherRows, segmentSoftmax, segmentSum } from '../../src/nn/segments.js';

export interface AttentionSpec {
  readonly name: string;
  readonly query: number; // width
  readonly width: number; // of the rows
  readonly gain: number; // orthogonal gain of V
}

export function attentionParameters({ name, query, width, gain }: AttentionSpec): ParameterSpec[] {
  return [
    { name: `${name}/query/weight`, shape: [query, width], gain: 1 },
    { name: `${name}/query/bias`, shape: [width], gain: 0 },
    { name: `${name}/row/weight`, shape: [width, width], gain: 1 },
    { name: `${name}/score/weight`, shape: [width, 1], gain },
  ];
}

/** A ragged set: rows and the decision that each belongs to. */
export interface TensorSet {
  readonly rows: Tensor2D; // [row, width]
  readonly decision: Tensor1D; // [row] int32
  readonly decisions: number;
}

/** [row] score of every row; `query` is [decision, query width]. */
export function attentionScores({ tf, weights }: TensorScope, name: string, query: Tensor2D, set: TensorSet): Tensor1D {
  const asked = tf.add(tf.matMul(query, weights[`${name}/query/weight`] as Tensor2D), weights[`${name}/query/bias`]);
  const told = tf.matMul(set.rows, weights[`${name}/row/weight`] as Tensor2D);
  const mixed = tf.tanh(tf.add(gatherRows(tf, asked, set.decision), told)) as Tensor2D;
  return tf.reshape(tf.matMul(mixed, weights[`${name}/score/weight`] as Tensor2D), [-1]) as Tensor1D;
}

/** [decision, width] the rows of each decision, weighed by the softmax of their scores. */
export function attentionSummary(scope: TensorScope, name: string, query: Tensor2D, set: TensorSet): Tensor2D {
  const { tf } = scope;
  const { decision, decisions } = set;
  const shares = segmentSoftmax(tf, attentionScores(scope, name, query, set), decision, decisions);
  return segmentSum(tf, tf.mul(set.rows, tf.reshape(shares, [-1, 1])) as Tensor2D, decision, decisions);
}

/** The same over one set of rows in plain arrays. Keeps views of the parameters. */
export class PlainAttention {
  scores = new Float32Array(8); // [row] of the last set; longer than needed
  private readonly width: number;
  private readonly queryWeight: Float32Array; // [query × width]
  private readonly queryBias: Float32Array; // [width]
  private readonly rowWeight: Float32Array; // [width × width]
  private readonly scoreWeight: Float32Array; // [width]
  private readonly asked: Float32Array; // [width] scratch
  private readonly mixed: Float32Array; // [width] scratch

  constructor({ name, width }: AttentionSpec, parameters: Parameters) {
    this.width = width;
    this.queryWeight = parameters.get(`${name}/query/weight`);
    this.queryBias = parameters.get(`${name}/query/bias`);
    this.rowWeight = parameters.get(`${name}/row/weight`);
    this.scoreWeight = parameters.get(`${name}/score/weight`);
    this.asked = new Float32Array(width);
    this.mixed = new Float32Array(width);
  }

  /** Scores of the first `count` rows for the query that stands in `query` from the start. */
  score(query: Float32Array, rows: Float32Array, count: number): void {
    const { asked, mixed, width, scoreWeight } = this;
    if (this.scores.length < count) this.scores = new Float32Array(2 * count);
    asked.set(this.queryBias);
    addProduct(query, 0, this.queryWeight, asked);
    for (let row = 0; row < count; row++) {
      mixed.set(asked);
      addProduct(rows, row * width, this.rowWeight, mixed);
      let score = 0;
      for (let i = 0; i < width; i++) score += Math.tanh(mixed[i]) * scoreWeight[i];
      this.scores[row] = score;
    }
  }

  /** Summary of the first `count` rows into `result` from `offset` on. */
  summarize(
    query: Float32Array,
    { rows, count }: { readonly rows: Float32Array; readonly count: number },
    result: Float32Array,
    offset: number,
  ): void {
    this.score(query, rows, count);
    const { scores, width } = this;
    let top = scores[0];
    for (let row = 1; row < count; row++) top = Math.max(top, scores[row]);
    let total = 0;
    for (let row = 0; row < count; row++) total += Math.exp(scores[row] - top);
    result.fill(0, offset, offset + width);
    for (let row = 0; row < count; row++) {
      const share = Math.exp(scores[row] - top) / total;
      for (let i = 0; i < width; i++) result[offset + i] += share * rows[row * width + i];
    }
  }
}

/** target += input·W, as many inputs as W has rows, from `offset` on. */
function addProduct(input: Float32Array, offset: number, weight: Float32Array, target: Float32Array): void {
  const outputs = target.length;
  const inputs = weight.length / outputs;
  for (let i = 0; i < inputs; i++) {
    const x = input[offset + i];
    const base = i * outputs;
    for (let o = 0; o < outputs; o++) target[o] += x * weight[base + o];
  }
}
