/**
 * Shortest remaining job first: the item whose job has the least expected work left goes to the resource of earliest
 * finish. Short jobs overtake long ones, which lowers the mean latency and may starve the long ones.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class ShortestJobFirst extends ItemFirstScheduler {
  constructor() {
    super('shortest-job');
  }

  protected key(view: PlacementView, slot: number): number {
    return view.items.remainingWork[slot];
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestFinish(view, bookings, slot);
  }
}
