/** Trained agents of published methods: where they play, that they learnt, and what their weights tell. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import { publishedAgents } from '../../agents/published.js';
import '../../envs/index.js';
import { agents, isMadeFor, makeAgent, makeEnv } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';

const SETTING = 'soc/profiles-5-queue-3-scale-25';
const WEIGHT_FILES = [
  'deepsocs/weights.ts',
  'deepsocs/weights-eft.ts',
  'deepsocs/weights-faulty.ts',
  'socrates/weights.ts',
  'socrates/weights-released.ts',
  'scarl/weights.ts',
  'scarl/weights-released.ts',
  'decima/weights.ts',
];

/** Mean latency of one episode; ticks. */
function latency(id: string, scenario: string, durationTicks: number): number {
  const env = makeEnv(scenario, { config: { episode: { durationTicks } } });
  const agent = makeAgent(id);
  const context = { rng: createRng('published'), deterministic: true };
  agent.reset?.();
  let { terminated, truncated } = { terminated: false, truncated: false };
  env.reset({ seed: 2_000_003 });
  while (!terminated && !truncated) ({ terminated, truncated } = env.step(agent.act(env.view(), context)));
  return env.metrics().latencyMean;
}

const random = latency('random', SETTING, 2000);

it.each(publishedAgents.map(({ id }) => id))('%s is registered and plays the setting it learned on', (id) => {
  expect(agents.get(id).tags).toContain('learned');
  expect(latency(id, SETTING, 500)).toBeGreaterThan(60);
});

it.each(publishedAgents.map(({ id }) => id).filter((id) => id !== 'scarl-released'))(
  '%s has learned to be better than chance',
  (id) => {
    expect(latency(id, SETTING, 2000)).toBeLessThan(0.9 * random);
  },
);

it('an update that draws anew has taught nothing', () => {
  expect(latency('scarl-released', SETTING, 2000)).toBeGreaterThan(random);
});

describe('SoCRATES', () => {
  it.each(['socrates', 'socrates-released'])('%s plays its own sizes and refuses others', (id) => {
    const { plays } = agents.get(id);
    expect(isMadeFor(plays, 'soc/canonical-v1')).toBe(true);
    expect(isMadeFor(plays, `${SETTING}-noise-0.1-v1`)).toBe(true);
    for (const other of ['soc/ds3-mix-scale-50-v1', 'soc/automotive-v1', 'dag/layered-v1', 'queue/mm3-v1'])
      expect(isMadeFor(plays, other), other).toBe(false);
    expect(latency(id, 'soc/canonical', 300)).toBeGreaterThan(0);
    expect(() => latency(id, 'soc/wifi-rx', 300)).toThrow(/agents\/socrates: .* \(its network is for at most/);
  });
});

describe.each(WEIGHT_FILES)('%s', (file) => {
  it('is small, and tells how it was made and what it is worth', () => {
    const text = readFileSync(new URL(`../../agents/${file}`, import.meta.url), 'utf8');
    expect(text.length).toBeLessThan(2 ** 20);
    const head = text.slice(0, text.indexOf('*/')).replaceAll(/\n \* ?/g, ' ');
    expect(head).toMatch(/generated, do not edit\. Made by +sched-arena train/);
    expect(head).toMatch(/on 40 test seeds, paired/);
    expect(text).toMatch(/gainLower: -?\d/);
  });
});
