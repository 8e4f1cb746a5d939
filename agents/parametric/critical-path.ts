/**
 * CPOP's critical path as a part of parametric list scheduling: its priority, and which tasks are kept on one processor
 * (src/plan/critical-path.ts).
 */
import { criticalProcessor, criticalTasks } from '../../src/plan/critical-path.js';
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
  const onPath = criticalTasks(problem, graph, rank);
  const home = criticalProcessor(problem, onPath);
  return Int32Array.from(onPath, (on) => (on === 1 ? home : -1));
}
