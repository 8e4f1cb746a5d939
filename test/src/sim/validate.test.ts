import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleTrace } from '../../../src/env.js';
import type { DagProblem, Schedule } from '../../../src/planner.js';
import { compileDag } from '../../../src/sim/dag.js';
import { validateSchedule, validateTrace } from '../../../src/sim/validate.js';
import { randomEdges } from './arbitrary.js';

const M = 3;

/** A random problem, and a schedule that runs one task after another in topological order, waiting for all data. */
const solved = fc
  .record({
    graph: randomEdges(10),
    costs: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 30 }),
    choice: fc.array(fc.nat(M - 1), { minLength: 10, maxLength: 10 }),
  })
  .map(({ graph, costs, choice }) => {
    const n = graph.nodeCount;
    const dag = compileDag(n, graph.edges);
    const problem: DagProblem = {
      taskCount: n,
      processorCount: M,
      cost: Float64Array.from(costs.slice(0, n * M), (cost, i) =>
        cost === 0 && i % M !== choice[Math.floor(i / M)] ? Infinity : cost + 0.1,
      ),
      successorStart: dag.successorStart,
      successor: dag.successor,
      volume: dag.volume,
      bandwidth: new Float64Array(M * M).fill(2),
      startup: new Float64Array(M * M).fill(1),
      release: Float64Array.from({ length: n }, (_, i) => i % 4),
      availableFrom: Float64Array.of(0, 2, 4),
      fixedProcessor: new Int32Array(n).fill(-1),
      fixedStart: new Float64Array(n),
      fixedFinish: new Float64Array(n),
    };
    const start = new Float64Array(n);
    const finish = new Float64Array(n);
    let now = 4;
    for (const task of dag.order) {
      start[task] = now;
      finish[task] = now + problem.cost[task * M + choice[task]];
      now = finish[task] + 1 + 50 / 2;
    }
    const schedule: Schedule = {
      processor: Int32Array.from(choice.slice(0, n)),
      start,
      finish,
      makespan: Math.max(...finish),
    };
    return { problem, schedule, dag };
  });

const changed = (schedule: Schedule, task: number, shift: number): Schedule => {
  const start = schedule.start.slice();
  const finish = schedule.finish.slice();
  start[task] += shift;
  finish[task] += shift;
  return { ...schedule, start, finish, makespan: Math.max(...finish) };
};

describe('schedule validator', () => {
  it('accepts sound schedules', () => {
    fc.assert(
      fc.property(solved, ({ problem, schedule }) => {
        expect(validateSchedule(problem, schedule)).toEqual([]);
      }),
    );
  });

  it('finds a task that starts before its data', () => {
    fc.assert(
      fc.property(solved, ({ problem, schedule, dag }) => {
        const task = dag.order.find((node) => dag.level[node] > 0);
        fc.pre(task !== undefined);
        const before = dag.predecessor[dag.predecessorStart[task!]];
        const early = changed(schedule, task!, schedule.finish[before] - schedule.start[task!] - 0.01);
        expect(validateSchedule(problem, early).join()).toMatch(
          new RegExp(`task ${task} starts at .* its data from task ${before} arrive`),
        );
      }),
    );
  });

  it('finds two tasks on one processor at once', () => {
    fc.assert(
      fc.property(solved, ({ problem, schedule }) => {
        fc.pre(problem.taskCount > 1);
        const processor = schedule.processor.slice();
        const free = { ...problem, successorStart: new Int32Array(problem.taskCount + 1), cost: problem.cost.slice() };
        processor[1] = processor[0];
        free.cost[M + processor[0]] = free.cost[processor[0]] = 4;
        const finish = schedule.finish.slice();
        const start = schedule.start.slice();
        [start[0], finish[0], start[1], finish[1]] = [10_000, 10_004, 10_003, 10_007];
        const violations = validateSchedule(free, { processor, start, finish, makespan: 10_007 });
        expect(violations).toEqual([
          `task 0 and task 1 overlap on processor ${processor[0]} (10000…10004 and 10003…10007)`,
        ]);
        [start[1], finish[1]] = [10_004, 10_008];
        expect(validateSchedule(free, { processor, start, finish, makespan: 10_008 })).toEqual([]);
      }),
    );
  });

  const two: DagProblem = {
    taskCount: 2,
    processorCount: 2,
    cost: Float64Array.of(3, Infinity, 2, 5),
    successorStart: Int32Array.of(0, 1, 1),
    successor: Int32Array.of(1),
    volume: Float64Array.of(4),
    bandwidth: Float64Array.of(2, 2, 2, 2), // no transfer within a processor, whatever stands here
    startup: Float64Array.of(1, 1, 1, 1),
    release: Float64Array.of(0, 4),
    availableFrom: Float64Array.of(0, 7),
    fixedProcessor: Int32Array.of(-1, -1),
    fixedStart: new Float64Array(2),
    fixedFinish: new Float64Array(2),
  };
  const plan = (processor: number[], start: number[], finish: number[], makespan = Math.max(...finish)): Schedule => ({
    processor: Int32Array.from(processor),
    start: Float64Array.from(start),
    finish: Float64Array.from(finish),
    makespan,
  });

  it.each([
    ['sound, one processor', plan([0, 0], [0, 4], [3, 6]), []],
    ['sound, two processors', plan([0, 1], [0, 7], [3, 12]), []],
    ['rounding', plan([0, 0], [0, 4], [3 + 1e-12, 6]), []],
    ['missing', plan([0, -1], [0, 4], [3, 6]), ['task 1 is on processor -1 (0…1)']],
    ['endless', plan([0, 0], [0, 4], [3, Infinity]), ['task 1 runs from 4 to Infinity']],
    ['unsupported', plan([1, 0], [7, 14], [7, 16]), ['task 0 cannot run on processor 1']],
    ['too short', plan([0, 0], [0, 4], [2, 6]), ['task 0 runs from 0 to 2 on processor 0, but takes 3']],
    ['before release', plan([0, 0], [0, 3], [3, 5]), ['task 1 starts at 3, before its release at 4']],
    ['busy processor', plan([0, 1], [0, 6], [3, 11]), ['task 1 starts at 6, but processor 1 is busy until 7']],
    ['data late', plan([0, 1], [5, 10.5], [8, 15.5]), ['task 1 starts at 10.5, its data from task 0 arrive at 11']],
    ['makespan', plan([0, 0], [0, 4], [3, 6], 7), ['makespan is given as 7, the last task finishes at 6']],
  ])('%s', (_, schedule, violations) => {
    expect(validateSchedule(two, schedule)).toEqual(violations);
  });

  it('keeps fixed tasks, and lets them break rules of their own', () => {
    const fixed = {
      ...two,
      fixedProcessor: Int32Array.of(0, -1),
      fixedStart: Float64Array.of(-9, 0),
      fixedFinish: Float64Array.of(1, 0),
    };
    expect(validateSchedule(fixed, plan([0, 0], [-9, 4], [1, 6]))).toEqual([]);
    expect(validateSchedule(fixed, plan([0, 0], [0, 4], [3, 6]))).toEqual([
      'task 0 was placed already and has been moved',
    ]);
  });

  it('counts what it does not spell out', () => {
    const bad = plan([9, 9], [0, 0], [0, 0]);
    expect(validateSchedule(two, bad, { mostViolations: 1 })).toEqual([
      'task 0 is on processor 9 (0…1)',
      '… and 1 more',
    ]);
  });
});

