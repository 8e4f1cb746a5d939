/**
 * Earliest task first with load-balanced ties: of all pairs the one that finishes first; if several resources give an
 * item the same finish, the one that has received the fewest items from this agent in its life, then the lowest.
 * State: items given to each resource; `propose` reads it only. (DS3 also counts resources that were considered and
 * not chosen; here only placements count.)
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';

export class EarliestTaskFirstBalanced extends ListScheduler {
  private given = new Float64Array(0); // [m] items placed on each resource

  constructor() {
    super('etf-lb');
  }

  reset(): void {
    this.given.fill(0);
  }

  override act(view: PlacementView): number {
    const action = this.propose(view);
    const { items: n, resources: m, variants: v } = view.shape;
    if (this.given.length !== m) this.given = new Float64Array(m);
    if (action < n * m * v) this.given[Math.floor(action / v) % m]++;
    return action;
  }

  snapshot(): readonly number[] {
    return Array.from(this.given);
  }

  restore(saved: unknown): void {
    this.given = Float64Array.from(saved as readonly number[]);
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count } = view.items;
    const { resources: m, variants: v } = view.shape;
    let best = NO_PAIR;
    let bestSlot = -1;
    let bestFinish = Number.POSITIVE_INFINITY;
    let bestGiven = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      for (let r = 0; r < m; r++) {
        const action = (slot * m + r) * v;
        if (!bookings.usable(view, action, r)) continue;
        const finish = bookings.finish(view, slot, r);
        const given = r < this.given.length ? this.given[r] : 0;
        const balances = slot === bestSlot && finish === bestFinish && given < bestGiven;
        if (!(finish < bestFinish) && !balances) continue;
        best = action;
        bestSlot = slot;
        bestFinish = finish;
        bestGiven = given;
      }
    }
    return best;
  }
}
