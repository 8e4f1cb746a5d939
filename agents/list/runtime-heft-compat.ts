/**
 * Runtime HEFT as the DS3 family ships it: the ready tasks are planned as independent nodes without any communication.
 * The item of largest mean processing time (its rank without successors) goes where free time + processing time is
 * least. Ties follow the release: its placeholder root is swapped with the first element of the ranked list, so of the
 * items that share the largest mean at an instant the oldest is planned last; otherwise the oldest first. Leaves out
 * the release's imposed order between planned tasks and its id collision. State: the top rank of the present instant.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestCompletion } from '../resource-rules.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

/** Mean of an item's finite processing times, variant 0. */
function meanCost(view: PlacementView, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let sum = 0;
  let supported = 0;
  for (let pair = slot * m; pair < (slot + 1) * m; pair++) {
    const cost = view.cost[pair * v];
    if (cost === Number.POSITIVE_INFINITY) continue;
    sum += cost;
    supported++;
  }
  return supported > 0 ? sum / supported : 0;
}

function largestMean(view: PlacementView): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < view.items.count; i++) largest = Math.max(largest, meanCost(view, view.items.slots[i]));
  return largest;
}

export class RuntimeHeftCompat extends ListScheduler {
  private instant = -1; // time of the scheduler call that `topRank` belongs to
  private topRank = Number.NEGATIVE_INFINITY; // largest mean cost when that call began

  constructor() {
    super('runtime-heft-compat');
  }

  reset(): void {
    this.instant = -1;
    this.topRank = Number.NEGATIVE_INFINITY;
  }

  override act(view: PlacementView): number {
    if (view.now !== this.instant) {
      this.topRank = largestMean(view);
      this.instant = view.now;
    }
    return this.propose(view);
  }

  snapshot(): { readonly instant: number; readonly topRank: number } {
    return { instant: this.instant, topRank: this.topRank };
  }

  restore(saved: unknown): void {
    ({ instant: this.instant, topRank: this.topRank } = saved as { instant: number; topRank: number });
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const top = view.now === this.instant ? this.topRank : largestMean(view);
    const { slots, count } = view.items;
    let best = NO_PAIR;
    let bestRank = Number.NEGATIVE_INFINITY;
    let bestIsOldestOfTop = false;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      const rank = meanCost(view, slot);
      if (rank < bestRank || (rank === bestRank && !bestIsOldestOfTop)) continue;
      const action = earliestCompletion(view, bookings, slot);
      if (action === NO_PAIR) continue;
      bestIsOldestOfTop = rank > bestRank && rank === top;
      bestRank = rank;
      best = action;
    }
    return best;
  }
}
