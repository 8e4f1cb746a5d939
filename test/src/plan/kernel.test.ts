/** The planning kit against plain versions of the same rules, and what its parts promise each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cpop } from '../../../agents/heft/cpop.js';
import { Heft } from '../../../agents/heft/heft.js';
import { Lookahead } from '../../../agents/heft/lookahead.js';
import { Peft } from '../../../agents/heft/peft.js';
import { PlainHeft } from '../../../src/cli/bench/plain-dag.js';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { DataReady, linksAlike } from '../../../src/plan/data-ready.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { RANK_COSTS, rankCosts } from '../../../src/plan/rank-costs.js';
import { byDecreasingRank } from '../../../src/plan/rank-order.js';
import { optimisticCost, optimisticCostOverLinks, upwardRank } from '../../../src/plan/ranks.js';
import { ReadyList } from '../../../src/plan/ready-list.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryMachine, cutProblem } from './arbitrary-machine.js';
import { PlainSchedule, plainHeft, plainOrder, plainRank } from './plain-kernel.js';

const arbitraryOptions = fc.record({
  gapRule: fc.constantFrom('nonstrict', 'strict'),
  insertion: fc.boolean(),
} as const);

describe('partial schedule', () => {
  it('answers as the plain one does, whatever is placed where', () => {
    fc.assert(
      fc.property(arbitraryMachine(), arbitraryOptions, fc.infiniteStream(fc.nat(99)), (problem, options, numbers) => {
        const graph = problemGraph(problem, 'test');
        const schedule = new PartialSchedule(problem, graph, options);
        const plain = new PlainSchedule(problem, options);
        const m = problem.processorCount;
        for (const task of graph.order) {
          const starts = Array.from({ length: m }, (_, k) => schedule.earliestStart(task, k));
          expect(starts).toEqual(starts.map((_, k) => plain.earliestStart(task, k)));
          expect(schedule.ready(task, 0)).toBe(plain.ready(task, 0));
          let k = (numbers.next().value as number) % m;
          while (starts[k] === Number.POSITIVE_INFINITY) k = (k + 1) % m;
          const late = (numbers.next().value as number) % 4 === 0 ? 1.5 : 0;
          schedule.place(task, k, starts[k] + late);
          plain.place(task, k, starts[k] + late);
          const ends = [...plain.placed.values()].filter((other) => other.k === k).map((other) => other.finish);
          expect(schedule.endOf(k)).toBe(Math.max(problem.availableFrom[k], ...ends));
        }
        expect(schedule.done()).toEqual(plain.done());
      }),
      { numRuns: 150 },
    );
  });

  it('takes placements back as if they had not been, and clears to what was placed beforehand', () => {
    fc.assert(
      fc.property(arbitraryMachine(), arbitraryOptions, fc.nat(9), (base, options, tenths) => {
        const problem = cutProblem(base, new Heft().plan(base), tenths / 10);
        const graph = problemGraph(problem, 'test');
        const schedule = new PartialSchedule(problem, graph, options);
        const open = graph.order.filter((task) => problem.fixedProcessor[task] < 0);
        const empty = schedule.done();
        for (const task of open) schedule.placeBest(task);
        const whole = schedule.done();
        schedule.clear();
        expect(schedule.done()).toEqual(empty);
        open.forEach((task, i) => {
          const before = schedule.done();
          const mark = schedule.mark();
          for (const later of open.slice(i, i + 4)) schedule.placeBest(later);
          const middle = schedule.mark();
          for (const later of open.slice(i + 4, i + 6)) schedule.placeBest(later);
          schedule.undo(middle);
          schedule.undo(mark);
          expect(schedule.done()).toEqual(before);
          schedule.keep();
          schedule.placeBest(task);
        });
        expect(schedule.done()).toEqual(whole);
        expect(validateSchedule(problem, whole)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('knows the append point of every processor', () => {
    const problem = { ...problemOf({ cost: [[2, 2]], edges: [] }), availableFrom: Float64Array.of(0, 3) };
    const schedule = new PartialSchedule(problem, problemGraph(problem, 'test'));
    expect([schedule.endOf(0), schedule.endOf(1)]).toEqual([0, 3]);
    schedule.place(0, 0, 5);
    expect([schedule.endOf(0), schedule.endOf(1)]).toEqual([7, 3]);
  });

  it('gives copies away', () => {
    const problem = problemOf({ cost: [[2]], edges: [] });
    const schedule = new PartialSchedule(problem, problemGraph(problem, 'test'));
    schedule.place(0, 0, 0);
    const done = schedule.done();
    schedule.clear();
    expect([done.processor[0], done.finish[0], done.makespan]).toEqual([0, 2, 2]);
  });

  it('finds gaps between tasks that touch only where they may be used', () => {
    // a: 0…2, b: 2…4 on one processor; a task of length 0 fits between them unless gaps must be longer
    const problem = problemOf({ cost: [[2], [2], [0]], edges: [] });
    for (const [gapRule, start] of [
      ['nonstrict', 2],
      ['strict', 4],
    ] as const) {
      const schedule = new PartialSchedule(
        { ...problem, release: Float64Array.of(0, 0, 1) },
        problemGraph(problem, 't'),
        {
          gapRule,
        },
      );
      schedule.place(0, 0, 0);
      schedule.place(1, 0, 2);
      expect(schedule.earliestStart(2, 0)).toBe(start);
    }
  });
});

describe('data ready everywhere', () => {
  it('is data ready at each', () => {
    fc.assert(
      fc.property(arbitraryMachine(), fc.infiniteStream(fc.nat(999)), (problem, numbers) => {
        const graph = problemGraph(problem, 'test');
        const m = problem.processorCount;
        const next = () => numbers.next().value as number;
        const ready = new DataReady(problem, graph, {
          processor: problem.fixedProcessor.map(() => (next() % (m + 1)) - 1),
          finish: problem.fixedFinish.map(() => next() / 50),
        });
        for (const task of graph.order) {
          const times = Array.from({ length: m }, (_, k) => ready.at(task, k));
          expect(Array.from(ready.everywhere(task))).toEqual(times);
        }
      }),
    );
  });

  it('sees whether links are alike', () => {
    const problem = problemOf({ cost: [[1, 1, 1]], edges: [] });
    expect(linksAlike(problem)).toBe(true);
    expect(linksAlike({ ...problem, bandwidth: problem.bandwidth.with(4, 9) })).toBe(true); // the diagonal
    expect(linksAlike({ ...problem, bandwidth: problem.bandwidth.with(5, 9) })).toBe(false);
    expect(linksAlike({ ...problem, startup: problem.startup.with(1, 9) })).toBe(false);
  });
});

describe('orders', () => {
  const rank = fc.oneof(
    fc.constantFrom(0, -0, 1, 2, 3),
    fc.double({ min: 0, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );

  it('by decreasing rank, stable', () => {
    fc.assert(
      fc.property(fc.array(rank, { maxLength: 200, size: 'max' }), fc.nat(), (ranks, seed) => {
        const given = Int32Array.from(ranks, (_, task) => task).sort(
          (a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101),
        );
        const sorted = Array.from(given).sort((a, b) => ranks[b] - ranks[a] || 0); // Infinity − Infinity
        expect(Array.from(byDecreasingRank(Float64Array.from(ranks), given))).toEqual(sorted);
      }),
    );
  });

  it('topological, by smallest index, whichever way the tasks are numbered', () => {
    fc.assert(
      fc.property(arbitraryMachine(), fc.boolean(), (problem, backward) => {
        const given = backward ? renumbered(problem) : problem;
        const { order, position } = problemGraph(given, 'test');
        expect(Array.from(order)).toEqual(plainOrder(given));
        order.forEach((task, i) => {
          expect(position[task]).toBe(i);
        });
      }),
    );
  });

  it('of the ready tasks: highest priority, then lowest index', () => {
    fc.assert(
      fc.property(arbitraryMachine(), fc.infiniteStream(fc.nat(3)), (problem, numbers) => {
        const graph = problemGraph(problem, 'test');
        const priority = Float64Array.from({ length: problem.taskCount }, () => numbers.next().value as number);
        const list = new ReadyList(problem, graph, priority);
        const taken: number[] = [];
        while (list.size > 0) {
          const rows = (task: number) =>
            graph.predecessor.slice(graph.predecessorStart[task], graph.predecessorStart[task + 1]);
          const ready = Array.from(graph.order).filter(
            (task) => !taken.includes(task) && rows(task).every((before) => taken.includes(before)),
          );
          const best = ready.reduce((a, b) =>
            priority[b] > priority[a] || (priority[b] === priority[a] && b < a) ? b : a,
          );
          taken.push(list.take());
          expect(taken.at(-1)).toBe(best);
        }
        expect(taken.length).toBe(problem.taskCount);
      }),
    );
  });
});

/** The same problem with task i called n − 1 − i. */
function renumbered(problem: DagProblem): DagProblem {
  const n = problem.taskCount;
  const edges: Edge[] = [];
  for (let task = 0; task < n; task++) {
    for (let edge = problem.successorStart[task]; edge < problem.successorStart[task + 1]; edge++)
      edges.push([n - 1 - task, n - 1 - problem.successor[edge], problem.volume[edge]]);
  }
  const m = problem.processorCount;
  const rows = Array.from({ length: n }, (_, i) => Array.from(problem.cost.slice((n - 1 - i) * m, (n - i) * m)));
  return problemOf({ cost: rows, edges });
}

