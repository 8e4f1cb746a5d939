/**
 * The item of highest priority goes to the resource of earliest finish; equal priorities in order of age.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class HighestPriorityFirst extends ItemFirstScheduler {
  constructor() {
    super('priority');
  }

  protected key(view: PlacementView, slot: number): number {
    return -view.items.priority[slot];
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestFinish(view, bookings, slot);
  }
}
