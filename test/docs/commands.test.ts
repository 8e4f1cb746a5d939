/**
 * Contract: every command line that the README and CONTRIBUTING show works. `npx sched-arena …` lines are run for
 * real in an empty folder; of `npm` lines the script must exist (CI runs them).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks, packageRoot } from './markdown.js';

const NPM_BUILT_IN = ['ci', 'install', 'pack', 'test', 'start'];

const lines = ['README.md', 'CONTRIBUTING.md'].flatMap((page) =>
  codeBlocks(page)
    .filter((block) => block.language === 'sh')
    .flatMap((block) => block.text.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== ''),
);
const shown = lines.filter((line) => line.startsWith('npx sched-arena '));
const npmWords = lines.flatMap((line) =>
  [...line.matchAll(/\bnpm (?:run )?(?:-s )?([\w:]+)/g)].map((match) => match[1]),
);
const folder = mkdtempSync(join(tmpdir(), 'sched-arena-commands-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('command lines in the documentation', () => {
  it('are there', () => expect(shown.length).toBeGreaterThan(3));

  it.each(shown)('%s', (line) => {
    const words = line.replace('npx sched-arena ', '').split(' ');
    const main = join(packageRoot, 'dist/src/cli/main.js');
    const run = spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).not.toContain('Error');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout + run.stderr).not.toBe('');
  });

  it('name npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const known = [...NPM_BUILT_IN, ...Object.keys(scripts)];
    expect(npmWords.filter((word) => !known.includes(word))).toEqual([]);
  });
});
