/** The capacity search: every rule of the published bisection, its corrections, and its promise for monotone systems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapacityOptions, type RateMeasurement, searchCapacity } from '../../../src/capacity/search.js';

const LIMIT = 0.2; // s between tokens

/** A system that meets the limits up to a rate; delays in s below and above it. */
function system(threshold: number, below: number, above: number): (rate: number) => RateMeasurement {
  return (rate) => ({ delayMedian: rate <= threshold ? below : above, tbtP99: 0.1 });
}

function tried(evaluate: (rate: number) => RateMeasurement, options: Partial<CapacityOptions> = {}) {
  const { probes, ...rest } = searchCapacity(evaluate, { tbtLimit: LIMIT, ...options });
  return { rates: probes.map(({ rate }) => rate), ...rest };
}

describe('the upper end after a rate that met', () => {
  it('is four times as high after very short delays', () => {
    // brackets (0, 2), (1, 8), (4.5, 32)
    expect(tried(system(5, 0.1, 3)).rates.slice(0, 3)).toEqual([1, 4.5, 18.25]);
  });

  it('is twice as high after short delays', () => {
    // brackets (0, 2), (1, 4), (2.5, 8)
    expect(tried(system(5, 0.3, 3)).rates.slice(0, 3)).toEqual([1, 2.5, 5.25]);
  });

  it('stays after longer delays, until the rate comes near to it', () => {
    // brackets (0, 2), (1, 2), (1.5, 2), then 1.75 > 0.8 · 2 opens (1.75, 4)
    expect(tried(system(5, 1, 3)).rates.slice(0, 4)).toEqual([1, 1.5, 1.75, 2.88]);
  });

  it('never passes a rate that failed', () => {
    const { rates, rate, failing } = tried(system(1.2, 0.1, 3), { start: 1.4 });
    // 1.4 fails and stays the upper end, although 4 · 1.4 would follow from the delay at 0.7
    expect(rates.slice(0, 3)).toEqual([1.4, 0.7, 1.05]);
    expect(rate).toBeLessThanOrEqual(1.2);
    expect(failing).toBeGreaterThan(1.2);
  });
});

describe('the upper end after a rate that failed', () => {
  it('is that rate', () => expect(tried(system(1, 1, 400), { start: 8 }).rates.slice(0, 2)).toEqual([8, 4]));

  it('is half of it after more than 500 s', () =>
    expect(tried(system(1, 1, 501), { start: 8 }).rates.slice(0, 2)).toEqual([8, 2]));

  it('is a quarter of it after more than 1000 s, which the published rules never reach', () => {
    expect(tried(system(1, 1, 1001), { start: 8 }).rates.slice(0, 2)).toEqual([8, 1]);
    expect(tried(system(1, 1, 1001), { start: 8, compat: true }).rates.slice(0, 2)).toEqual([8, 2]);
  });

  it('is opened again where a jump passed the capacity', () => {
    // 12.88 fails after long waiting and puts the upper end at 6.44, below 7.75, which has met
    const jump = (rate: number) => ({ delayMedian: rate <= 4 ? 0.1 : rate <= 12 ? 1 : 600, tbtP99: 0 });
    const options = { start: 4, granularity: 15 };
    expect(tried(jump, { ...options, compat: true })).toMatchObject({ rate: 7.75, failing: 12.88 });
    const { rate, failing } = tried(jump, options);
    expect(rate).toBeGreaterThan(12 * 0.85);
    expect(rate).toBeLessThanOrEqual(12);
    expect(failing).toBeGreaterThan(12);
  });
});

