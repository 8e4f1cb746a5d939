/**
 * Least outstanding requests as the simulator vidur has it: it counts the requests that *wait* at an instance and not
 * those that run there. Counts are taken once per instant; every request routed at that instant adds 1 to the entry of
 * its instance; lowest index on ties. Warning: as soon as an engine admits quickly nothing waits anywhere and all
 * requests go to instance 0 (847 of 1,000 on one of four instances in a recorded run, 2.3 times the mean latency of
 * round robin). It is here for comparison; `join-shortest-queue` is the correct rule.
 */
import { decodeAction, type PlacementView } from '../../src/placement.js';
import { ITEM_HANDOVER } from '../../src/serving.js';
import { type InstanceLoad, leastLoaded } from './least-loaded.js';
import { ServingRouter } from './router.js';

interface Saved {
  readonly instant: number;
  readonly counts: readonly number[];
}

export class LeastWaiting extends ServingRouter {
  private instant = Number.NaN; // time at which the counts were taken
  private counts = new Float64Array(0); // [m] waiting then, plus requests sent since

  private readonly load: InstanceLoad = (view, _, r) =>
    (this.current(view) ? this.counts : view.resources.columns.waitingRequests)[r];

  constructor() {
    super('least-outstanding-waiting');
  }

  reset(): void {
    this.instant = Number.NaN;
    this.counts = new Float64Array(0);
  }

  protected place(view: PlacementView, slot: number): number {
    return leastLoaded(view, slot, this.load);
  }

  protected override acted(view: PlacementView, action: number): void {
    const { slot, resource } = decodeAction(view.shape, action);
    if (slot < 0 || view.items.kind[slot] > ITEM_HANDOVER) return;
    if (!this.current(view)) {
      this.instant = view.now;
      this.counts = view.resources.columns.waitingRequests.slice();
    }
    this.counts[resource]++;
  }

  /** Whether the counts are of this very instant. */
  private current(view: PlacementView): boolean {
    return this.instant === view.now && this.counts.length === view.shape.resources;
  }

  snapshot(): Saved {
    return { instant: this.instant, counts: [...this.counts] };
  }

  restore(saved: unknown): void {
    const { instant, counts } = saved as Saved;
    this.instant = instant;
    this.counts = Float64Array.from(counts);
  }
}