describe('averages', () => {
  it('of transfers are the means that they stand for', () => {
    fc.assert(
      fc.property(arbitraryMachine(), (problem) => {
        const { processorCount: m, startup, bandwidth, volume } = problem;
        const links = Array.from({ length: m * m }, (_, link) => link).filter(
          (link) => Math.floor(link / m) !== link % m,
        );
        const upper = links.filter((link) => Math.floor(link / m) < link % m);
        const time = (link: number, amount: number) => startup[link] + amount / bandwidth[link];
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        const count = Math.max(1, links.length);
        const want = {
          paper: (v: number) =>
            m === 1 ? 0 : sum(links.map((l) => startup[l])) / count + v / (sum(links.map((l) => bandwidth[l])) / count),
          pairs: (v: number) => sum(links.map((link) => time(link, v))) / count,
          saga: (v: number) => sum(upper.map((link) => time(link, v))) / ((m * (m + 1)) / 2),
        };
        for (const average of ['paper', 'pairs', 'saga'] as const) {
          meanTransfers(problem, average).forEach((mean, edge) => {
            expect(Math.abs(mean - want[average](volume[edge]))).toBeLessThanOrEqual(1e-12 * Math.max(1, mean));
          });
        }
      }),
    );
  });

  it('of costs lie between best and worst, over the processors that run the task', () => {
    const problem = problemOf({ cost: [[3, Number.POSITIVE_INFINITY, 1, 8]], edges: [] });
    const values = RANK_COSTS.map((by) => [by, rankCosts(problem, by)[0]]);
    expect(Object.fromEntries(values)).toEqual({
      mean: 4,
      median: 3,
      best: 1,
      worst: 8,
      deviation: Math.sqrt((1 + 9 + 16) / 3),
    });
    const even = problemOf({ cost: [[3, 5, 1, 8]], edges: [] });
    expect(rankCosts(even, 'median')[0]).toBe(4);
  });
});

