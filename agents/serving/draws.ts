/**
 * Uniform draws for stochastic routers, which must also *propose* without a generator: a proposal then draws from a
 * hash of the view (the time and the items that wait), so it is spread over decisions like a draw, yet the same
 * whenever the same view is shown.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Rng } from '../../src/rng.js';

export class Draws {
  private readonly rng: Rng | undefined;
  private state = 0; // of the hash

  constructor(view: PlacementView, rng: Rng | undefined) {
    this.rng = rng;
    if (rng !== undefined) return;
    let h = Math.imul(view.now | 0, 0x85ebca6b) ^ Math.imul(Math.floor(view.now / 2 ** 32), 0x9e3779b9);
    for (let i = 0; i < view.items.count; i++)
      h = Math.imul(h ^ (h >>> 15) ^ view.items.id[view.items.slots[i]], 0xc2b2ae35);
    this.state = h;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.rng === undefined ? this.hashed() : this.rng();
  }

  /** Uniform integer in 0 … bound − 1. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  private hashed(): number {
    this.state = (this.state + 0x9e3779b9) | 0; // one step of a Weyl sequence, then a murmur finaliser
    let h = this.state;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  }
}
