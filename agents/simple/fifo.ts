/**
 * First in, first out: the oldest item goes to the resource on which it could start earliest (free, inputs there).
 * Processing times are not looked at.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestStart } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class Fifo extends ItemFirstScheduler {
  constructor() {
    super('fifo');
  }

  protected key(): number {
    return Number.NEGATIVE_INFINITY;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestStart(view, bookings, slot);
  }
}
