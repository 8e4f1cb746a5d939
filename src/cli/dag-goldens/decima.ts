/**
 * Recorded forward passes of Decima's small network: observations with the embeddings and scores that another program
 * computed from them. Each is compared twice, with the plain execution and with tensors. The weights are those of the
 * pretrained model among the data, or drawn from a seed that the file names.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decimaKind, decimaParameters } from '../../../agents/decima/kinds.js';
import { PlainDecima } from '../../../agents/decima/plain-pass.js';
import { readDecimaModel } from '../../../agents/decima/pretrained.js';
import { DECIMA_SCHEMA } from '../../../agents/decima/schema.js';
import { decimaTensors } from '../../../agents/decima/tensor-pass.js';
import { isPlainObject } from '../../config.js';
import { ArenaError } from '../../error.js';
import { loadBackend } from '../../nn/backend.js';
import { tensorBatch } from '../../nn/network.js';
import { Parameters, sizeOf } from '../../nn/parameters.js';
import { gatherBatch } from '../../nn/ragged-batch.js';
import { DecisionTables } from '../../nn/tables.js';
import { createRng } from '../../rng.js';
import type { ReplayedCase } from './replay.js';

/** Largest difference of float32 programs. */
export const FLOAT32_TOLERANCE = 1e-4;

/** Where the pretrained weights lie among the data. */
const MODEL = 'dag/decima_model/model.json';

const flag = z.union([z.boolean(), z.int().min(0).max(1)]).transform(Boolean);
const row = z.array(z.number());
const index = z.int().min(0);
const sample = z
  .object({
    x: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])), // [node]
    edge_index: z.tuple([z.array(index), z.array(index)]), // parents, children
    ptr: z.array(index), // [job + 1] first node
    stage_mask: z.array(flag), // [node] schedulable
    exec_mask: z.array(z.array(flag)), // [job][executors − 1]
    h_node: z.array(row),
    h_dag: z.array(row),
    h_glob: z.array(row),
    stage_scores: row, // [schedulable stage]
    job_idx: index, // job of the stage of the largest score
    exec_scores: row, // [allowed number of that job]
  })
  .refine(
    ({ x, ptr, stage_mask, exec_mask }) =>
      ptr.at(-1) === x.length && stage_mask.length === x.length && exec_mask.length === ptr.length - 1,
    'x, ptr, stage_mask and exec_mask do not fit together',
  );
const recording = z.object({
  num_executors: z.int().min(1),
  weights: z.object({ seed: z.string() }).optional(), // absent: the pretrained ones
  samples: z.array(sample).min(1),
});

export type DecimaSample = z.output<typeof sample>;

/** True for a file of this kind, malformed ones included. */
export function isDecimaGolden(content: unknown): boolean {
  return isPlainObject(content) && 'num_executors' in content && Array.isArray(content.samples);
}

/** Weights that anybody can draw again: uniform, ±1/√inputs for matrices, ±0.1 for biases, tensor by tensor. */
export function drawnWeights(seed: string): Parameters {
  const parameters = new Parameters(decimaParameters(decimaKind('small')));
  for (const spec of parameters.specs) {
    const rng = createRng(seed).fork(spec.name);
    const bound = spec.shape.length === 2 ? 1 / Math.sqrt(spec.shape[0]) : 0.1;
    const tensor = parameters.get(spec.name);
    for (let i = 0; i < sizeOf(spec); i++) tensor[i] = bound * (2 * rng() - 1);
  }
  return parameters;
}

/** Replays a file. Errors: `ArenaError` for a malformed file or missing weights. */
export async function replayDecima(content: unknown, file: string, data: string): Promise<readonly ReplayedCase[]> {
  const parsed = recording.safeParse(content);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new ArenaError(`${file}: ${path.map(String).join('.')}: ${message}`);
  }
  const { num_executors: executors, weights, samples } = parsed.data;
  const model = join(data, MODEL);
  if (weights === undefined && !existsSync(model)) throw new ArenaError(`${file}: the weights are in ${model}`);
  const parameters = weights ? drawnWeights(weights.seed) : readDecimaModel(model);
  const store = new DecisionTables(DECIMA_SCHEMA);
  for (const each of samples) writeSample(store, each, executors);
  const plain = plainResults(store, parameters);
  const tensors = await tensorResults(store, parameters);
  return samples.flatMap((each, i) => [
    reported(`forward ${i} plain`, difference(each, plain[i])),
    reported(`forward ${i} tensors`, difference(each, tensors[i])),
  ]);
}

function reported(name: string, difference: string): ReplayedCase {
  return { name, passed: difference === '', difference };
}

