/**
 * Classic list scheduling in rank order (Graham 1969 with HEFT's priorities): among the items that can be placed now,
 * the one of highest upward rank goes to the allowed resource of earliest finish. It never keeps an idle resource
 * waiting, so it differs from `runtime-heft` only where decisions bind late.
 */
import type { Agent } from '../../src/agent.js';
import { type PlacementView, waitAction } from '../../src/placement.js';

/** The allowed resource on which the item in this slot finishes first, as a flat action; −1 if there is none. */
function earliestAllowedFinish(view: PlacementView, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  const { freeAt } = view.resources;
  const { now } = view;
  let best = -1;
  let bestFinish = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    const pair = slot * m + r;
    if (view.mask[pair * v] === 0) continue;
    const finish = Math.max(now, freeAt[r], view.ready[pair]) + view.cost[pair * v];
    if (finish < bestFinish) {
      bestFinish = finish;
      best = pair * v;
    }
  }
  return best;
}

export class RankList implements Agent {
  readonly name = 'rank-list';

  act(view: PlacementView): number {
    return this.propose(view);
  }

  propose(view: PlacementView): number {
    const { slots, count, upwardRank } = view.items;
    let best = waitAction(view.shape);
    let bestRank = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!(upwardRank[slot] > bestRank)) continue;
      const action = earliestAllowedFinish(view, slot);
      if (action < 0) continue;
      best = action;
      bestRank = upwardRank[slot];
    }
    return best;
  }
}
