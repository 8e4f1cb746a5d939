/**
 * Contract: the tables on the pages of the serving environment say what the code says: options with their defaults,
 * columns of the view, metrics, settings, engines, time models, workloads. A page that falls behind fails here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import '../../envs/index.js';
import { parseServingConfig } from '../../envs/serving/config.js';
import { engineSchema } from '../../envs/serving/engines/config.js';
import { DISTRIBUTIONS, GROUP_METRICS, METRICS, STATISTICS } from '../../envs/serving/metric-list.js';
import { BANDWIDTHS } from '../../envs/serving/time/bandwidth.js';
import { timeModelSchema } from '../../envs/serving/time/config.js';
import { HARDWARE } from '../../envs/serving/time/hardware.js';
import { MODEL_SHAPES } from '../../envs/serving/time/models.js';
import { TIME_MODEL_PRESETS } from '../../envs/serving/time/presets.js';
import { arrivalSchema } from '../../envs/serving/workload/arrival-settings.js';
import { workloadSchema } from '../../envs/serving/workload/config.js';
import { TRACE_FAMILIES } from '../../envs/serving/workload/families.js';
import { TIMED_FORMATS } from '../../envs/serving/workload/files/trace-formats.js';
import { predictorSchema } from '../../envs/serving/workload/predictor.js';
import { STUDIES } from '../../src/cli/studies/index.js';
import { envs, makeEnv } from '../../src/registry.js';
import { SERVING_ITEM_COLUMNS, SERVING_ITEM_KINDS, SERVING_RESOURCE_COLUMNS } from '../../src/serving.js';
import { packageRoot } from './markdown.js';

type Row = readonly string[]; // cells, trimmed

/** Rows of the table whose heading row begins so, cell by cell. */
function tableOf(page: string, heading: string): Row[] {
  const lines = readFileSync(join(packageRoot, 'envs/serving', page), 'utf8').split('\n');
  const rows: Row[] = [];
  lines.forEach((line, at) => {
    if (!line.startsWith(`| ${heading} |`)) return;
    for (let i = at + 2; lines[i].startsWith('|'); i++) rows.push(cells(lines[i]));
  });
  return rows;
}

const cells = (line: string) =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]);
const firsts = (rows: readonly Row[]) => rows.map(([first]) => words(first)[0]);

/** Members of a configuration as path and default; entries of lists go by `[]`. */
function members(value: unknown, path = ''): [string, string][] {
  if (Array.isArray(value) && typeof value[0] === 'object') return members(value[0], `${path}[]`);
  if (value === null || typeof value !== 'object') return [[path, String(value)]];
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => members(inner, path === '' ? key : `${path}.${key}`));
}

/** Option → default of a table; `undefined` where the page gives none. */
function told(page: string): Record<string, string | undefined> {
  return Object.fromEntries(tableOf(page, 'option').map(([option, value]) => [words(option)[0], words(value)[0]]));
}

const config = parseServingConfig({
  instances: [{ kv: { blocks: 1 } }],
  workload: { kind: 'azure-conv' },
  migration: {},
  scaling: {},
  sloClasses: [{ name: 'any' }],
});
const defaults = Object.fromEntries(members(config));

