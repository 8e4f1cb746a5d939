/**
 * Communication in lower bounds of the exact search. The time below a task is that of PEFT's optimistic cost table
 * (Arabnejad & Barbosa 2014, eq. 5) with the real transfer times of each link instead of their mean, which makes it a
 * bound:
 *   tail(i,k) = max over open successors j of min_l (transfer(i→j, k, l) + w(j,l) + tail(j,l)).
 */
import { transfer } from '../../src/plan/averages.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem } from '../../src/planner.js';

/** [n·m] least time from the finish of a task on a processor to the end of the schedule. O(e·m²). */
export function bestTails(problem: DagProblem, { order }: ProblemGraph): Float64Array {
  const { processorCount: m, cost, successorStart, successor, volume, startup, bandwidth, fixedProcessor } = problem;
  const tail = new Float64Array(order.length * m);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (fixedProcessor[after] >= 0) continue; // its start is given, whatever came before
      for (let k = 0; k < m; k++) {
        let least = Number.POSITIVE_INFINITY;
        for (let l = 0; l < m; l++) {
          const below = cost[after * m + l] + tail[after * m + l];
          const moved = l === k ? 0 : startup[k * m + l] + transfer(volume[edge], bandwidth[k * m + l]);
          least = Math.min(least, moved + below);
        }
        tail[task * m + k] = Math.max(tail[task * m + k], least);
      }
    }
  }
  return tail;
}

/** [e·m] least time to move the data of an edge to a processor from another one; Infinity on a single processor. */
export function leastIncoming({ processorCount: m, volume, startup, bandwidth }: DagProblem): Float64Array {
  const least = new Float64Array(volume.length * m).fill(Number.POSITIVE_INFINITY);
  for (let edge = 0; edge < volume.length; edge++) {
    for (let to = 0; to < m; to++) {
      for (let from = 0; from < m; from++) {
        if (from === to) continue;
        const time = startup[from * m + to] + transfer(volume[edge], bandwidth[from * m + to]);
        if (time < least[edge * m + to]) least[edge * m + to] = time;
      }
    }
  }
  return least;
}

/** [processor] weight 1 / mean cost over the tasks it supports, at most 1; all 1 where one costs nothing. */
export function inverseLoads({ taskCount: n, processorCount: m, cost }: DagProblem): Float64Array {
  const weight = new Float64Array(m);
  let largest = 0;
  for (let k = 0; k < m; k++) {
    let total = 0;
    let supported = 0;
    for (let task = 0; task < n; task++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
      total += cost[task * m + k];
      supported++;
    }
    weight[k] = supported === 0 ? 0 : supported / total;
    largest = Math.max(largest, weight[k]);
  }
  return largest < Number.POSITIVE_INFINITY ? weight.map((value) => value / largest) : weight.fill(1);
}

/** [task] least weighted time of the open tasks; 0 for placed ones. */
export function leastWork(problem: DagProblem, weight: Float64Array): Float64Array {
  const { taskCount: n, processorCount: m, cost, fixedProcessor } = problem;
  const work = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    if (fixedProcessor[task] >= 0) continue;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time < Number.POSITIVE_INFINITY) least = Math.min(least, weight[k] * time);
    }
    work[task] = least;
  }
  return work;
}
