/**
 * The next event of every processor: a tournament tree over their times, so that reading the earliest is one load
 * and changing one time costs log2(processors). A processor has at most one event (the end of what it runs, or the
 * arrival of the data it waits for), so nothing can go stale when a frequency changes. Equal times go to the lower
 * processor, which makes the order total.
 */
import type { Arena } from '../../src/sim/arena.js';

export class Calendar {
  readonly time: Float64Array; // [leaf] ticks; Infinity = no event
  private readonly winner: Int32Array; // [node] leaf with the earliest time below the node; node 1 is the root
  private readonly leaves: number; // a power of two ≥ the number of processors

  constructor(processorCount: number, arena: Arena) {
    this.leaves = 2;
    while (this.leaves < processorCount) this.leaves *= 2;
    this.time = arena.float64(this.leaves);
    this.winner = arena.int32(2 * this.leaves);
    this.clear();
  }

  clear(): void {
    const { leaves, winner } = this;
    this.time.fill(Number.POSITIVE_INFINITY);
    for (let leaf = 0; leaf < leaves; leaf++) winner[leaves + leaf] = leaf;
    for (let node = leaves - 1; node >= 1; node--) winner[node] = winner[2 * node];
  }

  /** The processor with the earliest event. */
  get earliest(): number {
    return this.winner[1];
  }

  /** The earliest time; Infinity when there is no event. */
  get earliestTime(): number {
    return this.time[this.winner[1]];
  }

  set(processor: number, time: number): void {
    const times = this.time;
    const winner = this.winner;
    times[processor] = time;
    for (let node = (this.leaves + processor) >> 1; node >= 1; node >>= 1) {
      const left = winner[2 * node];
      const right = winner[2 * node + 1];
      winner[node] = times[right] < times[left] ? right : left;
    }
  }
}
