/** The BatchLLM study: its made-up workload, a small run, and the results kept in the tree. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import { batchllmStudy, savingsOf } from '../../../src/cli/studies/batchllm.js';
import { batchWorkload, SETTINGS, SPREADS } from '../../../src/cli/studies/batchllm-cells.js';
import type { StudyResult } from '../../../src/cli/studies/study.js';
import { settingsHash } from '../../../src/cli/studies/study-text.js';

describe('the workload', () => {
  const full = (spread: (typeof SPREADS)[number], seed: number) =>
    savingsOf(batchWorkload(spread, { documents: 600 }, seed), seed);

  it('could save what was published to be possible, and loses a point or two at one level', () => {
    const seeds = [2_000_000, 2_000_001, 2_000_002];
    const all = seeds.map((seed) => full(300, seed));
    const mean = all.reduce((sum, { possible }) => sum + possible, 0) / seeds.length;
    expect(Math.abs(mean - 0.581)).toBeLessThan(0.01);
    for (const { possible, oneLevel } of all) {
      expect(possible - oneLevel).toBeGreaterThan(0.005);
      expect(possible - oneLevel).toBeLessThan(0.03);
    }
  });

  it('saves the less in a cache the farther apart its questions are', () => {
    const lru = SPREADS.map((spread) => full(spread, 2_000_000).lru);
    expect(lru.toSorted((a, b) => b - a)).toEqual(lru);
    expect(lru[0]).toBeGreaterThan(0.358);
    expect(lru[lru.length - 1]).toBeLessThan(0.358);
  });

  it('is the same for all competitors, and another with another seed', () => {
    const size = { documents: 20 };
    expect(batchWorkload(150, size, 3)).toEqual(batchWorkload(150, size, 3));
    expect(batchWorkload(150, size, 3)).not.toEqual(batchWorkload(150, size, 4));
  });
});

describe('a small run', () => {
  let result: StudyResult;
  beforeAll(async () => {
    result = await batchllmStudy.run({ seeds: 2, quick: true, workers: 0, modules: [], progress: () => {} });
  });

  it('computes each shared prefix once in BatchLLM, and its savings are those of one level', () => {
    const data = result.data as Record<string, Record<string, never>>;
    expect(Object.keys(data).length).toBe(SETTINGS.length);
    for (const { oneLevel, possible, batchllm, v1 } of Object.values(data)) {
      const { saved } = batchllm as { saved: number[] };
      for (const [seed, share] of saved.entries()) {
        expect(share).toBeGreaterThan(oneLevel[seed] - 0.01);
        expect(share).toBeLessThanOrEqual(possible[seed] + 1e-9);
      }
      expect((v1 as { saved: number[] }).saved).toEqual([0, 0]);
    }
  });

  it('fills every table', () => {
    for (const { columns, rows } of result.tables) {
      expect(rows.length).toBe(SETTINGS.length);
      for (const row of rows) expect(row.length).toBe(columns.length);
    }
    for (const text of [...result.published.map(({ ours }) => ours), ...result.account])
      expect(text).not.toMatch(/NaN|undefined/);
  });
});

it('the results in the tree belong to these settings', () => {
  const path = new URL('../../../envs/serving/studies/batchllm/study.json', import.meta.url);
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  expect(kept.seeds).toBeGreaterThanOrEqual(10);
  expect(kept.quick).toBe(false);
  expect(kept.settingsHash).toBe(settingsHash(batchllmStudy.settings({ seeds: kept.seeds, quick: false })));
});