describe('ranks', () => {
  it('equal those by recursion, bit by bit', () => {
    fc.assert(
      fc.property(arbitraryMachine(), fc.constantFrom('paper', 'pairs', 'saga'), (problem, average) => {
        const graph = problemGraph(problem, 'test');
        const rank = upwardRank(problem, graph, meanCosts(problem), meanTransfers(problem, average));
        expect(Array.from(rank)).toEqual(plainRank(problem, average));
      }),
      { numRuns: 60 },
    );
  });

  it('optimistic costs over links are those over means where all links are alike', () => {
    fc.assert(
      fc.property(arbitraryMachine(), (problem) => {
        fc.pre(linksAlike(problem) && problem.processorCount > 1);
        const graph = problemGraph(problem, 'test');
        const link = problem.volume.map((volume) => problem.startup[1] + volume / problem.bandwidth[1]);
        expect(optimisticCostOverLinks(problem, graph)).toEqual(optimisticCost(problem, graph, link));
      }),
    );
  });
});

describe('HEFT', () => {
  it('equals the plain one under every option', () => {
    const commAverage = fc.constantFrom('paper', 'pairs', 'saga');
    fc.assert(
      fc.property(arbitraryMachine(), arbitraryOptions, commAverage, (problem, options, average) => {
        const all = { ...options, commAverage: average };
        expect(new Heft(all).plan(problem)).toEqual(plainHeft(problem, all));
      }),
      { numRuns: 150 },
    );
  });

  it('equals the baseline of the benchmarks, plan after plan', () => {
    fc.assert(
      fc.property(arbitraryMachine({ contention: ['none'] }), (problem) => {
        const open = {
          ...problem,
          cost: problem.cost.map((cost) => Math.min(cost, 30)), // it knows no unsupported pairs
          release: problem.release.map(() => 0),
          availableFrom: problem.availableFrom.map(() => 0),
        };
        // it orders equal ranks in an order of its own
        const rank = plainRank(open, 'paper');
        fc.pre(new Set(rank).size === rank.length);
        const plain = new PlainHeft(open);
        const { makespan } = new Heft().plan(open);
        expect([plain.plan(), plain.plan()]).toEqual([makespan, makespan]);
      }),
    );
  });

  it('equals the plain one around placed tasks', () => {
    fc.assert(
      fc.property(arbitraryMachine({ contention: ['none'] }), fc.nat(9), (base, tenths) => {
        const problem = cutProblem(base, new Peft().plan(base), tenths / 10);
        expect(new Heft().plan(problem)).toEqual(plainHeft(problem));
      }),
      { numRuns: 150 },
    );
  });
});

