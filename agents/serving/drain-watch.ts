/**
 * Remembers the time at which an instance was last drained, so that a round of scaling, which may go on after a deed,
 * ends with it: an empty instance is off at once, and the next look would drain another or start it again.
 */
import { decodeAction, type PlacementView } from '../../src/placement.js';
import { INSTANCE_UP, ITEM_SCALE } from '../../src/serving.js';

const NEVER = -1;

export class DrainWatch {
  private time = NEVER;

  reset(): void {
    this.time = NEVER;
  }

  /** Whether an instance was drained at this very instant. */
  justNow(view: PlacementView): boolean {
    return this.time === view.now;
  }

  /** Looks at an action that is about to be carried out. */
  notice(view: PlacementView, action: number): void {
    const { slot, resource, variant } = decodeAction(view.shape, action);
    if (slot < 0 || variant !== 1 || view.items.kind[slot] !== ITEM_SCALE) return;
    if (view.resources.columns.state[resource] === INSTANCE_UP) this.time = view.now;
  }

  snapshot(): number {
    return this.time;
  }

  restore(saved: number): void {
    this.time = saved;
  }
}
