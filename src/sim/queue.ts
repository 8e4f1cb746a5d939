/**
 * A priority queue of events with a total order: time, then rank, then order of insertion. Ranks stand in one
 * table per environment (completion before arrival before decision); the insertion number makes simultaneous events
 * of one rank first come, first served, so a simulation never depends on the heap's internals. A heap with four
 * children per node over typed arrays (shallower than a binary one, so fewer moves per event), without allocation
 * after construction; with an arena its whole state is part of the snapshot.
 */
import { ArenaError, ensure } from '../error.js';
import { Arena } from './arena.js';

/** Ranks are 0 … 4095: rank and insertion number share one double, exact up to 2^40 insertions. */
export const HIGHEST_RANK = 4095;
const INSERTIONS = 2 ** 40;

const SIZE = 0;
const INSERTED = 1;
const LAST_TIME = 2;
const LAST_RANK = 3;

export class EventQueue {
  readonly capacity: number;
  private readonly times: Float64Array; // [heap position]
  private readonly orders: Float64Array; // [heap position] rank · 2^40 + insertion number
  private readonly payloads: Int32Array; // [heap position]
  private readonly numbers: Float64Array; // size, insertions, time and rank of the last popped event

  constructor(capacity: number, arena: Arena = new Arena()) {
    ensure(
      Number.isInteger(capacity) && capacity > 0,
      `sim/queue: capacity ${capacity} is not allowed (an integer ≥ 1)`,
    );
    this.capacity = capacity;
    this.times = arena.float64(capacity);
    this.orders = arena.float64(capacity);
    this.payloads = arena.int32(capacity);
    this.numbers = arena.float64(4);
  }

  /** Number of pending events. */
  get size(): number {
    return this.numbers[SIZE];
  }

  /** Time of the event popped last; 0 before the first. */
  get time(): number {
    return this.numbers[LAST_TIME];
  }

  /** Rank of the event popped last; 0 before the first. */
  get rank(): number {
    return this.numbers[LAST_RANK];
  }

  /** Time of the next event; Infinity when there is none. */
  peekTime(): number {
    return this.numbers[SIZE] === 0 ? Number.POSITIVE_INFINITY : this.times[0];
  }

  /** Rank of the next event; Infinity when there is none. */
  peekRank(): number {
    return this.numbers[SIZE] === 0 ? Number.POSITIVE_INFINITY : Math.floor(this.orders[0] / INSERTIONS);
  }

  /** Forgets all events and starts counting insertions anew. */
  clear(): void {
    this.numbers.fill(0);
  }

  /**
   * Inserts an event; `rank` is an integer 0 … 4095, `data` a 32-bit integer.
   * Errors: `ArenaError` when the queue is full, for a time that is not a number and a rank out of range.
   */
  push(time: number, rank: number, data: number): void {
    const position = this.numbers[SIZE];
    const inserted = this.numbers[INSERTED];
    if (position === this.capacity || !(rank >= 0 && rank <= HIGHEST_RANK) || Number.isNaN(time))
      this.refuse(time, rank);
    this.numbers[SIZE] = position + 1;
    this.numbers[INSERTED] = inserted + 1;
    this.rise(position, time, rank * INSERTIONS + inserted, data);
  }

  /** Removes the next event and returns its data; `time` and `rank` then tell the rest. Errors: `ArenaError` when empty. */
  pop(): number {
    const last = this.numbers[SIZE] - 1;
    if (last < 0) throw new ArenaError('sim/queue: no event is pending');
    const data = this.payloads[0];
    this.numbers[LAST_TIME] = this.times[0];
    this.numbers[LAST_RANK] = Math.floor(this.orders[0] / INSERTIONS);
    this.numbers[SIZE] = last;
    if (last > 0) this.sink(last);
    return data;
  }

  /** Moves later events down from `hole` until the given one fits. */
  private rise(hole: number, time: number, order: number, data: number): void {
    const { times, orders } = this;
    let position = hole;
    while (position > 0) {
      const parent = (position - 1) >> 2;
      const t = times[parent];
      if (t < time || (t === time && orders[parent] < order)) break;
      this.move(parent, position);
      position = parent;
    }
    this.place(position, time, order, data);
  }

  /** Puts the event at `last` into the hole at the root. */
  private sink(last: number): void {
    const { times, orders } = this;
    const time = times[last];
    const order = orders[last];
    let position = 0;
    for (;;) {
      const first = 4 * position + 1;
      if (first >= last) break;
      const child = this.earliest(first, Math.min(first + 4, last));
      const t = times[child];
      if (time < t || (time === t && order < orders[child])) break;
      this.move(child, position);
      position = child;
    }
    this.place(position, time, order, this.payloads[last]);
  }

  /** The earliest of the events at positions first … end − 1. */
  private earliest(first: number, end: number): number {
    const { times, orders } = this;
    let best = first;
    let bestTime = times[first];
    for (let i = first + 1; i < end; i++) {
      const t = times[i];
      if (t < bestTime || (t === bestTime && orders[i] < orders[best])) {
        best = i;
        bestTime = t;
      }
    }
    return best;
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from];
    this.orders[to] = this.orders[from];
    this.payloads[to] = this.payloads[from];
  }

  private place(position: number, time: number, order: number, data: number): void {
    this.times[position] = time;
    this.orders[position] = order;
    this.payloads[position] = data;
  }

  private refuse(time: number, rank: number): never {
    if (this.size === this.capacity) throw new ArenaError(`sim/queue: more than ${this.capacity} events are pending`);
    throw new ArenaError(
      `sim/queue: an event at time ${time} with rank ${rank} is not allowed (rank 0…${HIGHEST_RANK})`,
    );
  }
}
