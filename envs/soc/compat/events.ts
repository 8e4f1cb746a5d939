/**
 * The queue of task events, ordered by (time, sequence number of insertion). The generator and the manager are not in
 * it: each has at most one event, kept by the simulator, with sequence numbers from the same count.
 */

export const EVENT = Object.freeze({ start: 0, segment: 1, finish: 2, stop: 3 });

/** A binary heap in parallel arrays; plain data. */
export interface EventHeap {
  length: number;
  time: Float64Array; // ticks, fractional under frequency scaling
  sequence: Float64Array;
  event: Int32Array; // task·4 + EVENT
}

export function eventHeap(capacity = 64): EventHeap {
  return {
    length: 0,
    time: new Float64Array(capacity),
    sequence: new Float64Array(capacity),
    event: new Int32Array(capacity),
  };
}

export function pushEvent(heap: EventHeap, time: number, sequence: number, event: number): void {
  if (heap.length === heap.time.length) grow(heap);
  const { time: times, sequence: sequences, event: events } = heap;
  let i = heap.length++;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = times[parent];
    if (above < time || (above === time && sequences[parent] < sequence)) break;
    times[i] = above;
    sequences[i] = sequences[parent];
    events[i] = events[parent];
    i = parent;
  }
  times[i] = time;
  sequences[i] = sequence;
  events[i] = event;
}

/** Removes the earliest event. */
export function popEvent(heap: EventHeap): void {
  const { time: times, sequence: sequences, event: events } = heap;
  const last = --heap.length;
  const time = times[last];
  const sequence = sequences[last];
  let i = 0;
  for (let child = 1; child < last; child = 2 * i + 1) {
    if (child + 1 < last && precedes(heap, child + 1, child)) child++;
    const below = times[child];
    if (time < below || (time === below && sequence < sequences[child])) break;
    times[i] = below;
    sequences[i] = sequences[child];
    events[i] = events[child];
    i = child;
  }
  times[i] = time;
  sequences[i] = sequence;
  events[i] = events[last];
}

function precedes({ time, sequence }: EventHeap, a: number, b: number): boolean {
  return time[a] < time[b] || (time[a] === time[b] && sequence[a] < sequence[b]);
}

function grow(heap: EventHeap): void {
  const larger = eventHeap(heap.time.length * 2);
  larger.time.set(heap.time);
  larger.sequence.set(heap.sequence);
  larger.event.set(heap.event);
  heap.time = larger.time;
  heap.sequence = larger.sequence;
  heap.event = larger.event;
}
