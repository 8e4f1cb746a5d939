/**
 * `ratios`: makespan ratios of planners over sets of instances, random ones or those of files, with bootstrap intervals,
 * and their heat map. The rows are written as they come, so nothing that is done is lost; tables and pictures are made
 * from them.
 */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { mergeConfig } from '../config.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { instanceOf, readDagFiles } from '../graph/files.js';
import { type InstanceConfig, instanceFamilies, instancePresets, parseInstanceConfig } from '../instances/index.js';
import { planners } from '../registry.js';
import { chartSvg } from '../report/chart-svg.js';
import { type HeatCell, heatMap } from '../report/heat-map.js';
import { markdownTable } from '../report/markdown.js';
import { runTasks } from '../report/pool.js';
import { ratioColumns } from '../report/ratio-columns.js';
import work, { type RatioTask } from '../report/ratio-worker.js';
import { type RatioRow, type RatioTable, ratioTables } from '../report/ratios.js';
import type { Json } from '../space/space.js';
import { collect, collectList, integerFrom, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { notice, outputWidth, print, typedCommand } from './output.js';
import { makeFolder } from './output-folder.js';
import { parseOverrides } from './overrides.js';
import { entryTable } from './table.js';

interface RatioCommandOptions {
  readonly sets?: readonly string[];
  readonly agents?: readonly string[];
  readonly config?: readonly string[];
  readonly reference?: string;
  readonly instances: number;
  readonly seed: number;
  readonly workers?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** What is compared when nothing is named: shapes of every kind, and the planners that take little time. */
const DEFAULT_SETS = [
  'layered-60',
  'layered-ccr5',
  'layered-related',
  'in-tree',
  'out-tree',
  'chains',
  'fork-join',
  'fft-16',
  'gaussian-10',
  'cholesky-6',
  'montage-50',
  'epigenomics-50',
  'cybershake-50',
];
const SEARCH_TAG = 'search';
const USUAL_REFERENCE = 'heft';
const EXIT_FAULTY = 1;
const EXIT_INTERRUPTED = 130;
const ROWS = 'rows.jsonl';

/** The configuration of a random set. Errors: `ArenaError` for an unknown name and for overrides it does not accept. */
function configOf(set: string, overrides: Json | undefined): InstanceConfig {
  const known = [...new Set([...Object.keys(instancePresets), ...Object.keys(instanceFamilies)])];
  if (!known.includes(set)) {
    throw new ArenaError(
      `ratios: set "${set}" does not exist${didYouMean(set, known) || ` (${known.join(', ')}, or a file)`}`,
    );
  }
  const base = instancePresets[set] ?? parseInstanceConfig({ graph: { family: set } }, set);
  if (overrides === undefined) return base;
  return parseInstanceConfig(mergeConfig(base as unknown as Json, overrides), set);
}

/** The instances of a set: those of a file, or random ones, number k as `plan <set> --seed <seed + k>` draws it. */
function instancesOf(set: string, { instances, seed, config = [] }: RatioCommandOptions): RatioTask['instance'][] {
  if (existsSync(set)) return readDagFiles(set).map((file) => ({ problem: instanceOf(file).problem }));
  const drawn = configOf(set, config.length > 0 ? parseOverrides(config) : undefined);
  return Array.from({ length: instances }, (_, number) => ({ config: drawn, seed: seed + number }));
}

function chosenPlanners(ids: readonly string[] = []): string[] {
  if (ids.length === 0) {
    return planners
      .all()
      .filter(({ tags }) => !tags.includes(SEARCH_TAG))
      .map(({ id }) => id);
  }
  const named = ids.flatMap((id) => (id === 'all' ? planners.all() : [planners.get(id)]));
  return [...new Set(named.map(({ id }) => id))];
}

/** Mean ratio of every planner on every set. */
function ratioMap(tables: readonly RatioTable[]): ReturnType<typeof heatMap> {
  const cells: HeatCell[] = tables.flatMap(({ set, entries }) =>
    entries.map(({ planner, ratio }) => ({ row: planner, column: set, value: ratio.mean })),
  );
  return heatMap({
    title: 'Mean makespan ratio (1 = nobody was shorter)',
    rows: tables[tables.length - 1].entries.map(({ planner }) => planner),
    columns: tables.map(({ set }) => set),
    rowTitle: 'planner',
    columnTitle: 'set of instances',
    legend: 'ratio',
    cells,
  });
}

/** What the headings mean. */
function legend(table: RatioTable): string[] {
  return ratioColumns(table)
    .slice(1)
    .map(({ title, explanation }) => `${title}: ${explanation}`);
}

async function writeStudy(out: string, tables: readonly RatioTable[], command: string): Promise<void> {
  const svg = await chartSvg(ratioMap(tables));
  const { svgToPng } = await import('../report/png.js');
  writeFileSync(join(out, 'ratios.svg'), svg);
  writeFileSync(join(out, 'ratios.png'), svgToPng(svg));
  const parts = tables.map(
    (table) =>
      `## ${table.set}\n\n${table.instances} instances.\n\n${markdownTable(ratioColumns(table), table.entries)}`,
  );
  const notes = legend(tables[0]).map((line) => `- ${line}`);
  const text = ['# Makespan ratios', `\`${command}\``, ...parts, '## Columns', notes.join('\n')].join('\n\n');
  writeFileSync(join(out, 'ratios.md'), `${text}\n`);
}

/** The planner everything is compared with, pair by pair: the one that was named, else HEFT where it takes part. */
function referenceOf(ids: readonly string[], { reference }: RatioCommandOptions): string | undefined {
  if (reference === undefined) return ids.includes(USUAL_REFERENCE) ? USUAL_REFERENCE : undefined;
  const { id } = planners.get(reference);
  ensure(ids.includes(id), `--reference ${id}: it is not among the planners (${ids.join(', ')})`);
  return id;
}

function linesOf(rows: readonly RatioRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function runRatios(options: RatioCommandOptions, imports: readonly string[]): Promise<void> {
  const modules = await loadModules(imports);
  const sets = [...new Set(options.sets ?? DEFAULT_SETS)];
  const ids = chosenPlanners(options.agents);
  const reference = referenceOf(ids, options);
  const tasks = sets.flatMap((set) =>
    instancesOf(set, options).map((instance, number): RatioTask => ({ modules, set, number, instance, planners: ids })),
  );
  if (options.out !== undefined) makeFolder(options.out, '--out');
  notice(`${ids.length} planners, ${sets.length} set(s), ${tasks.length} instances`);
  const rows: RatioRow[] = [];
  const abort = new AbortController();
  const interrupt = () => (abort.signal.aborted ? process.exit(EXIT_INTERRUPTED) : abort.abort());
  process.on('SIGINT', interrupt);
  await runTasks(tasks, {
    worker: new URL('../report/ratio-worker.js', import.meta.url),
    work,
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    signal: abort.signal,
    onResult: (_, fresh) => {
      rows.push(...fresh);
      if (options.out === undefined) return;
      appendFileSync(join(options.out, ROWS), linesOf(fresh));
    },
  });
  process.removeListener('SIGINT', interrupt);
  if (abort.signal.aborted) {
    notice(`interrupted with ${rows.length} of ${tasks.length * ids.length} plans done; the tables hold those`);
    process.exitCode = EXIT_INTERRUPTED;
    if (rows.length === 0) return;
  }
  rows.sort((a, b) => sets.indexOf(a.set) - sets.indexOf(b.set) || a.number - b.number);
  // until here the rows lie in the order in which workers finished
  if (options.out !== undefined) writeFileSync(join(options.out, ROWS), linesOf(rows));
  await report(ratioTables(rows, { reference }), rows, options);
}

async function report(
  tables: readonly RatioTable[],
  rows: readonly RatioRow[],
  options: RatioCommandOptions,
): Promise<void> {
  for (const table of tables) {
    const { set, reference, instances, entries } = table;
    if (options.json) for (const entry of entries) print(JSON.stringify({ set, reference, ...entry }));
    else print('', `${set}: ${instances} instances`, ...entryTable(ratioColumns(table), entries, outputWidth()));
  }
  if (!options.json) print('', ...legend(tables[0]));
  const failures = rows.filter((row) => row.failure !== undefined);
  const first = new Map(failures.map((row) => [row.planner, row]).reverse() as [string, (typeof failures)[number]][]);
  for (const { planner, set, number, failure, refused } of first.values()) {
    notice(`${planner} ${refused ? 'refused' : 'failed on'} ${set}, instance ${number}: ${failure}`);
  }
  if (failures.some(({ refused }) => !refused)) process.exitCode ??= EXIT_FAULTY;
  if (options.out === undefined) return;
  await writeStudy(options.out, tables, typedCommand());
  notice(`rows.jsonl, ratios.md, ratios.svg and ratios.png written to ${options.out}`);
}

export function addRatiosCommand(program: Command): void {
  const command = program
    .command('ratios')
    .summary('compare planners over sets of instances')
    .description(
      'Lets planners plan the same instances and compares makespans: ratio to the shortest on each instance and to a reference planner, with bootstrap intervals. Instance k of a random set is the one that `plan <set> --seed <seed + k>` draws. Without options: every planner but the searching ones, shapes of every kind. Exits with 1 where a planner made an invalid schedule.',
    )
    .option('--sets <names>', 'presets, families or files of instances, separated by commas', collectList)
    .option('--agents <ids>', 'planners, separated by commas; all = every one', collectList)
    .option(
      '--reference <id>',
      `planner that the others are compared with (default: ${USUAL_REFERENCE} if it is there)`,
    )
    .option('-c, --config <file or key=value>', 'override of every random set; may be repeated', collect)
    .option('--instances <n>', 'instances of each random set', integerFrom(1), 50)
    .option('--seed <n>', 'seed of the first instance', integerFrom(0), 0)
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .option('--out <folder>', 'where rows, tables and the heat map go')
    .option('--json', 'one JSON object per set and planner')
    .action((options: RatioCommandOptions) => runRatios(options, importsOf(program)));
  withExamples(
    command,
    'ratios --sets layered-60,fft-16 --agents heft,peft,cpop --instances 20',
    'ratios --sets layered --agents heft,dls -c communication.ccr=5 -c processors.count=16 --instances 10',
  );
}
