/**
 * The frame of every list scheduler: it names its favourite pair among the items not yet booked; if the mask allows
 * that pair it is the answer, otherwise its busy resource is booked and the next favourite is asked for. When all
 * items hold bookings the answer is *wait*, or the allowed pair of earliest finish where waiting is not offered. In
 * environments that bind when a task becomes ready the first favourite is always allowed, so this is plain list scheduling.
 * Ties everywhere: oldest item first, then the lowest resource, unless a rule says otherwise.
 */
import type { Agent } from '../src/agent.js';
import type { PlacementView } from '../src/placement.js';
import { Bookings } from './bookings.js';

/** What `favourite` answers when no usable pair is left. */
export const NO_PAIR = -1;

export abstract class ListScheduler implements Agent {
  readonly name: string;
  private readonly bookings = new Bookings();

  constructor(name: string) {
    this.name = name;
  }

  act(view: PlacementView): number {
    return this.propose(view);
  }

  propose(view: PlacementView): number {
    const { bookings } = this;
    bookings.begin(view);
    for (let left = view.items.count; left > 0; left--) {
      const action = this.favourite(view, bookings);
      if (action === NO_PAIR) break;
      if (view.mask[action] === 1) return action;
      bookings.book(view, action);
    }
    return bookings.settle(view);
  }

  /** Flat action of the best usable pair among the open items, or `NO_PAIR`. Must not change the agent's state. */
  protected abstract favourite(view: PlacementView, bookings: Bookings): number;
}

/** Schedulers that first choose the item (least key first) and then, by a rule of its own, a resource for it. */
export abstract class ItemFirstScheduler extends ListScheduler {
  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count } = view.items;
    let best = NO_PAIR;
    let bestKey = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      const key = this.key(view, slot, i);
      if (best !== NO_PAIR && !(key < bestKey)) continue;
      const action = this.place(view, bookings, slot);
      if (action === NO_PAIR) continue;
      best = action;
      bestKey = key;
      if (key === Number.NEGATIVE_INFINITY) break;
    }
    return best;
  }

  /** Urgency of an item, least first; `position` is its place in order of age. −Infinity ends the search. */
  protected abstract key(view: PlacementView, slot: number, position: number): number;

  /** Flat action for the item in this slot, or `NO_PAIR` if no resource is usable. */
  protected abstract place(view: PlacementView, bookings: Bookings, slot: number): number;
}
