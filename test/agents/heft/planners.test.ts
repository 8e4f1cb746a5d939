/** HEFT, CPOP and PEFT: the published examples to the digit, then laws on random problems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { downwardRank, optimisticCost, upwardRank } from '../../../src/plan/ranks.js';
import { Cpop, Heft, Peft } from '../../../agents/index.js';
import {
  ARABNEJAD,
  ARABNEJAD_HEFT,
  ARABNEJAD_PEFT,
  TOPCUOGLU,
  TOPCUOGLU_CPOP,
  TOPCUOGLU_HEFT,
} from '../../../src/cli/published/worked-examples.js';
import { type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { planners } from '../../../src/registry.js';
import { arbitraryProblem, STAIRS } from '../../fixtures/problems.js';

const PLANNERS = planners.all().map((spec) => [spec.id, spec.create()] as const);

function placed({ processor, start, finish }: Schedule): number[][] {
  return Array.from(processor, (k, task) => [k, start[task], finish[task]]);
}

function ranks(problem: DagProblem) {
  const graph = problemGraph(problem, 'test');
  const costs = meanCosts(problem);
  const transfers = meanTransfers(problem, 'paper');
  return {
    up: upwardRank(problem, graph, costs, transfers),
    down: downwardRank(graph, costs, transfers),
    table: optimisticCost(problem, graph, transfers),
  };
}

describe('published examples', () => {
  it.each([
    ['HEFT on its own example', new Heft(), TOPCUOGLU, TOPCUOGLU_HEFT, 80],
    ['CPOP on the same', new Cpop(), TOPCUOGLU, TOPCUOGLU_CPOP, 86],
    ['PEFT on its own example', new Peft(), ARABNEJAD, ARABNEJAD_PEFT, 122],
    ['HEFT on the same', new Heft(), ARABNEJAD, ARABNEJAD_HEFT, 133],
    ['HEFT, transfers averaged over pairs', new Heft({ commAverage: 'pairs' }), TOPCUOGLU, TOPCUOGLU_HEFT, 80],
  ] as const)('%s', (_, planner, spec, schedule, makespan) => {
    const result = planner.plan(problemOf(spec));
    expect(placed(result)).toEqual(schedule);
    expect(result.makespan).toBe(makespan);
  });

  // unpublished, from the same rules (an independent implementation gave 85 and 167)
  it('PEFT and CPOP on each other’s example', () => {
    expect(new Peft().plan(problemOf(TOPCUOGLU)).makespan).toBe(85);
    expect(new Cpop().plan(problemOf(ARABNEJAD)).makespan).toBe(167);
  });

  it('HEFT on the staircase', () => {
    const { processor, start, finish } = new Heft().plan(problemOf(STAIRS));
    const rows = [3, 4, 5, 6, 7, 8, 9].map((task) => [processor[task], start[task], finish[task]]);
    const a = processor[4];
    const b = processor[3];
    expect(a).not.toBe(b);
    expect(rows).toEqual([
      [b, 0, 3],
      [a, 0, 4],
      [b, 3, 8],
      [a, 4, 10],
      [a, 11, 18],
      [b, 21, 29],
      [a, 18, 27],
    ]);
  });

  it('ranks and optimistic costs', () => {
    const heft = ranks(problemOf(TOPCUOGLU));
    const upward = [108, 77, 80, 80, 69, 190 / 3, 128 / 3, 107 / 3, 133 / 3, 44 / 3];
    const downward = [0, 31, 25, 22, 24, 27, 187 / 3, 200 / 3, 191 / 3, 280 / 3];
    upward.forEach((rank, task) => {
      expect(heft.up[task]).toBeCloseTo(rank, 9);
    });
    downward.forEach((rank, task) => {
      expect(heft.down[task]).toBeCloseTo(rank, 9);
    });
    const { table } = ranks(problemOf(ARABNEJAD));
    expect(Array.from(table)).toEqual([
      64, 68, 86, 42, 39, 42, 27, 41, 43, 42, 39, 50, 28, 37, 28, 42, 39, 44, 13, 16, 22, 13, 16, 33, 13, 16, 20, 0, 0,
      0,
    ]);
  });
});

/** Longest path of least processing times, without transfers. */
function criticalPathBound(problem: DagProblem): number {
  const { taskCount: n, processorCount: m, cost, successorStart, successor } = problem;
  const tail = new Float64Array(n);
  for (let task = n - 1; task >= 0; task--) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++)
      tail[task] = Math.max(tail[task], tail[successor[edge]]);
    tail[task] += Math.min(...cost.slice(task * m, (task + 1) * m));
  }
  return Math.max(0, ...tail);
}

