/**
 * `study`: repeats published experiments over many seeds and writes tables, charts, the published numbers side by side
 * and an account of the differences into a folder.
 */
import type { Command } from 'commander';
import { monotonicMs } from '../clock.js';
import { ArenaError } from '../error.js';
import { formatDuration } from '../report/quantity.js';
import { integerFrom, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { notice, print } from './output.js';
import { openStudyFolder, writeStudy } from './studies/files.js';
import { STUDIES, studyOf } from './studies/index.js';
import { publishedTable, type StudyRun, settingsHash } from './studies/study-text.js';
import { tableLines } from './table.js';

interface StudyCommandOptions {
  readonly list?: boolean;
  readonly seeds: number;
  readonly quick?: boolean;
  readonly workers?: number;
  readonly out?: string;
  readonly json?: boolean;
}

const NOTICE_INTERVAL = 5_000; // milliseconds between lines of progress

function listStudies(): void {
  print(...tableLines([['study', ''], ...STUDIES.map(({ id, description }) => [id, description])], [false, false]));
}

/** A line now and then. */
function progressLines(id: string): (done: number, of: number) => void {
  let last = monotonicMs();
  return (done, of) => {
    if (done < of && monotonicMs() - last < NOTICE_INTERVAL) return;
    last = monotonicMs();
    notice(`study ${id}: ${done} of ${of}`);
  };
}

async function runStudy(id: string | undefined, options: StudyCommandOptions, imports: readonly string[]) {
  if (options.list) return listStudies();
  if (id === undefined) throw new ArenaError('study: name a study (study --list tells which there are)');
  const study = studyOf(id);
  const folder = options.out ?? `studies/${id}`;
  openStudyFolder(folder, id);
  const begin = monotonicMs();
  const { seeds, quick = false, workers } = options;
  const result = await study.run({
    seeds,
    quick,
    ...(workers === undefined ? {} : { workers }),
    modules: await loadModules(imports),
    progress: progressLines(id),
  });
  const run: StudyRun = { id, seeds, quick, result };
  const files = await writeStudy(folder, run);
  if (options.json)
    print(JSON.stringify({ study: id, settingsHash: settingsHash(result.settings), data: result.data }));
  else printResult(run);
  notice(`${files.join(', ')} written to ${folder} after ${formatDuration((monotonicMs() - begin) / 1000)}`);
}

function printResult(run: StudyRun): void {
  const { result } = run;
  print(result.title, result.introduction);
  for (const { title, columns, rows } of [
    ...result.tables,
    ...(result.published.length > 0 ? [publishedTable(result)] : []),
  ]) {
    const heading = columns.map((column) => column.title);
    const numeric = columns.map((column) => column.numeric);
    print('', title, ...tableLines([heading, ...rows], numeric));
  }
  print('', ...result.account);
}

export function addStudyCommand(program: Command): void {
  const command = program
    .command('study')
    .summary('repeat published experiments and compare')
    .description(
      `Repeats published experiments over many seeds, beside the published numbers: ${STUDIES.map(({ id }) => id).join(', ')}.`,
    )
    .argument('[study]', 'which one')
    .option('-l, --list', 'list the studies')
    .option('--seeds <n>', 'test seeds of every cell', integerFrom(2), 10)
    .option('--quick', 'short episodes: a look, not the result')
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .option('-o, --out <folder>', 'where the files go (default: studies/<study>)')
    .option('--json', 'print one JSON object')
    .action((id: string | undefined, options: StudyCommandOptions) => runStudy(id, options, importsOf(program)));
  withExamples(command, 'study --list', 'study sarathi --seeds 10', 'study sarathi --seeds 3 --quick');
}
