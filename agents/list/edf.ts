/**
 * Earliest deadline first, then earliest finish. Items without a deadline come last, oldest first.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class EarliestDeadlineFirst extends ItemFirstScheduler {
  constructor() {
    super('edf');
  }

  protected key(view: PlacementView, slot: number): number {
    return view.items.deadline[slot];
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestFinish(view, bookings, slot);
  }
}