describe('large graphs', () => {
  const chain = (n: number): DagProblem => ({
    ...problemOf({ cost: [[1, 2]], edges: [] }),
    taskCount: n,
    cost: new Float64Array(2 * n).map((_, cell) => (cell % 2 === 1 ? 2 : 1 + ((cell / 2) % 3))),
    successorStart: new Int32Array(n + 1).map((_, task) => Math.min(task, n - 1)),
    successor: new Int32Array(n - 1).map((_, task) => task + 1),
    volume: new Float64Array(n - 1).fill(1),
    release: new Float64Array(n),
    fixedProcessor: new Int32Array(n).fill(-1),
    fixedStart: new Float64Array(n),
    fixedFinish: new Float64Array(n),
  });

  it('chains of a million tasks', () => {
    const problem = chain(1_000_000);
    const { makespan } = new Heft().plan(problem);
    expect(makespan).toBeGreaterThan(1_000_000);
    expect(makespan).toBeLessThanOrEqual(2_000_000);
  });

  it('long chains in every planner of the family', () => {
    const problem = chain(100_000);
    for (const planner of [new Cpop(), new Peft(), new Lookahead(), new Cpop({ compat: 'saga' })])
      expect(validateSchedule(problem, planner.plan(problem))).toEqual([]);
  });

  it('a fork of a hundred thousand tasks', () => {
    const n = 100_000;
    const edges: Edge[] = [];
    for (let task = 1; task < n - 1; task++) edges.push([0, task, task % 7], [task, n - 1, task % 5]);
    const cost = Array.from({ length: n }, (_, task) => [1 + (task % 3), 2, 3 - (task % 2)]);
    for (const contention of ['none', 'bus'] as const) {
      const problem = { ...problemOf({ cost, edges }), contention };
      expect(validateSchedule(problem, new Heft().plan(problem))).toEqual([]);
    }
  });
});
