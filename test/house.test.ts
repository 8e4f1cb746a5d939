/**
 * The rules of the house: who may import whom, how long a file may be, which globals are banned, and that every
 * file introduces itself. Each rule is checked on the sources themselves, and on a made-up breach of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

interface Source {
  readonly path: string; // from the root, with slashes
  readonly text: string;
}

function sourcesUnder(folder: string): Source[] {
  let entries: string[];
  try {
    entries = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return []; // a folder that is not there yet
  }
  return entries
    .filter((name) => /\.[cm]?ts$/.test(name) && !name.includes('node_modules'))
    .sort()
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** The code without comments; texts stay, because import paths are texts. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{(,])\/\/.*$/gm, '$1');
}

interface Import {
  readonly target: string; // path from the root for relative imports, else the package
  readonly typeOnly: boolean;
}

/** Static, dynamic and re-exporting imports of a file; relative ones resolved to `.ts` paths from the root. */
function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  const patterns = [
    /^\s*(import|export)\s+(type\s+)?([^'";]*?\sfrom\s+)['"]([^'"]+)['"]/gm,
    /^\s*(import)\s+()()['"]([^'"]+)['"]/gm,
    /\b(import)\(\s*()()['"]([^'"]+)['"]\s*\)/g,
  ];
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, , typeWord, names, specifier]) => ({
      target: specifier!.startsWith('.')
        ? normalize(join(dirname(path), specifier!))
            .replaceAll('\\', '/')
            .replace(/\.js$/, '.ts')
        : specifier!,
      typeOnly: Boolean(typeWord) || onlyTypes(names!),
    })),
  );
}

/** True for `{ type A, type B } from`. */
function onlyTypes(names: string): boolean {
  const listed = /^\{([^}]*)\}\s*from\s*$/.exec(names.trim());
  if (!listed) return false;
  const members = listed[1]
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return members.length > 0 && members.every((name) => name.startsWith('type '));
}

/** The folder under `envs` or `agents` that a path belongs to; the empty text for files beside the folders. */
function member(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts[1] : '';
}

/** Files that know nothing of reinforcement learning may still name these contracts as types. */
const SIM_TYPES = new Set(['src/env.ts', 'src/planner.ts']);
const SIM_VALUES = new Set(['src/rng.ts', 'src/error.ts']);
const KERNEL_FORBIDDEN = /^envs\/[^/]+\/(observe|reward|env)\.ts$/;

/** Why this import is not allowed; the empty text when it is. */
function breach(path: string, { target, typeOnly }: Import): string {
  const tensor = target.startsWith('@tensorflow/') || target === 'webgpu';
  if (tensor) return path === 'src/nn/backend.ts' ? '' : 'only src/nn/backend.ts imports TensorFlow.js';
  const known = /^(src|envs|agents|test)\//.exec(target)?.[1];
  if (!known) return '';
  if (known === 'test') return 'nothing but tests imports tests';
  if (path.startsWith('envs/')) return breachOfEnv(path, target);
  if (path.startsWith('agents/')) return breachOfAgent(path, target);
  if (path.startsWith('src/cli/')) return '';
  if (target.startsWith('src/cli/')) return 'only src/cli imports src/cli';
  if (known !== 'src') return 'src imports neither environments nor agents';
  if (path.startsWith('src/sim/') && !target.startsWith('src/sim/') && !SIM_VALUES.has(target)) {
    return typeOnly && SIM_TYPES.has(target) ? '' : 'src/sim imports src/sim, src/rng.ts and src/error.ts only';
  }
  return '';
}

