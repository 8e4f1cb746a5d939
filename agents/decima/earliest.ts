/** The allowed processor and variant on which an item finishes first: how a stage that was chosen gets its place. */
import type { PlacementView } from '../../src/placement.js';

/** The processors that may be used: those r with `flags[first + r]` = 1. */
export interface Permitted {
  readonly flags: Uint8Array;
  readonly first: number;
}

/** Flat action, −1 where the mask allows none; ties go to the lowest processor, then the lowest variant. */
export function earliestPlacement(view: PlacementView, slot: number, permitted?: Permitted): number {
  const { mask, cost } = view;
  const { resources: m, variants: v } = view.shape;
  let best = -1;
  let bestFinish = Number.POSITIVE_INFINITY;
  for (let r = 0; r < m; r++) {
    if (permitted !== undefined && permitted.flags[permitted.first + r] === 0) continue;
    const start = earliestStart(view, slot, r);
    for (let action = (slot * m + r) * v, end = action + v; action < end; action++) {
      if (mask[action] === 0) continue;
      const finish = start + cost[action];
      if (best >= 0 && finish >= bestFinish) continue;
      best = action;
      bestFinish = finish;
    }
  }
  return best;
}

/** Flat action of the item that can finish first; *wait* where no item can be placed. Ties: oldest item. */
export function earliestOfAll(view: PlacementView): number {
  const { items, cost, mask } = view;
  const { resources: m, variants: v } = view.shape;
  let best = mask.length - 1;
  let bestFinish = Number.POSITIVE_INFINITY;
  for (let i = 0; i < items.count; i++) {
    const slot = items.slots[i];
    const action = earliestPlacement(view, slot);
    if (action < 0) continue;
    const finish = earliestStart(view, slot, Math.floor(action / v) % m) + cost[action];
    if (best < mask.length - 1 && finish >= bestFinish) continue;
    best = action;
    bestFinish = finish;
  }
  return best;
}

function earliestStart({ now, ready, resources, shape }: PlacementView, slot: number, r: number): number {
  return Math.max(now, ready[slot * shape.resources + r], resources.freeAt[r]);
}
