/** The Llumnix study: its arithmetic, a small run of every cell, migration by length, and the results kept in the tree. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import { playEpisodes } from '../../../src/cli/studies/episodes.js';
import { llumnixStudy } from '../../../src/cli/studies/llumnix.js';
import { LOADS, POLICIES, WORKLOADS } from '../../../src/cli/studies/llumnix-cells.js';
import { costAt } from '../../../src/cli/studies/llumnix-comparisons.js';
import {
  cellsOf,
  episodesOf,
  type PlayedCell,
  playedCells,
  valuesOf,
} from '../../../src/cli/studies/llumnix-experiments.js';
import { migrationRows, SEQUENCES } from '../../../src/cli/studies/llumnix-migration.js';
import { llumnixReport } from '../../../src/cli/studies/llumnix-report.js';
import { meanOf, ratioOf, savingOf } from '../../../src/cli/studies/paired-ratio.js';
import { settingsHash } from '../../../src/cli/studies/study-text.js';

describe('ratios on the same seeds', () => {
  it('divide sums, with an interval around them', () => {
    const { value, interval } = ratioOf([2, 4, 9], [1, 2, 3], 'test');
    expect(value).toBeCloseTo(2.5, 12);
    expect(interval!.lower).toBeGreaterThanOrEqual(2);
    expect(interval!.upper).toBeLessThanOrEqual(3);
    expect(interval!.lower).toBeLessThan(value);
    expect(savingOf([1, 1], [4, 4], 'test')).toEqual({ value: 0.75, interval: { lower: 0.75, upper: 0.75 } });
  });

  it('have no interval where nothing is known', () => {
    expect(ratioOf([1, Number.NaN], [1, 1], 'test').interval).toBeUndefined();
    expect(ratioOf([1, 1], [0, 0], 'test')).toEqual({ value: Number.POSITIVE_INFINITY, interval: undefined });
    expect(meanOf([Number.NaN, 1]).value).toBeNaN();
  });
});

describe('cost at equal latency', () => {
  const curve = [
    { latency: 8, cost: 4 },
    { latency: 2, cost: 6 },
    { latency: 1, cost: 10 },
  ];
  it.each([
    [8, 4],
    [4, 5], // halfway between 8 and 2 on a logarithmic scale
    [2, 6],
    [1, 10],
    [20, 4], // slower than anybody: the cheapest
  ])('of %d is %d', (latency, cost) => {
    expect(costAt(curve, latency)).toBeCloseTo(cost, 12);
  });
  it('is not known below the fastest', () => {
    expect(costAt(curve, 0.5)).toBeNaN();
  });
});

describe('migration by length', () => {
  const rows = migrationRows();
  it('keeps a request waiting equally long, whatever its length', () => {
    expect(rows.map(({ tokens }) => tokens)).toEqual([...SEQUENCES]);
    for (const { downtime } of rows) {
      expect(downtime).toBeGreaterThan(0.02);
      expect(downtime).toBeLessThan(0.03);
    }
  });
  it('costs less than recomputing, the more so the longer it is', () => {
    for (let i = 0; i < rows.length; i++) {
      expect(rows[i].recompute).toBeGreaterThan(rows[i].downtime);
      if (i > 0) expect(rows[i].recompute).toBeGreaterThan(rows[i - 1].recompute);
    }
  });
});

describe('a small run', () => {
  const length = { requests: 30 };
  const cells = cellsOf(length);
  let played: PlayedCell[] = [];
  beforeAll(async () => {
    played = playedCells(cells, await playEpisodes(episodesOf(cells, 1, []), { workers: 0 }));
  });

  it('lets every policy serve the same requests', () => {
    for (const cell of played) {
      const urgentAlone = cell.policy === 'alone';
      const expected = urgentAlone ? 3 : cell.experiment === 'scaling' ? 15 : 30;
      for (const [i, { completedJobs, droppedJobs }] of cell.metrics.entries())
        expect(completedJobs + droppedJobs, `${cell.setting} ${cell.policy} ${i}`).toBe(expected);
      expect(valuesOf(cell, 'unfinishedJobs')).toEqual([0]);
    }
  });

  it('migrates nothing where migration is switched off', () => {
    const moved = (policy: string) =>
      played.filter((cell) => cell.experiment === 'scaling' && cell.policy === policy).flatMap((cell) => cell.metrics);
    expect(moved('unmoved').length).toBe(moved('llumnix').length);
    for (const { migrations } of moved('unmoved')) expect(migrations).toBe(0);
  });

  it('fills every table and draws every chart', () => {
    const { tables, charts, published, account } = llumnixReport(played, migrationRows(), { ...length, seeds: 1 });
    for (const { columns, rows } of tables) for (const row of rows) expect(row.length).toBe(columns.length);
    expect(tables[0].rows.length).toBe(WORKLOADS.length * LOADS.length);
    expect(tables[0].columns.length).toBe(2 + POLICIES.length);
    expect(charts.map(({ id }) => id)).toEqual(['prefill-p99', 'infaas-over-llumnix', 'scaling', 'migration']);
    for (const text of [...published.flatMap(({ ours, verdict }) => [ours, verdict]), ...account])
      expect(text).not.toMatch(/NaN|undefined/);
  });
});

it('the results in the tree belong to these settings', () => {
  const path = new URL('../../../envs/serving/studies/llumnix/study.json', import.meta.url);
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  expect(kept.seeds).toBeGreaterThanOrEqual(10);
  expect(kept.quick).toBe(false);
  expect(kept.settingsHash).toBe(settingsHash(llumnixStudy.settings({ seeds: kept.seeds, quick: false })));
});
