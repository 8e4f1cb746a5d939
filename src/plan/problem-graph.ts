/**
 * The edges of a problem read backwards, and an order in which every task follows its predecessors: Kahn's algorithm
 * that always takes the available task of smallest index. Ties of the static schedulers refer to this order.
 */
import { ArenaError } from '../error.js';
import type { DagProblem } from '../planner.js';
import { TaskHeap } from './task-heap.js';

export interface ProblemGraph {
  readonly predecessorStart: Int32Array; // [n + 1]
  readonly predecessor: Int32Array; // [e] task, ascending within a row
  readonly predecessorEdge: Int32Array; // [e] index of the same edge in `problem.successor`
  readonly order: Int32Array; // [n] topological
  readonly position: Int32Array; // [n] place of each task in `order`
}

/** Errors: `ArenaError` naming a cyclic graph, an edge to a task that does not exist, or a task no processor can run. */
export function problemGraph(problem: DagProblem, who: string): ProblemGraph {
  const { taskCount: n, processorCount: m, successorStart, successor, cost } = problem;
  const edgeCount = successorStart[n];
  const predecessorStart = new Int32Array(n + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    const to = successor[edge];
    if (!(to >= 0 && to < n)) throw new ArenaError(`${who}: edge to task ${to} (0…${n - 1})`);
    predecessorStart[to + 1]++;
  }
  for (let task = 0; task < n; task++) {
    predecessorStart[task + 1] += predecessorStart[task];
    let supported = problem.fixedProcessor[task] >= 0;
    for (let k = 0; k < m && !supported; k++) supported = cost[task * m + k] < Number.POSITIVE_INFINITY;
    if (!supported) throw new ArenaError(`${who}: task ${task} runs on none of the ${m} processors`);
  }
  const next = predecessorStart.slice();
  const predecessor = new Int32Array(edgeCount);
  const predecessorEdge = new Int32Array(edgeCount);
  for (let from = 0; from < n; from++) {
    for (let edge = successorStart[from]; edge < successorStart[from + 1]; edge++) {
      const place = next[successor[edge]]++;
      predecessor[place] = from;
      predecessorEdge[place] = edge;
    }
  }
  const order = topologicalOrder(problem, predecessorStart, who);
  const position = new Int32Array(n);
  for (let i = 0; i < n; i++) position[order[i]] = i;
  return { predecessorStart, predecessor, predecessorEdge, order, position };
}

function topologicalOrder(problem: DagProblem, predecessorStart: Int32Array, who: string): Int32Array {
  const { taskCount: n, successorStart, successor } = problem;
  if (isNumberedForward(problem)) return new Int32Array(n).map((_, task) => task);
  const open = new Int32Array(n); // predecessors not yet in the order
  const alike = new Float64Array(n); // keys without difference: the smallest index comes first
  const available = new TaskHeap(alike, alike);
  for (let task = 0; task < n; task++) {
    open[task] = predecessorStart[task + 1] - predecessorStart[task];
    if (open[task] === 0) available.push(task);
  }
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    if (available.size === 0)
      throw new ArenaError(`${who}: the graph has a cycle (${n - i} of ${n} tasks are on or behind it)`);
    const task = available.pop();
    order[i] = task;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      if (--open[successor[edge]] === 0) available.push(successor[edge]);
    }
  }
  return order;
}

/** True when every edge leads to a higher index: then the order is that of the indices. */
function isNumberedForward({ taskCount: n, successorStart, successor }: DagProblem): boolean {
  for (let task = 0; task < n; task++) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++)
      if (successor[edge] <= task) return false;
  }
  return true;
}
