/** The study of learned schedulers: who and where, and claims that follow the figures. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { Contest, cellName } from '../../../src/cli/studies/contest.js';
import { socAccount } from '../../../src/cli/studies/soc-learned-account.js';
import { socCharts } from '../../../src/cli/studies/soc-learned-charts.js';
import { type Claim, socClaims } from '../../../src/cli/studies/soc-learned-claims.js';
import { SocFindings } from '../../../src/cli/studies/soc-learned-findings.js';
import {
  HEURISTICS,
  OWN,
  type SocSetting,
  socRounds,
  socSettings,
} from '../../../src/cli/studies/soc-learned-settings.js';
import { socTables } from '../../../src/cli/studies/soc-learned-tables.js';
import { agents, makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';

const SEEDS = 4;
const settings = socSettings(false);

/** Made-up figures: arrivals of a seed cost everybody alike, an agent costs a multiple of them. */
function findingsOf(multiple: (agent: string, setting: SocSetting) => number): SocFindings {
  const played = new Map<string, Record<string, number>[]>();
  for (const { settings: where, agents: players } of socRounds(settings)) {
    for (const setting of where as readonly SocSetting[]) {
      for (const agent of players) {
        const rng = createRng('figures').fork(setting.title);
        const own = createRng('figures').fork(setting.title).fork(agent);
        const episodes = Array.from({ length: SEEDS }, () => {
          const latency = (100 + 10 * rng()) * multiple(agent, setting) * (1 + 0.002 * own());
          return {
            latencyMean: latency,
            latencyMeanCensored: latency + 1,
            completedJobs: 1e4 / latency,
            deadlineMissRate: latency / 1000,
          };
        });
        played.set(cellName(setting.title, agent), episodes);
      }
    }
  }
  return new SocFindings(new Contest(played, SEEDS), settings);
}

const holding = (claims: readonly Claim[]) => claims.map(({ holds }) => holds);
const claimOf = (claims: readonly Claim[], part: string) => claims.find(({ claim }) => claim.includes(part))!;

describe('the settings', () => {
  it('are eight bound when ready, the same eight bound late, and all can be made', () => {
    expect(settings.onReady.length).toBe(8);
    expect(settings.lateTwins).toBe(8);
    for (const setting of [...settings.onReady, ...settings.late, ...settings.real])
      expect(
        () => makeEnv(setting.env, setting.config === undefined ? {} : { config: setting.config as never }),
        setting.title,
      ).not.toThrow();
    for (const quick of [...socSettings(true).onReady, ...socSettings(true).late, ...socSettings(true).real])
      expect(() => makeEnv(quick.env, { config: quick.config as never })).not.toThrow();
  });

  it('have every heuristic that is registered, but random ones and min-min', () => {
    const rules = agents
      .all()
      .filter(({ oracle, tags, plays }) => !oracle && !tags.includes('learned') && (!plays || plays.includes('soc')))
      .map(({ id }) => id)
      .filter((id) => !['random', 'random-oldest', 'min-min'].includes(id));
    expect([...HEURISTICS].sort()).toEqual(rules.sort());
  });
});

describe('claims', () => {
  it('hold where the agent is 10 % better than everybody', () => {
    const claims = socClaims(findingsOf((agent) => (agent === OWN ? 0.9 : 1)));
    expect(holding(claims)).toEqual(claims.map(() => true));
  });

  it('fail where it is as good as the others', () => {
    const claims = socClaims(findingsOf(() => 1));
    expect(claimOf(claims, 'beats ETF with an interval').holds).toBe(false);
    expect(claimOf(claims, 'by 3 % or more').holds).toBe(false);
    expect(claimOf(claims, 'by 7 % or more').holds).toBe(false);
    expect(claimOf(claims, 'beats the linear scorer with').holds).toBe(false);
  });

  it('see a single loss to HEFT, and name it', () => {
    const claims = socClaims(
      findingsOf((agent, { title }) => (agent === OWN ? (title === 'driving' ? 1.05 : 0.9) : 1)),
    );
    const claim = claimOf(claims, 'never loses to HEFT');
    expect(claim.holds).toBe(false);
    expect(claim.figures).toMatch(/^higher in 1 of 25 \(driving: \+0\.5 points/);
    expect(claimOf(claims, 'driving (deadline misses): at least as good as the best rule').holds).toBe(false);
    expect(claimOf(claims, 'mixes of real applications: at least as good as the best rule').holds).toBe(true);
  });

  it('compare with the best heuristic, whichever it is', () => {
    const claims = socClaims(findingsOf((agent) => (agent === OWN ? 0.9 : agent === 'peft' ? 0.8 : 1)));
    const claim = claimOf(claims, 'mixes of real applications: at least as good as the best rule');
    expect(claim.holds).toBe(false);
    expect(claim.figures).toContain('to peft');
    expect(claimOf(claims, 'beats ETF with an interval').holds).toBe(true);
  });

  it('are told in tables of full rows, charts and an account without gaps', () => {
    const findings = findingsOf((agent) => (agent === OWN ? 0.9 : 1));
    const claims = socClaims(findings);
    for (const { columns, rows } of socTables(findings, claims))
      for (const row of rows) expect(row.length).toBe(columns.length);
    expect(new Set(socCharts(findings).map(({ id }) => id)).size).toBe(4);
    for (const paragraph of socAccount(findings, claims)) expect(paragraph).not.toMatch(/NaN|undefined/);
  });
});
