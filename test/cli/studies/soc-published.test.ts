/** Published figures drawn anew: every point has its spot and setting, exact runs are those of the seed means. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { seedMeans } from '../../../envs/soc/compat/seed-means.js';
import { Contest, cellName, registered } from '../../../src/cli/studies/contest.js';
import exactWork from '../../../src/cli/studies/exact-worker.js';
import { figures } from '../../../src/cli/studies/soc-published.js';
import { publishedAccount } from '../../../src/cli/studies/soc-published-account.js';
import { figureCharts } from '../../../src/cli/studies/soc-published-charts.js';
import {
  exactName,
  OURS,
  PublishedRuns,
  SPOTS,
  spotSetting,
  spotTitle,
  standInNames,
} from '../../../src/cli/studies/soc-published-runs.js';
import { makeEnv } from '../../../src/registry.js';

const SEEDS = [2_000_000, 2_000_001];

describe('spots', () => {
  it('are seven, and their environments replay the published simulator', () => {
    expect(SPOTS.length).toBe(7);
    for (const spot of SPOTS) {
      const { env, config } = spotSetting(spot, true);
      expect(makeEnv(env, { config: config as never }).config, spotTitle(spot)).toMatchObject({ mode: 'socrates' });
    }
  });
});

describe('exact runs', () => {
  it('are those of the seed means', async () => {
    const spot = { profiles: 5, queue: 3, scale: 25, scheduler: 'deepsocs-released' };
    const means = seedMeans({ ...spot, seeds: SEEDS });
    const each = await Promise.all(SEEDS.map((seed) => exactWork({ ...spot, seed })));
    expect(each.map(({ latency }) => latency)).toEqual(means.latencies);
    expect((each[0].completed + each[1].completed) / 2).toBe(means.completed);
  });
});

describe('the report', () => {
  const results = SEEDS.map((_, i) => ({ latency: 120 + i, completed: 90 - i }));
  const exact = new Map(
    standInNames(true).flatMap((name) => SPOTS.map((spot) => [exactName(name, spot), results] as const)),
  );
  const here = registered([...OURS, ...standInNames(false)]);
  const played = new Map(
    here.flatMap((name) =>
      SPOTS.map(
        (spot) =>
          [
            cellName(spotTitle(spot), name),
            SEEDS.map((_, i) => ({ latencyMean: 100 + i, completedJobs: 99 })),
          ] as const,
      ),
    ),
  );
  const runs = new PublishedRuns(exact, new Contest(played, SEEDS.length), false);

  it('has three figures, each with what it varies on its axis', () => {
    const charts = figureCharts(runs, figures());
    expect(charts.map(({ id }) => id)).toEqual(['figure-scale', 'figure-queue', 'figure-profiles']);
  });

  it('takes exact runs and agents apart', () => {
    expect(runs.estimate('ETF', true, SPOTS[0])?.value).toBe(120.5);
    expect(runs.estimate('etf', false, SPOTS[0])?.value).toBe(100.5);
    expect(runs.estimate('ETF', false, SPOTS[0])).toBeUndefined();
  });

  it('says what is not run instead of telling figures', () => {
    for (const paragraph of publishedAccount(runs)) expect(paragraph).not.toMatch(/NaN|undefined/);
  });
});
