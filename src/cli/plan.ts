/**
 * `plan`: every chosen planner plans one instance; their schedules are validated, measured against bounds and optimum,
 * printed as a table and drawn.
 */
import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { monotonicMs, timestamp } from '../clock.js';
import { ArenaError } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import { planners } from '../registry.js';
import { type Optimum, type PlanBoard, planBoard, tiedForBest } from '../report/plan-entries.js';
import { type Contestant, type PlanResult, runPlanners } from '../report/plan-run.js';
import { formatDuration } from '../report/quantity.js';
import { collect, collectList, oneOf, withExamples } from './arguments.js';
import { addInstanceOptions, type InstanceOptions, readInstance } from './instance-source.js';
import { importsOf, loadModules } from './modules.js';
import { errorLine, notice, print, typedCommand } from './output.js';
import { makeFolder } from './output-folder.js';
import { boundsLine, chartText, columnsHelp, instanceLine, jsonObjects, tableText } from './plan-format.js';
import { choosePlanners } from './planner-choice.js';
import { checkDrawing } from './schedule-drawing.js';

const EXACT = 'exact'; // the planner that proves optima
const EXACT_TASKS = 20; // larger instances are not tried when it was not asked for
const EXACT_SECONDS = 3;
const LIMIT_FOR_ALL = 10; // seconds
const REPEAT_MS = 60; // per planner
const PROGRESS_INTERVAL = 5_000; // milliseconds between lines
const EXIT_FAULTY = 1;

interface PlanOptions extends InstanceOptions {
  readonly agents?: readonly string[];
  readonly option?: readonly string[];
  readonly compat?: string;
  readonly limit?: number;
  readonly json?: boolean;
  readonly out?: string;
  readonly gantt?: string;
}

function seconds(text: string): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number of seconds > 0 (or Infinity) is expected.');
  return value;
}

/** Refuses what cannot be written, before anything is planned. */
function prepareOutputs({ out, gantt }: PlanOptions): void {
  if (gantt !== undefined) checkDrawing(gantt, '--gantt');
  if (out !== undefined) makeFolder(out, '--out');
}

/** The planner that may prove an optimum for a table it is not in: on small instances only, and not for long. */
function prover(instance: DagInstance, contestants: readonly Contestant[]): Contestant[] {
  const asked = contestants.some(({ planner }) => planner === EXACT);
  if (asked || !planners.has(EXACT) || instance.problem.taskCount > EXACT_TASKS) return [];
  return [{ planner: EXACT, limitSeconds: EXACT_SECONDS }];
}

/** What the prover found, if it did. */
function provedBy(proof: Contestant, instance: DagInstance, result: PlanResult): Optimum | null {
  if (result.status !== 'planned' || !result.schedule.optimal) return null;
  const { optimum } = planBoard({ instance, contestants: [proof], results: [result] });
  return optimum && { ...optimum, provedBy: `${optimum.provedBy}, not in the table` };
}

/** Tells now and then how far a long run has come. */
function progress(expected: number): () => void {
  const begin = monotonicMs();
  let last = begin;
  let done = 0;
  return () => {
    done++;
    if (monotonicMs() - last < PROGRESS_INTERVAL || done === expected) return;
    last = monotonicMs();
    notice(`${done} of ${expected} planners, ${formatDuration((last - begin) / 1000)}`);
  };
}

async function plan(given: string, options: PlanOptions, imports: readonly string[]): Promise<void> {
  const started = timestamp();
  const modules = await loadModules(imports);
  const ids = options.agents ?? ['all'];
  const contestants = choosePlanners({ ids, options: options.option ?? [], compat: options.compat });
  const instance = readInstance(given, options);
  prepareOutputs(options);
  if (!options.json) print(instanceLine(instance));
  const proofs = prover(instance, contestants);
  const all = [...contestants, ...proofs];
  const found = await runPlanners(instance.problem, all, {
    modules,
    limitSeconds: options.limit ?? (ids.includes('all') ? LIMIT_FOR_ALL : Number.POSITIVE_INFINITY),
    repeatMs: REPEAT_MS,
    onResult: progress(all.length),
  });
  const results = found.slice(0, contestants.length);
  const optimum = proofs.length > 0 ? provedBy(proofs[0], instance, found[contestants.length]) : null;
  const board = planBoard({ instance, contestants, results, optimum });
  await show(board, options, started);
  complain(board, results);
  if (optimum) complainOfProver(board, optimum);
}

