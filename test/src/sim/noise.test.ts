import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalTail } from '../../../src/report/statistics/normal.js';
import {
  DEFAULT_NOISE,
  hashCounter,
  multiplicativeNoise,
  noiseFactor,
  normalNoise,
  SMALLEST_FACTOR,
  uniformNoise,
} from '../../../src/sim/noise.js';
import { normalQuantile } from '../../../src/sim/normal-quantile.js';

const upper26 = (a: number, b: number): number => (a >>> 6) * 2 ** 26 + (b >>> 6);

describe('counter hash', () => {
  // known answers published with Random123 1.x (kat_vectors, threefry 2x32, 20 rounds)
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
  ])('is Threefry-2x32-20 for key %i %i, counter %i %i', (k0, k1, c0, c1, a, b) => {
    expect(hashCounter(k0, k1, c0, c1)).toBe(upper26(a, b));
  });

  it('tells seeds above 2^32 apart', () => {
    const seen = new Set<number>();
    for (let high = 0; high < 500; high++)
      for (let stream = 0; stream < 20; stream++) seen.add(hashCounter(high * 2 ** 32 + 7, stream, 1, 2));
    expect(seen.size).toBe(10_000);
  });

  it('changes about half of its bits when one input bit changes', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), fc.nat(3), fc.nat(30), (input, word, bit) => {
        const other = input.map((value, i) => (i === word ? value ^ (1 << bit) : value)) as typeof input;
        const [a, b] = [BigInt(hashCounter(...input)), BigInt(hashCounter(...other))];
        const flipped = (a ^ b).toString(2).replaceAll('0', '').length;
        expect(flipped).toBeGreaterThan(6);
        expect(flipped).toBeLessThan(46);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe('normal quantile', () => {
  // standard tables; the extreme ones from Python's statistics.NormalDist().inv_cdf
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.999, 3.090232306167813],
    [0.1, -1.2815515655446004],
    [1e-10, -6.361340902404056],
    [1e-300, -37.0470962993612],
  ])('of %d is %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 13);
  });

  it('inverts the distribution function', () => {
    for (let p = 0.0005; p < 0.5; p += 0.0005) {
      expect(normalTail(normalQuantile(p)) / 2).toBeCloseTo(p, 13);
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 9);
    }
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('noise', () => {
  const jobs = 300;
  const tasks = 300;

  it('is uniform in (0, 1): mean, variance and 100 bins (chi-square)', () => {
    const bins = new Float64Array(100);
    let sum = 0;
    let squares = 0;
    for (let job = 0; job < jobs; job++) {
      for (let task = 0; task < tasks; task++) {
        const u = uniformNoise(42, 3, job, task);
        if (!(u > 0 && u < 1)) throw new Error(`${u} is not between 0 and 1`);
        bins[Math.floor(u * 100)]++;
        sum += u;
        squares += (u - 0.5) ** 2;
      }
    }
    const n = jobs * tasks;
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(squares / n - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n));
    const chiSquare = bins.reduce((total, count) => total + (count - n / 100) ** 2 / (n / 100), 0);
    expect(chiSquare).toBeLessThan(99 + 4 * Math.sqrt(2 * 99));
    expect(chiSquare).toBeGreaterThan(99 - 4 * Math.sqrt(2 * 99));
  });

  it('is uncorrelated between neighbours in task, job, stream and seed', () => {
    const n = jobs * tasks;
    const products = { task: 0, job: 0, stream: 0, seed: 0, diagonal: 0 };
    for (let job = 0; job < jobs; job++) {
      for (let task = 0; task < tasks; task++) {
        const z = normalNoise(7, 1, job, task);
        products.task += z * normalNoise(7, 1, job, task + 1);
        products.job += z * normalNoise(7, 1, job + 1, task);
        products.diagonal += z * normalNoise(7, 1, task, job + jobs);
        products.stream += z * normalNoise(7, 2, job, task);
        products.seed += z * normalNoise(8, 1, job, task);
      }
    }
    for (const [name, product] of Object.entries(products))
      expect(Math.abs(product / n), name).toBeLessThan(4 / Math.sqrt(n));
  });

  it('is standard normal: four moments', () => {
    const n = jobs * tasks;
    const moments = [0, 0, 0, 0];
    for (let job = 0; job < jobs; job++)
      for (let task = 0; task < tasks; task++) {
        const z = normalNoise(11, 0, job, task);
        for (let k = 0; k < 4; k++) moments[k] += z ** (k + 1) / n;
      }
    [0, 1, 0, 3].forEach((expected, k) => {
      expect(Math.abs(moments[k] - expected)).toBeLessThan(4 * Math.sqrt([1, 2, 15, 96][k] / n));
    });
  });

  it.each(['normal', 'log-normal'] as const)('%s factors have mean 1 and the given deviation', (distribution) => {
    const options = { seed: 5, stream: 9, std: 0.3, distribution };
    const n = 60_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const factor = multiplicativeNoise(options, i >> 8, i & 255);
      if (!(factor > 0)) throw new Error(`${factor} is not positive`);
      sum += factor;
      squares += (factor - 1) ** 2;
    }
    expect(Math.abs(sum / n - 1)).toBeLessThan((4 * 0.3) / Math.sqrt(n) + 1e-4);
    expect(Math.sqrt(squares / n)).toBeCloseTo(0.3, 1.7);
  });

  it('is exactly 1 without deviation, and never below the smallest factor', () => {
    expect(multiplicativeNoise(DEFAULT_NOISE, 3, 4)).toBe(1);
    expect(multiplicativeNoise({ ...DEFAULT_NOISE, distribution: 'log-normal' }, 3, 4)).toBe(1);
    let least = 1;
    for (let i = 0; i < 2000; i++) least = Math.min(least, noiseFactor(1, 1, i, 0, 2));
    expect(least).toBe(SMALLEST_FACTOR);
  });
});
