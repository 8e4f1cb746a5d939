import { describe, expect, it } from 'vitest';
import { FIRST_SEED, SEEDS_PER_RANGE, seedList, seedPurpose } from '../../../src/report/seeds.js';

describe('seed ranges', () => {
  it('are disjoint and adjacent', () => {
    const starts = Object.values(FIRST_SEED).sort((a, b) => a - b);
    for (let i = 1; i < starts.length; i++) expect(starts[i] - starts[i - 1]).toBe(SEEDS_PER_RANGE);
  });

  it('list seeds that belong to their purpose, the last one included', () => {
    for (const purpose of ['training', 'validation', 'test'] as const) {
      expect(seedList(purpose, 3).map(seedPurpose)).toEqual([purpose, purpose, purpose]);
      expect(seedList(purpose, 1, SEEDS_PER_RANGE - 1).map(seedPurpose)).toEqual([purpose]);
    }
    expect(seedList('test', 3, 7)).toEqual([2_000_007, 2_000_008, 2_000_009]);
    expect(seedPurpose(3_000_000)).toBeUndefined();
  });

  it('refuse to run over into the next range', () => {
    expect(() => seedList('training', 2, SEEDS_PER_RANGE - 1)).toThrow(/leave the training range/);
    expect(() => seedList('test', 0)).toThrow(/not allowed/);
    expect(() => seedList('test', 1.5)).toThrow(/not allowed/);
  });
});
