/**
 * One critical path and the processor that is kept for it, as CPOP defines them (Topcuoglu, Hariri & Wu 2002,
 * doi 10.1109/71.993206, section 4.3): from the entry of largest upward + downward rank, lowest index on ties, along
 * the first successor of equal sum (relative 1e-9), else the successor of largest sum; the processor with the least
 * total time of the path's open tasks.
 */
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import { downwardRank, upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem } from '../../src/planner.js';

/** [task] upward + downward rank. */
export function pathRank(
  problem: DagProblem,
  graph: ProblemGraph,
  meanCost: Float64Array,
  meanTransfer: Float64Array,
): Float64Array {
  const rank = upwardRank(problem, graph, meanCost, meanTransfer);
  const down = downwardRank(graph, meanCost, meanTransfer);
  for (let task = 0; task < rank.length; task++) rank[task] += down[task];
  return rank;
}

/** [task] the processor kept for it; −1 = any. All −1 where no processor supports the whole path. */
export function reservedProcessors(problem: DagProblem, graph: ProblemGraph, rank: Float64Array): Int32Array {
  const { taskCount: n, processorCount: m, cost, fixedProcessor } = problem;
  const reserved = new Int32Array(n).fill(-1);
  const path = criticalPath(problem, graph, rank);
  let best = -1;
  let bestTotal = Number.POSITIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    let total = 0;
    for (let i = 0; i < path.length; i++) if (fixedProcessor[path[i]] < 0) total += cost[path[i] * m + k];
    if (total < bestTotal) {
      bestTotal = total;
      best = k;
    }
  }
  for (const task of path) reserved[task] = best;
  return reserved;
}

/** Tasks of the path, by index. */
function criticalPath({ successorStart, successor }: DagProblem, graph: ProblemGraph, rank: Float64Array): Int32Array {
  let task = -1;
  for (let i = 0; i < rank.length; i++) {
    const isEntry = graph.predecessorStart[i] === graph.predecessorStart[i + 1];
    if (isEntry && (task < 0 || rank[i] > rank[task])) task = i;
  }
  const path: number[] = [];
  const length = task < 0 ? 0 : rank[task];
  const tolerance = 1e-9 * Math.max(1, length);
  while (task >= 0) {
    path.push(task);
    let next = -1;
    let equal = -1;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (Math.abs(rank[after] - length) <= tolerance && (equal < 0 || after < equal)) equal = after;
      if (next < 0 || rank[after] > rank[next] || (rank[after] === rank[next] && after < next)) next = after;
    }
    task = equal >= 0 ? equal : next;
  }
  return Int32Array.from(path).sort();
}
