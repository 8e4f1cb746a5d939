/**
 * The clock of the phase-split simulator: an array heap that compares times only, so that equal times come out in the
 * order which the layout of the array gives them. Insertion bubbles up while strictly earlier; removal lets the hole
 * sink along the earlier child (the right one unless the left is strictly earlier) down to a leaf, puts the last
 * element there and bubbles it up. With `numbered` order equal times come out in order of creation instead. A delay of
 * zero never enters the heap: the action runs at once.
 */

export interface TimedEvent {
  readonly time: number; // s
  readonly number: number; // order of creation
  readonly action: () => void;
  cancelled: boolean;
}

/** `layout`: equal times as the array has them; `numbered`: equal times by creation. */
export type EventOrder = 'layout' | 'numbered';

export class EventClock {
  now = 0; // s
  private created = 0;
  private readonly heap: TimedEvent[] = [];
  private readonly order: EventOrder;

  constructor(order: EventOrder) {
    this.order = order;
  }

  /** Events to come, cancelled ones included. */
  get size(): number {
    return this.heap.length;
  }

  /** Calls `action` after `delay` s, at once if it is 0; the event that a later cancellation needs. */
  schedule(delay: number, action: () => void): TimedEvent {
    const event = { time: this.now + delay, number: this.created++, action, cancelled: false };
    if (delay === 0) action();
    else this.push(event);
    return event;
  }

  /** Plays all events, also those that come up meanwhile. */
  run(): void {
    for (let event = this.pop(); event !== undefined; event = this.pop()) {
      this.now = event.time;
      if (!event.cancelled) event.action();
    }
  }

  private before(a: TimedEvent, b: TimedEvent): boolean {
    if (a.time !== b.time || this.order === 'layout') return a.time < b.time;
    return a.number < b.number;
  }

  private push(event: TimedEvent): void {
    this.heap.push(event);
    this.rise(event, this.heap.length - 1);
  }

  private pop(): TimedEvent | undefined {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return last;
    const first = heap[0];
    let hole = 0;
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      const right = child + 1;
      if (right < heap.length && !this.before(heap[child], heap[right])) child = right;
      heap[hole] = heap[child];
      hole = child;
    }
    this.rise(last, hole);
    return first;
  }

  /** Puts `event` at `place` or above, below the first parent that is not later. */
  private rise(event: TimedEvent, place: number): void {
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(event, this.heap[parent])) break;
      this.heap[at] = this.heap[parent];
      at = parent;
    }
    this.heap[at] = event;
  }
}
