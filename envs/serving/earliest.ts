/**
 * The earliest of m times that change one by one: a tournament tree over the instances' next batch ends. Reading the
 * winner is one look, changing a time is log2(m) comparisons; the lowest index wins ties.
 */
import type { Arena } from '../../src/sim/arena.js';

export class Earliest {
  readonly time: Float64Array; // [leaf] Infinity = none
  private readonly winner: Int32Array; // [node] leaf; node 1 is the root
  private readonly leaves: number; // a power of two ≥ m

  constructor(count: number, arena: Arena) {
    let leaves = 1;
    while (leaves < count) leaves *= 2;
    this.leaves = leaves;
    this.time = arena.float64(leaves);
    this.winner = arena.int32(2 * leaves);
    this.clear();
  }

  clear(): void {
    const { leaves, time, winner } = this;
    time.fill(Number.POSITIVE_INFINITY);
    for (let leaf = 0; leaf < leaves; leaf++) winner[leaves + leaf] = leaf;
    for (let node = leaves - 1; node >= 1; node--) winner[node] = winner[2 * node];
  }

  /** Index of the earliest. */
  get index(): number {
    return this.winner[1];
  }

  /** The earliest time; Infinity when there is none. */
  get least(): number {
    return this.time[this.winner[1]];
  }

  set(index: number, time: number): void {
    const { winner } = this;
    const times = this.time;
    times[index] = time;
    for (let node = (this.leaves + index) >> 1; node >= 1; node >>= 1) {
      const left = winner[2 * node];
      const right = winner[2 * node + 1];
      winner[node] = times[right] < times[left] ? right : left;
    }
  }
}
