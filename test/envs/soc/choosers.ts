/** Two deterministic ways to choose from a placement view, for tests that need some schedule. */
import { type PlacementView, waitAction } from '../../../src/placement.js';

/** Least execution time for the oldest item that may be placed; ties go to the shorter queue, then the lower index. */
export function leastTime(view: PlacementView): number {
  const { items, resources, cost, mask, shape } = view;
  const m = shape.resources;
  for (let i = 0; i < items.count; i++) {
    const slot = items.slots[i];
    let best = -1;
    for (let p = 0; p < m; p++) {
      const pair = slot * m + p;
      if (mask[pair] !== 1) continue;
      const tie = best >= 0 && cost[pair] === cost[best] && resources.queueLength[p] < resources.queueLength[best % m];
      if (best < 0 || cost[pair] < cost[best] || tie) best = pair;
    }
    if (best >= 0) return best;
  }
  return waitAction(shape);
}

/** Least expected end over all pairs; the first of equals. */
export function earliestEnd(view: PlacementView): number {
  const { items, resources, cost, ready, mask, shape, now } = view;
  const m = shape.resources;
  let best = waitAction(shape);
  let end = Number.POSITIVE_INFINITY;
  for (let i = 0; i < items.count; i++) {
    const slot = items.slots[i];
    for (let p = 0; p < m; p++) {
      const pair = slot * m + p;
      if (mask[pair] !== 1) continue;
      const value = Math.max(now, ready[pair], resources.freeAt[p]) + cost[pair];
      if (value < end) [best, end] = [pair, value];
    }
  }
  return best;
}
