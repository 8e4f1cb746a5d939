/** WBA against its plain definition: every pair is weighed anew at every step, and the same numbers are drawn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkflowBasedAllocation } from '../../../agents/search/wba.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { type Contention, type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { createRng, type Rng } from '../../../src/rng.js';
import { anyProblem } from '../any-problem.js';

function construct(problem: DagProblem, alpha: number, rng: Rng): Schedule {
  const { taskCount: n, processorCount: m, cost } = problem;
  const { predecessorStart, predecessor } = problemGraph(problem, 'test');
  const schedule = new PartialSchedule(problem, problemGraph(problem, 'test'), { insertion: false });
  const isReady = (task: number) =>
    schedule.processor[task] < 0 &&
    predecessor
      .subarray(predecessorStart[task], predecessorStart[task + 1])
      .every((before) => schedule.processor[before] >= 0);
  const tasks = Array.from({ length: n }, (_, task) => task);
  for (let batch = tasks.filter(isReady); batch.length > 0; batch = tasks.filter(isReady)) {
    while (batch.length > 0) {
      const { makespan } = schedule.done();
      const pairs = batch.flatMap((task) =>
        Array.from({ length: m }, (_, k) => ({ task, k, start: schedule.earliestStart(task, k) }))
          .filter(({ start }) => start < Number.POSITIVE_INFINITY)
          .map((pair) => ({ ...pair, increase: Math.max(0, pair.start + cost[task * m + pair.k] - makespan) })),
      );
      const increases = pairs.map(({ increase }) => increase);
      const least = Math.min(...increases);
      const most = least + alpha * (Math.max(...increases) - least);
      const near = pairs.filter(({ increase }) => increase <= most);
      const { task, k, start } = near[rng.integer(near.length)];
      schedule.place(task, k, start);
      batch = batch.filter((each) => each !== task);
    }
  }
  return schedule.done();
}

function plain(problem: DagProblem, { alpha, seed, trials }: Record<'alpha' | 'seed' | 'trials', number>): Schedule {
  const rng = createRng(seed).fork('wba');
  const schedules = Array.from({ length: trials }, () => construct(problem, alpha, rng));
  return schedules.reduce((best, next) => (next.makespan < best.makespan ? next : best));
}

const options = fc.record({
  alpha: fc.constantFrom(0, 0.1, 0.5, 1),
  seed: fc.nat(99),
  trials: fc.integer({ min: 1, max: 3 }),
});

/** Mostly ready at once: several blocks of rows, and more tasks that have gone than are kept in place. */
function wide(seed: number, contention: Contention): DagProblem {
  const rng = createRng(seed);
  const n = 150 + rng.integer(100);
  const time = rng.integer(2) === 0 ? () => rng.integer(5) : () => 10 * rng();
  const cost = Array.from({ length: n }, () =>
    Array.from({ length: 4 }, (_, k) => (k > 0 && rng() < 0.1 ? Number.POSITIVE_INFINITY : time())),
  );
  const edges = Array.from({ length: 40 }, (_, i) => [rng.integer(100), 100 + i, time()] as const);
  const release = Float64Array.from({ length: n }, () => 200 * rng()); // about as long as the schedule
  return { ...problemOf({ cost, edges }), contention, release };
}

describe('wba', () => {
  it('draws from the pairs that lengthen the schedule little, as defined', () => {
    fc.assert(
      fc.property(
        anyProblem({ contentions: ['none', 'none', 'one-port', 'link', 'bus'], mostTasks: 14 }),
        options,
        (problem, given) => {
          expect(new WorkflowBasedAllocation(given).plan(problem)).toEqual(plain(problem, given));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['none', 0],
    ['none', 0.3],
    ['none', 0.5],
    ['none', 1],
    ['bus', 0.5],
  ] as const)('does so where many tasks are ready (contention %s, alpha %d)', (contention, alpha) => {
    for (const seed of contention === 'none' ? [1, 2, 3, 4] : [1]) {
      const problem = wide(seed, contention);
      const given = { alpha, seed, trials: 1 };
      expect(new WorkflowBasedAllocation(given).plan(problem)).toEqual(plain(problem, given));
    }
  });
});
