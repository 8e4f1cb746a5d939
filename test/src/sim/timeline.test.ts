import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/sim/timeline.js';

type Interval = readonly [start: number, finish: number];

/** Earliest start by trying every moment at which anything could begin. */
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

describe('timeline', () => {
  it.each([false, true])(
    'finds the same gaps as a plain scan (strict %s), and keeps intervals sorted and apart',
    (strict) => {
      fc.assert(
        fc.property(fc.array(task, { maxLength: 40 }), (tasks) => {
          const timeline = new Timeline(3, 2, { strictGaps: strict });
          const busy: Interval[][] = [[], [], []];
          for (const { processor, ready, duration } of tasks) {
            const start = timeline.earliestStart(processor, ready, duration);
            expect(start).toBe(naiveStart(busy[processor], { ready, duration, strict }));
            timeline.insert(processor, start, start + duration);
            if (start + duration > start) busy[processor].push([start, start + duration]);
          }
          busy.forEach((intervals, processor) => {
            intervals.sort((a, b) => a[0] - b[0]);
            expect(timeline.count(processor)).toBe(intervals.length);
            expect(timeline.end(processor)).toBe(intervals.at(-1)?.[1] ?? 0);
            expect(timeline.busy(processor)).toBeCloseTo(
              intervals.reduce((sum, [a, b]) => sum + b - a, 0),
              9,
            );
            intervals.forEach(([start, finish], i) => {
              expect([timeline.start(processor, i), timeline.finish(processor, i)]).toEqual([start, finish]);
            });
          });
        }),
      );
    },
  );

  it('joins overlapping times into their union', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(10)), { maxLength: 30 }), (intervals) => {
        const timeline = new Timeline(1, 4);
        const taken = new Set<number>();
        for (const [start, length] of intervals) {
          timeline.insert(0, start, start + length);
          for (let t = start; t < start + length; t++) taken.add(t);
        }
        const kept = new Set<number>();
        for (let i = 0; i < timeline.count(0); i++) {
          if (i > 0) expect(timeline.start(0, i)).toBeGreaterThanOrEqual(timeline.finish(0, i - 1));
          for (let t = timeline.start(0, i); t < timeline.finish(0, i); t++) kept.add(t);
        }
        expect(kept).toEqual(taken);
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

  it('needs processors', () => {
    expect(() => new Timeline(0, 4)).toThrow(/0 processors/);
  });
});
