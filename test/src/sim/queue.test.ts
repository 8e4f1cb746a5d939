import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { Arena } from '../../../src/sim/arena.js';
import { EventQueue } from '../../../src/sim/queue.js';

interface Event {
  readonly time: number;
  readonly rank: number;
  readonly data: number;
}

/** The obvious queue: sort everything, stably, at every pop. */
class SortedArray {
  readonly events: Event[] = [];

  push(event: Event): void {
    this.events.push(event);
  }

  pop(): Event | undefined {
    this.events.sort((a, b) => a.time - b.time || a.rank - b.rank);
    return this.events.shift();
  }
}

const event = fc.record({
  time: fc.oneof(fc.nat(5), fc.double({ min: -10, max: 10, noNaN: true })),
  rank: fc.oneof(fc.nat(2), fc.nat(4095)),
  data: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
});
const commands = fc.array(
  fc.oneof({ weight: 3, arbitrary: event }, { weight: 2, arbitrary: fc.constant('pop' as const) }),
  {
    maxLength: 120,
  },
);

describe('event queue', () => {
  it('pops in the order of a stable sort by time, rank and insertion', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const queue = new EventQueue(120);
        const sorted = new SortedArray();
        for (const command of list) {
          if (command === 'pop') {
            const expected = sorted.pop();
            if (!expected) continue;
            expect(queue.peekTime()).toBe(expected.time);
            expect(queue.peekRank()).toBe(expected.rank);
            expect(queue.pop()).toBe(expected.data);
            expect([queue.time, queue.rank]).toEqual([expected.time, expected.rank]);
          } else {
            queue.push(command.time, command.rank, command.data);
            sorted.push(command);
          }
          expect(queue.size).toBe(sorted.events.length);
        }
      }),
    );
  });

  it('is first come, first served among equals, after thousands of pushes and pops', () => {
    const queue = new EventQueue(64);
    let pushed = 0;
    let popped = 0;
    for (let round = 0; round < 2000; round++) {
      for (let i = 0; i < (round % 50) + 1 && queue.size < 64; i++) queue.push(7, 3, pushed++);
      for (let i = 0; i < (round % 37) + 1 && queue.size > 0; i++) expect(queue.pop()).toBe(popped++);
    }
    expect(popped).toBeGreaterThan(10_000);
  });

  it('comes back from a snapshot of its arena, sequence included', () => {
    const arena = new Arena();
    const queue = new EventQueue(8, arena);
    for (let i = 0; i < 6; i++) queue.push(i % 2, 0, i);
    queue.pop();
    const saved = arena.snapshot();
    const drain = (): number[] => {
      queue.push(1, 0, 99);
      const order: number[] = [queue.time, queue.size];
      while (queue.size > 0) order.push(queue.pop());
      return order;
    };
    const first = drain();
    arena.restore(saved);
    expect(drain()).toEqual(first);
    expect(first).toEqual([0, 6, 2, 4, 1, 3, 5, 99]);
  });

  it('empties, and reports emptiness', () => {
    const queue = new EventQueue(2);
    queue.push(1, 0, 1);
    queue.clear();
    expect([queue.size, queue.peekTime(), queue.peekRank(), queue.time]).toEqual([0, Infinity, Infinity, 0]);
    expect(() => queue.pop()).toThrow(ArenaError);
    queue.push(Number.POSITIVE_INFINITY, 0, 5);
    expect(queue.peekTime()).toBe(Infinity);
  });

  it('refuses what it cannot hold', () => {
    const queue = new EventQueue(2);
    expect(() => queue.push(Number.NaN, 0, 0)).toThrow(/time NaN/);
    expect(() => queue.push(0, 4096, 0)).toThrow(/rank 4096 .*0…4095/);
    expect(() => queue.push(0, -1, 0)).toThrow(ArenaError);
    queue.push(0, 0, 0);
    queue.push(0, 0, 0);
    expect(() => queue.push(0, 0, 0)).toThrow(/more than 2 events/);
    expect(queue.size).toBe(2);
    expect(() => new EventQueue(0)).toThrow(/capacity 0/);
  });

  it('allocates nothing while it works', () => {
    const queue = new EventQueue(256);
    const work = (rounds: number): void => {
      for (let i = 0; i < rounds; i++) {
        queue.push(i % 1000, i % 4, i);
        if (queue.size > 200) queue.pop();
      }
    };
    work(100_000);
    let allocated = 0;
    for (let part = 0; part < 100; part++) {
      const before = process.memoryUsage().heapUsed;
      work(10_000);
      allocated += Math.max(0, process.memoryUsage().heapUsed - before);
    }
    // a single small object per event would be 16 MB and more
    expect(allocated).toBeLessThan(4e6);
  });
});