describe('options', () => {
  const shown = { ...told('README.md'), ...told('fleet/README.md') };
  /** Described as a whole on the card, member by member on another page. */
  const whole = [
    'workload',
    'migration',
    'handover',
    'scaling',
    'rebalance',
    'instances[].engine',
    'instances[].timeModel',
  ];
  /** Have no default. */
  const open = ['sloClasses[].name', 'migration.links', 'handover.links', 'scaling.maxInstances'];

  it('stand with their defaults, all of them', () => {
    const elsewhere = (path: string) =>
      ['workload', 'rebalance', 'instances[].engine', 'instances[].timeModel'].some((part) =>
        path.startsWith(`${part}.`),
      );
    const wanted = Object.keys(defaults).filter((path) => !elsewhere(path) && !open.includes(path));
    expect(
      Object.keys(shown)
        .filter((path) => !whole.includes(path) && !open.includes(path))
        .sort(),
    ).toEqual(wanted.sort());
    for (const path of wanted) {
      if (path === 'instances[].kv.blocks') continue; // given above
      const number = Number(shown[path]);
      expect(Number.isNaN(number) ? shown[path] : String(number), path).toBe(defaults[path]);
    }
    for (const path of open) expect(Object.keys(shown)).toContain(path);
  });

  it('that are other things than numbers have the default that is told', () => {
    const plain = parseServingConfig({ instances: [{}], workload: { kind: 'azure-conv' } });
    expect(plain.instances[0].engine.kind).toBe(shown['instances[].engine']);
    const named = { instances: [{ timeModel: shown['instances[].timeModel'] }], workload: { kind: 'azure-conv' } };
    expect(plain.instances[0].timeModel).toEqual(parseServingConfig(named).instances[0].timeModel);
    expect(plain.rebalance.kind).toBe(shown.rebalance);
    expect(plain.instances[0].kv.blocks).toBe(2048);
    expect([plain.migration, plain.scaling]).toEqual([null, null]);
    expect([shown.migration, shown.scaling]).toEqual(['null', 'null']);
  });
});

describe('the view', () => {
  it('has these kinds of items and columns', () => {
    expect(firsts(tableOf('README.md', 'item kind'))).toEqual([...SERVING_ITEM_KINDS]);
    expect(firsts(tableOf('README.md', 'item column'))).toEqual([...SERVING_ITEM_COLUMNS]);
    expect(firsts(tableOf('README.md', 'instance column'))).toEqual([...SERVING_RESOURCE_COLUMNS]);
  });
});

describe('rewards', () => {
  it('have a row for every weight', () => {
    expect(firsts(tableOf('README.md', '`reward.…`'))).toEqual(Object.keys(config.reward));
  });
});

describe('metrics', () => {
  it('are listed with unit and meaning', () => {
    const distributed = DISTRIBUTIONS.flatMap(({ key }) => STATISTICS.map((statistic) => key + statistic));
    const single = METRICS.filter(({ key }) => !distributed.includes(key));
    const wanted = [...DISTRIBUTIONS.map((each) => ({ ...each, key: `${each.key}…` })), ...single];
    expect(tableOf('README.md', 'metric')).toEqual(
      wanted.map(({ key, unit, meaning }) => [`\`${key}\``, unit, meaning]),
    );
  });

  it('of groups are named', () => {
    const page = readFileSync(join(packageRoot, 'envs/serving/README.md'), 'utf8');
    const line = page.split('\n').find((text) => text.startsWith('These are also told'));
    expect(words(line!)).toEqual(expect.arrayContaining([...GROUP_METRICS]));
  });
});

describe('settings', () => {
  it('are those of the registry, with stars and scores', () => {
    const wanted = envs
      .all()
      .filter(({ tags }) => tags.includes('serving'))
      .map(({ id, description, tags, score }) => [
        `\`${id.replace(/-v\d+$/, '')}\`${tags.includes('leaderboard') ? ' ★' : ''}`,
        description,
        `\`${score.metric}\`; \`${score.reference}\`, \`${score.floor}\``,
      ]);
    expect(tableOf('README.md', 'id')).toEqual(wanted);
  });
});

describe('published comparisons', () => {
  it('are all named', () => {
    const commands = firsts(tableOf('README.md', 'command'));
    const serving = STUDIES.filter(({ id }) => !id.startsWith('soc-')); // those are about learned schedulers
    expect(commands).toEqual(serving.map(({ id }) => `study ${id}`));
  });
});

