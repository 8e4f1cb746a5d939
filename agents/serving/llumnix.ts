/**
 * Llumnix (OSDI '24), its artifact corrected: dispatch to the freest instance, live migration from the busiest to the
 * freest, and scaling by average freeness, all by virtual usage (virtual-usage.ts), urgent requests gathered. The rules
 * of the paper's text are `llumnix-paper`. Against the artifact (`llumnix-artifact`):
 * the order of instances is total, (load, more free blocks, highest number), also on unequal instances; a destination is
 * the freest that the mask allows for this very victim; a migration has to leave the destination below the threshold
 * and less busy than the source was, blocks counted; a draining instance gives to anyone with room; the emptiest instance
 * is drained, not the last; requests of high priority gather only as far as batches around them stay small. An instance
 * that preempted since the last round gives too. Nothing is remembered but those counts and the last drain. The choice
 * of the victim is the environment's. `llumnix-dispatch` is its dispatch alone.
 */
import { z } from 'zod';
import { decodeAction, type PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { INSTANCE_DRAINING, ITEM_DISPATCH, ITEM_HANDOVER } from '../../src/serving.js';
import { DrainWatch } from './drain-watch.js';
import { deed, drainEmptiest, type Fleet, fleetOf, scaleItem, startOne, victimOf } from './fleet.js';
import { negativeFreeness } from './llumnix-load.js';
import { descending } from './llumnix-pairing.js';
import { PreemptionWatch } from './preemption-watch.js';
import { mayPlace, rest, ServingRouter } from './router.js';
import { headroomOf, type UsageRule, usageLoad } from './virtual-usage.js';

const schema = z.object({
  migration: z.boolean().default(true),
  /** Count what waits when instances are paired, so that room is made for it. */
  defrag: z.boolean().default(true),
  /** Whose demand counts while it waits: all, as the artifact has it, or the head of the queue, as the paper writes. */
  waiting: z.enum(['all', 'head']).default('all'),
  /** Tokens at most on an instance that hosts high priority; the rest is its headroom. */
  highPriorityTokens: z.number().nonnegative().default(1600),
  /** Load above which an instance gives, below which it takes. */
  migrationThreshold: z.number().default(-3),
  scaling: z.boolean().default(true),
  /** Average freeness below which an instance is started. */
  startFreeness: z.number().default(10),
  /** Average freeness above which one is drained, reckoned without it. */
  drainFreeness: z.number().default(60),
});

interface Saved {
  readonly preemptions: readonly number[];
  readonly drained: number;
}

export class Llumnix extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private readonly dispatchRule: UsageRule;
  private readonly plainRule: UsageRule; // without reserve
  private readonly pairingRule: UsageRule;
  private readonly preempted = new PreemptionWatch();
  private readonly drains = new DrainWatch();

  /** `defaults`: options of an agent under another name. Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown, name = 'llumnix', defaults: z.input<typeof schema> = {}) {
    super(name);
    const given = options ?? {};
    const merged = typeof given === 'object' && !Array.isArray(given) ? { ...defaults, ...given } : given;
    this.options = readPlannerOptions({ who: `agents/${name}`, schema, given: merged });
    const { waiting, highPriorityTokens, defrag } = this.options;
    this.dispatchRule = { waiting, highPriorityTokens };
    this.plainRule = { waiting, highPriorityTokens: Number.POSITIVE_INFINITY };
    this.pairingRule = defrag ? this.dispatchRule : { ...this.plainRule, waiting: 'none' };
  }

  reset(): void {
    this.preempted.reset();
    this.drains.reset();
  }

  protected place(view: PlacementView, slot: number): number {
    if (!(view.items.priority[slot] > 0)) return freest(view, slot, this.dispatchRule);
    const together = freest(view, slot, this.dispatchRule, (r) => this.hostsWithRoom(view, slot, r));
    return together >= 0 ? together : freest(view, slot, this.plainRule);
  }

  /**
   * Whether high priority lives here already and this request leaves the reserve alone. Such requests gather, because
   * every instance that hosts one keeps a reserve; but only as far as batches stay small.
   */
  private hostsWithRoom(view: PlacementView, slot: number, r: number): boolean {
    if (!(view.resources.columns.highPriorityRequests[r] > 0)) return false;
    if (!(headroomOf(view, r, this.dispatchRule) > 0)) return false;
    return usageLoad(view, r, this.dispatchRule, { requests: 1, blocks: view.items.columns.blocks[slot] }) <= 0;
  }

  protected override round(view: PlacementView): number {
    const { migration, scaling } = this.options;
    const fleet = fleetOf(view);
    const scale = scaleItem(view);
    const sized = scaling && scale >= 0 ? this.scale(view, scale, fleet) : -1;
    if (sized >= 0) return sized;
    const moved = migration ? this.migrate(view, fleet.serving) : -1;
    return moved >= 0 ? moved : rest(view);
  }

  /** The best migration that is allowed now, from the busiest source; −1 if there is none. */
  private migrate(view: PlacementView, serving: readonly number[]): number {
    const loads = serving.map((r) => usageLoad(view, r, this.pairingRule));
    const waiting = this.preempted.waiting(view);
    const sources = serving
      .map((r, i) => ({ r, load: loads[i] }))
      .filter(({ r, load }) => (load > this.options.migrationThreshold || waiting[r] > 0) && victimOf(view, r) >= 0)
      .sort((a, b) => descending(a.load, b.load) || b.r - a.r);
    for (const { r } of sources) {
      const action = this.destinationFor(view, r, waiting);
      if (action >= 0) return action;
    }
    return -1;
  }

  /** Migrates the victim of a source to the freest instance that is better for it; −1 if none is. */
  private destinationFor(view: PlacementView, source: number, waiting: Float64Array): number {
    const { migrationThreshold } = this.options;
    const { state, freeBlocks } = view.resources.columns;
    const draining = state[source] === INSTANCE_DRAINING;
    const victim = victimOf(view, source);
    const before = usageLoad(view, source, this.pairingRule);
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    let mostFree = 0;
    for (let r = view.shape.resources - 1; r >= 0; r--) {
      const action = deed(view, victim, r);
      if (action < 0) continue;
      const load = usageLoad(view, r, this.pairingRule);
      if (!draining && (waiting[r] > 0 || !(load < migrationThreshold))) continue;
      const after = usageLoad(view, r, this.pairingRule, { requests: 1, blocks: blocksOf(view, victim, r) });
      const good = draining ? after <= 0 : after <= migrationThreshold && after < before;
      if (!good || !(load < least || (load === least && freeBlocks[r] > mostFree))) continue;
      best = action;
      least = load;
      mostFree = freeBlocks[r];
    }
    return best;
  }

  private scale(view: PlacementView, slot: number, { columns, up, starting, draining }: Fleet): number {
    if (this.drains.justNow(view)) return -1;
    if (up.length === 0) return starting > 0 ? -1 : startOne(view, slot);
    const { startFreeness, drainFreeness } = this.options;
    const sum = (column: ArrayLike<number>) => up.reduce((total, r) => total + column[r], 0);
    const requests = sum(columns.runningRequests) + sum(columns.waitingRequests);
    const available = sum(columns.freeBlocks) - sum(columns.watermarkBlocks) - sum(columns.waitingBlocks);
    const memory = sum(columns.totalBlocks) / up.length; // of an instance, on average
    if (negativeFreeness(available + starting * memory, requests) > -startFreeness) return startOne(view, slot);
    if (up.length === 1 || starting > 0 || draining > 0) return -1;
    return negativeFreeness(available - memory, requests) < -drainFreeness ? drainEmptiest(view, slot) : -1;
  }

  protected override acted(view: PlacementView, action: number): void {
    this.drains.notice(view, action);
    const { slot } = decodeAction(view.shape, action);
    const kind = slot < 0 ? -1 : view.items.kind[slot];
    const placed = kind === ITEM_DISPATCH || kind === ITEM_HANDOVER;
    if (!placed && scaleItem(view) < 0 && (slot < 0 || view.items.count === 1)) this.preempted.settle(view);
  }

  snapshot(): Saved {
    return { preemptions: this.preempted.snapshot(), drained: this.drains.snapshot() };
  }

  restore(saved: unknown): void {
    const { preemptions, drained } = saved as Saved;
    this.preempted.restore(preemptions);
    this.drains.restore(drained);
  }
}

/** The instance of least load for the request; more free blocks, then the highest number on ties; −1 = none. */
function freest(view: PlacementView, slot: number, rule: UsageRule, allows?: (r: number) => boolean): number {
  const { freeBlocks } = view.resources.columns;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let r = view.shape.resources - 1; r >= 0; r--) {
    if (!mayPlace(view, slot, r) || allows?.(r) === false) continue;
    const load = usageLoad(view, r, rule);
    if (best >= 0 && !(load < least || (load === least && freeBlocks[r] > freeBlocks[best]))) continue;
    best = r;
    least = load;
  }
  return best;
}

/** Blocks that a victim will take on an instance: what it holds, or what it needs if it still waits. */
function blocksOf({ items, resources }: PlacementView, victim: number, r: number): number {
  const held = items.columns.blocks[victim];
  return held > 0 ? held : items.columns.promptTokens[victim] / resources.columns.blockTokens[r];
}
