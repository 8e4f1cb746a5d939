/**
 * The live jobs of a placement view as one planning problem: every unplaced task is to be planned, running and placed
 * tasks stay where they are, finished ones say where their data lie, processors are closed until their assigned work
 * is done. Costs are those at full speed. Leaves out hidden noise, which no planner may see, and transfers under way: those
 * into placed tasks are taken to be over with the work that is assigned.
 */
import { NODE_READY, type PlacementGraph, type PlacementView } from '../../src/placement.js';
import type { DagProblem } from '../../src/planner.js';

/** The problem of this moment; tasks are the nodes of `view.graph`, in its order. */
export function liveProblem(view: PlacementView): DagProblem {
  const { graph, now } = view;
  const m = view.resources.count;
  const n = graph.nodeCount;
  const fixedProcessor = new Int32Array(n).fill(-1);
  const fixedStart = new Float64Array(n);
  const fixedFinish = new Float64Array(n);
  for (let node = 0; node < n; node++) {
    if (!isPlaced(graph, node)) continue;
    fixedProcessor[node] = graph.resource[node];
    fixedStart[node] = known(graph.start[node], now);
    fixedFinish[node] = known(graph.finish[node], now);
  }
  const availableFrom = new Float64Array(m);
  for (let r = 0; r < m; r++) availableFrom[r] = Math.max(now, view.resources.freeAt[r]);
  return {
    taskCount: n,
    processorCount: m,
    cost: graph.cost.slice(0, n * m),
    successorStart: graph.successorStart.slice(0, n + 1),
    successor: graph.successor.slice(0, graph.edgeCount),
    volume: graph.volume.slice(0, graph.edgeCount),
    bandwidth: view.links.bandwidth,
    startup: view.links.startup,
    contention: view.links.contention ?? 'none',
    release: new Float64Array(n).fill(now),
    availableFrom,
    fixedProcessor,
    fixedStart,
    fixedFinish,
  };
}

/** The same problem with the first `taskCount` tasks only; edges to later tasks are left out. */
export function firstTasks(problem: DagProblem, taskCount: number): DagProblem {
  const { processorCount: m, successorStart, successor, volume } = problem;
  const start = new Int32Array(taskCount + 1);
  const kept = new Int32Array(successorStart[taskCount]);
  const keptVolume = new Float64Array(kept.length);
  let edges = 0;
  for (let task = 0; task < taskCount; task++) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      if (successor[edge] >= taskCount) continue;
      kept[edges] = successor[edge];
      keptVolume[edges++] = volume[edge];
    }
    start[task + 1] = edges;
  }
  return {
    ...problem,
    taskCount,
    cost: problem.cost.subarray(0, taskCount * m),
    successorStart: start,
    successor: kept.subarray(0, edges),
    volume: keptVolume.subarray(0, edges),
    release: problem.release.subarray(0, taskCount),
    fixedProcessor: problem.fixedProcessor.subarray(0, taskCount),
    fixedStart: problem.fixedStart.subarray(0, taskCount),
    fixedFinish: problem.fixedFinish.subarray(0, taskCount),
  };
}

/** True for a node that has been assigned to a resource, whatever became of it since. */
export function isPlaced(graph: PlacementGraph, node: number): boolean {
  return graph.state[node] > NODE_READY && graph.resource[node] >= 0;
}

function known(time: number, otherwise: number): number {
  return Number.isNaN(time) ? otherwise : time;
}
