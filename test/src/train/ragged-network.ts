/** A small network over ragged decisions, and random rollouts for it: what the tests of learning learn with. */
import { mlpForward, mlpParameters, PlainMlp } from '../../../src/nn/mlp.js';
import type { Network, PlainNetwork } from '../../../src/nn/network.js';
import type { Parameters } from '../../../src/nn/parameters.js';
import { gatherRows, segmentSum } from '../../../src/nn/segments.js';
import { CANDIDATES, type DecisionSchema, DecisionTables } from '../../../src/nn/tables.js';
import { createRng, type Rng } from '../../../src/rng.js';
import type { TrainingColumns } from '../../../src/train/objective.js';

export const SCHEMA: DecisionSchema = [
  { name: 'nodes', columns: ['work', 'age'] },
  { name: CANDIDATES, columns: ['speed', 'queue'], integers: [{ name: 'node', refersTo: 'nodes' }] },
];

const WIDTH = 6;
const node = { name: 'node', sizes: [2, WIDTH], activation: 'tanh', last: 'tanh' } as const;
const score = { name: 'score', sizes: [WIDTH + 2, WIDTH, 1], activation: 'relu', outputGain: 0.01 } as const;
const critic = { name: 'critic', sizes: [WIDTH, WIDTH, 1], activation: 'tanh', outputGain: 1 } as const;

/** Nodes are embedded, candidates scored with their node, the critic reads the sum of the nodes. */
export function raggedNetwork({ hasCritic = true } = {}): Network {
  return {
    id: 'ragged-6',
    schema: SCHEMA,
    parameters: [...mlpParameters(node), ...mlpParameters(score), ...(hasCritic ? mlpParameters(critic) : [])],
    forward: (scope, { tables, decisions }) => {
      const { tf } = scope;
      const nodes = mlpForward(scope, node, tables.nodes.values);
      const candidates = tables[CANDIDATES];
      const rows = tf.concat([gatherRows(tf, nodes, candidates.integers.node), candidates.values], 1);
      const logits = tf.reshape(mlpForward(scope, score, rows as typeof nodes), [-1]) as typeof candidates.decision;
      if (!hasCritic) return { logits, values: null };
      const sums = segmentSum(tf, nodes, tables.nodes.decision, decisions);
      return { logits, values: tf.reshape(mlpForward(scope, critic, sums), [-1]) as typeof logits };
    },
    compile: (parameters) => compiled(parameters, hasCritic),
  };
}

function compiled(parameters: Parameters, hasCritic: boolean): PlainNetwork {
  const embed = new PlainMlp(node, parameters);
  const rate = new PlainMlp(score, parameters);
  const judge = hasCritic ? new PlainMlp(critic, parameters) : null;
  const plain = { logits: new Float32Array(64), value: Number.NaN };
  const evaluate = (store: DecisionTables, decision: number): void => {
    const nodes = store.table('nodes');
    const candidates = store.table(CANDIDATES);
    const first = nodes.rowStart[decision];
    const count = nodes.rowStart[decision + 1] - first;
    const embedded = new Float32Array(count * WIDTH);
    const total = new Float32Array(WIDTH);
    for (let n = 0; n < count; n++) {
      embed.row(nodes.values, (first + n) * 2, embedded, n * WIDTH);
      for (let k = 0; k < WIDTH; k++) total[k] += embedded[n * WIDTH + k];
    }
    const row = new Float32Array(WIDTH + 2);
    for (let r = candidates.rowStart[decision]; r < candidates.rowStart[decision + 1]; r++) {
      const of = candidates.integers[0][r];
      row.set(embedded.subarray(of * WIDTH, (of + 1) * WIDTH));
      row.set(candidates.values.subarray(2 * r, 2 * r + 2), WIDTH);
      rate.row(row, 0, plain.logits, r - candidates.rowStart[decision]);
    }
    const value = new Float32Array(1);
    judge?.row(total, 0, value, 0);
    plain.value = judge ? value[0] : Number.NaN;
  };
  return Object.assign(plain, { evaluate });
}

/** Decisions of 1 … 4 nodes and 1 … 6 candidates. */
export function randomStore(decisions: number, rng: Rng): DecisionTables {
  const store = new DecisionTables(SCHEMA);
  for (let d = 0; d < decisions; d++) {
    const count = 1 + rng.integer(4);
    const nodes = store.table('nodes');
    const first = nodes.reserve(count);
    for (let k = 2 * first; k < 2 * (first + count); k++) nodes.values[k] = 2 * rng() - 1;
    const candidates = store.table(CANDIDATES);
    const options = 1 + rng.integer(6);
    const row = candidates.reserve(options);
    for (let r = row; r < row + options; r++) {
      candidates.values[2 * r] = 2 * rng() - 1;
      candidates.values[2 * r + 1] = rng();
      candidates.integers[0][r] = rng.integer(count);
    }
    store.close();
  }
  return store;
}

/** Random columns, with targets that are one-hot at a random candidate. */
export function randomColumns(decisions: number, seed: number | string = 1): TrainingColumns {
  const rng = createRng(seed);
  const store = randomStore(decisions, rng);
  const { rowStart } = store.table(CANDIDATES);
  const column = (scale: number): Float64Array =>
    Float64Array.from({ length: decisions }, () => scale * (2 * rng() - 1));
  const countOf = (d: number): number => rowStart[d + 1] - rowStart[d];
  const targets = new Float32Array(rowStart[decisions]);
  for (let d = 0; d < decisions; d++) targets[rowStart[d] + rng.integer(countOf(d))] = 1;
  return {
    store,
    chosen: Int32Array.from({ length: decisions }, (_, d) => rng.integer(countOf(d))),
    oldLogProbs: Float64Array.from({ length: decisions }, (_, d) => -Math.log(countOf(d)) + 0.2 * rng()),
    oldValues: column(1),
    advantages: column(2),
    returns: column(2),
    weights: null,
    targets,
  };
}

export const everyDecision = ({ store }: TrainingColumns): Int32Array =>
  Int32Array.from({ length: store.decisions }, (_, d) => d);
