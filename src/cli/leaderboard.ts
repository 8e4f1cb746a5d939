/**
 * `leaderboard`: the main job. Runs all chosen agents on all chosen scenarios and seeds into a run folder, or goes on
 * with a folder that was left unfinished, and writes the tables, the Markdown and the page.
 */
import type { Command } from 'commander';
import { ensure } from '../error.js';
import { agents, envs } from '../registry.js';
import { overallColumns, scenarioColumns } from '../report/columns.js';
import type { Leaderboard } from '../report/leaderboard.js';
import { pairings } from '../report/manifest.js';
import { scenarioCaption } from '../report/markdown.js';
import type { OverallTable } from '../report/overall-table.js';
import { formatDuration } from '../report/quantity.js';
import { readManifest } from '../report/run-folder.js';
import { exactWilcoxonTail } from '../report/statistics/wilcoxon.js';
import {
  createTournament,
  openTournament,
  planTournament,
  playTournament,
  type Tournament,
} from '../report/tournament.js';
import { collectList, integerFrom, withExamples } from './arguments.js';
import { importsOf, loadModules, loadRunModules, recordedName } from './modules.js';
import { notice, outputWidth, print, typedCommand } from './output.js';
import { showProgress } from './progress.js';
import { entryTable } from './table.js';

/** Environments with this tag are the default scenarios. */
const DEFAULT_TAG = 'leaderboard';
/** Agents with this tag take part only where they are named. */
const SLOW_TAG = 'slow';
const DEFAULT_SEEDS = 10;
const EXIT_INTERRUPTED = 130;
const FAILURES_SHOWN = 5;
const SIGNIFICANCE = 0.05; // the usual threshold of p

interface LeaderboardCommandOptions {
  readonly scenarios?: readonly string[];
  readonly agents?: readonly string[];
  readonly seeds?: number;
  readonly workers?: number;
  readonly out?: string;
  readonly resume?: string;
}

/** Says so where the seeds are too few for the signed-rank test ever to find a difference. */
function warnOfFewSeeds(seeds: number): void {
  const smallest = exactWilcoxonTail(0, seeds);
  if (smallest < SIGNIFICANCE) return;
  let enough = seeds;
  while (exactWilcoxonTail(0, enough) >= SIGNIFICANCE) enough++;
  notice(
    `with ${seeds} seed(s) the exact p of the signed-rank test cannot fall below ${smallest}, whatever the difference; use ${enough} seeds or more`,
  );
}

function usualAgents(): string[] {
  return agents
    .all()
    .filter(({ tags }) => !tags.includes(SLOW_TAG))
    .map(({ id }) => id);
}

function open(options: LeaderboardCommandOptions, imports: readonly string[]): Tournament {
  const { resume, scenarios = [], agents: chosen = [], seeds, out, workers } = options;
  if (resume !== undefined) {
    const others = { '--scenarios': scenarios.length, '--agents': chosen.length, '--seeds': seeds, '--out': out };
    const given = Object.entries(others).flatMap(([name, value]) => (value ? [name] : []));
    ensure(
      given.length === 0,
      `leaderboard: --resume cannot go with ${given.join(', ')} (a resumed run keeps its scenarios, agents, seeds and folder)`,
    );
    return openTournament(resume);
  }
  const { plan, added } = planTournament({
    scenarios:
      scenarios.length > 0
        ? scenarios
        : envs
            .all()
            .filter((spec) => spec.tags.includes(DEFAULT_TAG))
            .map((spec) => spec.id),
    agents: chosen.length > 0 ? chosen : usualAgents(),
    whereMadeFor: chosen.length === 0,
    seeds: seeds ?? DEFAULT_SEEDS,
    command: typedCommand(),
    imports: imports.map(recordedName),
    ...(workers === undefined ? {} : { workers }),
  });
  const created = createTournament(plan, out === undefined ? { parent: 'runs' } : { out });
  if (added.length > 0) notice(`added ${added.join(', ')}: the scale of the scores needs them`);
  return created;
}

/** What the headings mean; the report says more. */
const LEGEND = [
  'Gain: paired with the reference agent (score 1) on the same seeds, positive = better. W–L: seeds better – worse.',
  'p: two-sided Wilcoxon signed-rank test, not corrected for many comparisons. P(better): chance that a run beats one',
  'of the reference. IQM: mean of the middle half. Gap: what is missing to score 1. Cut short: episodes with work left.',
];

