/** Every registered setting of the SoC environment keeps the contract; the six of the leaderboard with every observation. */
import { describe, expect, it } from 'vitest';
import { SOC_IDS } from '../../../envs/index.js';
import { checkEnv, errorsOf } from '../../../src/check/index.js';
import { envs, makeEnv } from '../../../src/registry.js';

const SHORT = {
  episodes: 1,
  maxSteps: 15,
  maxEndingSteps: 20_000,
  maskStates: 1,
  maskActions: 4,
  heapResets: 0,
  timedSteps: 0,
};
const LONGER = { ...SHORT, maxSteps: 60, maxEndingSteps: 20_000, maskStates: 3, maskActions: 8 };

/** Noise changes one number of a configuration; these variants are only driven for a while. */
const VARIANTS = SOC_IDS.filter((id) => id.includes('-noise-') && !envs.get(id).tags.includes('leaderboard'));

describe.each(SOC_IDS.filter((id) => !VARIANTS.includes(id)))('%s', (id) => {
  const spec = envs.get(id);
  const leading = spec.tags.includes('leaderboard');
  const observations = leading ? (['view', 'graph', 'padded'] as const) : (['view'] as const);
  it.each(observations)('keeps the contract, observed as %s', (observation) => {
    const findings = checkEnv(() => makeEnv(id, { observation }), {
      ...(leading ? LONGER : SHORT),
      rebuild: (config) => spec.create(config, { id, observation }),
      remake: (renderMode) => makeEnv(id, { observation, renderMode }),
    });
    expect(errorsOf(findings)).toEqual([]);
  });
});

it.each(VARIANTS)('%s shows views of its space and keeps its laws', (id) => {
  const env = makeEnv(id);
  env.reset({ seed: 1 });
  for (let step = 0; step < 150; step++) {
    expect(env.observationSpace.contains(env.view())).toBe(true);
    env.step(env.view().mask.indexOf(1));
  }
  expect(env.invariants()).toEqual([]);
});

describe('the registry of settings', () => {
  it('covers the published combinations in both semantics, and seven settings for the leaderboard', () => {
    const names = SOC_IDS.map((id) => id.slice('soc/'.length, -'-v1'.length));
    for (const [n, queue, scale] of [
      [1, 3, 25],
      [5, 3, 25],
      [10, 3, 25],
      [5, 4, 25],
      [5, 5, 25],
      [5, 3, 50],
      [5, 3, 75],
      [5, 3, 100],
    ])
      for (const noise of ['', '-noise-0.1', '-noise-0.3'])
        for (const suffix of ['', '-compat'])
          expect(names).toContain(`profiles-${n}-queue-${queue}-scale-${scale}${noise}${suffix}`);
    expect(envs.all().filter(({ tags }) => tags.includes('soc') && tags.includes('leaderboard'))).toHaveLength(7);
  });

  it('resolves an id without version', () => {
    expect(makeEnv('soc/canonical').id).toBe('soc/canonical-v1');
  });
});
