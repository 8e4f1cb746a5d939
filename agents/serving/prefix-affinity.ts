/**
 * The cache-aware router of SGLang: requests go where the longest prefix of theirs probably still is. If the numbers of
 * requests are too far apart (most − fewest > `absolute` and most > `relative` · fewest) the fewest wins instead. Else the
 * longest match in an approximate tree per instance decides; if it covers no more than `cacheThreshold` of the prompt the
 * smallest tree gets the request. Every request sent is added to its instance's tree. Ties: fewer requests, then the
 * lowest index. The published trees hold characters; these hold the prefix granules of the view. Requests without
 * granules, and handovers, go to the fewest requests. Left out: eviction by time (trees are kept to a size).
 */
import { z } from 'zod';
import { decodeAction, type PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { ITEM_DISPATCH, PREFIX_SEQUENCE } from '../../src/serving.js';
import { leastLoaded, requestLoad } from './least-loaded.js';
import { PrefixTree, type SavedTree } from './prefix-tree.js';
import { mayPlace, ServingRouter } from './router.js';

const schema = z.object({
  /** Share of the prompt that a match has to exceed. */
  cacheThreshold: z.number().min(0).max(1).default(0.3),
  /** Requests between the fullest and the emptiest instance … */
  absolute: z.number().nonnegative().default(64),
  /** … and their ratio, beyond which affinity is dropped. */
  relative: z.number().positive().default(1.5),
  /** Granules remembered per instance. */
  treeSize: z
    .int()
    .positive()
    .max(2 ** 20)
    .default(16_384),
});

export class PrefixAffinity extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private trees: PrefixTree[] = []; // [m]

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('prefix-affinity');
    this.options = readPlannerOptions({ who: 'agents/prefix-affinity', schema, given: options });
  }

  reset(): void {
    this.trees = [];
  }

  protected place(view: PlacementView, slot: number): number {
    const length = granules(view, slot);
    if (length === 0 || this.unbalanced(view, slot)) return leastLoaded(view, slot, requestLoad);
    const { queueLength } = view.resources;
    let best = -1;
    let longest = 0;
    let smallest = -1;
    let leastSize = Number.POSITIVE_INFINITY;
    for (let r = 0; r < view.shape.resources; r++) {
      if (!mayPlace(view, slot, r)) continue;
      const match = this.match(view, slot, r);
      if (best < 0 || match > longest || (match === longest && queueLength[r] < queueLength[best])) {
        best = r;
        longest = match;
      }
      const size = this.tree(view, r)?.size ?? 0;
      if (size < leastSize || (size === leastSize && queueLength[r] < queueLength[smallest])) {
        smallest = r;
        leastSize = size;
      }
    }
    return longest / length > this.options.cacheThreshold ? best : smallest;
  }

  private unbalanced(view: PlacementView, slot: number): boolean {
    const { queueLength } = view.resources;
    let most = 0;
    let fewest = Number.POSITIVE_INFINITY;
    for (let r = 0; r < view.shape.resources; r++) {
      if (!mayPlace(view, slot, r)) continue;
      most = Math.max(most, queueLength[r]);
      fewest = Math.min(fewest, queueLength[r]);
    }
    return most - fewest > this.options.absolute && most > this.options.relative * fewest;
  }

  private tree(view: PlacementView, r: number): PrefixTree | undefined {
    return this.trees.length === view.shape.resources ? this.trees[r] : undefined;
  }

  /** Leading granules of the request that the instance probably has. */
  private match(view: PlacementView, slot: number, r: number): number {
    const { values, start, length } = view.items.sequences[PREFIX_SEQUENCE];
    return this.tree(view, r)?.match(values, start[slot], length[slot]) ?? 0;
  }

  protected override acted(view: PlacementView, action: number): void {
    const { slot, resource } = decodeAction(view.shape, action);
    if (slot < 0 || granules(view, slot) === 0) return;
    const { values, start, length } = view.items.sequences[PREFIX_SEQUENCE];
    const m = view.shape.resources;
    if (this.trees.length !== m) this.trees = Array.from({ length: m }, () => new PrefixTree(this.options.treeSize));
    this.trees[resource].insert(values, start[slot], length[slot]);
  }

  snapshot(): readonly SavedTree[] {
    return this.trees.map((tree) => tree.save());
  }

  restore(saved: unknown): void {
    this.trees = (saved as readonly SavedTree[]).map((tree) => PrefixTree.load(this.options.treeSize, tree));
  }
}

/** Granules of a request that is to be dispatched; 0 for everything else. */
function granules(view: PlacementView, slot: number): number {
  if (view.items.kind[slot] !== ITEM_DISPATCH) return 0;
  return view.items.sequences[PREFIX_SEQUENCE]?.length[slot] ?? 0;
}