async function show(board: PlanBoard, options: PlanOptions, started: string): Promise<void> {
  const figures = jsonObjects(board);
  if (options.json) for (const each of figures) print(JSON.stringify(each));
  else print(boundsLine(board), '', ...tableText(board));
  const best = board.entries.find(({ violations }) => violations.length === 0);
  if (best && !options.json && options.out === undefined && options.gantt === undefined) {
    const lines = chartText(board, best);
    if (lines.length > 0) print(...lines);
  }
  if (options.gantt !== undefined && best) {
    await writeGantt(options.gantt, { ...board, entries: [best] });
    const tied = tiedForBest(board);
    const others = tied > 1 ? ` (the first of ${tied} planners that tie)` : '';
    notice(`Gantt chart of ${best.planner}${others} written to ${options.gantt}`);
  }
  if (options.out !== undefined && board.entries.length > 0) {
    const { writePlanFolder } = await import('../report/plan-folder.js');
    const page = await writePlanFolder(options.out, board, { command: typedCommand(), started, figures });
    notice(`schedules, charts and ${page} written`);
  }
}

async function writeGantt(file: string, board: PlanBoard): Promise<void> {
  const [{ planGantts }, { svgToPng }] = await Promise.all([
    import('../report/plan-folder.js'),
    import('../report/png.js'),
  ]);
  const [svg] = planGantts(board).values();
  try {
    writeFileSync(file, file.endsWith('.svg') ? svg : svgToPng(svg));
  } catch (error) {
    throw new ArenaError(`--gantt ${file}: cannot be written (${(error as Error).message})`);
  }
}

/** Faulty planners end the command with 1; if there is no schedule at all, the reasons are an error. */
function complain({ entries, unplanned }: PlanBoard, results: readonly PlanResult[]): void {
  for (const { planner, violations } of entries) {
    if (violations.length === 0) continue;
    const [first, ...more] = violations;
    const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
    notice(errorLine(new ArenaError(`plan: planner "${planner}" made an invalid schedule: ${first}${rest}`)));
    process.exitCode = EXIT_FAULTY;
  }
  if (results.some(({ status }) => status === 'failed')) process.exitCode = EXIT_FAULTY;
  if (entries.length > 0) return;
  const [{ planner, reason }] = unplanned;
  const others = unplanned.length > 1 ? ` (and ${unplanned.length - 1} more)` : '';
  throw new ArenaError(`plan: no planner made a schedule; ${planner}: ${reason}${others}`);
}

/** A planner outside the table proved what a schedule in the table refutes. */
function complainOfProver({ entries }: PlanBoard, { makespan, provedBy }: Optimum): void {
  const best = entries.find(({ violations }) => violations.length === 0);
  if (!best || best.quality.makespan >= makespan * (1 - 1e-9)) return;
  const found = `${best.planner} needs only ${best.quality.makespan}`;
  notice(errorLine(new ArenaError(`plan: the optimum ${makespan} (${provedBy}) is refuted: ${found}`)));
  process.exitCode = EXIT_FAULTY;
}

export function addPlanCommand(program: Command): void {
  const command = addInstanceOptions(program.command('plan'))
    .summary('plan one DAG with many planners and compare')
    .description(
      'Lets planners schedule one DAG on heterogeneous processors, validates every schedule and compares them with bounds and the optimum. Exits with 1 if a planner fails or makes an invalid schedule.',
    )
    .option('-a, --agents <ids>', 'planners, or "all" (default)', collectList)
    .option('--planners <ids>', 'the same', collectList)
    .option('-o, --option <key=value>', 'option for the planners that have it; may be repeated', collect)
    .option('--compat <library>', 'plan as that library does, where the planner knows it: saga', oneOf('none', 'saga'))
    .option(
      '--limit <seconds>',
      `stop a planner after so long (default: ${LIMIT_FOR_ALL} with "all", else never)`,
      seconds,
    )
    .option('--json', 'print one JSON object per planner')
    .option('--out <folder>', 'write schedules, Gantt charts (SVG, PNG), charts, plan.json and a page')
    .option('--gantt <file>', 'write the Gantt chart of the best plan: .svg or .png')
    .action((given: string, { planners: also = [], ...options }: PlanOptions & { planners?: readonly string[] }) => {
      const ids = [...(options.agents ?? []), ...also];
      return plan(given, ids.length > 0 ? { ...options, agents: ids } : options, importsOf(program));
    });
  command.addHelpText('after', columnsHelp());
  withExamples(
    command,
    'plan topcuoglu-2002 --agents all',
    'plan layered-60 --seed 7 --agents heft,peft,cpop --json',
    'plan layered-60 --processors 4 --contention one-port --agents heft --gantt schedule.svg',
    'plan topcuoglu-2002 --agents heft,cpop --out plans',
  );
}
