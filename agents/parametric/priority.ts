/** In which order a list scheduler looks at tasks: one number per task, larger = earlier. */
import { meanCosts } from '../../src/plan/averages.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import { optimisticCost, upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem } from '../../src/planner.js';
import { pathRank } from './critical-path.js';

/**
 * `upward-rank`: longest way to the end, by mean costs and transfers (HEFT). `path-rank`: upward plus downward rank
 * (CPOP). `static-level`: upward rank without transfers (ETF, DLS). `optimistic-cost`: mean of the optimistic cost
 * table (PEFT). `work-below`: mean cost of the task and of what follows it, where a task with several predecessors counts
 * for each of them in equal parts; it favours tasks that much depends on. `topological`: position in the topological order. `none`: all equal.
 */
export const PRIORITIES = [
  'upward-rank',
  'path-rank',
  'static-level',
  'optimistic-cost',
  'work-below',
  'topological',
  'none',
] as const;

export type Priority = (typeof PRIORITIES)[number];

/** [task]. `meanTransfer` [edge] time. */
export function taskPriorities(
  kind: Priority,
  problem: DagProblem,
  graph: ProblemGraph,
  meanTransfer: Float64Array,
): Float64Array {
  switch (kind) {
    case 'upward-rank':
      return upwardRank(problem, graph, meanCosts(problem), meanTransfer);
    case 'path-rank':
      return pathRank(problem, graph, meanCosts(problem), meanTransfer);
    case 'static-level':
      return upwardRank(problem, graph, meanCosts(problem), new Float64Array(meanTransfer.length));
    case 'optimistic-cost':
      return rowMeans(optimisticCost(problem, graph, meanTransfer), problem);
    case 'work-below':
      return workBelow(problem, graph);
    case 'topological':
      return Float64Array.from(graph.position, (position) => -position);
    case 'none':
      return new Float64Array(problem.taskCount);
  }
}

function rowMeans(table: Float64Array, { taskCount: n, processorCount: m }: DagProblem): Float64Array {
  const mean = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += table[task * m + k];
    mean[task] = sum / m;
  }
  return mean;
}

/** Own mean cost + Σ over successors of their value / number of their predecessors. */
function workBelow(problem: DagProblem, { order, predecessorStart }: ProblemGraph): Float64Array {
  const { successorStart, successor } = problem;
  const work = meanCosts(problem);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      work[task] += work[after] / (predecessorStart[after + 1] - predecessorStart[after]);
    }
  }
  return work;
}
