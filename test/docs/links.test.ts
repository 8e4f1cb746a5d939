/**
 * Contract: links between the project's Markdown pages lead to files and headings that exist, and what the README of the
 * published package links to is in the package.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentPages, packageRoot } from './markdown.js';

const SLOW = 60_000; // milliseconds
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'agents/README.md',
  'src/graph/README.md',
  'src/train/README.md',
  ...environmentPages(),
];

interface Link {
  readonly page: string;
  readonly file: string; // from the root of the project
  readonly heading: string; // empty = the whole page
}

const read = (page: string) => readFileSync(join(packageRoot, page), 'utf8');

function linksOf(page: string): Link[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, heading = ''] = target.split('#');
      return { page, file: path === '' ? page : join(dirname(page), path), heading };
    });
}

/** Anchors as GitHub makes them: lower case, no punctuation, dashes for spaces. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const links = pages.flatMap(linksOf);

describe('links between pages', () => {
  it('are there', () => expect(links.length).toBeGreaterThan(8));

  it.each(links)('$page → $file#$heading', ({ file, heading }) => {
    expect(existsSync(join(packageRoot, file))).toBe(true);
    if (heading !== '') expect(anchorsOf(file)).toContain(heading);
  });

  it('are not dead in the package', { timeout: SLOW }, () => {
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const run = spawnSync('npm', pack, { cwd: packageRoot, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    const packed = (JSON.parse(run.stdout) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    const shipped = links.filter(({ page }) => packed.includes(page));
    expect(shipped.length).toBeGreaterThan(8);
    expect(shipped.filter(({ file }) => !packed.includes(file))).toEqual([]);
  });
});
