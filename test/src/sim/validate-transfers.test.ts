import { describe, expect, it } from 'vitest';
import { type Contention, type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';

const NO = Number.POSITIVE_INFINITY;

/** 0 on processor 0 sends to 1 and 2 on processor 1; 3 on processor 2 sends to 2 as well. All last 1, transfers 2. */
const problem = (contention: Contention): DagProblem => ({
  ...problemOf({
    cost: [
      [1, NO, NO],
      [NO, 1, NO],
      [NO, 1, NO],
      [NO, NO, 1],
    ],
    edges: [
      [0, 1, 2],
      [0, 2, 2],
      [3, 2, 2],
    ],
  }),
  contention,
});

const plan = (transferStart: number[] | undefined, start = [0, 20, 22, 0]): Schedule => ({
  processor: Int32Array.of(0, 1, 1, 2),
  start: Float64Array.from(start),
  finish: Float64Array.from(start, (time) => time + 1),
  makespan: Math.max(...start) + 1,
  ...(transferStart === undefined ? {} : { transferStart: Float64Array.from(transferStart) }),
});

describe('transfers under contention', () => {
  it.each([
    ['none', plan(undefined), []],
    ['none', plan([1, 1, 1]), []],
    ['bus', plan([1, 3, 5]), []],
    ['bus', plan(undefined), ['transfers share resources (bus), but the schedule does not say when they start']],
    ['bus', plan([1, 3]), ['transfer 3 → 2 has no start (undefined)']],
    ['bus', plan([1, Number.NaN, 5]), ['transfer 0 → 2 has no start (NaN)']],
    ['bus', plan([0.5, 3, 5]), ['transfer 0 → 1 starts at 0.5, before task 0 finishes at 1']],
    ['bus', plan([19, 3, 5]), ['task 1 starts at 20, transfer 0 → 1 arrives at 21']],
    ['bus', plan([1, 3, 4]), ['transfer 0 → 2 and transfer 3 → 2 overlap on the bus (3…5 and 4…6)']],
    ['link', plan([1, 3, 3]), []],
    [
      'link',
      plan([1, 2, 3]),
      ['transfer 0 → 1 and transfer 0 → 2 overlap on the link from processor 0 to 1 (1…3 and 2…4)'],
    ],
    ['one-port', plan([1, 5, 3]), []],
    [
      'one-port',
      plan([1, 2, 7]),
      [
        'transfer 0 → 1 and transfer 0 → 2 overlap on the output port of processor 0 (1…3 and 2…4)',
        'transfer 0 → 1 and transfer 0 → 2 overlap on the input port of processor 1 (1…3 and 2…4)',
      ],
    ],
    [
      'one-port',
      plan([1, 3, 4]),
      ['transfer 0 → 2 and transfer 3 → 2 overlap on the input port of processor 1 (3…5 and 4…6)'],
    ],
  ] as const)('%s, %o', (contention, schedule, violations) => {
    expect(validateSchedule(problem(contention), schedule)).toEqual(violations);
  });

  it('leaves out transfers into placed tasks, within a processor, and of no time', () => {
    const base = problem('bus');
    const placed = {
      ...base,
      fixedProcessor: Int32Array.of(-1, 1, -1, -1),
      fixedStart: Float64Array.of(0, 20, 0, 0),
      fixedFinish: Float64Array.of(0, 21, 0, 0),
    };
    expect(validateSchedule(placed, plan([Number.NaN, 1, 3]))).toEqual([]);
    const free = { ...base, volume: Float64Array.of(0, 0, 2) };
    expect(validateSchedule(free, plan([Number.NaN, Number.NaN, 3]))).toEqual([]);
    const local = { ...base, cost: base.cost.map(() => 1) };
    const schedule = { ...plan([Number.NaN, Number.NaN, 3]), processor: Int32Array.of(1, 1, 1, 2) };
    expect(validateSchedule(local, schedule)).toEqual([]);
  });
});
