/** The cross-entropy method on functions whose maximum is known. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/rng.js';
import { type CemRound, crossEntropyMethod } from '../../../src/train/cem.js';

const target = [1.5, -2, 0.25, 3];
const quadratic = (x: Float64Array) => -target.reduce((sum, t, k) => sum + (x[k] - t) ** 2, 0);

describe('crossEntropyMethod', () => {
  it('finds the maximum of a quadratic', () => {
    const start = new Float64Array(4);
    const best = crossEntropyMethod(start, quadratic, { rng: createRng(1), rounds: 40, initialDeviation: 1 });
    expect(quadratic(best)).toBeGreaterThan(-1e-3);
    expect(Array.from(start)).toEqual([0, 0, 0, 0]);
  });

  it('finds it through noise that all candidates of a round share, and shows the same noise to all', () => {
    const draws: number[][] = [];
    const score = (x: Float64Array, { round, rng }: { round: number; rng: () => number }) => {
      const noise = 100 * rng();
      draws[round] = [...(draws[round] ?? []), noise];
      return quadratic(x) + noise;
    };
    const best = crossEntropyMethod(new Float64Array(4), score, { rng: createRng(2), rounds: 40, initialDeviation: 1 });
    expect(quadratic(best)).toBeGreaterThan(-1e-3);
    for (const round of draws) expect(new Set(round).size).toBe(1);
    expect(new Set(draws.map((round) => round[0])).size).toBe(40);
  });

  it('repeats itself with the same generator seed and differs with another', () => {
    const run = (seed: number) =>
      Array.from(crossEntropyMethod(new Float64Array(4), quadratic, { rng: createRng(seed), rounds: 3 }));
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it('reports rounds whose mean improves, keeps the deviation above a floor that ends at 0', () => {
    const rounds: CemRound[] = [];
    crossEntropyMethod(new Float64Array(4), quadratic, {
      rng: createRng(3),
      rounds: 20,
      initialDeviation: 1,
      noiseFloor: 0.5,
      onRound: (round) => rounds.push(round),
    });
    expect(rounds.map(({ round }) => round)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(rounds.at(-1)!.meanScore).toBeGreaterThan(rounds[0].meanScore);
    rounds.forEach(({ round, deviation, bestScore, eliteScore }) => {
      expect(Math.min(...deviation)).toBeGreaterThanOrEqual(0.5 * (1 - (round + 1) / 20) - 1e-12);
      expect(bestScore).toBeGreaterThanOrEqual(eliteScore);
    });
  });

  it('refuses options out of range and scores that are not numbers', () => {
    const rng = createRng(1);
    const start = new Float64Array(1);
    expect(() => crossEntropyMethod(start, quadratic, { rng, population: 1 })).toThrow(/population 1 is not allowed/);
    expect(() => crossEntropyMethod(start, quadratic, { rng, eliteFraction: 0 })).toThrow(/eliteFraction 0/);
    expect(() => crossEntropyMethod(start, () => Number.NaN, { rng })).toThrow(/candidate 0 of round 0 scored NaN/);
  });
});
