/**
 * Minimum execution time (Braun et al. 2001): the oldest item goes to its fastest resource however long the queue
 * there is; among equally fast ones to the one with the fewest unfinished items, then the lowest.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { fastestLeastLoaded } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class MinimumExecutionTime extends ItemFirstScheduler {
  constructor() {
    super('met');
  }

  protected key(): number {
    return Number.NEGATIVE_INFINITY;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return fastestLeastLoaded(view, bookings, slot);
  }
}
