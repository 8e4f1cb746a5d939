/**
 * The plainest autoscaler there is, over the shortest queue: start an instance while more than `targetWaiting` requests
 * wait for each one that is up or starting; drain the one with the fewest requests when nothing waits, none is starting or
 * draining, and the KV blocks in use would fill less than `usageAfterDrain` of the rest. A baseline for scaling (a queue
 * length target as horizontal autoscalers have it); it does not migrate.
 */
import { z } from 'zod';
import type { PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { DrainWatch } from './drain-watch.js';
import { drainEmptiest, fleetOf, scaleItem, startOne } from './fleet.js';
import { leastLoaded, requestLoad } from './least-loaded.js';
import { rest, ServingRouter } from './router.js';

const schema = z.object({
  /** Waiting requests per instance that are put up with. */
  targetWaiting: z.number().nonnegative().default(1),
  /** Share of the remaining instances' memory that may be in use when one is drained. */
  usageAfterDrain: z.number().min(0).max(1).default(0.5),
});

export class QueueScaling extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private readonly drains = new DrainWatch();

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('auto-scale-queue');
    this.options = readPlannerOptions({ who: 'agents/auto-scale-queue', schema, given: options });
  }

  protected place(view: PlacementView, slot: number): number {
    return leastLoaded(view, slot, requestLoad);
  }

  protected override round(view: PlacementView): number {
    const slot = scaleItem(view);
    const action = slot < 0 ? -1 : this.scale(view, slot);
    return action >= 0 ? action : rest(view);
  }

  private scale(view: PlacementView, slot: number): number {
    if (this.drains.justNow(view)) return -1;
    const { columns, up, starting, draining } = fleetOf(view);
    const sum = (column: ArrayLike<number>) => up.reduce((total, r) => total + column[r], 0);
    const waiting = sum(columns.waitingRequests);
    if (up.length + starting === 0 || waiting > this.options.targetWaiting * (up.length + starting))
      return startOne(view, slot);
    if (waiting > 0 || up.length < 2 || starting > 0 || draining > 0) return -1;
    const total = sum(columns.totalBlocks);
    const remaining = total * (1 - 1 / up.length);
    return total - sum(columns.freeBlocks) < this.options.usageAfterDrain * remaining ? drainEmptiest(view, slot) : -1;
  }

  protected override acted(view: PlacementView, action: number): void {
    this.drains.notice(view, action);
  }

  reset(): void {
    this.drains.reset();
  }

  snapshot(): number {
    return this.drains.snapshot();
  }

  restore(saved: unknown): void {
    this.drains.restore(saved as number);
  }
}
