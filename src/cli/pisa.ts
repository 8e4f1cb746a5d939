/**
 * `pisa`: searches for small instances on which one planner does as badly as possible against another, for one pair or
 * for all pairs of several, and draws the worst ratios as a heat map. Every instance found can be kept as a file that
 * `plan` reads.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ensure } from '../error.js';
import { writeDagFile } from '../graph/files.js';
import {
  type Adversary,
  checkPisaOptions,
  DEFAULT_CANDIDATE_SPACE,
  DEFAULT_PISA,
  type PisaOptions,
} from '../pisa/index.js';
import { planners } from '../registry.js';
import { chartSvg } from '../report/chart-svg.js';
import { formatRatio, heatMap } from '../report/heat-map.js';
import work, { type PisaTask } from '../report/pisa-worker.js';
import { runTasks } from '../report/pool.js';
import { collectList, integerFrom, oneOf, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { notice, print } from './output.js';
import { makeFolder } from './output-folder.js';
import { tableLines } from './table.js';

interface PisaCommandOptions {
  readonly agents?: readonly string[];
  readonly seed: number;
  readonly restarts: number;
  readonly iterations?: number;
  readonly steps: PisaOptions['steps'];
  readonly workers?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** Those of the published study that are registered. */
const DEFAULT_PLANNERS = [
  'bil',
  'cpop',
  'duplex',
  'etf',
  'fcp',
  'flb',
  'fastest-node',
  'gdl',
  'heft',
  'mct',
  'met',
  'max-min',
  'min-min',
  'olb',
  'wba',
];
/** Planners made for equal processors or equal links say so by a tag; the search then keeps those weights equal. */
const EQUAL_SPEEDS = 'equal-speeds';
const EQUAL_LINKS = 'equal-links';
const EXIT_INTERRUPTED = 130;
const PAIR_STEPS = 5000; // of each walk, where only one pair is searched
const NOT_A_BOUND = 'a search finds what is possible at least: more --iterations or --restarts may find more';

/** One searched pair. */
interface Finding {
  readonly loser: string;
  readonly winner: string;
  readonly found: Adversary;
}

function has(tag: string, ...ids: readonly string[]): boolean {
  return ids.some((id) => planners.get(id).tags.includes(tag));
}

function searchOptions(loser: string, winner: string, options: SearchLength): Partial<PisaOptions> {
  const { restarts, iterations, steps } = options;
  const space = {
    ...DEFAULT_CANDIDATE_SPACE,
    equalSpeeds: has(EQUAL_SPEEDS, loser, winner),
    equalLinks: has(EQUAL_LINKS, loser, winner),
  };
  return { restarts, iterations, steps, space };
}

type SearchLength = Pick<PisaOptions, 'restarts' | 'iterations' | 'steps'>;

/** All ordered pairs. */
function pairsOf(ids: readonly string[]): (readonly [loser: string, winner: string])[] {
  return ids.flatMap((winner) => ids.filter((loser) => loser !== winner).map((loser) => [loser, winner] as const));
}

/** What is kept of a finding: one line of JSON, without the walk. */
function summary({ loser, winner, found }: Finding): Record<string, unknown> {
  const { ratio, makespans, restart, iteration, instance } = found;
  const { taskCount, processorCount, successor } = instance.problem;
  const size = { tasks: taskCount, processors: processorCount, edges: successor.length };
  return { loser, winner, ratio, walks: walkBests(found), makespans, restart, iteration, ...size };
}

/** The largest ratio that each walk met: where they differ, longer walks would find more. */
function walkBests({ walks }: Adversary): number[] {
  return walks.map((walk) => walk.reduce((most, ratio) => (ratio > most ? ratio : most)));
}

function ratioMap(ids: readonly string[], findings: readonly Finding[]): ReturnType<typeof heatMap> {
  return heatMap({
    title: 'Worst makespan ratio found (row against column)',
    rows: ids,
    columns: ids,
    rowTitle: 'planner that loses',
    columnTitle: 'planner that it is compared with',
    legend: 'ratio',
    cells: findings.map(({ loser, winner, found }) => ({ row: loser, column: winner, value: found.ratio })),
  });
}

function keep(out: string, finding: Finding): void {
  const { loser, winner, found } = finding;
  writeFileSync(join(out, 'instances', `${loser}-against-${winner}.json`), writeDagFile(found.instance, 'json'));
  appendFileSync(join(out, 'pairs.jsonl'), `${JSON.stringify(summary(finding))}\n`);
}

async function runPisa(
  given: readonly string[],
  options: PisaCommandOptions,
  imports: readonly string[],
): Promise<void> {
  const modules = await loadModules(imports);
  ensure(
    given.length === 0 || (given.length === 2 && options.agents === undefined),
    'pisa: two planners are expected, or none and --agents',
  );
  const named = given.length === 2 ? given : (options.agents ?? DEFAULT_PLANNERS.filter((id) => planners.has(id)));
  const ids = [...new Set(named.map((id) => planners.get(id).id))];
  ensure(ids.length >= 2, `pisa: two different planners at least are needed (given: ${ids.join(', ')})`);
  const pairs = given.length === 2 ? [[ids[0], ids[1]] as const] : pairsOf(ids);
  const length = {
    ...options,
    iterations: options.iterations ?? (pairs.length === 1 ? PAIR_STEPS : DEFAULT_PISA.iterations),
  };
  const tasks = pairs.map(([loser, winner]): PisaTask => {
    return { modules, loser, winner, seed: options.seed, options: searchOptions(loser, winner, length) };
  });
  checkPisaOptions({ ...DEFAULT_PISA, ...tasks[0].options });
  if (options.out !== undefined) makeFolder(options.out, '--out', ['instances']);
  const findings = await search(tasks, options);
  await report(ids, findings, options);
}

