/**
 * When processors are free in the eyes of the insertion planner that DeepSoCS places with: after the expected end of what
 * runs come the tasks bound to a processor, one behind the other and without any wait for their data. Its lists have
 * no gaps, so that insertion is the same as appending. Without a graph the view's own times are taken.
 */
import { NODE_PLACED, NODE_RUNNING, type PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';

/** Overwrites the free times of bookings that have just begun. */
export function ignoreTransfers({ graph, now, resources }: PlacementView, { free }: Bookings): void {
  if (graph.nodeCount === 0) return;
  const m = resources.count;
  for (let p = 0; p < m; p++) free[p] = now;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.state[node] !== NODE_RUNNING) continue;
    const p = graph.resource[node];
    free[p] = Math.max(now, graph.start[node] + graph.cost[node * m + p]);
  }
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.state[node] !== NODE_PLACED) continue;
    const p = graph.resource[node];
    free[p] += graph.cost[node * m + p];
  }
}
