/**
 * Sufferage (Maheswaran et al. 1999, doi 10.1109/HCW.1999.765094): the item that would lose most if it did not get its
 * best resource goes first. Sufferage = second-earliest finish − earliest finish, 0 for an item with one resource.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

export class Sufferage extends ListScheduler {
  constructor() {
    super('sufferage');
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count } = view.items;
    const { resources: m, variants: v } = view.shape;
    let best = NO_PAIR;
    let bestSufferage = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      let action = NO_PAIR;
      let first = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      for (let r = 0; r < m; r++) {
        if (!bookings.usable(view, (slot * m + r) * v, r)) continue;
        const finish = bookings.finish(view, slot, r);
        if (finish < first) {
          second = first;
          first = finish;
          action = (slot * m + r) * v;
        } else if (finish < second) second = finish;
      }
      if (action === NO_PAIR) continue;
      const sufferage = second < Number.POSITIVE_INFINITY ? second - first : 0;
      if (sufferage > bestSufferage) {
        bestSufferage = sufferage;
        best = action;
      }
    }
    return best;
  }
}
