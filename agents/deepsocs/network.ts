/**
 * The network of DeepSoCS (Sung et al. 2020, arXiv 2005.07666; code EpiSci/SoCRATES@e246978): tasks receive messages from
 * their successors, jobs sum over their tasks, one summary sums over jobs, and every ready task gets a logit from its own
 * numbers, its embedding and both summaries. Rounds of messages are synchronous, e ← prepare(x) + aggregate(Σ message(e))
 * for tasks with successors; the release means two rounds but returns within the first, in which it also leaves out tasks near
 * the entry. Its batch normalisation, always in training mode, is per decision the option `normalization: 'tasks'`: whatever
 * is equal for all tasks becomes 0, the summary of everything included, so the default is none. No critic.
 */
import type { Tensor1D, Tensor2D } from '../../src/nn/backend.js';
import { mlpForward, mlpParameters } from '../../src/nn/mlp.js';
import type { Network, NetworkOutput, PlainNetwork, TensorBatch, TensorScope } from '../../src/nn/network.js';
import type { ParameterSpec, Parameters } from '../../src/nn/parameters.js';
import { gatherRows, segmentSum } from '../../src/nn/segments.js';
import { CANDIDATES, type DecisionSchema } from '../../src/nn/tables.js';
import { type DeepSocsShape, LAYERS, MERGED, NODE_COLUMNS, VARIANCE_FLOOR } from './layers.js';
import { PlainDeepSocs } from './plain-network.js';

const SCHEMA: DecisionSchema = [
  { name: 'nodes', columns: NODE_COLUMNS, integers: [{ name: 'job', refersTo: 'jobs' }, { name: 'counted' }] },
  {
    name: 'edges',
    columns: [],
    integers: [
      { name: 'from', refersTo: 'nodes' },
      { name: 'to', refersTo: 'nodes' },
    ],
  },
  { name: 'jobs', columns: [], integers: [{ name: 'first', refersTo: 'nodes' }] },
  { name: CANDIDATES, columns: [], integers: [{ name: 'node', refersTo: 'nodes' }] },
];

export class DeepSocsNetwork implements Network {
  readonly id: string;
  readonly schema = SCHEMA;
  readonly parameters: readonly ParameterSpec[];
  private readonly shape: DeepSocsShape;

  constructor(shape: DeepSocsShape) {
    const { depth, normalization } = shape;
    this.shape = shape;
    this.id = `deepsocs-${depth}${normalization === 'tasks' ? '-normalized' : ''}`;
    this.parameters = [
      ...Object.values(LAYERS).flatMap(mlpParameters),
      ...(normalization === 'none'
        ? []
        : [
            { name: 'normalize/scale', shape: [MERGED], gain: 1 },
            { name: 'normalize/shift', shape: [MERGED], gain: 0 },
          ]),
    ];
  }

  forward(scope: TensorScope, batch: TensorBatch): NetworkOutput {
    const { tf } = scope;
    const { nodes, jobs, candidates } = batch.tables;
    const embedded = this.embed(scope, batch);
    const perTask = mlpForward(scope, LAYERS.job, tf.concat([nodes.values, embedded], 1) as Tensor2D);
    const counted = tf.reshape(tf.cast(nodes.integers.counted, 'float32'), [-1, 1]);
    const ofJob = segmentSum(tf, tf.mul(perTask, counted) as Tensor2D, nodes.integers.job, jobs.plain.rows);
    const ofAll = segmentSum(tf, mlpForward(scope, LAYERS.all, ofJob), jobs.decision, batch.decisions);
    const merged = tf.concat(
      [nodes.values, embedded, gatherRows(tf, ofJob, nodes.integers.job), gatherRows(tf, ofAll, nodes.decision)],
      1,
    ) as Tensor2D;
    const chosen = gatherRows(tf, this.normalized(scope, batch, merged), candidates.integers.node);
    const logits = tf.reshape(mlpForward(scope, LAYERS.policy, chosen), [-1]) as Tensor1D;
    return { logits, values: null };
  }

  compile(parameters: Parameters): PlainNetwork {
    return new PlainDeepSocs(this.shape, parameters);
  }

  /** [node, 8] */
  private embed(scope: TensorScope, { tables }: TensorBatch): Tensor2D {
    const { tf } = scope;
    const { nodes, edges } = tables;
    const own = mlpForward(scope, LAYERS.prepare, nodes.values);
    const hasSuccessors = new Float32Array(nodes.plain.rows);
    for (const from of edges.plain.integers.from) hasSuccessors[from] = 1;
    const receives = tf.tensor2d(hasSuccessors, [hasSuccessors.length, 1]);
    let embedded = own;
    for (let round = 0; round < this.shape.depth; round++) {
      const messages = mlpForward(scope, LAYERS.message, embedded);
      const received =
        edges.plain.rows === 0
          ? (tf.mul(messages, 0) as Tensor2D) // nobody sends
          : segmentSum(tf, gatherRows(tf, messages, edges.integers.to), edges.integers.from, nodes.plain.rows);
      embedded = tf.add(own, tf.mul(mlpForward(scope, LAYERS.aggregate, received), receives)) as Tensor2D;
    }
    return embedded;
  }

  /** Mean 0 and variance 1 over the tasks of each decision, then a learnt scale and shift. */
  private normalized({ tf, weights }: TensorScope, { decisions, tables }: TensorBatch, rows: Tensor2D): Tensor2D {
    if (this.shape.normalization === 'none') return rows;
    const { decision, plain } = tables.nodes;
    const counts = Float32Array.from({ length: decisions }, (_, i) =>
      Math.max(1, plain.rowStart[i + 1] - plain.rowStart[i]),
    );
    const count = tf.tensor2d(counts, [decisions, 1]);
    const centre = (given: Tensor2D): Tensor2D => {
      const mean = tf.div(segmentSum(tf, given, decision, decisions), count) as Tensor2D;
      return tf.sub(given, gatherRows(tf, mean, decision));
    };
    const centred = centre(centre(rows)); // twice: large equal numbers leave a rest the first time
    const squares = segmentSum(tf, tf.square(centred) as Tensor2D, decision, decisions);
    const deviation = tf.sqrt(tf.add(tf.div(squares, count), VARIANCE_FLOOR)) as Tensor2D;
    const unit = tf.div(centred, gatherRows(tf, deviation, decision));
    return tf.add(tf.mul(unit, weights['normalize/scale']), weights['normalize/shift']) as Tensor2D;
  }
}
