/** Platforms that nothing was trained on: drawn by seed, and accepted by the environment. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { PROCESSORS, transferAgents, transferSettings } from '../../../src/cli/studies/soc-transfer-settings.js';
import { randomPlatform } from '../../../src/cli/studies/transfer-platforms.js';
import { makeEnv } from '../../../src/registry.js';

const SEED = 2_000_000;

describe('a random platform', () => {
  it.each([...PROCESSORS])('of %i processors has that many, with costs from 5 to 21', (processors) => {
    const { clusters } = randomPlatform(processors, SEED) as {
      clusters: { executionTime?: Record<string, number> }[];
    };
    expect(clusters.length).toBe(processors + 1); // the memory too
    const costs = clusters.slice(0, -1).flatMap(({ executionTime }) => Object.values(executionTime!));
    expect(costs.length).toBe(10 * processors);
    expect(Math.min(...costs)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...costs)).toBeLessThanOrEqual(21);
    expect(new Set(costs).size).toBeGreaterThan(5);
  });

  it('is the same for a seed and another for another', () => {
    expect(randomPlatform(4, SEED)).toEqual(randomPlatform(4, SEED));
    expect(randomPlatform(4, SEED)).not.toEqual(randomPlatform(4, SEED + 1));
  });
});

describe('the settings', () => {
  it.each(transferSettings(false).map((setting) => [setting.title, setting] as const))('%s', (_, setting) => {
    const config = typeof setting.config === 'function' ? setting.config(SEED) : setting.config;
    const env = makeEnv(setting.env, config === undefined ? {} : { config });
    env.reset({ seed: SEED });
    expect(env.view().resources.count).toBe(setting.processors);
    expect(new Set(transferAgents(setting)).size).toBe(transferAgents(setting).length);
  });
});