describe('the end of the search', () => {
  it('comes when the bracket is narrower than the granularity', () => {
    const { rate, failing, ending } = tried(system(100, 1, 3), { start: 90, granularity: 5 });
    expect(ending).toBe('bracketed');
    expect(failing! - rate).toBeLessThan(0.05 * failing!);
  });

  it('comes when two digits are used up, no rate measured twice', () => {
    const { rates, rate, failing } = tried(system(0.033, 1, 3), { granularity: 0.001 });
    expect([rate, failing]).toEqual([0.03, 0.04]);
    expect(new Set(rates).size).toBe(rates.length);
  });

  it('tells when no rate met', () => {
    const { rate, ending, rates } = tried(system(0.001, 1, 3));
    expect([rate, ending, rates.at(-1)]).toEqual([0, 'none', 0.01]);
  });

  it('tells when no rate failed', () => {
    const never = system(Number.POSITIVE_INFINITY, 1, 3);
    expect(tried(never, { maxProbes: 9 })).toMatchObject({ failing: null, ending: 'unbounded' });
    const { rate, ending } = tried(never, { maxRate: 500 });
    expect(ending).toBe('unbounded');
    expect(rate).toBeGreaterThan(250);
    expect(rate).toBeLessThanOrEqual(500);
  });

  it('tells when it ran out of probes', () => {
    expect(tried(system(5, 0.1, 3), { maxProbes: 3 })).toMatchObject({ rate: 4.5, failing: 18.25, ending: 'probes' });
  });

  it('under the published rules comes when a rate repeats itself', () => {
    const { rates, rate } = tried(system(0.033, 1, 3), { granularity: 0.001, compat: true });
    expect(rates.slice(-2)).toEqual([0.03, 0.04]); // (0.03 + 0.04) / 2 is 0.04 again
    expect(rate).toBe(0.03);
  });
});

describe('what a rate has to meet', () => {
  it('is the limit between tokens as well, both included', () => {
    const tokens = (rate: number) => ({ delayMedian: 2, tbtP99: rate / 10 });
    const { rate } = tried(tokens, { granularity: 0.1 });
    expect(rate).toBe(2);
  });

  it('fails where nothing is served', () => {
    const { rate } = tried((r) => ({ delayMedian: r > 3 ? Number.POSITIVE_INFINITY : 1, tbtP99: 0 }));
    expect(rate).toBeLessThanOrEqual(3);
  });
});

describe('options', () => {
  it.each([
    [{ tbtLimit: 0 }, 'capacity: tbtLimit 0 is not allowed (a number > 0)'],
    [{ tbtLimit: 1, granularity: Number.NaN }, 'capacity: granularity NaN is not allowed (a number > 0)'],
    [{ tbtLimit: 1, maxRate: -1 }, 'capacity: maxRate -1 is not allowed (a number > 0)'],
    [{ tbtLimit: 1, start: 0.001 }, 'capacity: start 0.001 is not allowed (≥ 0.01: rates have two digits)'],
    [{ tbtLimit: 1, maxProbes: 0 }, 'capacity: maxProbes 0 is not allowed (an integer ≥ 1)'],
  ])('%j is refused', (options, message) => {
    expect(() => searchCapacity(system(1, 1, 3), options)).toThrow(message);
  });
});

describe('a system that gets worse with the rate', () => {
  it('has its threshold between the capacity and the lowest rate that failed, and those close together', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 500, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 5000, noNaN: true }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        (threshold, start, share, slope, granularity) => {
          const delay = (rate: number) =>
            rate <= threshold ? (2 * share * rate) / threshold : 2 + slope * (rate - threshold) + 1e-9;
          const evaluate = (rate: number) => ({ delayMedian: delay(rate), tbtP99: 0 });
          const found = searchCapacity(evaluate, { tbtLimit: LIMIT, start, granularity });
          expect(found.ending).toBe('bracketed');
          expect(found.rate).toBeLessThanOrEqual(threshold);
          expect(found.failing).toBeGreaterThan(threshold);
          const last = found.probes.at(-1)!.rate;
          expect(found.failing! - found.rate).toBeLessThan(Math.max((granularity / 100) * last, 0.0201));
        },
      ),
      { numRuns: 500 },
    );
  });
});
