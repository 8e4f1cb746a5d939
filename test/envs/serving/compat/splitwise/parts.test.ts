/** The parts of the phase-split simulator by themselves: heap, table, floor division. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EventClock,
  type EventOrder,
  floorQuotient,
  interpolated,
  iterationTime,
  readPhaseTimes,
} from '../../../../../envs/serving/compat/splitwise/index.js';

function orderOf(times: readonly number[], order: EventOrder): number[] {
  const clock = new EventClock(order);
  const played: number[] = [];
  times.forEach((time, i) => {
    clock.schedule(time, () => played.push(i));
  });
  clock.run();
  return played;
}

describe('events', () => {
  it('come by time; numbered ones with equal times by creation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 40 }), (times) => {
        const sorted = times.map((_, i) => i).sort((a, b) => times[a] - times[b]);
        expect(orderOf(times, 'numbered')).toEqual(sorted);
        expect(orderOf(times, 'layout').map((i) => times[i])).toEqual(sorted.map((i) => times[i]));
      }),
    );
  });
  it('have the order of the array heap at equal times', () => {
    // As the module heapq of Python 3 gives them when events compare by time alone.
    expect(orderOf([1, 1, 1, 1], 'layout')).toEqual([0, 2, 1, 3]);
    expect(orderOf([1, 1, 1, 1, 1, 1, 1, 1, 1], 'layout')).toEqual([0, 2, 6, 8, 5, 7, 4, 1, 3]);
    expect(orderOf([3, 1, 2, 1, 3, 2, 1, 2, 3, 1, 1, 2], 'layout')).toEqual([1, 6, 3, 9, 10, 2, 11, 5, 7, 8, 0, 4]);
  });
  it('run at once without delay, and not at all when cancelled', () => {
    const clock = new EventClock('layout');
    const played: string[] = [];
    clock.schedule(2, () => played.push('cancelled')).cancelled = true;
    clock.schedule(1, () => {
      clock.schedule(0, () => played.push('now'));
      played.push('after');
    });
    expect(clock.size).toBe(2);
    clock.run();
    expect(played).toEqual(['now', 'after']);
    expect([clock.now, clock.size]).toEqual([2, 0]);
  });
});

describe('the performance table', () => {
  const header = 'model,hardware,prompt_size,batch_size,prompt_time,token_time,tensor_parallel';
  const rows = ['m,h,100,1,10,2,8', 'm,h,50,2,30,4,8', 'm,h,300,1,60,8,8', 'm,h,300,2,60,9,8', 'm,other,100,1,99,99,8'];
  const selection = { model: 'm', hardware: 'h', tensorParallel: 8 };
  const times = readPhaseTimes([header, ...rows].join('\n'), selection);

  it('has medians by tokens of the batch, in seconds', () => {
    expect(times.prompt).toEqual({ x: [100, 300, 600], y: [0.02, 0.06, 0.06] });
    expect(times.token.y[0]).toBeCloseTo(0.003, 15);
  });
  it('is linear between the points and beyond them', () => {
    expect(interpolated(times.prompt, 200)).toBeCloseTo(0.04, 15);
    expect(interpolated(times.prompt, 50)).toBeCloseTo(0.01, 15);
    expect(interpolated(times.token, 900)).toBeCloseTo(0.01, 15);
  });
  it('takes a tenth more for mixed batches', () => {
    expect(iterationTime(times, 300, true, true)).toBeCloseTo(0.066, 15);
    expect(iterationTime(times, 300, true, false)).toBeCloseTo(0.06, 15);
    expect(iterationTime(times, 300, false, true)).toBeCloseTo(0.008, 15);
  });
  it('refuses what it cannot read', () => {
    expect(() => readPhaseTimes('model,hardware\n', selection)).toThrow(/column "tensor_parallel" is missing/);
    expect(() => readPhaseTimes([header, rows[0]].join('\n'), selection, 'f.csv')).toThrow(
      /^f\.csv: m on h with tensor_parallel 8 needs measurements of two batch sizes or more \(found: 1\)/,
    );
    expect(() => readPhaseTimes([header, 'm,h,100,1,x,2,8'].join('\n'), selection)).toThrow(/line 2: .* > 0/);
  });
});

describe('floor division', () => {
  it('rounds down, also where the plain quotient rounds up', () => {
    expect(floorQuotient(7, 2)).toBe(3);
    expect(floorQuotient(-0.5, 2)).toBe(-1);
    expect(Math.floor(1 / 0.1)).toBe(10);
    expect(floorQuotient(1, 0.1)).toBe(9); // 0.1 is a little more than a tenth
  });
});
