/**
 * Priorities of the static schedulers, computed without recursion in (reverse) topological order with the operation
 * order of the papers, so that ties in floating point fall as published:
 *   ranku(i) = w̄(i) + max_j (c̄(i,j) + ranku(j)), 0 + w̄ for exits (Topcuoglu et al. 2002, eq. 8);
 *   rankd(i) = max_j ((rankd(j) + w̄(j)) + c̄(j,i)), 0 for entries (eq. 10);
 *   OCT(i,p) = max_j min_q (OCT(j,q) + W(j,q) + [p ≠ q]·c̄(i,j)), 0 for exits (Arabnejad & Barbosa 2014, eq. 5).
 */
import type { DagProblem } from '../planner.js';
import type { ProblemGraph } from './problem-graph.js';

/** ranku [task]. */
export function upwardRank(
  { successorStart, successor }: DagProblem,
  { order }: ProblemGraph,
  meanCost: Float64Array,
  meanTransfer: Float64Array,
): Float64Array {
  const rank = new Float64Array(order.length);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    let longest = 0;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      longest = Math.max(longest, meanTransfer[edge] + rank[successor[edge]]);
    }
    rank[task] = meanCost[task] + longest;
  }
  return rank;
}

/** rankd [task]. */
export function downwardRank(
  { predecessorStart, predecessor, predecessorEdge, order }: ProblemGraph,
  meanCost: Float64Array,
  meanTransfer: Float64Array,
): Float64Array {
  const rank = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const task = order[i];
    let longest = 0;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      longest = Math.max(longest, rank[before] + meanCost[before] + meanTransfer[predecessorEdge[row]]);
    }
    rank[task] = longest;
  }
  return rank;
}

/** OCT [task·m + processor]: the optimistic time from the end of a task on a processor to the end of the graph. */
export function optimisticCost(
  { processorCount: m, successorStart, successor, cost }: DagProblem,
  { order }: ProblemGraph,
  meanTransfer: Float64Array,
): Float64Array {
  const table = new Float64Array(order.length * m);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const row = successor[edge] * m;
      // rounding is monotone, so the least sum over all processors plus the transfer serves every processor
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k < m; k++) least = Math.min(least, table[row + k] + cost[row + k]);
      const elsewhere = least + meanTransfer[edge];
      for (let k = 0; k < m; k++) {
        const path = Math.min(table[row + k] + cost[row + k], elsewhere);
        table[task * m + k] = Math.max(table[task * m + k], path);
      }
    }
  }
  return table;
}
