/** ETF and DLS under contention against all pairs tried at every step, ties included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dls } from '../../../agents/list-planners/dls.js';
import { Etf } from '../../../agents/list-planners/etf.js';
import { medianCosts, staticLevel } from '../../../agents/list-planners/static-level.js';
import { meanCosts } from '../../../src/plan/averages.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../../src/planner.js';
import { arbitraryMachine } from '../../src/plan/arbitrary-machine.js';

type Keys = (task: number, k: number, start: number) => readonly number[];

function byDefinition(problem: DagProblem, keys: Keys): Schedule {
  const graph = problemGraph(problem, 'test');
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  const before = (task: number) =>
    graph.predecessor.subarray(graph.predecessorStart[task], graph.predecessorStart[task + 1]);
  for (;;) {
    const pairs = [];
    for (const task of graph.order.toSorted()) {
      if (schedule.processor[task] >= 0 || before(task).some((other) => schedule.processor[other] < 0)) continue;
      for (let k = 0; k < problem.processorCount; k++) {
        const start = schedule.earliestStart(task, k);
        if (start < Number.POSITIVE_INFINITY) pairs.push({ task, k, start, keys: [...keys(task, k, start), task, k] });
      }
    }
    if (pairs.length === 0) return schedule.done();
    pairs.sort((a, b) => a.keys.map((key, i) => key - b.keys[i]).find((difference) => difference !== 0) ?? 0);
    schedule.place(pairs[0].task, pairs[0].k, pairs[0].start);
  }
}

const contended = arbitraryMachine({ contention: ['one-port', 'link', 'bus'] });

function check(planner: Planner, keysOf: (problem: DagProblem) => Keys): void {
  fc.assert(
    fc.property(contended, (problem) => {
      expect(planner.plan(problem)).toEqual(byDefinition(problem, keysOf(problem)));
    }),
    { numRuns: 200 },
  );
}

describe('pairs under contention', () => {
  it('ETF', () => {
    check(new Etf(), (problem) => {
      const level = staticLevel(problem, problemGraph(problem, 'test'), meanCosts(problem));
      return (task, _k, start) => [start, -level[task]];
    });
  });

  it('ETF by finish', () => {
    check(new Etf({ choose: 'finish' }), (problem) => {
      const { processorCount: m, cost } = problem;
      const level = staticLevel(problem, problemGraph(problem, 'test'), meanCosts(problem));
      return (task, k, start) => [start + cost[task * m + k], -level[task]];
    });
  });

  it('DLS', () => {
    check(new Dls(), (problem) => {
      const { processorCount: m, cost } = problem;
      const median = medianCosts(problem);
      const level = staticLevel(problem, problemGraph(problem, 'test'), median);
      return (task, k, start) => [-(level[task] - start + median[task] - cost[task * m + k])];
    });
  });
});
