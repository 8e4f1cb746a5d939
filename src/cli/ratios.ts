/**
 * `ratios`: makespan ratios of planners over sets of random instances, with bootstrap intervals, and their heat map. The
 * rows are written as they come, so nothing that is done is lost; tables and pictures are made from them.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { type InstanceConfig, instanceFamilies, instancePresets, parseInstanceConfig } from '../instances/index.js';
import { planners } from '../registry.js';
import { chartSvg } from '../report/chart-svg.js';
import { type HeatCell, heatMap } from '../report/heat-map.js';
import { markdownTable } from '../report/markdown.js';
import { runTasks } from '../report/pool.js';
import { ratioColumns } from '../report/ratio-columns.js';
import work, { type RatioTask } from '../report/ratio-worker.js';
import { type RatioRow, type RatioTable, ratioTables } from '../report/ratios.js';
import { collectList, integerFrom, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { notice, outputWidth, print, typedCommand } from './output.js';
import { entryTable } from './table.js';

interface RatioCommandOptions {
  readonly sets?: readonly string[];
  readonly agents?: readonly string[];
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
const EXIT_INTERRUPTED = 130;

function configOf(set: string): InstanceConfig {
  if (Object.hasOwn(instancePresets, set)) return instancePresets[set];
  if (Object.hasOwn(instanceFamilies, set)) return parseInstanceConfig({ graph: { family: set } }, `ratios: ${set}`);
  const known = [...new Set([...Object.keys(instancePresets), ...Object.keys(instanceFamilies)])];
  throw new ArenaError(`ratios: set "${set}" does not exist${didYouMean(set, known) || ` (${known.join(', ')})`}`);
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

/** Makes the folder. Errors: there is something in it. */
function prepare(out: string): void {
  ensure(!existsSync(out) || readdirSync(out).length === 0, `--out ${out}: it exists and is not an empty folder`);
  mkdirSync(out, { recursive: true });
}

/** Mean ratio of every planner on every set. */
function ratioMap(tables: readonly RatioTable[]): ReturnType<typeof heatMap> {
  const cells: HeatCell[] = tables.flatMap(({ set, entries }) =>
    entries.map(({ planner, mean }) => ({ row: planner, column: set, value: mean })),
  );
  return heatMap({
    title: 'Mean makespan ratio (1 = nobody was better)',
    rows: tables[tables.length - 1].entries.map(({ planner }) => planner),
    columns: tables.map(({ set }) => set),
    rowTitle: 'planner',
    columnTitle: 'set of instances',
    legend: 'ratio',
    cells,
  });
}

async function writeStudy(out: string, tables: readonly RatioTable[], command: string): Promise<void> {
  const svg = await chartSvg(ratioMap(tables));
  const { svgToPng } = await import('../report/png.js');
  writeFileSync(join(out, 'ratios.svg'), svg);
  writeFileSync(join(out, 'ratios.png'), svgToPng(svg));
  const parts = tables.map(
    (table) => `## ${table.set}\n\n${table.instances} instances.\n\n${markdownTable(ratioColumns, table.entries)}`,
  );
  writeFileSync(join(out, 'ratios.md'), `# Makespan ratios\n\n\`${command}\`\n\n${parts.join('\n\n')}\n`);
}

async function runRatios(options: RatioCommandOptions, imports: readonly string[]): Promise<void> {
  const modules = await loadModules(imports);
  const sets = options.sets ?? DEFAULT_SETS;
  const ids = chosenPlanners(options.agents);
  const tasks = sets.flatMap((set): RatioTask[] => {
    const config = configOf(set);
    return Array.from({ length: options.instances }, (_, number) => {
      return { modules, set, config, number, seed: options.seed, planners: ids };
    });
  });
  if (options.out !== undefined) prepare(options.out);
  notice(`${ids.length} planners, ${sets.length} set(s) × ${options.instances} instances`);
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
      appendFileSync(join(options.out, 'rows.jsonl'), fresh.map((row) => `${JSON.stringify(row)}\n`).join(''));
    },
  });
  process.removeListener('SIGINT', interrupt);
  if (abort.signal.aborted) {
    notice(`interrupted with ${rows.length} of ${tasks.length * ids.length} plans done; the tables hold those`);
    process.exitCode = EXIT_INTERRUPTED;
    if (rows.length === 0) return;
  }
  rows.sort((a, b) => sets.indexOf(a.set) - sets.indexOf(b.set) || a.number - b.number);
  await report(ratioTables(rows), rows, options);
}

async function report(
  tables: readonly RatioTable[],
  rows: readonly RatioRow[],
  options: RatioCommandOptions,
): Promise<void> {
  for (const table of tables) {
    if (options.json) {
      for (const entry of table.entries) print(JSON.stringify({ set: table.set, ...entry }));
      continue;
    }
    print('', `${table.set}: ${table.instances} instances`, ...entryTable(ratioColumns, table.entries, outputWidth()));
  }
  const refused = new Map(rows.flatMap(({ planner, failure }) => (failure === undefined ? [] : [[planner, failure]])));
  for (const [planner, failure] of refused) notice(`${planner}: ${failure}`);
  if (options.out === undefined) return;
  await writeStudy(options.out, tables, typedCommand());
  notice(`rows.jsonl, ratios.md, ratios.svg and ratios.png written to ${options.out}`);
}

export function addRatiosCommand(program: Command): void {
  const command = program
    .command('ratios')
    .summary('compare planners over sets of random instances')
    .description(
      'Lets planners plan the same random instances and compares makespans: ratio to the best on each instance, with bootstrap intervals. Without options: every planner but the searching ones, shapes of every kind.',
    )
    .option('--sets <names>', 'presets or families of instances, separated by commas', collectList)
    .option('--agents <ids>', 'planners, separated by commas; all = every one', collectList)
    .option('--instances <n>', 'instances of each set', integerFrom(1), 50)
    .option('--seed <n>', 'seed of the instances', integerFrom(0), 0)
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .option('--out <folder>', 'where rows, tables and the heat map go')
    .option('--json', 'one JSON object per set and planner')
    .action((options: RatioCommandOptions) => runRatios(options, importsOf(program)));
  withExamples(command, 'ratios --sets layered-60,fft-16 --agents heft,peft,cpop --instances 20');
}
