/**
 * Opportunistic load balancing (Braun et al. 2001, doi 10.1006/jpdc.2000.1714): the oldest item goes to the resource
 * that is free first, whatever it costs there and wherever its inputs are.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFree } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class OpportunisticLoadBalancing extends ItemFirstScheduler {
  constructor() {
    super('olb');
  }

  protected key(): number {
    return Number.NEGATIVE_INFINITY;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestFree(view, bookings, slot);
  }
}
