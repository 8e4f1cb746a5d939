/**
 * The command line as users run it, for tests: the sources are transpiled once into a cache folder inside
 * `node_modules` (nothing is type-checked; `npm run typecheck` does that) and run in a process of their own, because
 * worker threads and exit codes cannot be tested inside the test runner.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(root, 'node_modules', '.cache', 'sched-arena-test');

function sources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/** Transpiles what has changed since the last time. */
function transpile(): void {
  const files = ['src', 'envs', 'agents', 'test/fixtures'].flatMap((folder) => sources(join(root, folder)));
  for (const file of files) {
    const target = join(cache, relative(root, file).replace(/\.ts$/, '.js'));
    if (existsSync(target) && statSync(target).mtimeMs >= statSync(file).mtimeMs) continue;
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    mkdirSync(dirname(target), { recursive: true });
    const partial = `${target}.${process.pid}`;
    writeFileSync(partial, outputText);
    renameSync(partial, target);
  }
  writeFileSync(join(cache, 'package.json'), '{"type":"module"}\n');
}

let built = false;

/** Path of the program's entry, up to date. */
export function programFile(): string {
  if (!built) transpile();
  built = true;
  return join(cache, 'src', 'cli', 'main.js');
}

/** Options that make the tiny environments and agents known. */
export const withTiny = ['--import', join(cache, 'test', 'fixtures', 'tiny.js')];

/** What a finished command left. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end; colours off. */
export function sched(args: readonly string[], cwd: string): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, stdout, stderr };
}

/** Starts the program and leaves it running. */
export function startSched(args: readonly string[], cwd: string) {
  return spawn(process.execPath, [programFile(), ...args], {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, NO_COLOR: '1' },
  });
}