/** Violations of the model in words: durations, overlaps, precedence with transfers, closed processors. */
function violations(problem: DagProblem, { processor, start, finish, makespan }: Schedule): string[] {
  const { taskCount: n, processorCount: m, cost, successorStart, successor, volume, startup, bandwidth } = problem;
  const found: string[] = [];
  const check = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  for (let task = 0; task < n; task++) {
    const k = processor[task];
    if (problem.fixedProcessor[task] >= 0) {
      check(k === problem.fixedProcessor[task] && start[task] === problem.fixedStart[task], `fixed task ${task} moved`);
      continue;
    }
    check(finish[task] === start[task] + cost[task * m + k], `duration of ${task}`);
    check(start[task] >= Math.max(problem.release[task], problem.availableFrom[k]), `task ${task} starts too early`);
  }
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const inside =
        a !== b && processor[a] === processor[b] && start[b] < finish[a] - 1e-9 && finish[b] > start[a] + 1e-9;
      check(!inside || finish[a] === start[a] || finish[b] === start[b], `tasks ${a} and ${b} overlap`);
    }
    for (let edge = successorStart[a]; edge < successorStart[a + 1]; edge++) {
      const b = successor[edge];
      if (problem.fixedProcessor[b] >= 0) continue;
      const link = processor[a] * m + processor[b];
      const transfer = processor[a] === processor[b] ? 0 : startup[link] + volume[edge] / bandwidth[link];
      check(start[b] >= finish[a] + transfer - 1e-9, `task ${b} starts before the data of ${a}`);
    }
  }
  check(n === 0 || makespan === Math.max(...finish), 'makespan');
  return found;
}

describe.each(PLANNERS)('%s on random problems', (_, planner) => {
  it('gives valid schedules, never shorter than the critical path or the mean load', () => {
    fc.assert(
      fc.property(arbitraryProblem, (spec) => {
        const problem = problemOf(spec);
        const schedule = planner.plan(problem);
        expect(violations(problem, schedule)).toEqual([]);
        const least = spec.cost.map((row) => Math.min(...row));
        const area = least.reduce((sum, time) => sum + time, 0) / problem.processorCount;
        expect(schedule.makespan).toBeGreaterThanOrEqual(Math.max(criticalPathBound(problem), area) - 1e-9);
      }),
      { numRuns: 150 },
    );
  });

  it('scales with the unit of time', () => {
    fc.assert(
      fc.property(arbitraryProblem, (spec) => {
        const eight = {
          ...spec,
          cost: spec.cost.map((row) => row.map((time) => time * 8)),
          edges: spec.edges.map(([from, to, volume]) => [from, to, volume * 8] as const),
        };
        const { makespan, processor } = planner.plan(problemOf(spec));
        const scaled = planner.plan(problemOf(eight));
        expect(scaled.makespan).toBe(makespan * 8);
        expect(scaled.processor).toEqual(processor);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what is placed, respects releases and closed processors', () => {
    fc.assert(
      fc.property(arbitraryProblem, fc.infiniteStream(fc.nat(20)), (spec, numbers) => {
        const base = problemOf(spec);
        const { taskCount: n, processorCount: m } = base;
        const first = planner.plan(base);
        const next = () => numbers.next().value as number;
        // everything that began before the cut is placed; the rest is planned anew
        const cut = (first.makespan * (next() % 10)) / 10;
        const fixed = Array.from({ length: n }, (_, task) => first.start[task] < cut);
        const problem: DagProblem = {
          ...base,
          release: Float64Array.from({ length: n }, () => cut + (next() % 3)),
          availableFrom: Float64Array.from({ length: m }, () => cut + (next() % 4)),
          fixedProcessor: Int32Array.from(fixed, (is, task) => (is ? first.processor[task] : -1)),
          fixedStart: Float64Array.from(fixed, (is, task) => (is ? first.start[task] : 0)),
          fixedFinish: Float64Array.from(fixed, (is, task) => (is ? first.finish[task] : 0)),
        };
        expect(violations(problem, planner.plan(problem))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses cycles and tasks that run nowhere', () => {
    const cost = [
      [1, 2],
      [3, 4],
    ];
    const edges = [
      [0, 1, 1],
      [1, 0, 1],
    ] as const;
    expect(() => problemOf({ cost, edges })).toThrow(/^planner: the graph has a cycle/);
    // a problem that did not come from problemOf
    const chain = problemOf({ cost, edges: [[0, 1, 1]] });
    const cyclic = { ...chain, successorStart: Int32Array.of(0, 1, 2), successor: Int32Array.of(1, 0) };
    expect(() => planner.plan({ ...cyclic, volume: Float64Array.of(1, 1) })).toThrow(/cycle \(2 of 2 tasks/);
    const nowhere = {
      cost: [
        [1, 2],
        [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
      ],
      edges: [],
    };
    expect(() => planner.plan(problemOf(nowhere))).toThrow(/task 1 runs on none of the 2 processors/);
  });
});