/** Appends an observation as a decision: all allowed pairs are candidates. */
function writeSample(store: DecisionTables, given: DecimaSample, executors: number): void {
  const jobOf = given.ptr.slice(1).flatMap((end, job) => Array<number>(end - given.ptr[job]).fill(job));
  const nodes = store.table('nodes');
  const first = nodes.reserve(given.x.length);
  nodes.values.set(given.x.flat(), first * 5);
  nodes.integers[0].set(jobOf, first);
  const edges = store.table('edges');
  const firstEdge = edges.reserve(given.edge_index[0].length);
  given.edge_index.forEach((ends, column) => {
    edges.integers[column].set(ends, firstEdge);
  });
  const starts = given.ptr.slice(0, -1);
  const jobs = store.table('jobs');
  const firstJob = jobs.reserve(starts.length);
  const jobFeatures = starts.flatMap((node) => given.x[node].slice(0, 3)); // those of the job's first node
  jobs.values.set(jobFeatures, firstJob * 3);
  const stageNodes = given.stage_mask.flatMap((schedulable, node) => (schedulable ? [node] : []));
  const stages = store.table('stages');
  const firstStage = stages.reserve(stageNodes.length);
  stages.integers[0].set(stageNodes, firstStage);
  const limits = given.exec_mask.flatMap((allowed, job) => allowed.flatMap((yes, k) => (yes ? [{ job, k }] : [])));
  const limitTable = store.table('limits');
  const firstLimit = limitTable.reserve(limits.length);
  const pairs = stageNodes.flatMap((node, stage) =>
    limits.flatMap(({ job }, limit) => (job === jobOf[node] ? [[stage, limit]] : [])),
  );
  limits.forEach(({ job, k }, i) => {
    limitTable.integers[0][firstLimit + i] = job;
    limitTable.values[firstLimit + i] = k / executors;
  });
  const candidates = store.table('candidates');
  const firstPair = candidates.reserve(pairs.length);
  pairs.forEach(([stage, limit], i) => {
    candidates.integers[0][firstPair + i] = stage;
    candidates.integers[1][firstPair + i] = limit;
  });
  store.close();
}

/** What a pass computed for one observation, in the layout of the recording. */
interface Computed {
  readonly node: ArrayLike<number>; // [node × 16]
  readonly job: ArrayLike<number>; // [job × 16]
  readonly global: ArrayLike<number>; // [16]
  readonly stageScores: ArrayLike<number>;
  readonly limitScores: ArrayLike<number>; // [allowed number of any job]
}

function plainResults(store: DecisionTables, parameters: Parameters): Computed[] {
  const network = new PlainDecima(decimaKind('small'), parameters);
  return Array.from({ length: store.decisions }, (_, decision) => {
    network.evaluate(store, decision);
    const { seen, job, global } = network.embedding;
    const node = seen.filter((_value, i) => i % 21 >= 5); // features and embedding lie side by side
    return {
      node,
      job: job.slice(),
      global: global.slice(),
      stageScores: network.stageScores.slice(),
      limitScores: network.limitScores.slice(),
    };
  });
}

async function tensorResults(store: DecisionTables, parameters: Parameters): Promise<Computed[]> {
  const { tf } = await loadBackend();
  const plain = gatherBatch(
    store,
    Int32Array.from({ length: store.decisions }, (_, i) => i),
  );
  const read = tf.tidy(() => {
    const weights = Object.fromEntries(
      parameters.specs.map(({ name, shape }) => [name, tf.tensor(parameters.get(name), [...shape])]),
    );
    const out = decimaTensors(decimaKind('small'), { tf, weights }, tensorBatch(tf, plain));
    return {
      node: out.node.dataSync(),
      job: out.job.dataSync(),
      global: out.global.dataSync(),
      stageScores: out.stageScores.dataSync(),
      limitScores: out.limitScores.dataSync(),
    };
  });
  const rows = (name: string, decision: number, width: number): [number, number] => {
    const { rowStart } = plain.tables[name];
    return [rowStart[decision] * width, rowStart[decision + 1] * width];
  };
  return Array.from({ length: store.decisions }, (_, i) => ({
    node: read.node.subarray(...rows('nodes', i, 16)),
    job: read.job.subarray(...rows('jobs', i, 16)),
    global: read.global.subarray(16 * i, 16 * i + 16),
    stageScores: read.stageScores.subarray(...rows('stages', i, 1)),
    limitScores: read.limitScores.subarray(...rows('limits', i, 1)),
  }));
}

/** The first difference; the empty text if none. */
function difference(recorded: DecimaSample, own: Computed): string {
  const first = recorded.exec_mask
    .slice(0, recorded.job_idx)
    .reduce((sum, allowed) => sum + allowed.filter(Boolean).length, 0);
  const execScores = Array.from(recorded.exec_scores, (_, i) => own.limitScores[first + i]);
  return (
    listDifference('h_node', recorded.h_node.flat(), own.node) ||
    listDifference('h_dag', recorded.h_dag.flat(), own.job) ||
    listDifference('h_glob', recorded.h_glob.flat(), own.global) ||
    listDifference('stage_scores', recorded.stage_scores, own.stageScores) ||
    listDifference('exec_scores', recorded.exec_scores, execScores)
  );
}

function listDifference(name: string, recorded: readonly number[], own: ArrayLike<number>): string {
  const i = recorded.findIndex((value, place) => !(Math.abs(value - own[place]) <= FLOAT32_TOLERANCE));
  return i < 0 ? '' : `${name}[${i}]: recorded ${recorded[i]}, here ${own[i]}`;
}
