/**
 * Max-Min (Braun et al. 2001): every item's earliest finish over the resources is formed, and the item whose earliest
 * finish is latest goes first, to the resource that gives it. Long tasks are placed before short ones fill the gaps.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

export class MaxMin extends ListScheduler {
  constructor() {
    super('max-min');
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count } = view.items;
    const { resources: m, variants: v } = view.shape;
    let best = NO_PAIR;
    let bestFinish = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      const action = earliestFinish(view, bookings, slot);
      if (action === NO_PAIR) continue;
      const finish = bookings.finish(view, slot, Math.floor(action / v) % m);
      if (finish > bestFinish) {
        bestFinish = finish;
        best = action;
      }
    }
    return best;
  }
}
