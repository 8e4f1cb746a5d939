/** Decima's forward pass as tensors, for learning. See `kinds.ts` for the networks and `message-plan.ts` for the order. */
import type { Tensor1D, Tensor2D } from '../../src/nn/backend.js';
import { mlpForward } from '../../src/nn/mlp.js';
import type { NetworkOutput, TensorBatch, TensorScope } from '../../src/nn/network.js';
import type { RaggedTable } from '../../src/nn/ragged-batch.js';
import { gatherRows, segmentLogSoftmax, segmentSum } from '../../src/nn/segments.js';
import { HeightPlan } from './height-plan.js';
import type { DecimaKind } from './kinds.js';
import { LevelPlan } from './level-plan.js';
import type { MessagePlan } from './message-plan.js';

/** Everything that the pass computes. */
export interface DecimaTensors extends NetworkOutput {
  readonly node: Tensor2D; // [node, embedding]
  readonly job: Tensor2D; // [job, embedding]
  readonly global: Tensor2D; // [decision, embedding]
  readonly stageScores: Tensor1D; // [stage]
  readonly limitScores: Tensor1D; // [limit]
}

export function decimaTensors(kind: DecimaKind, scope: TensorScope, batch: TensorBatch): DecimaTensors {
  const { tf } = scope;
  const { nodes, jobs, stages, limits, candidates } = batch.tables;
  const { decisions } = batch;
  const node = nodeEmbedding(kind, scope, batch);
  const seen = tf.concat([nodes.values, node], 1); // features and embedding
  const job = segmentSum(tf, mlpForward(scope, kind.job, seen), nodes.integers.job, jobs.plain.rows);
  const global = segmentSum(tf, mlpForward(scope, kind.global, job), jobs.decision, decisions);
  const ofStage = [
    gatherRows(tf, seen, stages.integers.node),
    gatherRows(tf, job, jobOfStage(scope, nodes.plain, stages.plain)),
    gatherRows(tf, global, stages.decision),
  ];
  const ofLimit = [
    gatherRows(tf, jobs.values, limits.integers.job),
    gatherRows(tf, job, limits.integers.job),
    gatherRows(tf, global, limits.decision),
    limits.values,
  ];
  const stageScores = tf.reshape(mlpForward(scope, kind.stage, tf.concat(ofStage, 1)), [-1]) as Tensor1D;
  const limitScores = tf.reshape(mlpForward(scope, kind.limit, tf.concat(ofLimit, 1)), [-1]) as Tensor1D;
  const stageLogs = segmentLogSoftmax(tf, stageScores, stages.decision, decisions);
  const limitLogs = segmentLogSoftmax(tf, limitScores, limits.integers.job, jobs.plain.rows);
  const logits = tf.add(
    gatherRows(tf, stageLogs, candidates.integers.stage),
    gatherRows(tf, limitLogs, candidates.integers.limit),
  ) as Tensor1D;
  const values = kind.critic ? (tf.reshape(mlpForward(scope, kind.critic, global), [-1]) as Tensor1D) : null;
  return { logits, values, node, job, global, stageScores, limitScores };
}

function jobOfStage({ tf }: TensorScope, nodes: RaggedTable, stages: RaggedTable): Tensor1D {
  return tf.tensor1d(
    stages.integers.node.map((node) => nodes.integers.job[node]),
    'int32',
  );
}

/** [node, embedding] after message passing. */
function nodeEmbedding(kind: DecimaKind, scope: TensorScope, batch: TensorBatch): Tensor2D {
  const { tf } = scope;
  const { nodes, edges } = batch.tables;
  const plan: MessagePlan & Pick<LevelPlan, 'build'> = kind.messages === 'levels' ? new LevelPlan() : new HeightPlan();
  const { parent, child } = edges.plain.integers;
  plan.build(nodes.plain.rows, { parent, child, first: 0, count: edges.plain.rows });
  const indices = (numbers: Int32Array) => tf.tensor1d(numbers, 'int32');
  const start = mlpForward(scope, kind.prepare, nodes.values);
  const base = kind.messages === 'levels' ? leafEmbedding(kind, scope, { batch, plan, start }) : start;
  let versions = base;
  let messages = plan.steps > 0 ? mlpForward(scope, kind.message, base) : base;
  for (let step = 0; step < plan.steps; step++) {
    const [from, to] = [plan.stepStart.values[step], plan.stepStart.values[step + 1]];
    const received = gatherRows(tf, messages, indices(plan.message.slice(...messageRange(plan, from, to))));
    const sum = segmentSum(tf, received, indices(updateOfMessage(plan, from, to)), to - from);
    const before =
      kind.messages === 'levels'
        ? gatherRows(tf, start, indices(plan.target.slice(from, to)))
        : gatherRows(tf, versions, indices(plan.previous.slice(from, to)));
    const written = tf.add(before, mlpForward(scope, kind.update, sum)) as Tensor2D;
    versions = tf.concat([versions, written]);
    if (step + 1 < plan.steps) messages = tf.concat([messages, mlpForward(scope, kind.message, written)]);
  }
  return gatherRows(tf, versions, indices(plan.final.slice(0, plan.nodes)));
}

interface Leaves {
  readonly batch: TensorBatch;
  readonly plan: MessagePlan;
  readonly start: Tensor2D; // [node, embedding]
}

/** Nodes without children: updated once, but left as they start where their decision has no edges at all. */
function leafEmbedding(kind: DecimaKind, scope: TensorScope, { batch, plan, start }: Leaves): Tensor2D {
  const { tf } = scope;
  const { edges, nodes } = batch.plain.tables;
  const leaves = plan.base.slice();
  const alone = Float32Array.from(leaves, (node) => {
    const decision = nodes.decision[node];
    return edges.rowStart[decision] === edges.rowStart[decision + 1] ? 1 : 0;
  });
  const untouched = gatherRows(tf, start, tf.tensor1d(leaves, 'int32'));
  const updated = mlpForward(scope, kind.update, untouched);
  const keep = tf.tensor2d(alone, [leaves.length, 1]);
  return tf.add(tf.mul(keep, untouched), tf.mul(tf.sub(1, keep), updated)) as Tensor2D;
}

function messageRange(plan: MessagePlan, from: number, to: number): [number, number] {
  return [plan.messageStart.values[from], plan.messageStart.values[to]];
}

/** [message of the updates from … to − 1] its update, counted from `from`. */
function updateOfMessage(plan: MessagePlan, from: number, to: number): Int32Array {
  const [first, end] = messageRange(plan, from, to);
  const rows = new Int32Array(end - first);
  for (let u = from; u < to; u++) {
    rows.fill(u - from, plan.messageStart.values[u] - first, plan.messageStart.values[u + 1] - first);
  }
  return rows;
}
