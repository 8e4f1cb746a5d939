import { describe, expect, it } from 'vitest';
import { makeAgent, makeEnv } from '../../../src/registry.js';
import { charts } from '../../../src/report/board-charts.js';
import { playEpisode } from '../../../src/report/episode.js';
import { evaluate } from '../../../src/report/evaluate.js';
import { newManifest } from '../../../src/report/manifest.js';
import { leaderboardMarkdown } from '../../../src/report/markdown.js';
import { escapeHtml, reportPage } from '../../../src/report/page.js';
import { orderedRows, type ResultRow } from '../../../src/report/rows.js';
import { jobLatencies, showcase, traceUntil } from '../../../src/report/showcase.js';
import { planTournament, tournamentLeaderboard } from '../../../src/report/tournament.js';
import '../../fixtures/tiny.js';

const { plan, added } = planTournament({
  scenarios: ['tiny/queue', 'tiny/rush-v1'],
  agents: ['tiny-crash', 'tiny-fastest'],
  seeds: 3,
  workers: 0,
  command: 'sched-arena leaderboard "</script><script>alert(1)</script>"',
});
const rows: ResultRow[] = plan.scenarios.flatMap(({ env }) =>
  plan.agents.flatMap(({ id }) => plan.seeds.map((seed) => evaluate({ env, agent: id, seed }))),
);
const failed = rows.filter((row) => row.status === 'failed');
const manifest = {
  ...newManifest(plan, '2026-01-02T03:04:05.000Z'),
  episodes: { expected: rows.length, finished: rows.length, failed: failed.length, censored: 0 },
  failed: failed.map(({ env, agent, seed, message = '' }) => ({ env, agent, seed, message })),
};
const board = tournamentLeaderboard({ manifest, rows });
const shown = showcase('tiny/queue-v1', plan.seeds[0], ['tiny-random', 'tiny-earliest', 'tiny-crash'])!;
const page = reportPage({ board, manifest, charts: charts(board, [shown]), showcases: [shown] });

describe('a plan', () => {
  it('adds the agents that the scale needs, resolves ids and uses test seeds', () => {
    expect(added).toEqual(['tiny-random', 'tiny-earliest']);
    expect(plan.scenarios.map(({ env }) => env)).toEqual(['tiny/queue-v1', 'tiny/rush-v1']);
    expect(plan.seeds).toEqual([2_000_000, 2_000_001, 2_000_002]);
  });
});

describe('the report page', () => {
  it('asks the network for nothing', () => {
    const markup = page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    const references = [...markup.matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')>\s]+)/g)].map((match) => match[1]);
    expect(references.filter((reference) => !/^(#|data:)/.test(reference))).toEqual([]);
  });

  it('cannot be broken out of by a text from outside', () => {
    expect(page).not.toContain('<script>alert(1)');
    expect(page).toContain('this &lt;queue&gt; is too long');
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
    const scripts = page.match(/<script/g)!.length;
    expect(page.match(/<\/script/g)).toHaveLength(scripts);
    expect(scripts).toBe(5);
  });

  it('shows every agent in every table and has one schedule per agent', () => {
    for (const { id } of plan.agents) expect(page.split(`data-order="${id}"`)).toHaveLength(4);
    expect(page.match(/<template id="gantt-/g)).toHaveLength(shown.entries.length);
    expect(shown.entries.length).toBeGreaterThanOrEqual(2);
  });
});

describe('the Markdown', () => {
  const text = leaderboardMarkdown(board, manifest);

  it('has whole tables: as many cells in every row', () => {
    const tables = text.split('\n\n').filter((block) => block.startsWith('| '));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.replace(/\\\|/g, '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it('names failures and the reasons', () => {
    expect(text).toContain('too long \\| sorry');
    expect(text).toContain('ranked after the others');
  });
});

describe('the showcase', () => {
  const env = makeEnv('tiny/queue', { record: true });
  playEpisode(env, makeAgent('tiny-earliest'), { seed: 2_000_000 });
  const trace = env.trace!();

  it('measures job latencies as the environment does', () => {
    const latencies = jobLatencies(trace);
    const mean = latencies.reduce((sum, value) => sum + value, 0) / latencies.length;
    expect(mean).toBeCloseTo(env.metrics().latencyMean!, 9);
  });

  it('shows what starts before the end of the window, the same for all', () => {
    const part = traceUntil(trace, 50);
    expect(part.length).toBe([...trace.start].filter((start) => start < 50).length);
    expect(Math.max(...part.start)).toBeLessThan(50);
    expect(part.label).toHaveLength(part.length);
    expect(shown.whole).toBe(false);
  });
});

describe('rows in the order of the plan', () => {
  it('are what the tables are made from', () => {
    const order = {
      envs: plan.scenarios.map(({ env }) => env),
      agents: plan.agents.map(({ id }) => id),
      seeds: plan.seeds,
    };
    const timeless = (result: typeof board) =>
      JSON.stringify(result, (key, value: unknown) => (key === 'decisionMicroseconds' ? null : value));
    const again = tournamentLeaderboard({ manifest, rows: orderedRows([...rows].reverse(), order) });
    expect(timeless(again)).toBe(timeless(board));
  });
});