describe('engines', () => {
  const kinds = engineSchema.options.map(({ shape }) => shape.kind.value);

  it('are all described, and who fits', () => {
    expect(firsts(tableOf('engines/README.md', 'kind | rule'))).toEqual(kinds);
    const fitting = tableOf('engines/README.md', 'kind | tokens').flatMap(([kind]) => words(kind));
    expect(fitting.sort()).toEqual([...kinds].sort());
  });

  it.each(kinds)('%s has these options and defaults', (kind) => {
    const swap = kind === 'vllm-v0' ? { swap: {} } : {};
    const chunks = kind === 'sarathi' ? { dynamicChunk: {} } : {};
    const { kind: _, ...options } = engineSchema.parse({ kind, ...swap, ...chunks });
    const wanted: Record<string, string | undefined> = Object.fromEntries(
      Object.entries(options).flatMap(([key, value]) =>
        Array.isArray(value) ? [[key, JSON.stringify(value)]] : members(value, key),
      ),
    );
    if (kind === 'orca') wanted.maxBatch = undefined;
    const rows = tableOf('engines/README.md', 'kind | option').filter(([name]) => words(name)[0] === kind);
    expect(Object.fromEntries(rows.map(([, option, value]) => [words(option)[0], words(value)[0]]))).toStrictEqual(
      wanted,
    );
  });
});

describe('time', () => {
  it('has every kind of model with its settings, and every preset', () => {
    const kinds = timeModelSchema.options.map(({ shape }) => [
      shape.kind.value,
      Object.keys(shape).filter((key) => key !== 'kind'),
    ]);
    expect(tableOf('time/README.md', 'kind').map((row) => [words(row[0])[0], words(row[3])])).toEqual(kinds);
    const presets = TIME_MODEL_PRESETS.map(({ name, description, source }) => [`\`${name}\``, description, source]);
    expect(tableOf('time/README.md', 'preset')).toEqual(presets);
  });

  it('names every model, GPU, MIG slice and link', () => {
    const page = readFileSync(join(packageRoot, 'envs/serving/time/README.md'), 'utf8');
    const names = [...MODEL_SHAPES.keys(), ...HARDWARE.keys(), ...Object.keys(BANDWIDTHS)];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('workloads', () => {
  const everywhere = ['kind', 'tenants', 'priorities', 'sloClasses', 'predictor', 'maxTokens', 'minOutput'];
  const generated = ['requests', 'rate', 'arrival'];

  it('are all listed with their options', () => {
    const rows = tableOf('workload/README.md', 'kind');
    const wanted = workloadSchema.options.map(({ shape }) => [shape.kind.value, Object.keys(shape).sort()]);
    const found = rows.map(([kind, , isGenerated, options]) => [
      words(kind)[0],
      [...everywhere, ...(isGenerated === 'yes' ? generated : []), ...words(options)].sort(),
    ]);
    expect(found).toEqual(wanted);
  });

  it('have these options everywhere', () => {
    const shown = told('workload/README.md');
    const { workload } = config;
    expect(Object.keys(shown)).toEqual(everywhere.slice(1));
    for (const key of everywhere.slice(1)) {
      expect(JSON.parse(shown[key]!), key).toEqual((workload as unknown as Record<string, unknown>)[key]);
    }
  });

  it('families that follow a trace are told with their fit', () => {
    const families = tableOf('workload/README.md', 'family').flatMap(([family]) => words(family));
    expect(families).toEqual(expect.arrayContaining(Object.keys(TRACE_FAMILIES)));
  });

  it('arrivals, predictors and formats are complete', () => {
    const processes = arrivalSchema.options.map(({ shape }) => [
      shape.process.value,
      Object.keys(shape).filter((key) => key !== 'process'),
    ]);
    const rows = tableOf('workload/README.md', '`arrival.process`');
    expect(rows.map((row) => [words(row[0])[0], words(row[2])])).toEqual(processes);
    const predictors = predictorSchema.options.map(({ shape }) => shape.kind.value);
    expect(firsts(tableOf('workload/README.md', '`predictor.kind`'))).toEqual(predictors);
    expect(firsts(tableOf('workload/README.md', 'format'))).toEqual([...TIMED_FORMATS]);
  });
});

describe('a cluster of one’s own', () => {
  it('is a file that runs', () => {
    const [text] = [
      ...readFileSync(join(packageRoot, 'envs/serving/README.md'), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g),
    ].map((match) => match[1]);
    const env = makeEnv('serving/azure-conv-4x', { config: parseYaml(text) });
    env.reset({ seed: 1 });
    expect(env.view().resources.names).toEqual(['h100-0', 'h100-1']);
    expect(env.view().shape.variants).toBe(1);
  });
});
