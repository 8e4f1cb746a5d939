/**
 * One critical path and the processor it is kept on, as CPOP defines them (Topcuoglu, Hariri & Wu 2002,
 * doi 10.1109/71.993206, section 4.3). Priority is upward + downward rank. The path starts at the entry of largest
 * priority, lowest index on ties, and follows the first successor of equal priority (relative 1e-9; first in topological
 * position, so that an edge that jumps over tasks of the path does not lose them), else the successor of largest priority.
 */
import type { DagProblem } from '../planner.js';
import type { ProblemGraph } from './problem-graph.js';

/** The entry task of largest priority, the lowest index on ties; −1 = no tasks. */
export function criticalEntry({ predecessorStart, position }: ProblemGraph, priority: Float64Array): number {
  let entry = -1;
  for (let task = 0; task < position.length; task++) {
    const isEntry = predecessorStart[task] === predecessorStart[task + 1];
    if (isEntry && (entry < 0 || priority[task] > priority[entry])) entry = task;
  }
  return entry;
}

/** [task] 1 = on the critical path. */
export function criticalTasks(
  { taskCount: n, successorStart, successor }: DagProblem,
  graph: ProblemGraph,
  priority: Float64Array,
): Uint8Array {
  const { position } = graph;
  const onPath = new Uint8Array(n);
  let task = criticalEntry(graph, priority);
  if (task < 0) return onPath;
  const length = priority[task];
  const tolerance = 1e-9 * Math.max(1, length);
  while (task >= 0) {
    onPath[task] = 1;
    let next = -1;
    let equal = -1;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (Math.abs(priority[after] - length) <= tolerance && (equal < 0 || position[after] < position[equal]))
        equal = after;
      if (next < 0 || priority[after] > priority[next] || (priority[after] === priority[next] && after < next))
        next = after;
    }
    task = equal >= 0 ? equal : next;
  }
  return onPath;
}

/** The processor with the least total time of the path's open tasks; −1 if none supports them all. */
export function criticalProcessor(
  { taskCount: n, processorCount: m, cost, fixedProcessor }: DagProblem,
  onPath: Uint8Array,
): number {
  let best = -1;
  let bestTotal = Number.POSITIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    let total = 0;
    for (let task = 0; task < n; task++)
      if (onPath[task] === 1 && fixedProcessor[task] < 0) total += cost[task * m + k];
    if (total < bestTotal) {
      bestTotal = total;
      best = k;
    }
  }
  return best;
}
