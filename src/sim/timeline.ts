/**
 * The busy times of processors, for planners: each processor keeps disjoint intervals in order of time, and a task may
 * go into the earliest gap that holds it (the insertion policy of HEFT, Topcuoglu, Hariri & Wu 2002,
 * doi 10.1109/71.993206, section 4.2). Intervals live in typed arrays that grow by doubling; bisection finds where the
 * search for a gap begins. Work of length 0 occupies nothing and is not kept.
 */
import { ensure } from '../error.js';

export interface TimelineOptions {
  /** True: a gap must be longer than the task (some references compare strictly). */
  readonly strictGaps: boolean;
}

/** A task fits a gap of exactly its length. */
export const TIMELINE_DEFAULTS: TimelineOptions = Object.freeze({ strictGaps: false });

export class Timeline {
  private readonly strict: boolean;
  private readonly starts: Float64Array[]; // [processor][interval] ascending
  private readonly finishes: Float64Array[]; // [processor][interval] ascending
  private readonly counts: Int32Array; // [processor]

  /** `capacity`: expected number of intervals in all; more are possible. */
  constructor(processorCount: number, capacity: number, options: TimelineOptions = TIMELINE_DEFAULTS) {
    ensure(
      Number.isInteger(processorCount) && processorCount > 0 && capacity >= 0,
      `sim/timeline: ${processorCount} processors with ${capacity} intervals are not allowed (at least 1, at least 0)`,
    );
    const room = Math.max(4, Math.ceil(capacity / processorCount));
    this.strict = options.strictGaps;
    this.starts = Array.from({ length: processorCount }, () => new Float64Array(room));
    this.finishes = Array.from({ length: processorCount }, () => new Float64Array(room));
    this.counts = new Int32Array(processorCount);
  }

  clear(): void {
    this.counts.fill(0);
  }

  /** Number of busy intervals on a processor. */
  count(processor: number): number {
    return this.counts[processor];
  }

  /** Start of the index-th busy interval. */
  start(processor: number, index: number): number {
    return this.starts[processor][index];
  }

  /** Finish of the index-th busy interval. */
  finish(processor: number, index: number): number {
    return this.finishes[processor][index];
  }

  /** Finish of the last interval; 0 when there is none. */
  end(processor: number): number {
    const count = this.counts[processor];
    return count === 0 ? 0 : this.finishes[processor][count - 1];
  }

  /** Busy time in all. */
  busy(processor: number): number {
    let total = 0;
    for (let i = 0; i < this.counts[processor]; i++) total += this.finish(processor, i) - this.start(processor, i);
    return total;
  }

  /** Earliest start ≥ `ready` of a task of this duration, gaps included. */
  earliestStart(processor: number, ready: number, duration: number): number {
    const starts = this.starts[processor];
    const finishes = this.finishes[processor];
    const count = this.counts[processor];
    let from = ready;
    for (let i = this.firstFinishAfter(processor, ready); i < count; i++) {
      // compared as a finish time, so what fits here is not late by a rounding afterwards
      const finish = from + duration;
      if (finish < starts[i] || (finish === starts[i] && !this.strict)) return from;
      from = finishes[i];
    }
    return from;
  }

  /** Makes a time busy. What overlaps it already is joined with it (estimates of queued work may overlap). */
  insert(processor: number, start: number, finish: number): void {
    if (!(finish > start)) return;
    const count = this.counts[processor];
    const position = this.firstFinishAfter(processor, start);
    let joined = 0;
    let from = start;
    let to = finish;
    while (position + joined < count && this.starts[processor][position + joined] < to) {
      from = Math.min(from, this.starts[processor][position + joined]);
      to = Math.max(to, this.finishes[processor][position + joined]);
      joined++;
    }
    if (joined === 0 && count === this.starts[processor].length) this.grow(processor);
    const starts = this.starts[processor];
    const finishes = this.finishes[processor];
    starts.copyWithin(position + 1, position + joined, count);
    finishes.copyWithin(position + 1, position + joined, count);
    starts[position] = from;
    finishes[position] = to;
    this.counts[processor] = count + 1 - joined;
  }

  /** First interval that finishes after `time`. */
  private firstFinishAfter(processor: number, time: number): number {
    const finishes = this.finishes[processor];
    let low = 0;
    let high = this.counts[processor];
    // planners mostly ask about the end
    if (high > 0 && finishes[high - 1] <= time) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (finishes[middle] > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private grow(processor: number): void {
    for (const side of [this.starts, this.finishes]) {
      const larger = new Float64Array(side[processor].length * 2);
      larger.set(side[processor]);
      side[processor] = larger;
    }
  }
}
