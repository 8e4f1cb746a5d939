import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { instanceOf, parseSchedule, parseScheduleFile, readDagFile, writeSchedule } from '../../../src/graph/index.js';
import type { Schedule } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryInstance } from './arbitrary-instance.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const GOLDENS = join(HERE, '../../../../shared/goldens/dag');
const instance = instanceOf(readDagFile(join(HERE, '../../fixtures/graphs/diamond.json')));

/** All tasks one after the other on the second processor, which is allowed. */
const schedule: Schedule = {
  processor: Int32Array.of(1, 1, 1, 1),
  start: Float64Array.of(0, 1, 2.5, 4.5),
  finish: Float64Array.of(1, 2.5, 4.5, 5),
  makespan: 5,
};
const text = writeSchedule(instance, schedule, 'heft');

describe('schedule files', () => {
  it('hold names and times', () => {
    expect(JSON.parse(text)).toMatchObject({
      format: 'sched-arena-schedule-1',
      instance: 'diamond',
      planner: 'heft',
      makespan: 5,
    });
    expect((JSON.parse(text) as { tasks: unknown[] }).tasks[1]).toEqual({
      task: 'left',
      processor: 'fast',
      start: 1,
      finish: 2.5,
    });
    const back = parseSchedule(text, { file: 'plan.json', instance });
    expect(back).toEqual(schedule);
    expect(() => validateSchedule(instance.problem, back)).not.toThrow();
  });

  it('give back what was written', () => {
    const time = fc.double({ min: 0, max: 1e6, noNaN: true }).map((x) => x + 0);
    fc.assert(
      fc.property(
        arbitraryInstance(),
        fc.infiniteStream(time),
        fc.boolean(),
        fc.boolean(),
        (any, times, contended, optimal) => {
          const next = (): number => times.next().value as number;
          const n = any.tasks.length;
          const one: Schedule = {
            processor: Int32Array.from(any.tasks, (_, i) => i % any.processors.length),
            start: Float64Array.from(any.tasks, next),
            finish: Float64Array.from(any.tasks, next),
            makespan: next(),
            ...(contended
              ? { transferStart: any.problem.volume.map((_, e) => (e % 2 === n % 2 ? Number.NaN : next())) }
              : {}),
            ...(optimal ? { optimal } : {}),
          };
          expect(parseSchedule(writeSchedule(any, one, 'p'), { file: 'x', instance: any })).toEqual(one);
        },
      ),
    );
  });

  it('read compact forms', () => {
    const rows = '[[1, 0, 1], [1, 1, 2.5], [1, 2.5, 4.5], [1, 4.5, 5]]';
    expect(parseSchedule(rows, { file: 'x', instance })).toEqual(schedule);
    expect(parseSchedule(`{"makespan": 5, "schedule": ${rows}}`, { file: 'x', instance })).toEqual(schedule);
  });

  it('keep what is missing or cannot be as it is, for the validator to tell', () => {
    const missing = text.replace(/,\n {4}\{"task":"join".*?\}/, '').replace('"start":0', '"start":-1');
    const { schedule: read, instance: named, planner } = parseScheduleFile(missing, { file: 'x', instance });
    expect([named, planner]).toEqual(['diamond', 'heft']);
    expect([...read.processor, ...read.start]).toEqual([1, 1, 1, -1, -1, 1, 2.5, Number.NaN]);
    expect(validateSchedule(instance.problem, read)).toEqual([
      'task 0 runs from -1 to 1 on processor 1, but takes 1',
      'task 0 starts at -1, before its release at 0',
      'task 3 is not placed',
    ]);
    const short = parseSchedule('[[1, 0, 1], [1, 1, 2.5]]', { file: 'x', instance });
    expect([short.makespan, ...short.processor]).toEqual([2.5, 1, 1, -1, -1]);
  });

  it.each([
    ['"fast"', '"fats"', ':7: task "load" runs on processor "fats", which the instance does not have'],
    ['"task":"left"', '"task":"lift"', ':8: there is no task "lift" in the instance "diamond"'],
    ['"task":"left"', '"task":"load"', ':8: task "load" is placed twice'],
    ['"start":2.5', '"start":"2.5"', ':9: the start of task "right" is "2.5" (a number is expected)'],
    ['"start":2.5,', '', ':9: the start of task "right" is missing (a number is expected)'],
    ['"makespan": 5', '"makespan": null', ':5: "makespan" is null (a number is expected)'],
    ['schedule-1', 'dag-1', ':2: "format" is "sched-arena-dag-1" ("sched-arena-schedule-1" is expected)'],
    ['4.5,"finish":5}', '4.5,"finish":5', ':11: not JSON: "]\\n}\\n" stands where "," or "}" is expected'],
    ['"finish":4.5', '"end":4.5', ':9: entry 2 has the unknown key "end" (known: task, processor, start, finish)'],
    ['"makespan"', '"makspan"', ':5: the file has the unknown key "makspan" (known: '],
  ])('refuse %s → %s', (from, to, message) => {
    expect(text).toContain(from);
    const act = (): unknown => parseSchedule(text.replace(from, to), { file: 'plan.json', instance });
    expect(act).toThrow(ArenaError);
    expect(act).toThrow(`plan.json${message}`);
  });

  it.each([
    [
      '[[1, 0, 1], [1, 0, 1], [1, 0, 1], [1, 0, 1], [1, 0, 1]]',
      ':1: the schedule has 5 tasks, the instance "diamond" has 4',
    ],
    ['[[1, 0, 1],\n[2, 1, 2], [0, 0, 1], [0, 0, 1]]', ':2: task "left" runs on processor 2 (0…1 expected)'],
    [
      '[[1, 0, 1],\n[1, 1], [0, 0, 1], [0, 0, 1]]',
      ':2: task "left" has a list of 2 ([processor, start, end] is expected)',
    ],
    ['{"tasks": [], "transfers": [{"from": 1, "to": 2, "at": 3}]}', ':1: transfer 0 has the unknown key "at"'],
    ['', ':1: not JSON: the file ends where a value is expected'],
  ])('refuse %s', (content, message) => {
    expect(() => parseSchedule(content, { file: 'p', instance })).toThrow(`p${message}`);
  });
});

describe.skipIf(!existsSync(GOLDENS))('recorded schedules', () => {
  it('of the worked examples are read and valid', () => {
    const path = join(GOLDENS, 'published.json');
    const cases = JSON.parse(readFileSync(path, 'utf8')) as {
      name: string;
      results: Record<string, { schedule: unknown }>;
    }[];
    let count = 0;
    for (const { name, results } of cases) {
      const { problem, ...rest } = instanceOf(readDagFile(path, { id: name }));
      for (const result of Object.values(results)) {
        const plan = parseSchedule(JSON.stringify(result), { file: path, instance: { ...rest, problem } });
        validateSchedule(problem, plan);
        count++;
      }
    }
    expect(count).toBeGreaterThanOrEqual(28);
  });
});
