/** `validate`: checks schedules from files against an instance and tells every violation in words. */
import type { Command } from 'commander';
import { ArenaError } from '../error.js';
import { readText } from '../graph/files.js';
import { parseScheduleFile, type ScheduleFile } from '../graph/schedule-file.js';
import { shown } from '../graph/source.js';
import type { DagInstance } from '../plan/instance.js';
import type { Schedule } from '../planner.js';
import { formatNumber } from '../report/quantity.js';
import { validateSchedule } from '../sim/validate.js';
import { withExamples } from './arguments.js';
import { addInstanceOptions, type InstanceOptions, readInstance } from './instance-source.js';
import { EXIT_REFUSED, errorLine, notice, print } from './output.js';
import { checkDrawing, drawSchedule } from './schedule-drawing.js';

const EXIT_INVALID = 1;
const MOST_VIOLATIONS = 100_000; // a validator that stops at some number would hide the rest

interface ValidateOptions extends InstanceOptions {
  readonly json?: boolean;
  readonly gantt?: string;
}

/** What was found in one file. */
interface Finding {
  readonly file: string;
  readonly schedule: Schedule;
  readonly violations: readonly string[];
  readonly warnings: readonly string[];
  readonly lastFinish: number; // of the tasks that are placed
}

function examine(file: string, instance: DagInstance): Finding {
  const read = parseScheduleFile(readText(file), { file, instance });
  const violations = validateSchedule(instance.problem, read.schedule, {
    mostViolations: MOST_VIOLATIONS,
    names: {
      task: (task) => shown(instance.tasks[task]),
      processor: (processor) => shown(instance.processors[processor]),
    },
  });
  const lastFinish = read.schedule.finish.reduce((last, finish) => (finish > last ? finish : last), 0);
  return { file, schedule: read.schedule, violations, warnings: warningsOf(read, instance), lastFinish };
}

function warningsOf({ instance: named }: ScheduleFile, { name }: DagInstance): string[] {
  return named === null || named === name
    ? []
    : [`it says that it belongs to the instance ${shown(named)}, not to ${shown(name)}`];
}

function tell({ file, schedule, violations, warnings, lastFinish }: Finding, instance: string, json: boolean): void {
  for (const warning of warnings) notice(`${file}: warning: ${warning}`);
  const { makespan } = schedule;
  const valid = violations.length === 0;
  if (json) print(JSON.stringify({ instance, file, valid, makespan, lastFinish, violations, warnings }));
  else if (valid) print(`${file}: valid, makespan ${formatNumber(makespan, 6)}`);
  else {
    print(`${file}: invalid, ${violations.length} violation${violations.length === 1 ? '' : 's'}`);
    for (const violation of violations) print(`  ${violation}`);
  }
}

async function validate(given: string, files: readonly string[], options: ValidateOptions): Promise<void> {
  const { json = false, gantt } = options;
  const instance = readInstance(given, options);
  if (gantt !== undefined) checkDrawing(gantt, '--gantt');
  let [invalid, malformed] = [0, 0];
  let first: Finding | undefined;
  for (const file of files) {
    try {
      const finding = examine(file, instance);
      first ??= finding;
      if (finding.violations.length > 0) invalid++;
      tell(finding, instance.name, json);
    } catch (error) {
      if (!(error instanceof ArenaError)) throw error;
      malformed++;
      notice(errorLine(error));
      if (json) print(JSON.stringify({ instance: instance.name, file, valid: false, error: error.message }));
    }
  }
  if (gantt !== undefined && first !== undefined) {
    const verdict = first.violations.length === 0 ? '' : ' (invalid)';
    const title = `${instance.name}, ${first.file}, last finish ${formatNumber(first.lastFinish, 6)}${verdict}`;
    await drawSchedule(instance, first.schedule, { file: gantt, title });
    notice(`Gantt chart of ${first.file} written to ${gantt}`);
  }
  if (invalid > 0) process.exitCode = EXIT_INVALID;
  if (malformed > 0) process.exitCode = EXIT_REFUSED;
}

export function addValidateCommand(program: Command): void {
  const command = addInstanceOptions(program.command('validate'))
    .summary('check schedules against their DAG')
    .description(
      'Checks schedules written by `plan --out`, or by anyone in the same format: completeness, costs, precedence with communication, exclusivity, contention, makespan. Exits with 1 if one is invalid, with 2 if a file is malformed; all files are examined in any case.',
    )
    .argument('<schedule...>', 'schedule files')
    .option('--json', 'print one JSON object per schedule')
    .option('--gantt <file>', 'draw the first schedule, sound or not: .svg or .png')
    .action((given: string, files: readonly string[], options: ValidateOptions) => validate(given, files, options));
  withExamples(
    command,
    'validate topcuoglu-2002 plans/schedules/heft.json',
    'validate plans/instance.json plans/schedules/heft.json plans/schedules/cpop.json --json',
    'validate topcuoglu-2002 plans/schedules/cpop.json --gantt cpop.svg',
  );
}
