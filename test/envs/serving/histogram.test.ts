import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKETS, bucketOf, LatencyHistogram, lowerBound, middleOf } from '../../../envs/serving/latency-histogram.js';
import { quantileOfSorted } from '../../../src/sim/quantile.js';

const duration = fc.double({ min: 1, max: 2 ** 51, noNaN: true });

describe('buckets', () => {
  test('a duration lies in its bucket, whose middle is at most 1/256 away', () => {
    fc.assert(
      fc.property(duration, (ns) => {
        const bucket = bucketOf(ns);
        expect(lowerBound(bucket)).toBeLessThanOrEqual(ns);
        expect(lowerBound(bucket + 1)).toBeGreaterThan(ns);
        expect(Math.abs(middleOf(bucket) - ns) / ns).toBeLessThanOrEqual(1 / 256);
      }),
    );
  });

  test('ends: nothing is lost below 1 ns or beyond 2^52 ns', () => {
    expect([bucketOf(0), bucketOf(0.5), bucketOf(1)]).toEqual([0, 0, 0]);
    expect([bucketOf(2 ** 60), bucketOf(Number.POSITIVE_INFINITY)]).toEqual([BUCKETS - 1, BUCKETS - 1]);
  });
});

describe('runs', () => {
  test('a run counts like its durations one by one', () => {
    const run = fc.record({
      offset: fc.integer({ min: 0, max: 2 ** 40 }),
      slope: fc.integer({ min: 0, max: 2 ** 28 }),
      from: fc.integer({ min: 0, max: 50 }),
      length: fc.integer({ min: 0, max: 400 }),
      times: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(run, ({ offset, slope, from, length, times }) => {
        const whole = new LatencyHistogram(2);
        const single = new LatencyHistogram(2);
        whole.addRun(1, { offset, slope, from, to: from + length }, times);
        for (let j = from; j < from + length; j++) single.add(1, Math.floor((offset + slope * j) / 1024), times);
        expect(whole.snapshot()).toEqual(single.snapshot());
      }),
    );
  });
});

describe('quantiles', () => {
  test('within 0.4 % of the exact ones, however the values lie', () => {
    const values = fc.array(duration, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const histogram = new LatencyHistogram(1);
        for (const value of all) histogram.add(0, value);
        const exact = quantileOfSorted(Float64Array.from(all).sort(), q);
        expect(Math.abs(histogram.quantile(q) - exact)).toBeLessThanOrEqual(0.004 * exact);
      }),
    );
  });

  test('rows alone, together, and none', () => {
    const histogram = new LatencyHistogram(2);
    histogram.add(0, 1000, 3);
    histogram.add(1, 4000);
    expect(histogram.quantile(0.5, [0])).toBeCloseTo(1000, -1);
    expect(histogram.quantile(1, [1]) / 4000).toBeCloseTo(1, 2);
    expect(histogram.quantile(1) / 4000).toBeCloseTo(1, 2);
    expect(histogram.total()).toBe(4);
    expect(histogram.shareWithin(2000)).toBe(0.75);
    expect(new LatencyHistogram(1).quantile(0.5)).toBeNaN();
  });

  test('a clock in seconds counts in ns', () => {
    const histogram = new LatencyHistogram(1, 1e9);
    histogram.add(0, 0.25);
    expect(histogram.quantile(0.5) / 0.25e9).toBeCloseTo(1, 2);
  });
});

test('snapshot and restore', () => {
  const histogram = new LatencyHistogram(3);
  histogram.add(2, 12_345, 7);
  histogram.add(0, 3);
  const saved = histogram.snapshot();
  const before = histogram.counts.slice();
  histogram.add(1, 1e9);
  histogram.restore(saved);
  expect(histogram.counts).toEqual(before);
  histogram.restore(new LatencyHistogram(3).snapshot());
  expect(histogram.total()).toBe(0);
});
