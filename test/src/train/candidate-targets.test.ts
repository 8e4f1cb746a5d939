/** Costs of candidates turned into advantages and distributions. */
import { describe, expect, it } from 'vitest';
import {
  centredAdvantages,
  cheapest,
  chosenAdvantages,
  meanRegret,
  measuredScales,
  scalesByDecision,
  softTargets,
} from '../../../src/train/candidate-targets.js';
import type { Segment } from '../../../src/train/rollout.js';

const NOTHING = { seed: 0, sequence: 0, terminated: false, truncated: false, finalValue: 0, metrics: {} };
const segments: Segment[] = [
  { ...NOTHING, scenario: 'a', first: 0, end: 2 },
  { ...NOTHING, scenario: 'b', first: 2, end: 3 },
];
const rowStart = Int32Array.of(0, 3, 5, 7);
const costs = Float32Array.of(1, 3, 2, 4, Number.NaN, 10, 30);
const scales = scalesByDecision(measuredScales({ costs, rowStart }, segments), segments, 3);
const known = { costs, rowStart, scales };

describe('candidate targets', () => {
  it('scales are root mean square differences from the mean of the decision, by scenario', () => {
    // a: −1, 1, 0 and the one candidate that was tried; b: −10, 10
    expect(scales[0]).toBeCloseTo(Math.sqrt(2 / 4), 12);
    expect(scales[1]).toBe(scales[0]);
    expect(scales[2]).toBeCloseTo(10, 12);
  });

  it('advantages are centred, in scales, and cut', () => {
    const advantages = centredAdvantages(known, 1.2);
    expect(advantages[0]).toBeCloseTo(1.2, 6);
    expect(advantages[1]).toBeCloseTo(-1.2, 6);
    expect(Array.from(advantages.slice(2))).toEqual([0, 0, Number.NaN, 1, -1]);
    expect(Array.from(chosenAdvantages(advantages, rowStart, Int32Array.of(2, 0, 1)))).toEqual([0, 0, -1]);
  });

  it('soft targets are a softmax over what was tried, hard ones take the cheapest', () => {
    const soft = softTargets(known, 2);
    const weights = [0, 2, 1].map((more) => Math.exp(-more / (2 * scales[0])));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let i = 0; i < 3; i++) expect(soft[i]).toBeCloseTo(weights[i] / total, 6);
    expect(Array.from(soft.slice(3, 5))).toEqual([1, 0]);
    expect(Array.from(softTargets(known, 0))).toEqual([1, 0, 0, 1, 0, 1, 0]);
  });

  it('a decision of which nothing was tried has no targets and no regret', () => {
    const blank = {
      costs: Float32Array.of(Number.NaN, Number.NaN),
      rowStart: Int32Array.of(0, 2),
      scales: Float64Array.of(1),
    };
    expect(Array.from(softTargets(blank, 1))).toEqual([0, 0]);
    expect(cheapest(blank.costs, 0, 2)).toBe(-1);
    expect(meanRegret(blank, Int32Array.of(0))).toBe(0);
  });

  it('regret is the mean excess over the cheapest, in scales', () => {
    expect(meanRegret(known, Int32Array.of(1, 0, 1))).toBeCloseTo((2 / scales[0] + 0 + 2) / 3, 12);
  });

  it('averages of near-linear log targets follow the mean cost', () => {
    // two futures: candidate 0 costs 0 or 3, candidate 1 costs 1 or 1: 1 is better on average, 0 in one future
    const futures = {
      costs: Float32Array.of(0, 1, 3, 1),
      rowStart: Int32Array.of(0, 2, 4),
      scales: Float64Array.of(1, 1),
    };
    const mean = (targets: Float32Array, candidate: number) => (targets[candidate] + targets[2 + candidate]) / 2;
    const warm = softTargets(futures, 5);
    expect(mean(warm, 1)).toBeGreaterThan(mean(warm, 0));
    const hard = softTargets(futures, 0);
    expect(mean(hard, 1)).toBe(mean(hard, 0));
  });
});
