/** The card names what the environment has: columns, groups, features, options, figures and settings. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import '../../../envs/dag/index.js';
import { envs, makeEnv } from '../../../src/registry.js';

const folder = new URL('../../../envs/dag/', import.meta.url);
const card = readFileSync(fileURLToPath(new URL('README.md', folder)), 'utf8');
const specs = envs.all().filter(({ tags }) => tags.includes('dag'));

describe('the card of the environment', () => {
  const env = makeEnv('dag/layered');
  env.reset({ seed: 0 });
  const { items, resources, groups, graph } = env.view();

  it('names every column, group and feature of the view', () => {
    const names = [Object.keys(items.columns), Object.keys(resources.columns), groups.names, groups.contextNames];
    for (const name of [...names.flat(), ...graph.featureNames]) expect(card).toContain(`\`${name}\``);
  });

  it('names every option with its default', () => {
    const config = env.config as Record<string, unknown>;
    for (const [option, value] of Object.entries(config))
      expect(card).toMatch(new RegExp(`\\| \`${option}\` \\|.*\\| ${option === 'instances' ? '–' : value} \\|`));
  });

  it('names every figure', () => {
    const figures = /^## Figures.*\n([\s\S]*?)^## /m.exec(card)![1];
    for (const name of Object.keys(env.metrics())) expect(figures).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('names every setting, and says which are part of the leaderboard', () => {
    const rows = [...card.matchAll(/^\| `(dag\/[\w-]+)`( ★)? \|/gm)];
    const told = rows.map(([, id, star]) => [`${id}-v1`, star !== undefined]);
    expect(told).toEqual(specs.map(({ id, tags }) => [id, tags.includes('leaderboard')]));
  });

  it('names files that exist', () => {
    const files = [...card.matchAll(/`([\w-]+\.ts)`/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect(existsSync(new URL(file, folder)), file).toBe(true);
  });
});
