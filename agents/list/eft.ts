/**
 * Earliest finish time: items in order of age, each on the resource where it is expected to finish first, transfers
 * and assigned work counted (the processor selection of HEFT without its ranks; EFT of the DS3 simulator).
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class EarliestFinishTime extends ItemFirstScheduler {
  constructor() {
    super('eft');
  }

  protected key(): number {
    return Number.NEGATIVE_INFINITY;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestFinish(view, bookings, slot);
  }
}
