/**
 * How far the unfinished jobs have come, in jobs: for each the share of its work that is done, weighing a task by its
 * least processing time, since accelerators make means meaningless, and a running task by its share of time. Together with the
 * jobs completed it says how much has been finished in a stretch of time, without waiting for its last job.
 */
import { NODE_DONE, NODE_RUNNING, type PlacementView } from '../placement.js';

export function jobProgress(view: PlacementView): number {
  const { graph, now } = view;
  const resources = view.resources.count;
  let progress = 0;
  for (let job = 0; job < graph.jobCount; job++) {
    let done = 0;
    let total = 0;
    for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
      const work = leastCost(graph.cost, node * resources, resources);
      total += work;
      if (graph.state[node] === NODE_DONE) done += work;
      else if (graph.state[node] === NODE_RUNNING) done += work * shareRun(graph.start[node], graph.finish[node], now);
    }
    if (total > 0) progress += done / total;
  }
  return progress;
}

function leastCost(cost: Float64Array, first: number, count: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = first; i < first + count; i++) if (cost[i] < least) least = cost[i];
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}

function shareRun(start: number, finish: number, now: number): number {
  const length = finish - start;
  return length > 0 ? Math.max(0, Math.min(1, (now - start) / length)) : 0;
}
