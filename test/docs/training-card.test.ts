/**
 * Contract: the tables on the page of learning say what the code says: policies, algorithms and presets as registered,
 * options and settings with their defaults, backends in the order of probing. A page that falls behind fails here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import '../../envs/index.js';
import { BACKEND_NAMES } from '../../src/nn/backend.js';
import { policies } from '../../src/nn/policy.js';
import { algorithms } from '../../src/train/algorithms.js';
import { cemSchema } from '../../src/train/cem-trainer.js';
import { expertIterationSchema } from '../../src/train/expert-iteration-options.js';
import { ppoSchema } from '../../src/train/ppo-trainer.js';
import { presetSchema, resolvePlan } from '../../src/train/preset-schema.js';
import { presets } from '../../src/train/presets.js';
import { reinforceSchema } from '../../src/train/reinforce-trainer.js';
import { packageRoot } from './markdown.js';

type Row = readonly string[]; // cells, trimmed

const lines = readFileSync(join(packageRoot, 'src/train/README.md'), 'utf8').split('\n');
const cells = (line: string): Row =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());

/** Rows of the table whose heading row begins with these cells. */
function tableOf(...heading: string[]): Row[] {
  const at = lines.findIndex((line) => line.startsWith(`| ${heading.join(' | ')} |`));
  expect(at, `a table ${heading.join(', ')}`).toBeGreaterThan(0);
  const rows: Row[] = [];
  for (let i = at + 2; lines[i].startsWith('|'); i++) rows.push(cells(lines[i]));
  return rows;
}

const code = (text: string) => `\`${text}\``;
/** The text of the code in a cell; undefined where there is none. */
const codeOf = (cell: string) => /^`(.*)`$/.exec(cell)?.[1];

/** Members of options as path → default. */
function members(value: unknown, path = ''): Record<string, string> {
  const isLeaf = value === null || typeof value !== 'object' || Array.isArray(value);
  if (isLeaf) return { [path]: typeof value === 'string' ? value : JSON.stringify(value) };
  const inner = Object.entries(value).map(([key, member]) => members(member, path === '' ? key : `${path}.${key}`));
  return Object.assign({}, ...inner);
}

/** What a column of a table of options tells: path → default, without the dashes. */
function told(rows: readonly Row[], column: number): Record<string, string> {
  const entries = rows.map((row) => [codeOf(row[0]), codeOf(row[column])]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

describe('the page on learning', () => {
  it('lists the policies', () => {
    const wanted = policies.all().map(({ id, description }) => [code(id), description]);
    expect(tableOf('policy', 'what it is')).toEqual(wanted);
  });

  it('lists the algorithms', () => {
    const wanted = algorithms.all().map(({ id, description }) => [code(id), description]);
    expect(tableOf('algorithm', 'what it does')).toEqual(wanted);
  });

  it('lists the presets', () => {
    const wanted = presets.all().map((preset) => {
      const { policy, algorithm } = resolvePlan(preset);
      const tuned = preset.tuned === false ? 'no' : preset.tuned;
      return [code(preset.id), code(policy.id), code(algorithm.id), tuned, preset.description];
    });
    expect(tableOf('preset', 'policy', 'algorithm', 'tuned')).toEqual(wanted);
  });

  it('lists the options of policy gradients', () => {
    const rows = tableOf('option', '`ppo`', '`reinforce`');
    expect(told(rows, 1)).toEqual(members(ppoSchema.parse({})));
    expect(told(rows, 2)).toEqual(members(reinforceSchema.parse({})));
  });

  it('lists the options of expert iteration', () => {
    const rows = tableOf('option', '`expert-iteration`');
    const labels = { kind: 'look-ahead', horizon: 1 }; // have no defaults
    const {
      'labels.kind': _kind,
      'labels.horizon': _horizon,
      ...wanted
    } = members(expertIterationSchema.parse({ labels }));
    expect(told(rows, 1)).toEqual(wanted);
    expect(rows.map(([option]) => codeOf(option))).toEqual(expect.arrayContaining(['labels.kind', 'labels.horizon']));
  });

  it('lists the options of the cross-entropy method', () => {
    expect(told(tableOf('option', '`cem`'), 1)).toEqual(members(cemSchema.parse({})));
  });

  it('lists the settings of a preset with their defaults', () => {
    const plan = presetSchema.parse({
      policy: { id: 'any' },
      algorithm: { id: 'any' },
      scenarios: [{ scenario: 'any' }],
      iterations: 1,
    });
    const { evaluation, test, checkpoints } = plan;
    expect(told(tableOf('setting', 'default'), 1)).toEqual(members({ evaluation, test, checkpoints }));
  });

  it('lists the backends in the order of probing', () => {
    expect(tableOf('backend', 'computes on').map(([name]) => codeOf(name))).toEqual([...BACKEND_NAMES]);
  });
});
