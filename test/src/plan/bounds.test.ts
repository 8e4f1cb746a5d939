/** Lower bounds: values by hand, the reference's cpMin and seqMin, and never above what brute force finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARABNEJAD, TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { lowerBounds, minimumCriticalPath, sequentialTime } from '../../../src/plan/bounds.js';
import { type DagTable, problemOf } from '../../../src/planner.js';
import { bruteForceMakespan } from '../../agents/search/brute-force.js';
import { scaled, smallProblem } from '../../agents/search/small-problems.js';

const FREE = Number.POSITIVE_INFINITY;

function equalTasks(count: number, row: readonly number[], edges: DagTable['edges'] = []): DagTable {
  return { cost: Array.from({ length: count }, () => row), edges };
}

describe('lowerBounds', () => {
  it.each([
    ['HEFT paper', TOPCUOGLU, 41, 127, 73],
    ['PEFT paper', ARABNEJAD, 75, 205, 113],
  ])('of the graph of the %s', (_, table, path, sequential, optimum) => {
    const problem = problemOf(table);
    expect(minimumCriticalPath(problem)).toBe(path);
    expect(sequentialTime(problem)).toBe(sequential);
    const bounds = lowerBounds(problem);
    expect(bounds.criticalPath).toBe(path);
    expect(bounds.best).toBe(Math.max(bounds.criticalPath, bounds.area, bounds.assignment, bounds.fernandez));
    expect(bounds.best).toBeGreaterThanOrEqual(path);
    expect(bounds.best).toBeLessThanOrEqual(optimum);
  });

  it('area: 7 tasks of 3 on two processors take 10.5', () => {
    const bounds = lowerBounds(problemOf(equalTasks(7, [3, 3])));
    expect(bounds.area).toBeCloseTo(10.5, 12);
    expect(bounds.area).toBeLessThanOrEqual(10.5);
    expect(bounds.criticalPath).toBe(3);
  });

  it('area: a processor that is busy for long does not help', () => {
    const problem = problemOf(equalTasks(4, [3, 3]));
    problem.availableFrom.set([100, 0]);
    expect(lowerBounds(problem).area).toBeCloseTo(12, 12);
    problem.availableFrom.set([6, 0]);
    expect(lowerBounds(problem).area).toBeCloseTo(9, 12);
  });

  it('area: placed tasks take their time once, however they overlap', () => {
    const problem = problemOf(equalTasks(4, [3]));
    problem.fixedProcessor.set([0, 0]);
    problem.fixedStart.set([0, 1]);
    problem.fixedFinish.set([3, 4]);
    expect(lowerBounds(problem).area).toBeCloseTo(10, 12);
  });

  it('assignment: work over the sum of speeds on related processors', () => {
    const bounds = lowerBounds(problemOf(equalTasks(30, [4, 2, 1]))); // speeds 1, 2, 4
    expect(bounds.area).toBeCloseTo(10, 12);
    expect(bounds.assignment).toBeCloseTo(120 / 7, 9);
  });

  it('assignment: everybody wants the same processor', () => {
    const bounds = lowerBounds(problemOf(equalTasks(12, [1, 3, 3])));
    expect(bounds.area).toBeCloseTo(4, 12);
    expect(bounds.assignment).toBeGreaterThan(7); // 12 / (1 + 1/3 + 1/3) = 7.2
    expect(bounds.assignment).toBeLessThanOrEqual(7.2);
  });

  it('Fernández: six tasks must run between the first and the last on two processors', () => {
    const edges: [number, number, number][] = [];
    for (let i = 1; i <= 6; i++) edges.push([0, i, 0], [i, 7, 0]);
    const bounds = lowerBounds(problemOf({ ...equalTasks(8, [2, 2], edges), bandwidth: FREE }));
    expect(bounds.criticalPath).toBe(6);
    expect(bounds.area).toBeCloseTo(8, 12);
    expect(bounds.fernandez).toBeCloseTo(10, 12);
    expect(bounds.best).toBe(bounds.fernandez);
  });

  it('starts the critical path when tasks are released and processors are free, and at the finish of placed ones', () => {
    const problem = problemOf({ cost: [[2], [3]], edges: [[0, 1, 50]] });
    problem.release.set([4, 0]);
    expect(lowerBounds(problem).criticalPath).toBe(9);
    problem.availableFrom[0] = 10;
    expect(lowerBounds(problem).criticalPath).toBe(15);
    problem.fixedProcessor[0] = 0;
    problem.fixedStart[0] = 18;
    problem.fixedFinish[0] = 20;
    expect(lowerBounds(problem).criticalPath).toBe(23);
    expect(minimumCriticalPath(problem)).toBe(5);
  });

  it('knows empty problems and processors that do not support everything', () => {
    expect(
      lowerBounds(
        problemOf({
          cost: [
            [1, FREE],
            [FREE, 2],
          ],
          edges: [],
        }),
      ).best,
    ).toBe(2);
    expect(
      sequentialTime(
        problemOf({
          cost: [
            [1, FREE],
            [FREE, 2],
          ],
          edges: [],
        }),
      ),
    ).toBe(FREE);
    const empty = { ...problemOf({ cost: [[1]], edges: [] }), taskCount: 0, successorStart: new Int32Array(1) };
    for (const key of ['cost', 'release', 'fixedStart', 'fixedFinish'] as const) empty[key] = new Float64Array(0);
    empty.fixedProcessor = new Int32Array(0);
    expect(lowerBounds(empty)).toEqual({ criticalPath: 0, area: 0, assignment: 0, fernandez: 0, best: 0 });
  });

  it('never exceeds the optimum', () => {
    const check = (history: boolean, numRuns: number) =>
      fc.assert(
        fc.property(smallProblem({ tasks: 5, processors: 3, history }), (problem) => {
          expect(lowerBounds(problem).best).toBeLessThanOrEqual(bruteForceMakespan(problem));
        }),
        { numRuns },
      );
    check(false, 200);
    check(true, 200);
  });

  it('scales with the times, to the digit', () => {
    fc.assert(
      fc.property(smallProblem({ tasks: 14, processors: 4, history: true }), (problem) => {
        const bounds = lowerBounds(problem);
        const smaller = lowerBounds(scaled(problem, 0.25));
        for (const key of Object.keys(bounds) as (keyof typeof bounds)[]) expect(smaller[key]).toBe(bounds[key] / 4);
      }),
      { numRuns: 100 },
    );
  });

  it('takes long chains and wide graphs', () => {
    const n = 100_000;
    const chain = Array.from({ length: n - 1 }, (_, i): [number, number, number] => [i, i + 1, 1]);
    expect(lowerBounds(problemOf({ ...equalTasks(n, [1, 2], chain) })).best).toBe(n);
    const wide = lowerBounds(problemOf(equalTasks(n, [1, 1])));
    expect(wide.best / (n / 2)).toBeCloseTo(1, 6);
  });
});
