/** Contract: the README's table of the configuration of random instances has every member, with its default. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseInstanceConfig } from '../../src/instances/index.js';
import { packageRoot } from './markdown.js';

const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
const told = Object.fromEntries(
  [...readme.matchAll(/^\| `((?:processors|communication)\.\w+)` \| `([^`]+)` \|/gm)].map(([, member, value]) => [
    member,
    value,
  ]),
);

describe('the table of the configuration of random instances', () => {
  it('names every member with its default', () => {
    const { processors, communication } = parseInstanceConfig({ graph: { family: 'layered' } });
    const members = Object.entries({ processors, communication }).flatMap(([part, values]) =>
      Object.entries(values).map(([name, value]) => [`${part}.${name}`, String(value)]),
    );
    expect(told).toEqual(Object.fromEntries(members));
  });
});
