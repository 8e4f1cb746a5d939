/**
 * Decima's two networks once more, written for reading and not for speed: lists of numbers, dense matrices, the masks of
 * the definition. Shares nothing with `agents/decima` but the parameters and the names of their tensors.
 */
import type { Parameters } from '../../../src/nn/parameters.js';

export interface Observation {
  readonly x: readonly (readonly number[])[]; // [node][5]
  readonly edges: readonly (readonly [number, number])[]; // parent, child
  readonly jobOf: readonly number[]; // [node]
  readonly jobFeatures: readonly (readonly number[])[]; // [job][3]
  readonly stages: readonly number[]; // nodes that may be scheduled
  readonly limits: readonly (readonly [job: number, share: number])[];
}

export interface ReferencePass {
  readonly node: number[][];
  readonly job: number[][];
  readonly global: number[];
  readonly stageScores: number[];
  readonly limitScores: number[];
}

type Row = readonly number[];

/** tensors `<part>/<layer>/…`; `last`: the activation also after the last layer. */
function mlp(parameters: Parameters, part: string, activation: 'leaky' | 'tanh', last: boolean) {
  const layers = parameters.specs.filter(({ name }) => name.startsWith(`${part}/`) && name.endsWith('weight'));
  return (input: Row): number[] =>
    layers.reduce<number[]>(
      (values, { name, shape: [inputs, outputs] }, k) => {
        const weight = parameters.get(name);
        const bias = parameters.get(name.replace('weight', 'bias'));
        const sums = Array.from({ length: outputs }, (_, o) =>
          Array.from({ length: inputs }, (_unused, i) => values[i] * weight[i * outputs + o]).reduce(add, bias[o]),
        );
        if (k === layers.length - 1 && !last) return sums;
        return sums.map((value) => (activation === 'tanh' ? Math.tanh(value) : value < 0 ? 0.2 * value : value));
      },
      [...input],
    );
}

function add(a: number, b: number): number {
  return a + b;
}

function sum(rows: readonly Row[], width: number): number[] {
  return rows.reduce<number[]>((total, row) => total.map((value, i) => value + row[i]), Array(width).fill(0));
}

/** Longest path from a root, edges. */
function levelsOf({ x, edges }: Observation): number[] {
  const level = (node: number): number =>
    Math.max(0, ...edges.filter(([, child]) => child === node).map(([parent]) => level(parent) + 1));
  return x.map((_, node) => level(node));
}

/** Longest path to a leaf, edges. */
function heightsOf({ x, edges }: Observation): number[] {
  const height = (node: number): number =>
    Math.max(0, ...edges.filter(([parent]) => parent === node).map(([, child]) => height(child) + 1));
  return x.map((_, node) => height(node));
}

/** [t][edge] whether both ends are in level t or children of level t. */
export function edgeMasks(observation: Observation): boolean[][] {
  const { edges } = observation;
  const level = levelsOf(observation);
  return Array.from({ length: Math.max(...level) }, (_, t) => {
    const inside = (node: number) =>
      level[node] === t || edges.some(([parent, child]) => child === node && level[parent] === t);
    return edges.map(([parent, child]) => inside(parent) && inside(child));
  });
}

function smallEmbedding(parameters: Parameters, observation: Observation): number[][] {
  const { x, edges } = observation;
  const [prepare, message, update] = ['prepare', 'message', 'update'].map((part) =>
    mlp(parameters, part, 'leaky', false),
  );
  const start = x.map(prepare);
  if (edges.length === 0) return start;
  let h = start.map((row, node) => (edges.some(([parent]) => parent === node) ? row.map(() => 0) : update(row)));
  for (const mask of edgeMasks(observation).reverse()) {
    const used = edges.filter((_, edge) => mask[edge]);
    const before = h;
    h = before.map((row, node) => {
      const children = used.filter(([parent]) => parent === node).map(([, child]) => message(before[child]));
      return children.length === 0 ? row : update(sum(children, 16)).map((value, i) => value + start[node][i]);
    });
  }
  return h;
}

/** For graphs of at most eight levels of edges. */
function originalEmbedding(parameters: Parameters, observation: Observation): number[][] {
  const { x, edges } = observation;
  const [prepare, message, update] = ['prepare', 'message', 'update'].map((part) =>
    mlp(parameters, part, 'leaky', true),
  );
  const height = heightsOf(observation);
  let h = x.map(prepare);
  for (let step = 1; step <= Math.max(...height); step++) {
    const before = h;
    h = before.map((row, node) => {
      if (height[node] !== step) return row;
      const children = edges.filter(([parent]) => parent === node).map(([, child]) => message(before[child]));
      return update(sum(children, 8)).map((value, i) => value + row[i]);
    });
  }
  return h;
}

export function referencePass(
  name: 'small' | 'original',
  parameters: Parameters,
  observation: Observation,
): ReferencePass {
  const { x, jobOf, jobFeatures, stages, limits } = observation;
  const small = name === 'small';
  const width = small ? 16 : 8;
  const node = small ? smallEmbedding(parameters, observation) : originalEmbedding(parameters, observation);
  const ofJob = mlp(parameters, 'job', 'leaky', !small);
  const ofGlobal = mlp(parameters, 'global', 'leaky', !small);
  const scoreStage = mlp(parameters, 'stage', small ? 'tanh' : 'leaky', false);
  const scoreLimit = mlp(parameters, 'limit', small ? 'tanh' : 'leaky', false);
  const summaries = node.map((row, i) => ofJob([...x[i], ...row]));
  const job = jobFeatures.map((_, j) =>
    sum(
      summaries.filter((_row, i) => jobOf[i] === j),
      width,
    ),
  );
  const global = sum(job.map(ofGlobal), width);
  return {
    node,
    job,
    global,
    stageScores: stages.map((i) => scoreStage([...x[i], ...node[i], ...job[jobOf[i]], ...global])[0]),
    limitScores: limits.map(([j, share]) => scoreLimit([...jobFeatures[j], ...job[j], ...global, share])[0]),
  };
}

/** [stage × limit of its job] probabilities of all pairs, in the order of the candidates. */
export function jointProbabilities({ jobOf, stages, limits }: Observation, pass: ReferencePass): number[] {
  const softmax = (scores: readonly number[]) => {
    const exponentials = scores.map((score) => Math.exp(score - Math.max(...scores)));
    return exponentials.map((value) => value / exponentials.reduce(add, 0));
  };
  const ofStage = softmax(pass.stageScores);
  return stages.flatMap((node, stage) => {
    const mine = limits.flatMap(([job], i) => (job === jobOf[node] ? [i] : []));
    return softmax(mine.map((i) => pass.limitScores[i])).map((p) => p * ofStage[stage]);
  });
}
