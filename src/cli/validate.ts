/** `validate`: checks schedules from files against an instance and tells every violation in words. */
import type { Command } from 'commander';
import { readText } from '../graph/files.js';
import { parseSchedule } from '../graph/schedule-file.js';
import { formatNumber } from '../report/quantity.js';
import { validateSchedule } from '../sim/validate.js';
import { withExamples } from './arguments.js';
import { addInstanceOptions, type InstanceOptions, readInstance } from './instance-source.js';
import { print } from './output.js';

const EXIT_INVALID = 1;
const MOST_VIOLATIONS = 100_000; // a validator that stops at some number would hide the rest

export function addValidateCommand(program: Command): void {
  const command = addInstanceOptions(program.command('validate'))
    .summary('check schedules against their DAG')
    .description(
      'Checks schedules written by `plan --out`, or by anyone in the same format: completeness, costs, precedence with communication, exclusivity, contention, makespan. Exits with 1 if one is invalid, with 2 if a file is malformed.',
    )
    .argument('<schedule...>', 'schedule files')
    .option('--json', 'print one JSON object per schedule')
    .action((given: string, files: readonly string[], options: InstanceOptions & { json?: boolean }) => {
      const instance = readInstance(given, options);
      let invalid = 0;
      for (const file of files) {
        const schedule = parseSchedule(readText(file), { file, instance });
        const violations = validateSchedule(instance.problem, schedule, { mostViolations: MOST_VIOLATIONS });
        if (violations.length > 0) invalid++;
        const { makespan } = schedule;
        if (options.json) {
          print(
            JSON.stringify({ instance: instance.name, file, valid: violations.length === 0, makespan, violations }),
          );
        } else if (violations.length === 0) print(`${file}: valid, makespan ${formatNumber(makespan, 6)}`);
        else {
          print(`${file}: invalid, ${violations.length} violation${violations.length === 1 ? '' : 's'}`);
          for (const violation of violations) print(`  ${violation}`);
        }
      }
      if (invalid > 0) process.exitCode = EXIT_INVALID;
    });
  withExamples(command, 'validate topcuoglu-2002 plans/schedules/heft.json');
}
