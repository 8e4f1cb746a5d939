/**
 * Llumnix (OSDI '24) as its text defines it. Virtual usage of a request: its demand if it heads the queue, nothing if
 * it waits further back, without end on a draining instance (the fake request), else what it holds and its share of
 * the headroom of its priority on the instance. Freeness = (memory − Σ virtual usage) / requests in the batch. A
 * request goes to the freest instance; every round pairs the lowest freeness with the highest, the second lowest with
 * the second highest and so on, while one is below the threshold and the other above; the fleet grows and shrinks by
 * its average freeness. Against `llumnix-artifact`: only the head of the queue counts, the watermark is memory too,
 * who asks does not matter, the emptiest instance goes. Against `llumnix`: pairs are not filtered, urgent requests are
 * not gathered.
 *
 * The shares of headroom of a priority add up to the headroom, which is taken as soon as such a request is there,
 * waiting or running, as the view does not tell these apart. What the text leaves open: an instance that computes
 * nothing yet is divided by 1 if somebody waits there and is freest of all if nobody does; the average is Σ (memory −
 * usage) / Σ batch; one instance starts at a time; ties go to more free blocks, then to the lowest index. A source
 * that has nothing to give is passed over. The victim (in the text the lowest priority, then the shortest) is the
 * environment's: set its `migration.victim` to `lowest-priority`.
 */
import { z } from 'zod';
import type { PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { INSTANCE_UP } from '../../src/serving.js';
import { DrainWatch } from './drain-watch.js';
import { deed, drainEmptiest, type Fleet, fleetOf, scaleItem, startOne, victimOf } from './fleet.js';
import { mayPlace, rest, ServingRouter } from './router.js';
import { headroomOf } from './virtual-usage.js';

const schema = z.object({
  migration: z.boolean().default(true),
  scaling: z.boolean().default(true),
  /** Freeness below which an instance gives, above which it takes. */
  migrationFreeness: z.number().default(3),
  /** Tokens at most on an instance that hosts high priority; the rest is its headroom. */
  highPriorityTokens: z.number().nonnegative().default(1600),
  /** Average freeness below which an instance is started. */
  startFreeness: z.number().default(10),
  /** Average freeness above which one is drained. */
  drainFreeness: z.number().default(60),
});

export class LlumnixPaper extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private readonly drains = new DrainWatch();

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('llumnix-paper');
    this.options = readPlannerOptions({ who: 'agents/llumnix-paper', schema, given: options ?? {} });
  }

  reset(): void {
    this.drains.reset();
  }

  protected place(view: PlacementView, slot: number): number {
    let best = -1;
    for (let r = 0; r < view.shape.resources; r++) {
      if (mayPlace(view, slot, r) && (best < 0 || this.isFreer(view, r, best))) best = r;
    }
    return best;
  }

  /** Memory that is left (blocks) when virtual usage is taken off; −∞ on a draining instance. */
  private left(view: PlacementView, r: number): number {
    const { state, freeBlocks, headWaitingBlocks, highPriorityRequests } = view.resources.columns;
    if (state[r] !== INSTANCE_UP) return Number.NEGATIVE_INFINITY;
    const { highPriorityTokens } = this.options;
    const headroom = highPriorityRequests[r] > 0 ? headroomOf(view, r, { waiting: 'head', highPriorityTokens }) : 0;
    return freeBlocks[r] - headWaitingBlocks[r] - headroom;
  }

  /** Blocks per request of the batch; ∞ where nobody is. */
  private freeness(view: PlacementView, r: number): number {
    const { runningRequests, waitingRequests } = view.resources.columns;
    const left = this.left(view, r);
    if (left === Number.NEGATIVE_INFINITY) return left;
    if (runningRequests[r] + waitingRequests[r] === 0) return Number.POSITIVE_INFINITY;
    return left / Math.max(1, runningRequests[r]);
  }

  private isFreer(view: PlacementView, r: number, than: number): boolean {
    const { freeBlocks } = view.resources.columns;
    const [here, there] = [this.freeness(view, r), this.freeness(view, than)];
    return here > there || (here === there && freeBlocks[r] > freeBlocks[than]);
  }

  protected override round(view: PlacementView): number {
    const fleet = fleetOf(view);
    const scale = scaleItem(view);
    const sized = this.options.scaling && scale >= 0 ? this.scale(view, scale, fleet) : -1;
    if (sized >= 0) return sized;
    const moved = this.options.migration ? this.migrate(view, fleet.serving) : -1;
    return moved >= 0 ? moved : rest(view);
  }

  /**
   * The next pair of this round: of the instances that do not migrate yet the one of lowest freeness that has something
   * to give, and the one of highest; −1 if there is none. Both ends of a pair are out of the round from then on.
   */
  private migrate(view: PlacementView, serving: readonly number[]): number {
    const { migrationFreeness } = this.options;
    const idle = serving.filter((r) => view.resources.columns.migrating[r] === 0);
    const freestFirst = idle.sort((a, b) => (this.isFreer(view, a, b) ? -1 : this.isFreer(view, b, a) ? 1 : a - b));
    for (const source of freestFirst.toReversed()) {
      if (!(this.freeness(view, source) < migrationFreeness)) return -1;
      const victim = victimOf(view, source);
      for (const destination of freestFirst) {
        if (!(this.freeness(view, destination) > migrationFreeness)) break;
        const action = deed(view, victim, destination);
        if (action >= 0) return action;
      }
    }
    return -1;
  }

  private scale(view: PlacementView, slot: number, { up, starting, draining }: Fleet): number {
    if (this.drains.justNow(view) || starting > 0) return -1;
    if (up.length === 0) return startOne(view, slot);
    const { runningRequests, waitingRequests } = view.resources.columns;
    let [left, batch, requests] = [0, 0, 0];
    for (const r of up) {
      left += this.left(view, r);
      batch += runningRequests[r];
      requests += runningRequests[r] + waitingRequests[r];
    }
    const average = requests === 0 ? Number.POSITIVE_INFINITY : left / Math.max(1, batch);
    if (average < this.options.startFreeness) return startOne(view, slot);
    const mayShrink = up.length > 1 && draining === 0;
    return mayShrink && average > this.options.drainFreeness ? drainEmptiest(view, slot) : -1;
  }

  protected override acted(view: PlacementView, action: number): void {
    this.drains.notice(view, action);
  }

  snapshot(): number {
    return this.drains.snapshot();
  }

  restore(saved: unknown): void {
    this.drains.restore(saved as number);
  }
}
