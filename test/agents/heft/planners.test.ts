/** The HEFT family: the published examples to the digit, then laws on random problems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cpop } from '../../../agents/heft/cpop.js';
import { Heft } from '../../../agents/heft/heft.js';
import { Lookahead } from '../../../agents/heft/lookahead.js';
import { Peft } from '../../../agents/heft/peft.js';
import { heftPlanners } from '../../../agents/heft/planners.js';
import {
  ARABNEJAD,
  ARABNEJAD_HEFT,
  ARABNEJAD_PEFT,
  TOPCUOGLU,
  TOPCUOGLU_CPOP,
  TOPCUOGLU_HEFT,
} from '../../../src/cli/published/worked-examples.js';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { downwardRank, optimisticCost, upwardRank } from '../../../src/plan/ranks.js';
import { type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryProblem, STAIRS } from '../../fixtures/problems.js';

const PLANNERS = heftPlanners.map((spec) => [spec.id, spec.create()] as const);

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
    expect(validateSchedule(problemOf(spec), result)).toEqual([]);
  });

  it.each([
    ['HEFT', new Heft({ gapRule: 'strict' }), TOPCUOGLU, 80],
    ['CPOP', new Cpop({ gapRule: 'strict' }), TOPCUOGLU, 86],
    ['PEFT', new Peft({ gapRule: 'strict' }), ARABNEJAD, 122],
    ['HEFT on the same', new Heft({ gapRule: 'strict' }), ARABNEJAD, 133],
    ['Lookahead', new Lookahead({ gapRule: 'strict' }), ARABNEJAD, 127],
  ] as const)('%s where gaps must be longer than the task', (_, planner, spec, makespan) => {
    expect(planner.plan(problemOf(spec)).makespan).toBe(makespan);
  });

  it('Lookahead: 127 as printed; 76 on the other (from the same rules)', () => {
    expect(new Lookahead().plan(problemOf(ARABNEJAD)).makespan).toBe(127);
    expect(new Lookahead().plan(problemOf(TOPCUOGLU)).makespan).toBe(76);
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

describe.each(PLANNERS)('%s on random problems', (_, planner) => {
  it('gives valid schedules, never shorter than the critical path or the mean load', () => {
    fc.assert(
      fc.property(arbitraryProblem, (spec) => {
        const problem = problemOf(spec);
        const schedule = planner.plan(problem);
        expect(validateSchedule(problem, schedule)).toEqual([]);
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
        expect(validateSchedule(problem, planner.plan(problem))).toEqual([]);
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

describe('options', () => {
  /** Two tasks leave a gap of exactly 2 on the only processor, through a release. */
  const gap: DagProblem = {
    ...problemOf({ cost: [[4], [4], [2]], edges: [] }),
    release: Float64Array.of(0, 6, 3),
  };

  it.each([
    ['HEFT', Heft],
    ['PEFT', Peft],
    ['CPOP', Cpop],
    ['Lookahead', Lookahead],
  ] as const)('%s fills a gap exactly, or not when strict', (_, Planner) => {
    expect(new Planner().plan(gap).start[2]).toBe(4);
    expect(new Planner({ gapRule: 'strict' }).plan(gap).start[2]).toBe(10);
  });

  it('HEFT without insertion never goes before what is placed', () => {
    expect(new Heft({ insertion: false }).plan(gap).start[2]).toBe(10);
    fc.assert(
      fc.property(arbitraryProblem, (spec) => {
        const problem = problemOf(spec);
        const plan = new Heft({ insertion: false }).plan(problem);
        expect(validateSchedule(problem, plan)).toEqual([]);
      }),
    );
  });

  it('the ids of the variants are HEFT with other defaults', () => {
    const id = (name: string) => heftPlanners.find((spec) => spec.id === name)!;
    fc.assert(
      fc.property(arbitraryProblem, (spec) => {
        const problem = problemOf(spec);
        const same = (name: string, options: ConstructorParameters<typeof Heft>[0]) =>
          expect(id(name).create().plan(problem)).toEqual(new Heft(options).plan(problem));
        same('heft-no-insertion', { insertion: false });
        for (const rankCost of ['median', 'best', 'worst', 'deviation'] as const)
          same(`heft-${rankCost}`, { rankCost });
      }),
    );
    expect(id('heft-best').create().name).toBe('heft-best');
    expect(() => id('heft-best').create({ rankCosts: 'mean' })).toThrow(/^agents\/heft-best: option "rankCosts"/);
  });

  it('the rank counts what it is told to', () => {
    // only the first processor is open in time; task 0 is short there and long on the other, task 1 the same on both
    const table = {
      cost: [
        [1, 10],
        [6, 6],
      ],
      edges: [],
    };
    const problem = { ...problemOf(table), availableFrom: Float64Array.of(0, 100) };
    const first = (rankCost: 'mean' | 'median' | 'best' | 'worst' | 'deviation') => {
      const { start } = new Heft({ rankCost }).plan(problem);
      return start[0] < start[1] ? 0 : 1;
    };
    expect([first('mean'), first('median'), first('best'), first('worst'), first('deviation')]).toEqual([
      1, 1, 1, 0, 0,
    ]);
  });

  it('SAGA’s critical path holds the entry alone where no other task has its priority', () => {
    const edges = [
      [0, 1, 1],
      [1, 2, 1],
    ] as const;
    const problem = problemOf({
      cost: [
        [2, 3],
        [4, 9],
        [6, 5],
      ],
      edges,
      bandwidth: Number.POSITIVE_INFINITY,
    });
    expect(Array.from(new Cpop().plan(problem).processor)).toEqual([0, 0, 0]);
    const saga = new Cpop({ compat: 'saga' }).plan(problem);
    expect(Array.from(saga.processor)).toEqual([0, 0, 1]); // the last goes where it finishes first
    expect(saga).toEqual(new Cpop({ commAverage: 'saga', criticalPath: 'saga' }).plan(problem));
  });

  it('SAGA’s downward rank counts a task’s own time at the mean speed', () => {
    // task 1 takes 2.25 on average and 2 at the mean speed, as long as task 0: both priorities are 4.25
    const table = {
      cost: [
        [2, 2],
        [3, 1.5],
      ],
      edges: [[0, 1, 1]] as const,
      bandwidth: Number.POSITIVE_INFINITY,
    };
    const problem = { ...problemOf(table), availableFrom: Float64Array.of(0, 100) };
    expect(Array.from(new Cpop({ compat: 'saga' }).plan(problem).processor)).toEqual([1, 1]);
  });

  it('CPOP follows the whole critical path, past edges that jump over tasks of it', () => {
    // the path is 1 → 2 → 0, and 1 → 0 jumps over 2; task 2 alone would go to the other processor
    const cost = [
      [1, 3],
      [1, 3],
      [4, 2],
    ];
    const edges = [
      [1, 2, 5],
      [2, 0, 5],
      [1, 0, 0],
    ] as const;
    const problem = { ...problemOf({ cost, edges }), bandwidth: Float64Array.of(1, 5, 5, 1) };
    expect(Array.from(new Cpop().plan(problem).processor)).toEqual([0, 0, 0]);
    const free = { ...problem, bandwidth: problem.bandwidth.map(() => Number.POSITIVE_INFINITY) };
    expect(Array.from(new Cpop().plan(free).processor)).toEqual([0, 0, 0]); // 6 on the first, 8 on the second
    expect(Array.from(new Heft().plan(free).processor)).toEqual([0, 0, 1]);
  });

  it.each(PLANNERS)('%s takes the lowest processor on ties', (_, planner) => {
    expect(Array.from(planner.plan(problemOf({ cost: [[3, 3, 3]], edges: [] })).processor)).toEqual([0]);
  });

  it('SAGA’s PEFT counts what the links take', () => {
    const problem = problemOf(ARABNEJAD);
    const saga = new Peft({ compat: 'saga' }).plan(problem);
    expect(saga).toEqual(new Peft({ octComm: 'link' }).plan(problem));
    expect(saga.makespan).toBe(122); // all links are alike: the mean is what they take
    expect(() => new Peft({ octComm: 'links' as 'link' })).toThrow(/^agents\/peft: option "octComm"/);
  });
});
