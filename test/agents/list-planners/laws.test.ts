/** Laws of all list planners: valid schedules under every circumstance, not below the bounds, the same ones again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listPlanners } from '../../../agents/list-planners/planners.js';
import { ArenaError } from '../../../src/error.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryProblem } from '../../fixtures/problems.js';
import { arbitraryMachine, cutProblem } from '../../src/plan/arbitrary-machine.js';

const PLANNERS = listPlanners.map((spec) => [spec.id, spec.create()] as const);
const SAGA = ['bil', 'dps', 'fcp', 'flb', 'gdl', 'msbc'].map(
  (id) => [`${id} as in SAGA`, listPlanners.find((spec) => spec.id === id)!.create({ compat: 'saga' })] as const,
);

/** Longest path of least processing times, and the mean load; tasks are numbered in topological order. */
function lowerBound(problem: DagProblem): number {
  const { taskCount: n, processorCount: m, cost, successorStart, successor } = problem;
  const tail = new Float64Array(n);
  let area = 0;
  for (let task = n - 1; task >= 0; task--) {
    const least = Math.min(...cost.subarray(task * m, (task + 1) * m));
    const after = successor.subarray(successorStart[task], successorStart[task + 1]);
    tail[task] = least + Math.max(0, ...Array.from(after, (next) => tail[next]));
    area += least;
  }
  return Math.max(area / m, ...tail);
}

describe.each([...PLANNERS, ...SAGA])('%s', (_, planner) => {
  it('gives valid schedules on any machine, and the same ones again', () => {
    fc.assert(
      fc.property(arbitraryMachine(), (problem) => {
        const schedule = planner.plan(problem);
        expect(validateSchedule(problem, schedule)).toEqual([]);
        expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBound(problem) - 1e-9);
        expect(planner.plan(problem)).toEqual(schedule);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what is placed and plans the rest', () => {
    fc.assert(
      fc.property(arbitraryMachine({ contention: ['none'] }), fc.nat(9), (problem, tenths) => {
        const rest = cutProblem(problem, planner.plan(problem), tenths / 10);
        expect(validateSchedule(rest, planner.plan(rest))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('scales with the unit of time', () => {
    fc.assert(
      fc.property(arbitraryProblem, (table) => {
        const problem = problemOf(table);
        const eight = {
          cost: problem.cost.map((time) => time * 8),
          volume: problem.volume.map((amount) => amount * 8),
        };
        const once = planner.plan(problem);
        const scaled = planner.plan({ ...problem, ...eight });
        expect(scaled.processor).toEqual(once.processor);
        expect(scaled.makespan).toBe(once.makespan * 8);
      }),
      { numRuns: 20 },
    );
  });
});

const NO_TASKS = {
  taskCount: 0,
  cost: new Float64Array(0),
  successorStart: new Int32Array(1),
  release: new Float64Array(0),
  fixedProcessor: new Int32Array(0),
  fixedStart: new Float64Array(0),
  fixedFinish: new Float64Array(0),
};

describe.each(PLANNERS)('%s', (_, planner) => {
  it('plans nothing, tasks without length, a single processor, and a long chain', () => {
    expect(planner.plan({ ...problemOf({ cost: [[1]], edges: [] }), ...NO_TASKS }).makespan).toBe(0);
    const zero = problemOf({ cost: Array.from({ length: 4 }, () => [0, 0]), edges: [[0, 3, 0]] });
    expect(planner.plan(zero).makespan).toBe(0);
    const single = problemOf({ cost: [[3], [4], [5]], edges: [[0, 2, 100]] });
    expect(planner.plan(single).makespan).toBe(12);
    const n = 20_000;
    const chain = problemOf({
      cost: Array.from({ length: n }, (_, task) => [1 + (task % 2), 2]),
      edges: Array.from({ length: n - 1 }, (_, task) => [task, task + 1, 5] as const),
    });
    expect(planner.plan(chain).makespan).toBe(1.5 * n);
  });
});

describe.each(listPlanners.map((spec) => [spec.id, spec] as const))('%s refuses', (id, spec) => {
  it('options it does not have', () => {
    expect(() => spec.create({ speed: 3 })).toThrow(new RegExp(`^agents/${id}: option "speed" does not exist`));
  });

  it('cycles', () => {
    const chain = problemOf({ cost: [[1], [1]], edges: [[0, 1, 1]] });
    const cycle = {
      successorStart: Int32Array.of(0, 1, 2),
      successor: Int32Array.of(1, 0),
      volume: Float64Array.of(1, 1),
    };
    expect(() => spec.create().plan({ ...chain, ...cycle })).toThrow(ArenaError);
  });
});

it.each(['fcp', 'flb'])('%s cannot go by finish as in SAGA', (id) => {
  const spec = listPlanners.find((each) => each.id === `${id}-heterogeneous`)!;
  expect(() => spec.create({ compat: 'saga' })).toThrow(
    `agents/${id}-heterogeneous: option "compat" does not exist where choose`,
  );
});
