import { describe, expect, it } from 'vitest';
import '../../envs/index.js';
import { agents, makeAgent, makeEnv } from '../../src/registry.js';
import { playEpisode } from '../../src/report/episode.js';
import { mean } from '../../src/report/statistics/index.js';
import { untrainedWeights } from '../../src/train/evaluate-policy.js';
import { HeldOut, relativeCost } from '../../src/train/held-out.js';
import { examine } from '../../src/train/held-out-test.js';
import { RolloutPool } from '../../src/train/rollout-pool.js';
import '../fixtures/small-policy.js';
import '../../agents/index.js';

const policy = { id: 'small' };
const scenarios = [
  { scenario: 'queue/heterogeneous', weight: 1, config: { jobs: 30 } },
  { scenario: 'queue/heterogeneous', weight: 3, config: { jobs: 15 } },
  { scenario: 'queue/known-sizes', weight: 1, config: { jobs: 20 } }, // another reference agent
];
const heldOut = new HeldOut({
  pool: new RolloutPool({ workers: 0, modules: [] }),
  policy,
  scenarios,
  purpose: 'validation',
  seeds: 3,
});

/** Mean latency of an agent, played without any of the machinery. */
function played(id: string, { scenario, config }: (typeof scenarios)[number]): number {
  const env = makeEnv(scenario, { config });
  return mean(heldOut.seeds.map((seed) => playEpisode(env, makeAgent(id), { seed }).metrics.latencyMean));
}

describe('held-out seeds', () => {
  it('are those of their purpose, and equal scenarios are told apart', () => {
    expect(heldOut.seeds).toEqual([1_000_000, 1_000_001, 1_000_002]);
    expect(heldOut.labels).toEqual(['queue/heterogeneous-v1', 'queue/heterogeneous-v1 (2)', 'queue/known-sizes-v1']);
  });

  it('score an agent by its mean cost relative to the reference of each scenario', async () => {
    const references = ['etf', 'etf', 'shortest-job'];
    const expected = mean(scenarios.map((entry, i) => played('random', entry) / played(references[i], entry)));
    expect(await heldOut.scoreOf({ id: 'random' })).toBeCloseTo(expected, 12);
    const etf = mean(scenarios.map((entry, i) => played('etf', entry) / played(references[i], entry)));
    expect(await heldOut.scoreOf({ id: 'etf' })).toBeCloseTo(etf, 12);
  });

  it('score weights with all details, and leave them alone', async () => {
    const weights = untrainedWeights(policy).fill(0.1);
    const validation = await heldOut.validate(weights);
    expect(weights.every((weight) => weight === Math.fround(0.1))).toBe(true);
    const costs = heldOut.labels.map((label) => validation[`${label}/cost`]);
    expect(validation.score).toBeCloseTo(mean(costs), 12);
    expect(validation['queue/known-sizes-v1/latencyMean']).toBeGreaterThan(0);
  });

  it('are not scored once the signal has aborted', async () => {
    await expect(heldOut.validate(untrainedWeights(policy), AbortSignal.abort())).rejects.toThrow('interrupted');
  });

  it('compare weights and agents pair by pair; an agent that does the same gains nothing', async () => {
    const weights = untrainedWeights(policy); // all candidates equal: the first is taken
    agents.register({
      id: 'test-first',
      description: 'the first action allowed',
      tags: [],
      oracle: false,
      create: () => ({
        name: 'test-first',
        act: ({ mask }) => mask.indexOf(1),
        propose: ({ mask }) => mask.indexOf(1),
      }),
    });
    const { rows, seeds } = await examine(heldOut, { weights, baselines: ['test-first', 'random'] });
    expect(seeds).toEqual(heldOut.seeds);
    expect(rows.map(({ scenario, baseline }) => [scenario, baseline])).toEqual(
      heldOut.labels.flatMap((label) => [
        [label, 'test-first'],
        [label, 'random'],
      ]),
    );
    expect(rows[0]).toMatchObject({ gainPercent: 0, wins: 0, losses: 0, gainInterval: { lower: 0, upper: 0 } });
    const { baselineMean, ownMean, gainPercent } = rows[1];
    expect(baselineMean).toBeCloseTo(played('random', scenarios[0]), 12);
    expect(gainPercent).toBeCloseTo((100 * (baselineMean - ownMean)) / baselineMean, 9);
  });

  it('turn metrics of which more is better round, and bear references that cost nothing', () => {
    const result = (values: number[], lowerIsBetter: boolean) => ({
      ...{ scenario: 's', label: 's', metric: 'm', lowerIsBetter },
      values: Float64Array.from(values),
      returns: new Float64Array(values.length),
    });
    expect(relativeCost(result([4, 6], true), result([2, 2], true))).toBe(2.5);
    expect(relativeCost(result([4, 4], false), result([2, 2], false))).toBe(0.5);
    expect(relativeCost(result([0.25, 0.25], true), result([0, 0], true))).toBe(1.25);
  });
});
