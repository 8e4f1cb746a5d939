/**
 * Priorities of the static schedulers, computed without recursion in (reverse) topological order with the operation
 * order of the papers, so that ties in floating point fall as published:
 *   ranku(i) = w̄(i) + max_j (c̄(i,j) + ranku(j)), 0 + w̄ for exits (Topcuoglu et al. 2002, eq. 8);
 *   rankd(i) = max_j ((rankd(j) + w̄(j)) + c̄(j,i)), 0 for entries (eq. 10);
 *   OCT(i,p) = max_j min_q (OCT(j,q) + W(j,q) + [p ≠ q]·c̄(i,j)), 0 for exits (Arabnejad & Barbosa 2014, eq. 5).
 */
import type { DagProblem } from '../planner.js';
import { transfer } from './averages.js';
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
    const end = successorStart[task + 1];
    for (let edge = successorStart[task]; edge < end; edge++) {
      const way = meanTransfer[edge] + rank[successor[edge]];
      if (way > longest) longest = way;
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
      const way = rank[before] + meanCost[before] + meanTransfer[predecessorEdge[row]];
      if (way > longest) longest = way;
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
  const least = new Float64Array(order.length); // min over processors of OCT + W
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    const own = task * m;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const row = successor[edge] * m;
      // rounding is monotone, so the least sum over all processors plus the transfer serves every processor
      const elsewhere = least[successor[edge]] + meanTransfer[edge];
      for (let k = 0; k < m; k++) {
        const here = table[row + k] + cost[row + k];
        const path = here < elsewhere ? here : elsewhere;
        if (path > table[own + k]) table[own + k] = path;
      }
    }
    least[task] = leastSum({ table, cost, from: own, to: own + m });
  }
  return table;
}

/**
 * The same table with the time that each link really takes instead of the mean: min over q of
 * OCT(j,q) + W(j,q) + (start-up(p,q) + volume/bandwidth(p,q) if p ≠ q). Cost: edges × processors².
 */
export function optimisticCostOverLinks(
  { processorCount: m, successorStart, successor, volume, bandwidth, startup, cost }: DagProblem,
  { order }: ProblemGraph,
): Float64Array {
  const table = new Float64Array(order.length * m);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const row = successor[edge] * m;
      for (let k = 0; k < m; k++) {
        let path = table[row + k] + cost[row + k];
        for (let to = 0; to < m; to++) {
          if (to === k) continue;
          const link = k * m + to;
          const there = table[row + to] + cost[row + to] + (startup[link] + transfer(volume[edge], bandwidth[link]));
          if (there < path) path = there;
        }
        if (path > table[task * m + k]) table[task * m + k] = path;
      }
    }
  }
  return table;
}

function leastSum(row: { table: Float64Array; cost: Float64Array; from: number; to: number }): number {
  const { table, cost, from, to } = row;
  let least = Number.POSITIVE_INFINITY;
  for (let cell = from; cell < to; cell++) {
    const sum = table[cell] + cost[cell];
    if (sum < least) least = sum;
  }
  return least;
}
