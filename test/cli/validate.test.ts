/** `sched-arena validate`: sound schedules pass, tampered ones are told in words, malformed files are refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Heft } from '../../agents/heft/heft.js';
import { createProgram } from '../../src/cli/program.js';
import { writeSchedule } from '../../src/graph/schedule-file.js';
import { publishedInstances } from '../../src/instances/index.js';
import { sched } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const file = (name: string) => join(cwd, name);
const instance = publishedInstances['topcuoglu-2002'];
const sound = writeSchedule(instance, new Heft().plan(instance.problem), 'heft');
writeFileSync(file('sound.json'), sound);

/** Runs the command and returns what is wrong with the schedule. */
async function violations(schedule: string, ...options: readonly string[]): Promise<readonly string[]> {
  writeFileSync(file('schedule.json'), schedule);
  const printed: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((text: string) => printed.push(text) > 0) as typeof write;
  try {
    const words = ['validate', 'topcuoglu-2002', file('schedule.json'), '--json', ...options];
    await createProgram().parseAsync(words, { from: 'user' });
  } finally {
    process.stdout.write = write;
    process.exitCode = undefined; // the command's, not this test's
  }
  return (JSON.parse(printed.join('')) as { violations: string[] }).violations;
}

interface Placed {
  readonly task: string;
  readonly processor: string;
  readonly start: number;
  readonly finish: number;
}

/** The schedule with one task placed otherwise. */
function moved(task: string, to: Partial<Placed>): string {
  const json = JSON.parse(sound) as { tasks: Placed[] };
  return JSON.stringify({ ...json, tasks: json.tasks.map((row) => (row.task === task ? { ...row, ...to } : row)) });
}

describe('sched-arena validate', () => {
  it('passes a sound schedule', async () => expect(await violations(sound)).toEqual([]));

  it.for([
    [
      'a task that starts before its data are there',
      moved('n10', { start: 72, finish: 79 }),
      /task 9 starts at 72, its data .* arrive at 73/,
    ],
    [
      'a task that takes too short',
      moved('n10', { finish: 79 }),
      /task 9 runs from 73 to 79 on processor 1, but takes 7/,
    ],
    ['two tasks at a time', moved('n7', { start: 30, finish: 41 }), /task 4 and task 6 overlap on processor 2/],
    [
      'a task on another processor',
      moved('n10', { processor: 'P0' }),
      /task 9 runs from 73 to 80 on processor 0, but takes 21/,
    ],
    [
      'a makespan that flatters',
      sound.replace('"makespan": 80', '"makespan": 73'),
      /makespan is given as 73, the last task finishes at 80/,
    ],
  ] as const)('tells %s', async ([, schedule, says]) => {
    expect((await violations(schedule)).join('\n')).toMatch(says);
  });

  it('tells that transfers are missing under contention', async () => {
    expect((await violations(sound, '--contention', 'bus')).join('\n')).toMatch(/does not say when they start/);
    const contended = { ...instance, problem: { ...instance.problem, contention: 'bus' as const } };
    const planned = writeSchedule(contended, new Heft().plan(contended.problem), 'heft');
    expect(await violations(planned, '--contention', 'bus')).toEqual([]);
  });

  it('exits with 1 if one of several is invalid', () => {
    writeFileSync(file('early.json'), moved('n10', { start: 72, finish: 79 }));
    const { code, stdout, stderr } = sched(['validate', 'topcuoglu-2002', 'sound.json', 'early.json'], cwd);
    expect(stdout).toMatch(
      /^sound\.json: valid, makespan 80\nearly\.json: invalid, \d+ violations?\n {2}task 9 starts at 72/,
    );
    expect([code, stderr]).toEqual([1, '']);
  });

  it('refuses malformed files with one line and exit code 2', () => {
    writeFileSync(file('torn.json'), sound.slice(0, 200));
    const { code, stdout, stderr } = sched(['validate', 'topcuoglu-2002', 'torn.json'], cwd);
    expect(stderr).toMatch(/^sched-arena: torn\.json:\d+: .+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });

  it.for([
    ['a task that does not exist', moved('n10', { task: 'n11' }), /no task "n11"/],
    ['a processor that does not exist', moved('n10', { processor: 'P3' }), /"P3", which the instance does not have/],
    ['a schedule of another instance', readFileSync(file('sound.json'), 'utf8').replaceAll('"n', '"m'), /no task "m1"/],
    ['an incomplete schedule', sound.replace(/,\n {4}\{"task":"n10".*?\}/, ''), /task "n10" is not placed/],
  ] as const)('refuses %s', async ([, schedule, says]) => {
    await expect(violations(schedule)).rejects.toThrow(says);
  });
});
