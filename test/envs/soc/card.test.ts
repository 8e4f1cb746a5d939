/** The card names what the environment has: columns, groups, features, rewards, options, metrics and settings. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SOC_CONFIG, SOC_IDS, SocEnv } from '../../../envs/index.js';
import type { Json } from '../../../src/space/space.js';

const card = readFileSync(fileURLToPath(new URL('../../../envs/soc/README.md', import.meta.url)), 'utf8');

describe('the card of the environment', () => {
  const env = new SocEnv(DEFAULT_SOC_CONFIG as unknown as Json, { id: 'soc/test-v1' });
  env.reset({ seed: 0 });
  const { items, resources, groups, graph } = env.view();

  it('names every column, group and feature of the view', () => {
    const groupNames = groups.names.map((name) => (name.startsWith('application:') ? 'application:<name>' : name));
    const names = [
      Object.keys(items.columns),
      Object.keys(resources.columns),
      groupNames,
      groups.contextNames,
      graph.featureNames,
    ];
    for (const name of names.flat()) expect(card).toContain(`\`${name}\``);
  });

  it('names every option', () => {
    for (const option of Object.keys(DEFAULT_SOC_CONFIG))
      expect(card, option).toMatch(
        new RegExp(`\`${option === 'reward' ? 'reward.kind' : option === 'jobs' ? 'jobs\\[\\]' : option}`),
      );
  });

  it('states the sizes of the padded observation', () => {
    const padded = new SocEnv(DEFAULT_SOC_CONFIG as unknown as Json, { id: 'soc/test-v1', observation: 'padded' });
    const shapes = (padded.observationSpace.toJSON() as { spaces: Record<string, { shape: number[] }> }).spaces;
    expect(card).toContain(`items [n × ${shapes.items!.shape[1]}]`);
    expect(card).toContain(`resources [m × ${shapes.resources!.shape[1]}]`);
  });

  it('has a place for every setting', () => {
    const families = [
      'canonical',
      'closed-',
      'profiles-',
      'ds3-mix-scale-',
      'late-',
      'automotive',
      'big-little',
      'shared-memory',
      'link-contention',
      'ds3-mix-deadlines',
      'wifi-',
      'range-detection',
      'single-carrier-',
      'temporal-mitigation',
      'pulse-doppler-like',
      'dash-mix',
    ];
    for (const id of SOC_IDS)
      expect(
        families.some((family) => id.startsWith(`soc/${family}`)),
        id,
      ).toBe(true);
    for (const family of families.filter((name) => name !== 'dash-mix')) expect(card).toContain(family);
  });
});