function printOverall(title: string, { scenarios, entries }: OverallTable): void {
  print('', `${title}: normalised scores of ${scenarios.length} scenario(s)`);
  print(...entryTable(overallColumns, entries, outputWidth()));
}

function printTables(board: Leaderboard): void {
  const several = board.sections.length > 1;
  for (const section of board.sections) {
    for (const table of section.scenarios) {
      print('', `${table.scenario.env}: ${table.scenario.description}`, scenarioCaption(table));
      print(...entryTable(scenarioColumns(table), table.entries, outputWidth()));
    }
    if (several) printOverall(`all of ${section.name}`, section.overall);
  }
  const { overall } = board;
  if (overall.entries.length > 0) {
    printOverall(several ? 'overall, the agents that play everything' : 'overall', overall);
  }
  print('', ...LEGEND);
}

async function runLeaderboard(options: LeaderboardCommandOptions, imports: readonly string[]): Promise<void> {
  const { resume } = options;
  const modules =
    resume === undefined
      ? await loadModules(imports)
      : await loadRunModules(imports, { path: resume, recorded: readManifest(resume).imports });
  const opened = open(options, imports);
  const { manifest } = opened;
  notice(
    `${manifest.agents.length} agents, ${manifest.scenarios.length} scenarios, ${pairings(manifest)} pairings × ${manifest.seeds.length} seeds → ${opened.folder.path}`,
  );
  warnOfFewSeeds(manifest.seeds.length);
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(EXIT_INTERRUPTED); // asked twice: at once
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const progress = await showProgress(manifest, opened.rows);
  const done = await playTournament(opened, {
    modules,
    signal: abort.signal,
    onRow: (row) => progress.row(row),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
  });
  await progress.end();
  process.removeListener('SIGINT', interrupt);
  process.removeListener('SIGTERM', interrupt);
  const { path } = done.folder;
  if (abort.signal.aborted) {
    done.folder.close();
    notice(
      `interrupted with ${done.rows.length} of ${manifest.episodes.expected} episodes; go on with: sched-arena leaderboard --resume ${path}`,
    );
    process.exitCode = EXIT_INTERRUPTED;
    return;
  }
  const { writeReports } = await import('../report/reports.js');
  const board = writeReports(done);
  done.folder.close();
  printTables(board);
  const { episodes, wallClockSeconds } = done.manifest;
  print('', `${episodes.finished} episodes, ${episodes.failed} failed, ${formatDuration(wallClockSeconds)}`);
  const { failed } = done.manifest;
  for (const { env, agent, seed, message } of failed.slice(0, FAILURES_SHOWN)) {
    print(`failed: ${env}, ${agent}, seed ${seed}: ${message}`);
  }
  if (failed.length > FAILURES_SHOWN) print(`… and ${failed.length - FAILURES_SHOWN} more, all in manifest.json`);
  print(`${path}/report.html`, `${path}/leaderboard.md`);
}

export function addLeaderboardCommand(program: Command): void {
  const command = program
    .command('leaderboard')
    .summary('compare agents over scenarios and seeds, with intervals')
    .description(
      `Runs agents on scenarios with the same seeds, writes results, tables and a report to a folder. Without options: all agents but those tagged "${SLOW_TAG}", all environments tagged "${DEFAULT_TAG}", ${DEFAULT_SEEDS} seeds.`,
    )
    .option('--scenarios <ids>', 'environments, separated by commas', collectList)
    .option('--agents <ids>', 'agents, separated by commas', collectList)
    .option('--seeds <n>', `number of test seeds (default: ${DEFAULT_SEEDS})`, integerFrom(1))
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .option('--out <folder>', 'folder of the run (default: a new one under runs/)')
    .option('--resume <folder>', 'complete a run that was interrupted')
    .action((options: LeaderboardCommandOptions) => runLeaderboard(options, importsOf(program)));
  withExamples(
    command,
    'leaderboard',
    'leaderboard --scenarios soc/wifi-rx --agents etf,heft,met --seeds 5',
    'leaderboard --resume runs/20260101-120000-ab12cd',
  );
}
