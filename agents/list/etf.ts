/**
 * Earliest task first in the form of the SoC simulators: of all (item, resource) pairs the one that finishes first,
 * transfers and assigned work counted. Over independent tasks this is the Min-Min rule (Ibarra & Kim 1977), so
 * `min-min` is the same class under its other name. Hwang et al.'s original, which compares starts, is `earliest-start`.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

export class EarliestTaskFirst extends ListScheduler {
  constructor(name: 'etf' | 'min-min' = 'etf') {
    super(name);
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count } = view.items;
    const { resources: m, variants: v } = view.shape;
    const { ready, cost } = view;
    const { free } = bookings;
    let best = NO_PAIR;
    let bestFinish = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      for (let r = 0, pair = slot * m; r < m; r++, pair++) {
        const freeR = free[r];
        const readyR = ready[pair];
        const finish = Math.max(readyR, freeR) + cost[pair * v];
        if (finish < bestFinish && bookings.usable(view, pair * v, r)) {
          bestFinish = finish;
          best = pair * v;
        }
      }
    }
    return best;
  }
}
