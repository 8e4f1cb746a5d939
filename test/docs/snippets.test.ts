/**
 * Contract: every TypeScript block of the README and of the environments' cards compiles under the strict settings a user would have, in a project
 * of its own that knows the package by name only, and runs. Where a `text` block follows, it is what the run prints.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, packageRoot } from './markdown.js';

const cards = readdirSync(join(packageRoot, 'envs'))
  .map((name) => `envs/${name}/README.md`)
  .filter((card) => existsSync(join(packageRoot, card)));
const snippets = ['README.md', ...cards].flatMap((page) => {
  const blocks = codeBlocks(page);
  const name = page.replace('.md', '').replaceAll('/', '-');
  return blocks.flatMap((block, i) => {
    const following = blocks[i + 1];
    const printed = following?.language === 'text' ? following.text : undefined;
    return block.language === 'ts' ? [{ ...block, name: `${name}-${block.line}`, printed }] : [];
  });
});
const project = mkdtempSync(join(tmpdir(), 'sched-arena-readme-'));

function compile(): string[] {
  const files = snippets.map(({ name, text }) => {
    const file = join(project, `${name}.ts`);
    writeFileSync(file, `${text}\nexport {};\n`);
    return file;
  });
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

  it('compiles under strict settings', () => expect(compile()).toEqual([]));

  it.each(snippets)('$name runs', ({ name, printed }) => {
    const run = spawnSync(process.execPath, [`${name}.js`], { cwd: project, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    if (printed !== undefined) expect(run.stdout.trimEnd()).toBe(printed);
  });
});
