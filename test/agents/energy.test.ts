/** The energy-aware scheduler on a chip with measured power: what its weight trades. */
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import '../../envs/index.js';
import { makeAgent, makeEnv } from '../../src/registry.js';
import { playEpisode } from '../../src/report/episode.js';

const SEEDS = [0, 1, 2, 3, 4];

/** Means over the seeds. */
function outcome(agent: string, options: Record<string, number>) {
  let energy = 0;
  let latency = 0;
  for (const seed of SEEDS) {
    const env = makeEnv('soc/ds3-mix-scale-500');
    playEpisode(env, makeAgent(agent, options), { seed });
    const { energyJoule, latencyMean } = env.metrics();
    energy += energyJoule! / SEEDS.length;
    latency += latencyMean! / SEEDS.length;
  }
  return { energy, latency };
}

describe('energy-eft', () => {
  it('is eft at weight 0', () => {
    expect(outcome('energy-eft', { energyWeight: 0 })).toEqual(outcome('eft', {}));
  });

  it('saves energy and pays with latency as its weight grows', () => {
    const fast = outcome('energy-eft', { energyWeight: 0 });
    const half = outcome('energy-eft', { energyWeight: 0.5 });
    const frugal = outcome('energy-eft', { energyWeight: 1 });
    expect(half.energy).toBeLessThan(fast.energy);
    expect(half.latency).toBeGreaterThan(fast.latency);
    expect(frugal.latency).toBeGreaterThan(half.latency);
  });
});
