/**
 * Uniform choices, the floor of every leaderboard. `random` draws among all allowed (item, resource) pairs;
 * `random-oldest` takes the oldest item and draws only its resource, as the SoC literature's random policy does.
 * Both wait only if nothing else is allowed. `propose` has no generator: it hashes the time and the items
 * waiting, so it is uniform over decisions yet the same whenever the same view is shown.
 */
import type { ActContext, Agent } from '../../src/agent.js';
import { type PlacementView, waitAction } from '../../src/placement.js';

/** How many resources the item in this slot may take now (variant 0). */
function countAllowed(view: PlacementView, slot: number): number {
  const { resources: m, variants: v } = view.shape;
  let count = 0;
  for (let pair = slot * m; pair < (slot + 1) * m; pair++) count += view.mask[pair * v];
  return count;
}

/** Flat action of the `rank`-th allowed pair of the item in this slot. */
function nthAllowed(view: PlacementView, slot: number, rank: number): number {
  const { resources: m, variants: v } = view.shape;
  let pair = slot * m;
  for (let left = rank; ; pair++) {
    if (view.mask[pair * v] === 0) continue;
    if (left === 0) return pair * v;
    left--;
  }
}

/** A number in [0, 1) that depends on the view alone (integer hash of the time and the waiting items). */
function hashedUniform(view: PlacementView): number {
  let h = Math.imul(Math.floor(view.now) ^ 0x9e3779b9, 0x85ebca6b);
  for (let i = 0; i < view.items.count; i++)
    h = Math.imul(h ^ (h >>> 15) ^ view.items.id[view.items.slots[i]], 0xc2b2ae35);
  h ^= h >>> 13;
  h = Math.imul(h, 0x85ebca6b);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** The pair at a uniform position; the choice runs over all items, or over the oldest placeable item only. */
function choose(view: PlacementView, oldestOnly: boolean, uniform: number): number {
  const { slots, count } = view.items;
  let total = 0;
  for (let i = 0; i < count && !(oldestOnly && total > 0); i++) total += countAllowed(view, slots[i]);
  if (total === 0) return waitAction(view.shape);
  let rank = Math.floor(uniform * total);
  for (let i = 0; ; i++) {
    const allowed = countAllowed(view, slots[i]);
    if (rank < allowed) return nthAllowed(view, slots[i], rank);
    rank -= allowed;
  }
}

export class RandomScheduler implements Agent {
  readonly name: string;
  private readonly oldestOnly: boolean;

  constructor(name: 'random' | 'random-oldest' = 'random') {
    this.name = name;
    this.oldestOnly = name === 'random-oldest';
  }

  act(view: PlacementView, { rng }: ActContext): number {
    return choose(view, this.oldestOnly, rng());
  }

  propose(view: PlacementView): number {
    return choose(view, this.oldestOnly, hashedUniform(view));
  }
}