async function search(tasks: readonly PisaTask[], options: PisaCommandOptions): Promise<Finding[]> {
  const { restarts, iterations } = tasks[0].options;
  notice(`${tasks.length} pair(s), ${restarts} walks of ${iterations} steps each`);
  const findings: Finding[] = [];
  const abort = new AbortController();
  const interrupt = () => (abort.signal.aborted ? process.exit(EXIT_INTERRUPTED) : abort.abort());
  process.on('SIGINT', interrupt);
  await runTasks(tasks, {
    worker: new URL('../report/pisa-worker.js', import.meta.url),
    work,
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    signal: abort.signal,
    onResult: ({ loser, winner }, found) => {
      const finding = { loser, winner, found };
      findings.push(finding);
      if (options.out !== undefined) keep(options.out, finding);
    },
  });
  process.removeListener('SIGINT', interrupt);
  if (abort.signal.aborted) {
    notice(`interrupted with ${findings.length} of ${tasks.length} pairs done`);
    process.exitCode = EXIT_INTERRUPTED;
  }
  const place = ({ loser, winner }: { readonly loser: string; readonly winner: string }) =>
    tasks.findIndex((task) => task.loser === loser && task.winner === winner);
  return findings.sort((a, b) => place(a) - place(b));
}

async function report(
  ids: readonly string[],
  findings: readonly Finding[],
  options: PisaCommandOptions,
): Promise<void> {
  if (options.json) for (const finding of findings) print(JSON.stringify(summary(finding)));
  else if (findings.length === 1) printOne(findings[0]);
  else if (findings.length > 0) printMatrix(ids, findings);
  if (options.out === undefined || findings.length === 0) return;
  const svg = await chartSvg(ratioMap(ids, findings));
  const { svgToPng } = await import('../report/png.js');
  writeFileSync(join(options.out, 'worst-ratios.svg'), svg);
  writeFileSync(join(options.out, 'worst-ratios.png'), svgToPng(svg));
  notice(`pairs.jsonl, instances/, worst-ratios.svg and worst-ratios.png written to ${options.out}`);
}

function printOne({ loser, winner, found }: Finding): void {
  const { ratio, makespans, instance, restart, iteration } = found;
  const { taskCount, processorCount, successor } = instance.problem;
  print(
    `${loser} took ${formatRatio(ratio)} times as long as ${winner}: ${makespans[0].toFixed(4)} against ${makespans[1].toFixed(4)}`,
    `on ${taskCount} tasks, ${successor.length} edges, ${processorCount} processors; walk ${restart + 1}, step ${iteration}`,
    `best of each walk: ${walkBests(found).map(formatRatio).join(', ')}; ${NOT_A_BOUND}`,
  );
}

function printMatrix(ids: readonly string[], findings: readonly Finding[]): void {
  const cell = (loser: string, winner: string) => {
    const found = findings.find((each) => each.loser === loser && each.winner === winner);
    return found ? formatRatio(found.found.ratio) : loser === winner ? '' : '–';
  };
  const rows = ids.map((loser) => [loser, ...ids.map((winner) => cell(loser, winner))]);
  print(`worst makespan ratio found, row against column; ${NOT_A_BOUND}`, '');
  print(...tableLines([['', ...ids], ...rows], [false, ...ids.map(() => true)]));
}

export function addPisaCommand(program: Command): void {
  const command = program
    .command('pisa')
    .summary('search for instances on which one planner loses to another')
    .description(
      'Adversarial instances by simulated annealing: with two planners, where the first does worst against the second; without, for all pairs of --agents, with a heat map. Pairs with a planner made for equal processors or links are searched with those equal.',
    )
    .argument('[planners...]', 'none, or two: who is to lose, and to whom')
    .option('--agents <ids>', 'planners whose pairs are searched, separated by commas', collectList)
    .option('--restarts <n>', 'walks from new random instances', integerFrom(1), DEFAULT_PISA.restarts)
    .option(
      '--iterations <n>',
      `steps of a walk (default: ${PAIR_STEPS} for one pair, ${DEFAULT_PISA.iterations} for many)`,
      integerFrom(0),
    )
    .option('--steps <kind>', 'how weights change: additive, or by a factor', oneOf('additive', 'scale'), 'additive')
    .option('--seed <n>', 'seed of the search', integerFrom(0), 0)
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .option('--out <folder>', 'where instances, figures and the heat map go')
    .option('--json', 'one JSON object a pair')
    .action((given: readonly string[], options: PisaCommandOptions) => runPisa(given, options, importsOf(program)));
  withExamples(command, 'pisa heft cpop --restarts 2', 'pisa --agents heft,cpop,min-min --restarts 1 --iterations 200');
}