function breachOfEnv(path: string, target: string): string {
  if (target.startsWith('agents/')) return 'environments import no agents';
  if (/^src\/(nn|train|cli)\//.test(target)) return 'environments import neither src/nn nor src/train nor src/cli';
  if (target.startsWith('envs/') && member(path) !== '' && member(target) !== member(path)) {
    return 'environments do not import one another';
  }
  if (path.endsWith('/simulator.ts') && KERNEL_FORBIDDEN.test(target)) {
    return 'the simulator imports neither observe nor reward nor env';
  }
  return '';
}

function breachOfAgent(path: string, target: string): string {
  if (target.startsWith('envs/')) return 'agents import no environments';
  if (target.startsWith('src/cli/')) return 'agents do not import src/cli';
  const fromFolder = target.startsWith('agents/') && member(path) !== '';
  if (fromFolder && member(target) !== '' && member(target) !== member(path)) return 'agents do not import one another';
  return '';
}

/** One cycle among the value imports, as a path; empty when there is none. */
function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle.length > 0) return cycle;
    }
    trail.pop();
    done.add(path);
    return [];
  };
  for (const path of edges.keys()) {
    const cycle = visit(path);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

const BANNED = ['Math.random', 'Date.now', 'performance.now', 'new Date('] as const;
/** The one reader of clocks and entropy. */
const CLOCK = 'src/clock.ts';

const MOST_LINES = 400;
/** Longer files, each with the reason why it is not split. */
const LONGER: ReadonlyMap<string, string> = new Map<string, string>([]);

const VAGUE_NAMES = new Set(['utils', 'util', 'common', 'helpers', 'helper', 'misc']);

const product = ['src', 'envs', 'agents'].flatMap(sourcesUnder);
const everything = [...product, ...sourcesUnder('test')];

describe('the house', () => {
  it('has sources to look at', () => {
    expect(product.length).toBeGreaterThan(50);
    expect(product.flatMap(importsOf).length).toBeGreaterThan(200);
  });

  it('imports in the allowed directions only', () => {
    const breaches = product.flatMap((source) =>
      importsOf(source)
        .map((found) => ({ found, reason: breach(source.path, found) }))
        .filter(({ reason }) => reason !== '')
        .map(({ found, reason }) => `${source.path} → ${found.target}: ${reason}`),
    );
    expect(breaches).toEqual([]);
  });

  it('has no import cycle', () => {
    const edges = new Map(
      product.map((source) => {
        const values = importsOf(source).filter(({ typeOnly }) => !typeOnly);
        return [source.path, values.map(({ target }) => target)] as const;
      }),
    );
    expect(findCycle(edges)).toEqual([]);
  });

  it(`keeps files at ${MOST_LINES} lines or less`, () => {
    const tooLong = everything
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ path, lines }) => lines > MOST_LINES && !LONGER.has(path));
    expect(tooLong).toEqual([]);
    for (const [path, reason] of LONGER) {
      expect(
        everything.some((source) => source.path === path),
        `${path} is gone`,
      ).toBe(true);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  it.each(BANNED)('uses %s nowhere but in the clock', (banned) => {
    const users = product.filter(({ path, text }) => path !== CLOCK && withoutComments(text).includes(banned));
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  it('introduces every file with a block comment', () => {
    const silent = product.filter(({ text }) => !text.replace(/^#!.*\n/, '').startsWith('/**'));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('names every file and folder', () => {
    const vague = everything.filter(({ path }) =>
      path.split('/').some((part) => VAGUE_NAMES.has(relative('', part).replace(/(\.test)?\.ts$/, ''))),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const value = (target: string): Import => ({ target, typeOnly: false });

  it.each([
    ['envs/soc/env.ts', 'agents/heft/heft.ts'],
    ['envs/soc/env.ts', 'envs/dag/env.ts'],
    ['envs/soc/env.ts', 'src/nn/layers.ts'],
    ['envs/soc/env.ts', 'src/train/adam.ts'],
    ['envs/soc/simulator.ts', 'envs/soc/observe.ts'],
    ['agents/heft/heft.ts', 'envs/soc/env.ts'],
    ['agents/heft/heft.ts', 'agents/list/etf.ts'],
    ['src/report/worker.ts', 'envs/index.ts'],
    ['src/report/worker.ts', 'src/cli/main.ts'],
    ['src/sim/queue.ts', 'src/placement.ts'],
    ['src/train/ppo.ts', '@tensorflow/tfjs'],
    ['src/env.ts', 'test/fixtures/corridor.ts'],
  ])('refuse %s → %s', (path, target) => {
    expect(breach(path, value(target))).not.toBe('');
  });

  it.each([
    ['envs/index.ts', 'envs/soc/index.ts'],
    ['envs/soc/env.ts', 'envs/soc/simulator.ts'],
    ['agents/index.ts', 'agents/heft/heft.ts'],
    ['src/cli/main.ts', 'envs/index.ts'],
    ['src/nn/backend.ts', '@tensorflow/tfjs'],
    ['src/sim/queue.ts', 'src/error.ts'],
    ['src/env.ts', 'zod'],
  ])('allow %s → %s', (path, target) => {
    expect(breach(path, value(target))).toBe('');
  });

  it('see every kind of import', () => {
    const text = [
      "import { a } from './a.js';",
      "import type { B } from './b.js';",
      "import { type C, type D } from './c.js';",
      "import {\n  e,\n  type F,\n} from '../e.js';",
      "import './g.js';",
      "export * from './h.js';",
      "export type { I } from './i.js';",
      "const j = await import('./j.js');",
      "// import { k } from './k.js';",
      "/* import './l.js'; */",
      "import { m } from 'node:fs';",
    ].join('\n');
    const found = importsOf({ path: 'src/x/y.ts', text });
    const names = found.map(({ target, typeOnly }) => (typeOnly ? `type ${target}` : target)).sort();
    expect(names).toEqual(
      [
        'node:fs',
        'src/e.ts',
        'src/x/a.ts',
        'src/x/g.ts',
        'src/x/h.ts',
        'src/x/j.ts',
        'type src/x/b.ts',
        'type src/x/c.ts',
        'type src/x/i.ts',
      ].sort(),
    );
  });

  it('find a cycle', () => {
    const edges = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ]);
    expect(findCycle(edges)).toEqual(['b', 'd', 'b']);
    edges.set('d', ['c']);
    expect(findCycle(edges)).toEqual([]);
  });
});