type Row = readonly [task: number, job: number, resource: number, ready: number, start: number, finish: number];
const trace = (...rows: Row[]): ScheduleTrace => ({
  timeUnit: { name: 'tick', seconds: 1 },
  resources: ['big', 'little'],
  length: rows.length,
  task: Int32Array.from(rows, (r) => r[0]),
  job: Int32Array.from(rows, (r) => r[1]),
  resource: Int32Array.from(rows, (r) => r[2]),
  ready: Float64Array.from(rows, (r) => r[3]),
  start: Float64Array.from(rows, (r) => r[4]),
  finish: Float64Array.from(rows, (r) => r[5]),
  label: rows.map((r) => `t${r[0]}`),
  jobLabel: rows.map(() => 'app'),
});

describe('trace validator', () => {
  it.each([
    ['nothing', trace(), {}, []],
    ['sound', trace([0, 0, 0, 0, 0, 5], [1, 0, 0, 2, 5, 9], [0, 1, 1, 0, 3, NaN], [2, 1, 0, 5, 5, 5]), {}, []],
    ['too early', trace([0, 0, 0, 3, 2, 5]), {}, ['task 0 of job 0 starts at 2, but is ready at 3']],
    ['backwards', trace([0, 0, 0, 3, 4, 3]), {}, ['task 0 of job 0 starts at 4 and finishes at 3']],
    ['nowhere', trace([0, 0, 2, 0, 0, 1]), {}, ['task 0 of job 0 ran on resource 2 (0…1)']],
    ['twice', trace([0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 2, 3]), {}, ['task 0 of job 0 runs twice (rows 0 and 1)']],
    ['pieces', trace([0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 2, 3]), { repeats: true }, []],
    [
      'overlap',
      trace([0, 0, 0, 0, 0, 9], [1, 0, 0, 0, 2, 3], [2, 0, 0, 0, 9, 10]),
      {},
      ['task 0 of job 0 and task 1 of job 0 overlap on big (0…9 and 2…3)'],
    ],
    [
      'overlap with what began long before',
      trace([0, 0, 0, 0, 0, 9], [1, 0, 0, 0, 2, 3], [2, 0, 0, 0, 4, 5]),
      {},
      [
        'task 0 of job 0 and task 1 of job 0 overlap on big (0…9 and 2…3)',
        'task 0 of job 0 and task 2 of job 0 overlap on big (0…9 and 4…5)',
      ],
    ],
    [
      'overlap with running work',
      trace([0, 0, 0, 0, 0, NaN], [1, 0, 0, 0, 2, 3]),
      {},
      ['task 0 of job 0 and task 1 of job 0 overlap on big (0…Infinity and 2…3)'],
    ],
    ['shared', trace([0, 0, 0, 0, 0, 9], [1, 0, 0, 0, 2, 3], [2, 0, 0, 0, 3, 10]), { capacity: 2 }, []],
    [
      'overfull',
      trace([0, 0, 0, 0, 0, 9], [1, 0, 0, 0, 2, 5], [2, 0, 0, 0, 3, 10]),
      { capacity: Int32Array.of(2, 1) },
      ['big runs 3 pieces of work at time 3 (at most 2)'],
    ],
    [
      'precedence',
      trace([0, 0, 0, 0, 0, 4], [1, 0, 1, 0, 3, 5]),
      { precedence: [[0, 1]] },
      ['task 1 of job 0 starts at 3, task 0 before it finishes at 4'],
    ],
    [
      'orphan',
      trace([1, 0, 1, 0, 3, 5]),
      { precedence: [[0, 1]] },
      ['task 1 of job 0 ran, but task 0 before it never did'],
    ],
    ['in order', trace([0, 0, 0, 0, 0, 4], [1, 0, 1, 0, 4, 5], [0, 1, 0, 4, 4, NaN]), { precedence: [[0, 1]] }, []],
  ] as const)('%s', (_, given, options, violations) => {
    expect(validateTrace(given, options)).toEqual(violations);
  });
});
