/**
 * Minimum completion time (Braun et al. 2001), a rule for independent tasks: the oldest item goes where free time
 * plus processing time is least. Transfers are not looked at; `eft` is the same rule with them.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestCompletion } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class MinimumCompletionTime extends ItemFirstScheduler {
  constructor() {
    super('mct');
  }

  protected key(): number {
    return Number.NEGATIVE_INFINITY;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestCompletion(view, bookings, slot);
  }
}
