/** The columns on what became of the jobs, and the notes that go with them. */
import { describe, expect, it } from 'vitest';
import { overallColumns, scenarioColumns } from '../../../src/report/columns.js';
import { leaderboard } from '../../../src/report/leaderboard.js';
import type { Manifest } from '../../../src/report/manifest.js';
import { scenarioCaption } from '../../../src/report/markdown.js';
import { notes } from '../../../src/report/notes.js';
import type { ResultRow } from '../../../src/report/rows.js';

const seeds = [2_000_000, 2_000_001];
const manifest = {
  seeds,
  seedRange: 'test',
  agents: [],
  workers: 1,
  statistics: { confidence: 0.95, replicates: 100 },
  episodes: { expected: 4, finished: 4, failed: 0, censored: 0 },
} as unknown as Manifest;

function boardOf(metrics: (agent: string, seed: number) => Record<string, number>, metric = 'latencyMean') {
  const rows = ['bad', 'good'].flatMap((agent) =>
    seeds.map(
      (seed): ResultRow => ({
        env: 'e-v1',
        agent,
        oracle: false,
        seed,
        configHash: 'c',
        version: '0',
        status: 'ok',
        episodeReturn: 0,
        decisions: 1,
        truncated: false,
        censored: (metrics(agent, seed).unfinishedJobs ?? 0) > 0,
        metrics: metrics(agent, seed),
        replayHash: 'h',
        decisionMicroseconds: { sampled: 1, mean: 1, p50: 1, p95: 1 },
        wallClockSeconds: 0.1,
      }),
    ),
  );
  const scenario = { env: 'e-v1', description: '', metric, lowerIsBetter: true, reference: 'good', floor: 'bad' };
  return leaderboard(rows, { scenarios: [scenario], agents: ['bad', 'good'], seeds, replicates: 100 });
}

/** An agent that turns jobs away looks fast: latency 10 with 105 of 200 accepted, against 20 with all accepted. */
const lossy = boardOf((agent, seed) => ({
  latencyMean: agent === 'bad' ? 10 : 20,
  latencyMeanCensored: agent === 'bad' ? 9 : 20,
  offeredJobs: 200,
  acceptedJobs: agent === 'bad' ? 105 : 200,
  completedJobs: agent === 'bad' ? 100 + (seed % 2) : 200,
  unfinishedJobs: agent === 'bad' ? 5 : 0,
}));

function cells(board: ReturnType<typeof boardOf>, agent: string): Record<string, string> {
  const entry = board.scenarios[0].entries.find((each) => each.agent === agent)!;
  return Object.fromEntries(scenarioColumns(board.scenarios[0]).map(({ title, cell }) => [title, cell(entry).text]));
}

describe('a scenario whose environment counts jobs', () => {
  it('shows jobs completed, accepted of offered, the censored mean, and episodes cut short', () => {
    const bad = { Completed: '100.5', Accepted: '105/200', Censored: '9', Runs: '2/2', 'Cut short': '2' };
    expect(cells(lossy, 'bad')).toMatchObject(bad);
    const good = { Completed: '200', Accepted: '200/200', Censored: '20', Runs: '2/2', 'Cut short': '0' };
    expect(cells(lossy, 'good')).toMatchObject(good);
  });

  it('says so beside the table, in the headings and in the notes', () => {
    expect(scenarioCaption(lossy.scenarios[0])).toContain('(bad: 105 of 200 accepted)');
    const together = /read latency together with completions/;
    for (const title of ['Completed', 'Accepted', 'Censored']) {
      const column = scenarioColumns(lossy.scenarios[0]).find((each) => each.title === title)!;
      expect(column.explanation).toMatch(together);
    }
    const text = notes(lossy, manifest).join('\n');
    expect(text).toMatch(together);
    expect(text).toContain('Cut short: 2 episode(s) ended with work left. Both mean latencies can then be too low.');
    expect(text).toContain('turned away in e-v1');
    expect(text).toContain('another choice of seeds would move the scale as well');
  });

  it('warns of nothing when all jobs were accepted and completed', () => {
    const whole = boardOf((agent) => ({
      latencyMean: agent === 'bad' ? 20 : 10,
      offeredJobs: 7,
      acceptedJobs: 7,
      completedJobs: 7,
    }));
    expect(scenarioCaption(whole.scenarios[0])).not.toContain('turned away');
    expect(notes(whole, manifest).join('\n')).not.toMatch(/Cut short|turned away in/);
    expect(cells(whole, 'good')).not.toHaveProperty('Censored');
  });
});

describe('a scenario whose environment does not', () => {
  const plain = boardOf((agent) => ({ reward: agent === 'bad' ? 1 : 2 }), 'reward');

  it('has none of these columns', () => {
    for (const title of ['Completed', 'Accepted', 'Censored']) expect(cells(plain, 'bad')).not.toHaveProperty(title);
    expect(notes(plain, manifest).join('\n')).not.toContain('completions');
  });

  it('does not show the censored mean twice when it is the metric', () => {
    const censored = boardOf((agent) => ({ latencyMeanCensored: agent === 'bad' ? 20 : 10 }), 'latencyMeanCensored');
    expect(cells(censored, 'good')).not.toHaveProperty('Censored');
  });
});

it('titles are unique, so that a narrow terminal can name what it drops', () => {
  for (const columns of [overallColumns, scenarioColumns(lossy.scenarios[0])]) {
    const titles = columns.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});
