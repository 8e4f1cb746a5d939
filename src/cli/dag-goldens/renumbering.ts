/**
 * Whether a makespan hangs on exact ties: the same instance with its tasks and processors numbered otherwise is the same
 * to every rule but those that break ties by number.
 */
import { compileProblem, type DagProblem, type Planner } from '../../planner.js';
import { createRng, type Rng } from '../../rng.js';
import type { Edge } from '../../sim/dag.js';

/** Old index → new index. */
export interface Renumbering {
  readonly task: Int32Array; // [n]
  readonly processor: Int32Array; // [m]
}

/** The same problem under other numbers; nothing may be placed yet. */
export function renumbered(problem: DagProblem, { task, processor }: Renumbering): DagProblem {
  const { taskCount: n, processorCount: m, successorStart, successor, volume } = problem;
  const cost = new Float64Array(n * m);
  for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) cost[task[i] * m + processor[k]] = problem.cost[i * m + k];
  const edges: Edge[] = [];
  for (let i = 0; i < n; i++) {
    for (let e = successorStart[i]; e < successorStart[i + 1]; e++)
      edges.push([task[i], task[successor[e]], volume[e]]);
  }
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const moved = (matrix: Float64Array) => {
    const to = new Float64Array(m * m);
    for (let k = 0; k < m; k++) for (let l = 0; l < m; l++) to[processor[k] * m + processor[l]] = matrix[k * m + l];
    return to;
  };
  return {
    ...compileProblem({
      taskCount: n,
      processorCount: m,
      cost,
      edges,
      bandwidth: moved(problem.bandwidth),
      startup: moved(problem.startup),
      contention: problem.contention ?? 'none',
    }),
    release: placedAt(problem.release, task),
    availableFrom: placedAt(problem.availableFrom, processor),
  };
}

function placedAt(values: Float64Array, to: Int32Array): Float64Array {
  const moved = new Float64Array(values.length);
  for (let i = 0; i < to.length; i++) moved[to[i]] = values[i];
  return moved;
}

/** A random order of 0…count − 1 (Fisher-Yates). */
export function shuffledIndices(count: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const ATTEMPTS = 200;

/** True if the planner gives this makespan (within `tolerance`, relative) when the instance is numbered otherwise. */
export function givesUnderOtherNumbers(planner: Planner, problem: DagProblem, makespan: number, tolerance: number) {
  const rng = createRng(1);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const task = shuffledIndices(problem.taskCount, rng);
    const processor = shuffledIndices(problem.processorCount, rng);
    const own = planner.plan(renumbered(problem, { task, processor })).makespan;
    if (Math.abs(own - makespan) <= tolerance * Math.max(own, makespan)) return true;
  }
  return false;
}
