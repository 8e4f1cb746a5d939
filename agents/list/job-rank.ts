/**
 * Jobs in order of arrival, within a job the item of highest upward rank, each on the resource of earliest finish:
 * HEFT's order made fair to the oldest job. Arrival order is that of the job numbers.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

export class JobRank extends ListScheduler {
  constructor() {
    super('job-rank');
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count, job, upwardRank } = view.items;
    let best = NO_PAIR;
    let bestSlot = -1;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      if (bestSlot >= 0) {
        if (job[slot] > job[bestSlot]) continue;
        if (job[slot] === job[bestSlot] && !(upwardRank[slot] > upwardRank[bestSlot])) continue;
      }
      const action = earliestFinish(view, bookings, slot);
      if (action === NO_PAIR) continue;
      best = action;
      bestSlot = slot;
    }
    return best;
  }
}
