/**
 * DeepSoCS as released (EpiSci/SoCRATES@e246978): a network draws an order of the ready tasks, and then the placement is
 * handed the ready list in its own order. What remains is HEFT_RT without its ranking: each task goes where free time +
 * processing time is least, transfers are not looked at, and because the planner swaps its placeholder root with the
 * first task of the list, the oldest item of an instant is placed last. Leaves out the imposed order between planned tasks and
 * the id collision, which `envs/soc/compat` has. State: the instant and its oldest item.
 */
import type { ActContext, Agent } from '../../src/agent.js';
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestCompletion } from '../resource-rules.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';
import { ignoreTransfers } from './insertion.js';

interface Instant {
  readonly time: number;
  readonly oldest: number; // id of the item that was the oldest when the instant began
}

const NEVER: Instant = Object.freeze({ time: Number.NEGATIVE_INFINITY, oldest: -1 });

export class DeepSocsReleased extends ListScheduler {
  private instant = NEVER;
  private readonly learned: Agent | null;

  /** `learned`: the trained order. It is asked at every decision, as in the release, and its answer is not used. */
  constructor(learned: Agent | null = null) {
    super('deepsocs-released');
    this.learned = learned;
  }

  reset(): void {
    this.instant = NEVER;
    this.learned?.reset?.();
  }

  override act(view: PlacementView, context?: ActContext): number {
    if (context !== undefined) this.learned?.act(view, context);
    this.instant = this.instantOf(view);
    return this.propose(view);
  }

  snapshot(): Instant {
    return { ...this.instant };
  }

  restore(saved: unknown): void {
    this.instant = { ...(saved as Instant) };
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count, id } = view.items;
    const { oldest } = this.instantOf(view);
    if (bookings.count === 0) ignoreTransfers(view, bookings);
    let last = NO_PAIR;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      const action = earliestCompletion(view, bookings, slot);
      if (action === NO_PAIR) continue;
      if (id[slot] !== oldest) return action;
      last = action;
    }
    return last;
  }

  private instantOf({ now, items }: PlacementView): Instant {
    if (now === this.instant.time || items.count === 0) return this.instant;
    return { time: now, oldest: items.id[items.slots[0]] };
  }
}
