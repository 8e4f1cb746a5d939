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

/** What one file gets in JSON. */
interface Verdict {
  readonly valid: boolean;
  readonly makespan: number;
  readonly lastFinish: number;
  readonly violations: readonly string[];
  readonly warnings: readonly string[];
  readonly error?: string;
}

interface Outcome {
  readonly verdicts: readonly Verdict[];
  readonly notices: string;
  readonly code: unknown;
}

/** Runs the command in this process. */
async function validate(files: readonly string[], ...options: readonly string[]): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  const write = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = ((text: string) => {
      printed[name] += text;
      return true;
    }) as typeof write.stdout;
  let code: unknown;
  try {
    const words = ['validate', 'topcuoglu-2002', ...files.map(file), '--json', ...options];
    await createProgram().parseAsync(words, { from: 'user' });
  } finally {
    Object.assign(process.stdout, { write: write.stdout });
    Object.assign(process.stderr, { write: write.stderr });
    code = process.exitCode;
    process.exitCode = undefined; // the command's, not this test's
  }
  const lines = printed.stdout.split('\n').filter((line) => line !== '');
  return { verdicts: lines.map((line) => JSON.parse(line) as Verdict), notices: printed.stderr, code };
}

/** What is wrong with a schedule. */
async function violations(schedule: string, ...options: readonly string[]): Promise<readonly string[]> {
  writeFileSync(file('schedule.json'), schedule);
  return (await validate(['schedule.json'], ...options)).verdicts[0].violations;
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
      /task "n10" starts at 72, its data from task "n8" arrive at 73/,
    ],
    [
      'a task that takes too short',
      moved('n10', { finish: 79 }),
      /task "n10" runs from 73 to 79 on processor "P1", but takes 7/,
    ],
    [
      'two tasks at a time',
      moved('n7', { start: 30, finish: 41 }),
      /task "n5" and task "n7" overlap on processor "P2"/,
    ],
    [
      'a task on another processor',
      moved('n10', { processor: 'P0' }),
      /task "n10" runs from 73 to 80 on processor "P0", but takes 21/,
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
      /^sound\.json: valid, makespan 80\nearly\.json: invalid, \d+ violations?\n {2}task "n10" starts at 72/,
    );
    expect([code, stderr]).toEqual([1, '']);
  });

  it('tells every kind of violation at once', async () => {
    const early = JSON.parse(moved('n10', { start: 72, finish: 78 })) as { tasks: Placed[] };
    const tasks = early.tasks
      .filter(({ task }) => task !== 'n3')
      .map((row) => (row.task === 'n7' ? { ...row, start: 0 } : row));
    expect(await violations(JSON.stringify({ ...early, tasks, makespan: 70 }))).toEqual([
      'task "n3" is not placed',
      'task "n7" runs from 0 to 49 on processor "P2", but takes 11',
      'task "n10" runs from 72 to 78 on processor "P1", but takes 7',
      'task "n10" starts at 72, its data from task "n8" arrive at 73',
      'task "n1" and task "n7" overlap on processor "P2" (0…9 and 0…49)',
      'task "n7" and task "n5" overlap on processor "P2" (0…49 and 28…38)',
      'makespan is given as 70, the last task finishes at 78',
    ]);
  });

  it('takes an incomplete schedule for invalid, not for malformed', async () => {
    writeFileSync(file('short.json'), sound.replace(/,\n {4}\{"task":"n10".*?\}/, ''));
    const { verdicts, code } = await validate(['short.json']);
    // the makespan is that of the whole schedule; it cannot be judged without n10
    expect(verdicts[0].violations).toEqual(['task "n10" is not placed']);
    expect([verdicts[0].makespan, verdicts[0].lastFinish, code]).toEqual([80, 68, 1]);
  });

  it('warns of a schedule that names another instance', async () => {
    writeFileSync(file('other.json'), sound.replace('"instance": "topcuoglu-2002"', '"instance": "other"'));
    const { verdicts, notices, code } = await validate(['other.json']);
    const warning = 'it says that it belongs to the instance "other", not to "topcuoglu-2002"';
    expect(verdicts[0]).toMatchObject({ valid: true, warnings: [warning] });
    expect(notices).toBe(`${file('other.json')}: warning: ${warning}\n`);
    expect(code).toBeUndefined();
  });

  it('refuses malformed files with one line and exit code 2, and goes on', () => {
    writeFileSync(file('torn.json'), sound.slice(0, 200));
    const { code, stdout, stderr } = sched(
      ['validate', 'topcuoglu-2002', 'torn.json', 'sound.json', 'none.json', 'early.json'],
      cwd,
    );
    expect(stderr).toMatch(/^sched-arena: torn\.json:\d+: .+\nsched-arena: none\.json: cannot be read \(ENOENT\)\n$/);
    expect(stdout).toMatch(/^sound\.json: valid, makespan 80\nearly\.json: invalid, /);
    expect(code).toBe(2);
  });

  it.for([
    ['a task that does not exist', moved('n10', { task: 'n11' }), /no task "n11"/],
    ['a processor that does not exist', moved('n10', { processor: 'P3' }), /"P3", which the instance does not have/],
    ['a schedule of another instance', readFileSync(file('sound.json'), 'utf8').replaceAll('"n', '"m'), /no task "m1"/],
    ['a key that does not exist', sound.replace('"finish":80', '"finsh":80'), /unknown key "finsh".*"finish"\?$/],
  ] as const)('refuses %s', async ([, schedule, says]) => {
    writeFileSync(file('schedule.json'), schedule);
    const { verdicts, notices, code } = await validate(['schedule.json']);
    expect(verdicts[0]).toMatchObject({ valid: false, error: expect.stringMatching(says) });
    expect([notices, code]).toEqual([`sched-arena: ${verdicts[0].error}\n`, 2]);
  });

  it('draws the first schedule, faults and all', async () => {
    writeFileSync(file('faulty.json'), moved('n7', { start: 30, finish: 41 }));
    await validate(['faulty.json', 'sound.json'], '--gantt', file('faulty.svg'));
    const svg = readFileSync(file('faulty.svg'), 'utf8');
    expect(svg).toMatch(/^<svg [\s\S]*faulty\.json, last finish 80 \(invalid\)[\s\S]*<\/svg>\n$/);
    for (const task of instance.tasks) expect(svg).toContain(`>${task}<`);
    await validate(['short.json'], '--gantt', file('short.svg'));
    expect(readFileSync(file('short.svg'), 'utf8')).not.toContain('>n10<');
    await validate(['sound.json'], '--gantt', file('sound.png'));
    expect(readFileSync(file('sound.png')).subarray(1, 4).toString()).toBe('PNG');
    await expect(validate(['sound.json'], '--gantt', 'sound.pdf')).rejects.toThrow(/ending names no format/);
    await expect(validate(['sound.json'], '--gantt', file('none/a.svg'))).rejects.toThrow(
      /cannot be written \(ENOENT\)/,
    );
  });
});
