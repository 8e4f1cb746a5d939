/** Shorthands of these tests: draw an instance from a partial configuration, and read its graph. */
import { generateInstance, parseInstanceConfig } from '../../../src/instances/index.js';
import type { DagInstance } from '../../../src/plan/instance.js';
import type { DagProblem } from '../../../src/planner.js';
import { createRng } from '../../../src/rng.js';
import { compileDag, type Dag, type Edge } from '../../../src/sim/dag.js';

export interface Partial {
  readonly graph: { readonly family: string; readonly [parameter: string]: unknown };
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly communication?: Readonly<Record<string, unknown>>;
}

export function draw(config: Partial, seed: number | string = 1): DagInstance {
  return generateInstance(parseInstanceConfig(config), createRng(seed));
}

export function edgesOf({ taskCount, successorStart, successor, volume }: DagProblem): Edge[] {
  const edges: Edge[] = [];
  for (let from = 0; from < taskCount; from++)
    for (let e = successorStart[from]; e < successorStart[from + 1]; e++) edges.push([from, successor[e], volume[e]]);
  return edges;
}

/** The graph compiled anew, which refuses cycles, self-loops and repeated edges. */
export function dagOf(problem: DagProblem): Dag {
  return compileDag(problem.taskCount, edgesOf(problem));
}

/** Edges by name, `a → b`. */
export function namedEdges({ tasks, problem }: DagInstance): string[] {
  return edgesOf(problem).map(([from, to]) => `${tasks[from]} → ${tasks[to]}`);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Mean of volume / bandwidth over edges and ordered pairs of different processors, over the mean cost. */
export function realisedCcr({ cost, volume, bandwidth, processorCount: m }: DagProblem): number {
  const inverse: number[] = [];
  for (let k = 0; k < m; k++) for (let l = 0; l < m; l++) if (k !== l) inverse.push(1 / bandwidth[k * m + l]);
  return (mean(volume) * mean(inverse)) / mean(cost);
}
