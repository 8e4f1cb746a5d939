/**
 * The busy times of resources, for planners: each resource keeps disjoint intervals in order of time, and work may go
 * into the earliest gap that holds it (the insertion policy of HEFT, Topcuoglu, Hariri & Wu 2002,
 * doi 10.1109/71.993206, section 4.2). Intervals live in typed arrays that grow by doubling; the search for a gap
 * begins where the ready time lies, found by doubling steps back from the end and bisection. Work of length 0 is kept
 * as an interval of length 0: nothing may run across it. Where no work is so short that it would fit between two
 * intervals that touch, they are kept as one, so that a search passes a full stretch in one step. Insertions can be
 * recorded and taken back, last first.
 */
import { ensure } from '../error.js';

export interface TimelineOptions {
  /** True: a gap must be longer than the work (some references compare strictly). */
  readonly strictGaps: boolean;
  /** No work asked for is shorter. Above 0, intervals that touch are joined where that changes no answer. */
  readonly shortest: number;
}

/** Work fits a gap of exactly its length; it may be of length 0. */
export const TIMELINE_DEFAULTS: TimelineOptions = Object.freeze({ strictGaps: false, shortest: 0 });

const NONE = new Float64Array(0);
const LEAST_ROOM = 4; // intervals

export class Timeline {
  private readonly strict: boolean;
  private readonly shortest: number;
  private readonly room: number; // intervals that a resource first gets room for
  private readonly starts: Float64Array[]; // [resource][interval] ascending
  private readonly finishes: Float64Array[]; // [resource][interval] ascending
  private readonly counts: Int32Array; // [resource]
  private recording = false;
  private record = NONE; // a stack: per insertion the intervals it replaced, then resource, position, their number
  private recorded = 0;

  /** `capacity`: expected number of intervals in all; more are possible. */
  constructor(resourceCount: number, capacity: number, options: Partial<TimelineOptions> = TIMELINE_DEFAULTS) {
    const { strictGaps, shortest } = { ...TIMELINE_DEFAULTS, ...options };
    ensure(
      Number.isInteger(resourceCount) && resourceCount > 0 && capacity >= 0,
      `sim/timeline: ${resourceCount} resources with ${capacity} intervals are not allowed (at least 1, at least 0)`,
    );
    ensure(shortest >= 0, `sim/timeline: the shortest work takes ${shortest} (a number ≥ 0 is needed)`);
    this.strict = strictGaps;
    this.shortest = shortest;
    this.room = Math.max(LEAST_ROOM, Math.ceil(capacity / resourceCount));
    this.starts = new Array(resourceCount).fill(NONE);
    this.finishes = new Array(resourceCount).fill(NONE);
    this.counts = new Int32Array(resourceCount);
  }

  /** Nothing is busy, nothing is recorded. */
  clear(): void {
    this.counts.fill(0);
    this.keep();
  }

  /** Number of busy intervals on a resource. */
  count(resource: number): number {
    return this.counts[resource];
  }

  /** Start of the index-th busy interval. */
  start(resource: number, index: number): number {
    return this.starts[resource][index];
  }

  /** Finish of the index-th busy interval. */
  finish(resource: number, index: number): number {
    return this.finishes[resource][index];
  }

  /** Finish of the last interval; 0 when there is none. */
  end(resource: number): number {
    const count = this.counts[resource];
    return count === 0 ? 0 : this.finishes[resource][count - 1];
  }

  /** Busy time in all. */
  busy(resource: number): number {
    let total = 0;
    for (let i = 0; i < this.counts[resource]; i++) total += this.finish(resource, i) - this.start(resource, i);
    return total;
  }

  /** Earliest start ≥ `ready` of work of this duration, gaps included. */
  earliestStart(resource: number, ready: number, duration: number): number {
    const count = this.counts[resource];
    const finishes = this.finishes[resource];
    if (count === 0 || finishes[count - 1] <= ready) return ready;
    const starts = this.starts[resource];
    let from = ready;
    for (let i = this.firstFinishAfter(resource, ready); i < count; i++) {
      // compared as a finish time, so what fits here is not late by a rounding afterwards
      const finish = from + duration;
      if (finish < starts[i] || (finish === starts[i] && !this.strict)) return from;
      from = finishes[i];
    }
    return from;
  }

  /** Makes a time busy. What overlaps it already is joined with it (estimates of queued work may overlap). */
  insert(resource: number, start: number, finish: number): void {
    const starts = this.starts[resource];
    const finishes = this.finishes[resource];
    const count = this.counts[resource];
    let position = this.firstFinishAfter(resource, start);
    let from = start;
    let to = finish > start ? finish : start;
    let end = position; // intervals position … end − 1 become part of the new one
    if (position > 0 && finishes[position - 1] === start && start + this.shortest > start) from = starts[--position];
    while (end < count && (starts[end] < to || (starts[end] === to && to + this.shortest > to))) {
      if (starts[end] < from) from = starts[end];
      if (finishes[end] > to) to = finishes[end];
      end++;
    }
    if (this.recording) this.note(resource, position, end);
    this.resize(resource, end, position + 1);
    this.starts[resource][position] = from;
    this.finishes[resource][position] = to;
  }

  /** From here on insertions are recorded; what was inserted after this mark can be taken back by {@link undo}. */
  mark(): number {
    this.recording = true;
    return this.recorded;
  }

  /** Takes back every insertion since the mark. */
  undo(mark: number): void {
    const { record } = this;
    while (this.recorded > mark) {
      const joined = record[--this.recorded];
      const position = record[--this.recorded];
      const resource = record[--this.recorded];
      this.resize(resource, position + 1, position + joined);
      for (let i = position + joined - 1; i >= position; i--) {
        this.finishes[resource][i] = record[--this.recorded];
        this.starts[resource][i] = record[--this.recorded];
      }
    }
  }

  /** Forgets the record: what has been inserted stays. */
  keep(): void {
    this.recording = false;
    this.recorded = 0;
  }

  /** First interval that finishes after `time`. */
  private firstFinishAfter(resource: number, time: number): number {
    const finishes = this.finishes[resource];
    let high = this.counts[resource];
    // planners mostly ask about times near the end
    let step = 1;
    let low = high - 1;
    while (low >= 0 && finishes[low] > time) {
      high = low;
      low -= step;
      step *= 2;
    }
    low = low < 0 ? 0 : low + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (finishes[middle] > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Moves the intervals from index `from` on to index `to` on. */
  private resize(resource: number, from: number, to: number): void {
    const count = this.counts[resource];
    const after = count + to - from;
    if (after > this.starts[resource].length) this.grow(resource);
    if (from < count && from !== to) {
      this.starts[resource].copyWithin(to, from, count);
      this.finishes[resource].copyWithin(to, from, count);
    }
    this.counts[resource] = after;
  }

  private grow(resource: number): void {
    for (const side of [this.starts, this.finishes]) {
      const larger = new Float64Array(side[resource] === NONE ? this.room : side[resource].length * 2);
      larger.set(side[resource]);
      side[resource] = larger;
    }
  }

  private note(resource: number, position: number, end: number): void {
    const size = this.recorded + 2 * (end - position) + 3;
    if (size > this.record.length) {
      const larger = new Float64Array(Math.max(64, 2 * size));
      larger.set(this.record);
      this.record = larger;
    }
    const { record } = this;
    for (let i = position; i < end; i++) {
      record[this.recorded++] = this.starts[resource][i];
      record[this.recorded++] = this.finishes[resource][i];
    }
    record[this.recorded++] = resource;
    record[this.recorded++] = position;
    record[this.recorded++] = end - position;
  }
}
