/**
 * Which instances have preempted requests in their queues. Llumnix lets them give requests away whatever their load.
 * A view counts preemptions since the beginning only, so this keeps the counts of the last round of migration: an
 * instance is taken to hold preempted requests if it has preempted since then and something waits there still. What
 * waits longer than one round is missed.
 */
import type { PlacementView } from '../../src/placement.js';

export class PreemptionWatch {
  private counts = new Float64Array(0); // [m] preemptions at the last round

  reset(): void {
    this.counts = new Float64Array(0);
  }

  /** Preempted requests taken to wait. [m] */
  waiting(view: PlacementView): Float64Array {
    const { preemptions, waitingRequests } = view.resources.columns;
    return preemptions.map((count, r) =>
      waitingRequests[r] > 0
        ? Math.max(0, count - (this.counts.length === preemptions.length ? this.counts[r] : 0))
        : 0,
    );
  }

  /** A round has ended. */
  settle(view: PlacementView): void {
    this.counts = view.resources.columns.preemptions.slice();
  }

  snapshot(): readonly number[] {
    return [...this.counts];
  }

  restore(saved: readonly number[]): void {
    this.counts = Float64Array.from(saved);
  }
}
