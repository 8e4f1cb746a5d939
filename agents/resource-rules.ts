/**
 * Ways to choose a resource for a given item. Each answers with the flat action of the best usable pair of the item
 * in `slot`, or `NO_PAIR`; the lowest resource wins ties unless said otherwise. Times are expectations: hidden noise
 * is not seen.
 */
import type { PlacementView } from '../src/placement.js';
import type { Bookings } from './bookings.js';
import { NO_PAIR } from './scheduler.js';

/** Least expected finish: inputs there, resource free, then the processing time. */
export function earliestFinish(view: PlacementView, bookings: Bookings, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let best = NO_PAIR;
  let bestFinish = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    const action = (slot * m + r) * v;
    if (!bookings.usable(view, action, r)) continue;
    const finish = bookings.finish(view, slot, r);
    if (finish < bestFinish) {
      bestFinish = finish;
      best = action;
    }
  }
  return best;
}

/** Least completion time of independent tasks: resource free, then the processing time; inputs are not looked at. */
export function earliestCompletion(view: PlacementView, bookings: Bookings, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let best = NO_PAIR;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    const action = (slot * m + r) * v;
    if (!bookings.usable(view, action, r)) continue;
    const time = bookings.free[r] + view.cost[action];
    if (time < bestTime) {
      bestTime = time;
      best = action;
    }
  }
  return best;
}

/** Earliest possible start: resource free and inputs there; processing time is not looked at. */
export function earliestStart(view: PlacementView, bookings: Bookings, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let best = NO_PAIR;
  let bestStart = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    const action = (slot * m + r) * v;
    if (!bookings.usable(view, action, r)) continue;
    const start = Math.max(view.ready[slot * m + r], bookings.free[r]);
    if (start < bestStart) {
      bestStart = start;
      best = action;
    }
  }
  return best;
}

/** The resource that is free first, whatever it costs there. */
export function earliestFree(view: PlacementView, bookings: Bookings, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let best = NO_PAIR;
  let bestFree = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    const action = (slot * m + r) * v;
    if (!bookings.usable(view, action, r)) continue;
    const free = bookings.free[r];
    if (free < bestFree) {
      bestFree = free;
      best = action;
    }
  }
  return best;
}

/** Least processing time, queues ignored; on ties the lowest resource. */
export function fastest(view: PlacementView, bookings: Bookings, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let best = NO_PAIR;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    const action = (slot * m + r) * v;
    if (view.cost[action] < bestCost && bookings.usable(view, action, r)) {
      bestCost = view.cost[action];
      best = action;
    }
  }
  return best;
}

/** Least processing time; on ties the resource with the fewest unfinished items, then the lowest. */
export function fastestLeastLoaded(view: PlacementView, bookings: Bookings, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  const { queueLength } = view.resources;
  let best = NO_PAIR;
  let bestCost = Number.POSITIVE_INFINITY;
  let bestQueue = 0;
  for (let r = 0; r < m; r++) {
    const action = (slot * m + r) * v;
    const cost = view.cost[action];
    if (cost > bestCost || !bookings.usable(view, action, r)) continue;
    if (cost < bestCost || queueLength[r] < bestQueue) {
      bestCost = cost;
      bestQueue = queueLength[r];
      best = action;
    }
  }
  return best;
}
