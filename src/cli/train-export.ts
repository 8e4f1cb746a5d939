/**
 * `export-weights`: the best weights of a run as a TypeScript module that ships with the package: one text for the
 * weights (float32, or float16 where the preset says so), and beside it how they came about — preset, command, seed,
 * commit, time, results on test seeds.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ArenaError, ensure } from '../error.js';
import { encodeWeights } from '../nn/weights-text.js';
import { newestIntact } from '../train/checkpoint.js';
import type { TestRow } from '../train/held-out-test.js';
import { runFolders } from '../train/seed-folders.js';
import { readTrainingManifest } from '../train/training-manifest.js';
import { RESULT_FILE } from '../train/training-run.js';
import { withExamples } from './arguments.js';
import { print } from './output.js';

const LINE = 100; // characters of a comment
const WIDTH = 120; // characters of a line, as the formatter of this code has it
const DIGITS = 6; // significant ones of results
const WEIGHTS_KEY = 'weights';

/** The run with the lowest validation score; of equals the first. Errors: `ArenaError` where none has been evaluated. */
export function bestOf(folders: readonly string[]): string {
  let best: { readonly folder: string; readonly score: number } | undefined;
  for (const folder of folders) {
    const { score } = newestIntact(folder).checkpoint.loop.best ?? { score: Number.POSITIVE_INFINITY };
    if (best === undefined || score < best.score) best = { folder, score };
  }
  ensure(
    best !== undefined && Number.isFinite(best.score),
    `export-weights: nothing has been evaluated yet in ${folders.join(', ')}`,
  );
  return best.folder;
}

/** The rows of a finished run's test; none where it is not finished. */
function testRows(folder: string): readonly TestRow[] {
  const file = join(folder, RESULT_FILE);
  if (!existsSync(file)) return [];
  const numbers = (_key: string, value: unknown) => (value === 'NaN' ? Number.NaN : value);
  return (JSON.parse(readFileSync(file, 'utf8'), numbers) as { test: { rows: readonly TestRow[] } }).test.rows;
}

/** Text in single quotes, as the formatter of this code writes it. */
function quoted(text: string): string {
  if (text.includes("'") && !text.includes('"')) return JSON.stringify(text);
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A value as source text; objects over several lines, so that they stay readable. */
function source(value: unknown, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return Number.isNaN(value) ? 'Number.NaN' : String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((member) => `${inner}${source(member, inner)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  if (entries.length === 0) return '{}';
  const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));
  const lines = entries.map(([name, member]) => {
    const type = name === WEIGHTS_KEY ? ' as string' : ''; // or the type would repeat all of them in declarations
    const text = source(member, inner) + type;
    const long = typeof member === 'string' && inner.length + key(name).length + text.length + 3 > WIDTH;
    return `${inner}${key(name)}:${long ? `\n${inner}  ` : ' '}${text},\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

/** Words as lines of a block comment. */
function comment(text: string, first = ' * ', others = ' * '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll('*/', '* /').split(' ')) {
    if (line !== '' && line.length + word.length >= LINE) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((words, i) => (i === 0 ? first : others) + words);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** The module as text; the run was chosen among so many. Errors: `ArenaError` for a folder without an evaluated checkpoint. */
export function weightsModule(folder: string, among = 1): string {
  const manifest = readTrainingManifest(folder);
  const { best, decisions } = newestIntact(folder).checkpoint.loop;
  ensure(best !== null, `export-weights: ${folder} has not been evaluated yet`);
  const rows = testRows(folder);
  const { preset, command, seed, provenance, plan, network, wallClockSeconds, backend, seeds } = manifest;
  const { weightFormat = 'float32' } = plan.test;
  const commit = `${provenance.commit ?? 'unknown'}${provenance.dirty ? ' with uncommitted changes' : ''}`;
  const record = {
    network: network.id,
    policy: plan.policy,
    preset,
    planHash: manifest.planHash,
    algorithm: plan.algorithm.id,
    command,
    seed,
    commit,
    version: provenance.version,
    backend: backend.name,
    started: manifest.started,
    wallClockSeconds: Math.round(wallClockSeconds),
    decisions,
    iteration: best.iteration,
    validationScore: best.score,
    validationSeeds: { first: seeds.validation[0], count: seeds.validation.length },
    testSeeds: { first: seeds.test[0], count: seeds.test.length },
    test: rows.map(({ scenario, metric, baseline, baselineMean, ownMean, gainPercent, gainInterval }) => ({
      ...{ scenario, metric, baseline },
      baselineMean: rounded(baselineMean),
      ownMean: rounded(ownMean),
      gainPercent: rounded(gainPercent),
      gainLower: rounded(gainInterval.lower),
      gainUpper: rounded(gainInterval.upper),
    })),
    ...(weightFormat === 'float32' ? {} : { weightFormat }),
    [WEIGHTS_KEY]: encodeWeights(best.weights, weightFormat),
  };
  return `${[
    '/**',
    ...comment(
      `Weights of the network ${network.id}${weightFormat === 'float32' ? '' : `, rounded to ${weightFormat} before they were tested`}; generated, do not edit. Made by`,
    ),
    ...comment(command, ' *   ', ' *   '),
    ...comment(
      `at commit ${commit}, seed ${seed}${among > 1 ? ` (the best of ${among} by validation score)` : ''}, in ${Math.round(wallClockSeconds)} s; weights of iteration ${best.iteration}, chosen on ${seeds.validation.length} validation seeds (${manifest.selectionRule}).`,
    ),
    ...(rows.length === 0
      ? [' * Not tested: the run was not finished.']
      : [
          ...comment(
            `\`test\`: on ${seeds.test.length} test seeds, paired; gains in percent of the baseline with 95 % bootstrap intervals.`,
          ),
        ]),
    ' */',
    `export const TRAINED_WEIGHTS = Object.freeze(${source(record, '')});`,
  ].join('\n')}\n`;
}

/** Writes the module of the best of some runs; returns what to tell. */
export function writeWeights(folders: readonly string[], file: string): string {
  ensure(/\.[cm]?ts$/.test(file), `export-weights: ${file} is no TypeScript file (a name that ends in .ts)`);
  const folder = bestOf(folders);
  const text = weightsModule(folder, folders.length);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new ArenaError(`export-weights: ${file} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  return `weights of ${folder} → ${file}`;
}

export function addExportWeightsCommand(program: Command): void {
  const command = program
    .command('export-weights')
    .summary('write the best weights of a training run as a TypeScript module')
    .description(
      'Writes the weights that were best on validation seeds, of several seeds those with the lowest score, as a TypeScript module that tells how they were made.',
    )
    .argument('<folder>', 'folder of a training run, with one seed or several')
    .argument('<file.ts>', 'module to write')
    .action((folder: string, file: string) => print(writeWeights(runFolders([folder]), file)));
  withExamples(command, 'export-weights runs/canonical agents/pairnet/weights.ts');
}
