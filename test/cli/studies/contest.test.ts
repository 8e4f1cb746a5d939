/** Contests: every agent meets the same seeds, and the figures are those of single episodes. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { type ContestSetting, playContest, registered, settingsJson } from '../../../src/cli/studies/contest.js';
import { makeAgent, makeEnv } from '../../../src/registry.js';
import { playEpisode } from '../../../src/report/episode.js';

const SHORT: ContestSetting = {
  title: 'short',
  env: 'soc/canonical-v1',
  config: { episode: { durationTicks: 600 } },
};
const BY_SEED: ContestSetting = {
  title: 'by seed',
  env: 'soc/canonical-v1',
  config: (seed) => ({ episode: { durationTicks: seed === 2_000_000 ? 400 : 500 } }),
};

describe('a contest', () => {
  it('plays each cell once, on the first test seeds', async () => {
    const told: number[][] = [];
    const contest = await playContest(
      [
        { settings: [SHORT, BY_SEED], agents: ['etf', 'met'] },
        { settings: [SHORT], agents: ['etf'] },
      ],
      { seeds: 2, modules: [], workers: 0, progress: (done, of) => told.push([done, of]) },
    );
    expect(told.at(-1)).toEqual([8, 8]);
    const env = makeEnv('soc/canonical', { config: { episode: { durationTicks: 600 } } });
    const alone = [2_000_000, 2_000_001].map(
      (seed) => playEpisode(env, makeAgent('etf'), { seed, agentId: 'etf' }).metrics.latencyMean,
    );
    expect(contest.values(SHORT, 'etf', 'latencyMean')).toEqual(alone);
    expect(contest.values(SHORT, 'etf', 'latencyMean')).not.toEqual(contest.values(SHORT, 'met', 'latencyMean'));
    const [first, second] = contest.values(BY_SEED, 'etf', 'completedJobs');
    expect(first).toBeLessThan(second);
    expect(contest.values(SHORT, 'etf', 'no such figure')).toEqual([Number.NaN, Number.NaN]);
  });

  it('knows who played', async () => {
    const contest = await playContest([{ settings: [SHORT], agents: ['met'] }], {
      seeds: 1,
      modules: [],
      workers: 0,
      progress: () => {},
    });
    expect(contest.has(SHORT, 'met')).toBe(true);
    expect(contest.has(SHORT, 'etf')).toBe(false);
    expect(() => contest.values(SHORT, 'etf', 'latencyMean')).toThrow('study: etf did not play in "short"');
  });

  it('leaves out agents that are not registered', () => {
    expect(registered(['etf', 'nobody-has-written-this'])).toEqual(['etf']);
  });

  it('tells settings as JSON, overrides by seed included', () => {
    const [short, bySeed] = settingsJson([SHORT, BY_SEED]) as Record<string, unknown>[];
    expect(short).toEqual({ title: 'short', env: 'soc/canonical-v1', config: SHORT.config });
    expect(bySeed).toMatchObject({
      config: { episode: { durationTicks: 400 } },
      next: { episode: { durationTicks: 500 } },
    });
  });
});
