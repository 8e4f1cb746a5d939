/**
 * What can be exchanged in a problem without changing it: processors with the same costs and links that are free from
 * the same time on and hold no placed tasks, and open tasks with the same costs, release, predecessors, successors and
 * volumes. An exact search needs only one of all orders of such twins.
 */
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem } from '../../src/planner.js';

/** [processor] lowest processor that it can be exchanged with, maybe itself. */
export function processorClasses(problem: DagProblem): Int32Array {
  const { processorCount: m, fixedProcessor } = problem;
  const first = Int32Array.from({ length: m }, (_, k) => k);
  const holds = new Uint8Array(m);
  for (const k of fixedProcessor) if (k >= 0) holds[k] = 1;
  for (let k = 1; k < m; k++) {
    for (let other = 0; other < k && first[k] === k && holds[k] === 0; other++) {
      if (first[other] === other && holds[other] === 0 && exchangeable(problem, other, k)) first[k] = other;
    }
  }
  return first;
}

function exchangeable(problem: DagProblem, a: number, b: number): boolean {
  const { taskCount: n, processorCount: m, cost, availableFrom } = problem;
  if (availableFrom[a] !== availableFrom[b]) return false;
  for (let task = 0; task < n; task++) if (cost[task * m + a] !== cost[task * m + b]) return false;
  return [problem.bandwidth, problem.startup].every((link) => {
    if (link[a * m + b] !== link[b * m + a]) return false;
    for (let k = 0; k < m; k++) {
      if (k === a || k === b) continue;
      if (link[a * m + k] !== link[b * m + k] || link[k * m + a] !== link[k * m + b]) return false;
    }
    return true;
  });
}

/** [task] the twin before it in topological order, −1 for none. */
export function previousTwins(problem: DagProblem, graph: ProblemGraph): Int32Array {
  const { taskCount: n, fixedProcessor } = problem;
  const previous = new Int32Array(n).fill(-1);
  const last = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const task = graph.order[i];
    if (fixedProcessor[task] >= 0) continue;
    const likeness = describe(problem, graph, task);
    previous[task] = last.get(likeness) ?? -1;
    last.set(likeness, task);
  }
  return previous;
}

/** Equal texts for twins. */
function describe(problem: DagProblem, graph: ProblemGraph, task: number): string {
  const { processorCount: m, cost, release, successorStart, successor, volume } = problem;
  const { predecessorStart, predecessor, predecessorEdge } = graph;
  const before: [number, number][] = [];
  for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
    before.push([predecessor[row], volume[predecessorEdge[row]]]);
  }
  const after: [number, number][] = [];
  for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
    after.push([successor[edge], volume[edge]]);
  }
  after.sort(([a], [b]) => a - b);
  return [release[task], cost.subarray(task * m, task * m + m).join(), before.join(), after.join()].join(';');
}
