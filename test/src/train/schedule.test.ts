/** Schedules, the curriculum of episode lengths, and the running reward rate. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/rng.js';
import { RewardRate } from '../../../src/train/reward-rate.js';
import {
  DECIMA_CUTS,
  DECIMA_ENTROPY,
  drawEpisodeLimit,
  type Schedule,
  scheduled,
} from '../../../src/train/schedule.js';

describe('a schedule', () => {
  it('is constant, linear or exponential, and then stays', () => {
    const values = (schedule: Schedule): number[] => [0, 1, 2, 4, 9].map((iteration) => scheduled(schedule, iteration));
    expect(values(0.3)).toEqual(Array(5).fill(0.3));
    expect(values({ kind: 'constant', value: 2 })).toEqual(Array(5).fill(2));
    expect(values({ kind: 'linear', from: 1, to: 0.2, iterations: 4 })).toEqual([1, 0.8, 0.6, 0.2, 0.2]);
    const falling = values({ kind: 'exponential', from: 16, to: 1, iterations: 4 });
    [16, 8, 4, 1, 1].forEach((value, i) => {
      expect(falling[i]).toBeCloseTo(value, 12);
    });
  });

  it("follows Decima's published steps", () => {
    expect(scheduled(DECIMA_ENTROPY, 1)).toBeCloseTo(0.999, 12);
    expect(scheduled(DECIMA_ENTROPY, 2000)).toBe(1e-4);
    expect(scheduled(DECIMA_CUTS, 1)).toBeCloseTo(4.996e-7, 15);
    expect(scheduled(DECIMA_CUTS, 3000)).toBe(5e-8);
  });

  it('is refused where it cannot be', () => {
    expect(() => scheduled({ kind: 'linear', from: 1, to: 0, iterations: 0 }, 1)).toThrow('0 iterations');
    expect(() => scheduled({ kind: 'exponential', from: 1, to: 0, iterations: 5 }, 1)).toThrow('from 1 to 0');
    expect(() => drawEpisodeLimit(0, 1, createRng(1))).toThrow('never cuts');
  });
});

describe('the curriculum', () => {
  it('draws memoryless limits whose mean grows', () => {
    const mean = (iteration: number): number => {
      const rng = createRng(5);
      let sum = 0;
      for (let i = 0; i < 4000; i++) sum += drawEpisodeLimit(DECIMA_CUTS, iteration, rng);
      return sum / 4000;
    };
    expect(mean(0) / 2e6).toBeGreaterThan(0.95);
    expect(mean(0) / 2e6).toBeLessThan(1.05);
    expect(mean(1125) / mean(0)).toBeCloseTo(10, 6); // same draws, another scale
  });
});

describe('the reward rate', () => {
  it('is reward over time, with what is earned in no time added to what follows', () => {
    const rate = new RewardRate();
    expect(rate.rate).toBe(0);
    rate.observe(Float64Array.of(-3, -1, -2), Float64Array.of(2, 0, 4));
    expect(rate.rate).toBe(-1);
  });

  it('forgets what left its window, and goes on after a restart', () => {
    const rate = new RewardRate(2);
    rate.observe(Float64Array.of(100, 1, 2), Float64Array.of(1, 1, 1));
    expect(rate.rate).toBe(1.5);
    rate.observe(Float64Array.of(7), Float64Array.of(0));
    const other = new RewardRate(2);
    other.restore(structuredClone(rate.snapshot()));
    for (const each of [rate, other]) each.observe(Float64Array.of(1), Float64Array.of(1));
    expect([rate.rate, other.rate]).toEqual([5, 5]);
    expect(() => new RewardRate(3).restore(rate.snapshot())).toThrow('window 2 (3 needed)');
    expect(() => new RewardRate(0)).toThrow('window 0');
  });
});
