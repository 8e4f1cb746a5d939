/**
 * What several list planners precompute: static levels (longest path to the end of the graph by one time per task,
 * without transfers), median processing times, and which tasks are critical on average.
 */
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import { downwardRank, upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem } from '../../src/planner.js';

/** Static level [task] for one time per task. */
export function staticLevel(problem: DagProblem, graph: ProblemGraph, time: Float64Array): Float64Array {
  return upwardRank(problem, graph, time, new Float64Array(problem.volume.length));
}

/** Median processing time [task] over supporting processors: of an even number the mean of the middle two. */
export function medianCosts({ taskCount: n, processorCount: m, cost }: DagProblem): Float64Array {
  const median = new Float64Array(n);
  for (let task = 0; task < n; task++) median[task] = medianOf(cost.slice(task * m, (task + 1) * m));
  return median;
}

/** Median of the finite values, which are sorted in place; 0 without any. */
export function medianOf(times: Float64Array): number {
  times.sort();
  let count = times.length;
  while (count > 0 && times[count - 1] === Number.POSITIVE_INFINITY) count--;
  if (count === 0) return 0;
  const middle = count >> 1;
  return count % 2 === 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
}

/** Mean start times of Hagras & Janeček 2003. The latest start of a task is the length minus its upward rank. */
export interface AverageTimes {
  readonly length: number; // longest path of mean times
  readonly upward: Float64Array; // [n] from the start of a task to the end of the graph
  readonly critical: Uint8Array; // [n] 1 = earliest and latest start agree (relative 1e-9)
}

export function averageTimes(
  problem: DagProblem,
  graph: ProblemGraph,
  meanCost: Float64Array,
  meanTransfer: Float64Array,
): AverageTimes {
  const n = problem.taskCount;
  const upward = upwardRank(problem, graph, meanCost, meanTransfer);
  const earliest = downwardRank(graph, meanCost, meanTransfer);
  let length = 0;
  for (let task = 0; task < n; task++) length = Math.max(length, upward[task]);
  const tolerance = 1e-9 * Math.max(1, length);
  const critical = new Uint8Array(n);
  for (let task = 0; task < n; task++) {
    if (length - upward[task] - earliest[task] <= tolerance) critical[task] = 1;
  }
  return { length, upward, critical };
}
