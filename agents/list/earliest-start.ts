/**
 * Earliest task first as published (Hwang, Chow, Anger & Lee 1989, doi 10.1137/0218016): of all (item, resource) pairs
 * the one that can start first, transfers counted; ties go to the higher upward rank (here with transfers, the original
 * takes the static level without), then to the older item and the lower resource.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

export class EarliestStart extends ListScheduler {
  constructor() {
    super('earliest-start');
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count, upwardRank } = view.items;
    const { resources: m, variants: v } = view.shape;
    let best = NO_PAIR;
    let bestStart = Number.POSITIVE_INFINITY;
    let bestRank = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      for (let r = 0, pair = slot * m; r < m; r++, pair++) {
        const start = Math.max(view.ready[pair], bookings.free[r]);
        if (start > bestStart || (start === bestStart && !(upwardRank[slot] > bestRank))) continue;
        if (!bookings.usable(view, pair * v, r)) continue;
        best = pair * v;
        bestStart = start;
        bestRank = upwardRank[slot];
      }
    }
    return best;
  }
}
