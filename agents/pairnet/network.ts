/**
 * The pair network: joint scoring of task × processor. Tasks and jobs are embedded bottom-up along the graphs
 * (`src/nn/graph-embedding.ts`), processors and the system one row each; every candidate pair is scored from its own columns
 * and the embeddings of its task, job and processor and of the system:
 *
 *   q[r] = a(processor columns · Q + …)            g = a([system columns, mean z, mean q] · G + …)
 *   score = start(columns) + linear(c) + MLP([c, h[task], z[job], q[processor], g]),  c = compressed columns
 *
 * The start has the fixed weights of `start.ts`; the linear part and the last layer of the MLP begin at 0. Numbers of processors, jobs,
 * tasks and candidates appear nowhere, so the same weights serve any platform. The critic reads g.
 */
import type { Tensor, Tensor1D, Tensor2D } from '../../src/nn/backend.js';
import {
  dense,
  denseParameters,
  type GraphEmbeddingSpec,
  graphEmbedding,
  graphEmbeddingParameters,
  leakyDense,
  segmentMean,
} from '../../src/nn/graph-embedding.js';
import { COMPRESSED_LIMIT } from '../../src/nn/live-graph-encoder.js';
import type { Network, NetworkOutput, PlainNetwork, TensorBatch, TensorScope } from '../../src/nn/network.js';
import type { ParameterSpec, Parameters } from '../../src/nn/parameters.js';
import { gatherRows } from '../../src/nn/segments.js';
import { GRAPH_FEATURES, PAIR_COLUMNS, PROCESSOR_COLUMNS, pairColumn, SCHEMA, SYSTEM_COLUMNS } from './columns.js';
import { PlainPairNetwork } from './plain-network.js';
import type { Start, StartWeights } from './start.js';

export interface PairNetworkSizes {
  readonly width: number; // of every embedding, a multiple of 4
  readonly hidden: readonly [number, number]; // of the pair scorer, multiples of 4
  readonly start: Start; // a part of the name
}

/** Widths of what the scorer reads. */
export const PAIR_WIDTH = PAIR_COLUMNS.length;
const VALUE_WIDTH = 32;

export class PairNetwork implements Network {
  readonly id: string;
  readonly schema = SCHEMA;
  readonly parameters: readonly ParameterSpec[];
  readonly sizes: PairNetworkSizes;
  readonly graph: GraphEmbeddingSpec;
  readonly startWeights: StartWeights;

  constructor(sizes: PairNetworkSizes, weights: StartWeights) {
    const { width, hidden, start } = sizes;
    this.id = `pairnet-${width}-${hidden.join('-')}-${start}`;
    this.sizes = sizes;
    this.startWeights = weights;
    this.graph = {
      name: 'graph',
      width,
      nodeColumns: GRAPH_FEATURES.nodes.length,
      jobColumns: GRAPH_FEATURES.jobs.length,
    };
    this.parameters = [
      ...graphEmbeddingParameters(this.graph),
      ...denseParameters('processor', PROCESSOR_COLUMNS.length, width),
      ...denseParameters('system', SYSTEM_COLUMNS.length + 2 * width, width),
      ...denseParameters('pair', PAIR_WIDTH + 4 * width, hidden[0]),
      ...denseParameters('hidden', hidden[0], hidden[1]),
      { name: 'score/weight', shape: [hidden[1], 1], gain: 0 },
      { name: 'linear', shape: [PAIR_WIDTH, 1], gain: 0 },
      ...denseParameters('value', width, VALUE_WIDTH),
      ...denseParameters('worth', VALUE_WIDTH, 1, 1),
    ];
  }

  forward(scope: TensorScope, batch: TensorBatch): NetworkOutput {
    const { tf } = scope;
    const { jobs, processors, system, candidates } = batch.tables;
    const embedded = graphEmbedding(scope, batch, this.graph);
    const q = leakyDense(scope, 'processor', processors.values);
    const count = batch.decisions;
    const meanJob = segmentMean(tf, embedded.jobs, { ids: jobs.decision, plainIds: jobs.plain.decision, count });
    const meanQ = segmentMean(tf, q, { ids: processors.decision, plainIds: processors.plain.decision, count });
    const g = leakyDense(scope, 'system', tf.concat([system.values, meanJob, meanQ], 1));
    const pairs = compressed(scope, candidates.values);
    const seen = tf.concat(
      [
        pairs,
        gatherRows(tf, embedded.nodes, candidates.integers.node),
        gatherRows(tf, embedded.jobs, candidates.integers.job),
        gatherRows(tf, q, candidates.integers.processor),
        gatherRows(tf, g, candidates.decision),
      ],
      1,
    );
    const hidden = leakyDense(scope, 'hidden', leakyDense(scope, 'pair', seen));
    const score = tf.add(
      tf.matMul(hidden, scope.weights['score/weight'] as Tensor2D),
      this.linear(scope, candidates.values, pairs),
    );
    const worth = dense(scope, 'worth', leakyDense(scope, 'value', g));
    return { logits: flat(score), values: flat(worth) };
  }

  compile(parameters: Parameters): PlainNetwork {
    return new PlainPairNetwork(this, parameters);
  }

  /** [candidate, 1] fixed weights of the columns as they are, learned ones of the compressed columns. */
  private linear({ tf, weights }: TensorScope, columns: Tensor2D, compressedColumns: Tensor2D): Tensor2D {
    const { onReady, late } = this.startWeights;
    const fixed = tf.tensor2d(onReady, [PAIR_WIDTH, 1]);
    const change = tf.tensor2d(
      late.map((weight, k) => weight - onReady[k]),
      [PAIR_WIDTH, 1],
    );
    const isLate = tf.slice(columns, [0, pairColumn('late')], [-1, 1]);
    const start = tf.add(tf.matMul(columns, fixed), tf.mul(isLate, tf.matMul(columns, change)));
    return tf.add(start, tf.matMul(compressedColumns, weights.linear as Tensor2D)) as Tensor2D;
  }
}

/** `compress` of the encoder, element by element. */
function compressed({ tf }: TensorScope, x: Tensor2D): Tensor2D {
  return tf.div(x, tf.add(tf.div(tf.abs(x), COMPRESSED_LIMIT), 1)) as Tensor2D;
}

function flat(column: Tensor): Tensor1D {
  return column.as1D();
}
