import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/sim/timeline.js';

type Interval = readonly [start: number, finish: number];

/** Earliest start by trying every moment at which anything could begin; nothing runs across work of no length. */
function naiveStart(busy: readonly Interval[], task: { ready: number; duration: number; strict: boolean }): number {
  const { ready, duration, strict } = task;
  const moments = [ready, ...busy.map(([, finish]) => finish)].filter((time) => time >= ready).sort((a, b) => a - b);
  for (const start of moments) {
    const finish = start + duration;
    const free = busy.every(([a, b]) => b <= start || (strict ? finish < a : finish <= a));
    if (free) return start;
  }
  throw new Error('the last finish is always free');
}

const task = fc.record({
  ready: fc.nat(60),
  duration: fc.oneof(fc.nat(12), fc.double({ min: 0, max: 5, noNaN: true })),
  processor: fc.nat(2),
});

/** What is busy, as intervals that do not touch. */
function stretches(intervals: readonly Interval[]): Interval[] {
  const joined: [number, number][] = [];
  for (const [start, finish] of [...intervals].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1);
    if (last !== undefined && last[1] === start) last[1] = finish;
    else joined.push([start, finish]);
  }
  return joined;
}

function kept(timeline: Timeline, resource: number): Interval[] {
  return Array.from({ length: timeline.count(resource) }, (_, i) => [
    timeline.start(resource, i),
    timeline.finish(resource, i),
  ]);
}

describe('timeline', () => {
  it.each([
    [false, 0],
    [true, 0],
    [false, 0.5],
    [true, 0.5],
  ])('finds the same gaps as a plain scan (strict %s, shortest %d), and keeps intervals sorted', (strict, shortest) => {
    fc.assert(
      fc.property(fc.array(task, { maxLength: 40 }), (tasks) => {
        const timeline = new Timeline(3, 2, { strictGaps: strict, shortest });
        const busy: Interval[][] = [[], [], []];
        for (const { processor, ready, duration: given } of tasks) {
          const duration = given + shortest;
          const start = timeline.earliestStart(processor, ready, duration);
          expect(start).toBe(naiveStart(busy[processor], { ready, duration, strict }));
          timeline.insert(processor, start, start + duration);
          busy[processor].push([start, start + duration]);
        }
        busy.forEach((intervals, processor) => {
          intervals.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(kept(timeline, processor)).toEqual(shortest > 0 ? stretches(intervals) : intervals);
          expect(timeline.end(processor)).toBe(intervals.at(-1)?.[1] ?? 0);
          expect(timeline.busy(processor)).toBeCloseTo(
            intervals.reduce((sum, [a, b]) => sum + b - a, 0),
            9,
          );
        });
      }),
    );
  });

  it('takes insertions back, last first', () => {
    fc.assert(
      fc.property(fc.array(task, { maxLength: 30 }), fc.nat(30), fc.constantFrom(0, 1), (tasks, first, shortest) => {
        const timeline = new Timeline(3, 2, { shortest });
        const states: Interval[][][] = [];
        const marks: number[] = [];
        tasks.forEach(({ processor, ready, duration }, i) => {
          if (i >= first) {
            states.push([0, 1, 2].map((k) => kept(timeline, k)));
            marks.push(timeline.mark());
          }
          // overlaps too
          timeline.insert(processor, ready, ready + duration + shortest);
        });
        for (let i = marks.length - 1; i >= 0; i -= 2) {
          timeline.undo(marks[i]);
          expect([0, 1, 2].map((k) => kept(timeline, k))).toEqual(states[i]);
        }
      }),
    );
  });

  it('keeps work of no length: nothing runs across it, other such work fits beside it', () => {
    const timeline = new Timeline(1, 4);
    timeline.insert(0, 0, 4);
    timeline.insert(0, 4, 6);
    expect(timeline.earliestStart(0, 1, 0)).toBe(4);
    timeline.insert(0, 8, 8);
    expect(kept(timeline, 0)).toEqual([
      [0, 4],
      [4, 6],
      [8, 8],
    ]);
    expect(timeline.earliestStart(0, 0, 2)).toBe(6);
    expect(timeline.earliestStart(0, 0, 3)).toBe(8);
    expect(timeline.earliestStart(0, 8, 0)).toBe(8);
  });

  it('joins overlapping times into their union', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(10)), { maxLength: 30 }), (intervals) => {
        const timeline = new Timeline(1, 4);
        const taken = new Set<number>();
        for (const [start, length] of intervals) {
          timeline.insert(0, start, start + length);
          for (let t = start; t < start + length; t++) taken.add(t);
        }
        const times = new Set<number>();
        for (let i = 0; i < timeline.count(0); i++) {
          if (i > 0) expect(timeline.start(0, i)).toBeGreaterThanOrEqual(timeline.finish(0, i - 1));
          for (let t = timeline.start(0, i); t < timeline.finish(0, i); t++) times.add(t);
        }
        expect(times).toEqual(taken);
      }),
    );
  });

  it('fits a gap exactly, or not at all when strict', () => {
    for (const strictGaps of [false, true]) {
      const timeline = new Timeline(1, 4, { strictGaps });
      timeline.insert(0, 0, 4);
      timeline.insert(0, 6, 9);
      expect(timeline.earliestStart(0, 0, 2)).toBe(strictGaps ? 9 : 4);
      expect(timeline.earliestStart(0, 0, 1)).toBe(4);
    }
  });

  it('stays quick with a hundred thousand intervals', () => {
    const timeline = new Timeline(1, 4);
    for (let i = 0; i < 100_000; i++) timeline.insert(0, 3 * i, 3 * i + 2);
    let sum = 0;
    for (let i = 0; i < 100_000; i++) sum += timeline.earliestStart(0, 3 * i, 1) - (3 * i + 2);
    expect(sum).toBe(0);
    timeline.clear();
    expect([timeline.count(0), timeline.end(0), timeline.earliestStart(0, 5, 1)]).toEqual([0, 0, 5]);
  });

  it('needs resources and a length', () => {
    expect(() => new Timeline(0, 4)).toThrow(/0 resources/);
    expect(() => new Timeline(1, 4, { shortest: Number.NaN })).toThrow(/takes NaN/);
  });
});
