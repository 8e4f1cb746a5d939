/**
 * Contract: every TypeScript block of the README, of the page on learning and of the environments' cards compiles under the
 * strict settings a user would have, in a project of its own that knows the package by name only, and runs. A block whose
 * first line is a comment with a file name gets that name, so that others can import it. Where a `text` block follows, it is
 * what the run prints. The names in the README's table of exports are exported.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, environmentPages, packageRoot } from './markdown.js';

const snippets = ['README.md', 'src/train/README.md', ...environmentPages()].flatMap((page) => {
  const blocks = codeBlocks(page);
  const name = page.replace('.md', '').replaceAll('/', '-');
  return blocks.flatMap((block, i) => {
    const following = blocks[i + 1];
    const printed = following?.language === 'text' ? following.text : undefined;
    const own = /^\/\/ ([\w-]+)\.ts\n/.exec(block.text)?.[1];
    return block.language === 'ts' ? [{ ...block, name: own ?? `${name}-${block.line}`, printed }] : [];
  });
});
const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
const listed = /^## API at a glance$([\s\S]*?)^## /m
  .exec(readme)![1]
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map((match) => match[1]));
const project = mkdtempSync(join(tmpdir(), 'sched-arena-readme-'));

function compile(): string[] {
  const files = snippets.map(({ name, text }) => {
    const file = join(project, `${name}.ts`);
    writeFileSync(file, `${text}\nexport {};\n`);
    return file;
  });
  const exported = join(project, 'exported.ts');
  writeFileSync(exported, `import type { ${listed.join(', ')} } from 'sched-arena';\nexport {};\n`);
  files.push(exported);
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(packageRoot, 'node_modules/@types')],
  });
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return diagnostics.map((d) => {
    const where = d.file ? `${d.file.fileName}:${d.file.getLineAndCharacterOfPosition(d.start ?? 0).line + 1} ` : '';
    return where + ts.flattenDiagnosticMessageText(d.messageText, '\n');
  });
}

beforeAll(() => {
  if (!existsSync(join(packageRoot, 'dist/src/index.js'))) throw new Error('dist is missing: run npm run build first');
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(packageRoot, join(project, 'node_modules/sched-arena'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
});

afterAll(() => rmSync(project, { recursive: true }));

describe('TypeScript in the documentation', () => {
  it('is there', () => expect(snippets.length).toBeGreaterThan(0));

  it('has a first example of about twenty lines', () => {
    expect(snippets[0].text.split('\n').length).toBeLessThanOrEqual(24);
  });

  it('compiles under strict settings, and lists exports that exist', () => {
    expect(listed.length).toBeGreaterThan(50);
    expect(compile()).toEqual([]);
  });

  it.each(snippets)('$name runs', ({ name, printed }) => {
    const run = spawnSync(process.execPath, [`${name}.js`], { cwd: project, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    if (printed !== undefined) expect(run.stdout.trimEnd()).toBe(printed);
  });

  it('gives an imported planner an agent that follows its plan', () => {
    const main = join(packageRoot, 'dist/src/cli/main.js');
    const words = ['--import', './longest-first.js', 'run', 'dag/fft', '--agent', 'static-longest-first'];
    const run = spawnSync(process.execPath, [main, ...words], { cwd: project, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/makespan/);
  });

  it('gives the command line a module to import, which prints nothing itself', () => {
    const main = join(packageRoot, 'dist/src/cli/main.js');
    const words = ['leaderboard', '--scenarios', 'soc/wifi-rx', '--agents', 'oldest-first,etf', '--seeds', '2'];
    const options = { cwd: project, encoding: 'utf8' } as const;
    const first = [main, '--import', './oldest-first.js', ...words, '--out', 'run'];
    const made = spawnSync(process.execPath, first, options);
    expect(made.status, made.stderr).toBe(0);
    expect(made.stderr).toContain('with 2 seed(s) the exact p of the signed-rank test cannot fall below 0.5');
    expect(made.stdout).toMatch(/^\nsoc\/wifi-rx-v\d+: /);
    const verified = spawnSync(process.execPath, [main, 'verify', 'run'], options);
    expect(verified.status, verified.stderr).toBe(0);
    expect(verified.stdout).toMatch(/^PASS soc\/wifi-rx-v\d+ oldest-first /m);
    renameSync(join(project, 'oldest-first.js'), join(project, 'moved.js'));
    const lost = spawnSync(process.execPath, [main, 'leaderboard', '--resume', 'run'], options);
    expect(lost.status).toBe(2);
    expect(lost.stderr).toMatch(
      /^sched-arena: run folder run: it was made with --import \.\/oldest-first\.js, not found.*\n$/,
    );
  });
});
