/**
 * Shortest task first: the item whose least processing time is smallest goes to the resource with that time; the
 * lowest resource on ties, however many items wait there already. Queues and transfers are not looked at.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { fastest } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class ShortestTaskFirst extends ItemFirstScheduler {
  constructor() {
    super('stf');
  }

  protected key(view: PlacementView, slot: number): number {
    const { resources: m, variants: v } = view.shape;
    let least = Number.POSITIVE_INFINITY;
    for (let pair = slot * m; pair < (slot + 1) * m; pair++) least = Math.min(least, view.cost[pair * v]);
    return least;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return fastest(view, bookings, slot);
  }
}
