/** The pair of least score against all pairs computed anew, on wide problems with many ties and near-ties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEven, LeastPair, type PairScore } from '../../../src/plan/least-pair.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';

const NEVER = Number.POSITIVE_INFINITY;

/** Few different values, or sums that round, so that pairs tie although their costs differ. */
const TIMES: Readonly<Record<string, fc.Arbitrary<number>>> = {
  integers: fc.integer({ min: 0, max: 6 }),
  tenths: fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10),
  'near-ties': fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(4)).map(([time, ulps]) => time + ulps * 2 ** -51),
  reals: fc.double({ min: 0.01, max: 20, noNaN: true }),
};

interface Wide {
  readonly problem: DagProblem;
  readonly tie: Float64Array; // [n]
  readonly level: Float64Array; // [n]
}

function wide(time: fc.Arbitrary<number>): fc.Arbitrary<Wide> {
  return fc.record({ n: fc.integer({ min: 1, max: 70 }), m: fc.integer({ min: 1, max: 5 }) }).chain(({ n, m }) => {
    const perTask = fc.array(time, { minLength: n, maxLength: n }).map((times) => Float64Array.from(times));
    const cell = fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: fc.constant(NEVER) });
    return fc
      .record({
        cells: fc.array(cell, { minLength: n * m, maxLength: n * m }),
        spare: perTask,
        edges: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), time), { maxLength: n }),
        release: fc.option(perTask, { nil: new Float64Array(n) }),
        availableFrom: fc.array(time, { minLength: m, maxLength: m }),
        tie: perTask,
        level: perTask,
      })
      .map(({ cells, spare, edges, release, availableFrom, tie, level }) => {
        const cost = Array.from(spare, (least, i) => cells.slice(i * m, i * m + m).with(i % m, least));
        const forward = new Map<string, Edge>();
        for (const [from, to, volume] of edges) if (from < to) forward.set(`${from} ${to}`, [from, to, volume]);
        const problem = problemOf({ cost, edges: [...forward.values()] });
        return { problem: { ...problem, release, availableFrom: Float64Array.from(availableFrom) }, tie, level };
      });
  });
}

interface Step {
  readonly task: number;
  readonly start: number;
  readonly processor: number;
}

/** Runs a choice over all tasks as they become ready. */
function steps(problem: DagProblem, choose: (ready: number[], schedule: PartialSchedule) => number): Step[] {
  const graph = problemGraph(problem, 'test');
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  const before = (task: number) =>
    graph.predecessor.subarray(graph.predecessorStart[task], graph.predecessorStart[task + 1]);
  return Array.from({ length: problem.taskCount }, () => {
    const ready = Array.from(schedule.processor, (_, task) => task).filter(
      (task) => schedule.processor[task] < 0 && before(task).every((other) => schedule.processor[other] >= 0),
    );
    const task = choose(ready, schedule);
    return { task, start: schedule.start[task], processor: schedule.processor[task] };
  });
}

function byTrees(problem: DagProblem, rule: PairScore): Step[] {
  let pairs: LeastPair | undefined;
  const known = new Set<number>();
  return steps(problem, (ready, schedule) => {
    pairs ??= new LeastPair(problem, schedule, rule);
    for (const task of ready) {
      if (!known.has(task)) pairs.add(task);
      known.add(task);
    }
    expect(pairs.size).toBe(ready.length);
    return pairs.placeNext();
  });
}

function byDefinition({ problem, tie }: Wide, score: (task: number, k: number, start: number) => number): Step[] {
  return steps(problem, (ready, schedule) => {
    const pairs = ready.flatMap((task) =>
      Array.from({ length: problem.processorCount }, (_, k) => {
        const start = schedule.earliestStart(task, k);
        return { task, k, start, score: start === NEVER ? NEVER : score(task, k, start) };
      }),
    );
    const [first] = pairs
      .filter((pair) => pair.start < NEVER)
      .sort((a, b) => a.score - b.score || tie[a.task] - tie[b.task] || a.task - b.task || a.k - b.k);
    schedule.place(first.task, first.k, first.start);
    return first.task;
  });
}

describe.each(Object.keys(TIMES))('the least pair, times are %s', (kind) => {
  const problems = wide(TIMES[kind]);

  it('by finish', () => {
    fc.assert(
      fc.property(problems, (given) => {
        const { cost, processorCount: m } = given.problem;
        const plain = byDefinition(given, (task, k, start) => start + cost[task * m + k]);
        expect(byTrees(given.problem, { base: cost, tie: given.tie })).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('by start', () => {
    fc.assert(
      fc.property(problems, (given) => {
        const base = given.problem.cost.map((time) => (time < NEVER ? 0 : NEVER));
        const plain = byDefinition(given, (_task, _k, start) => start);
        expect(byTrees(given.problem, { base, tie: given.tie })).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('by a score that rounds in its own way', () => {
    fc.assert(
      fc.property(problems, (given) => {
        const { level, tie, problem } = given;
        const { cost, processorCount: m } = problem;
        const score = (task: number, k: number, start: number) =>
          -(level[task] - start + tie[task] - cost[task * m + k]);
        const base = cost.map((time, pair) => time - level[Math.floor(pair / m)] - tie[Math.floor(pair / m)]);
        const even = [...level, ...tie, ...cost].every((time) => time === NEVER || isEven(time));
        const rule = { base, tie, exact: { score, scale: 100, even } };
        expect(byTrees(problem, rule)).toEqual(byDefinition(given, score));
      }),
      { numRuns: 60 },
    );
  });
});

it('takes a wide set of tasks in short time', () => {
  const n = 20_000;
  const cost = Array.from({ length: n }, (_, i) => [1 + ((i * 7919) % 97), 1 + ((i * 104_729) % 89)]);
  const problem = problemOf({ cost, edges: [] });
  const schedule = new PartialSchedule(problem, problemGraph(problem, 'test'), { insertion: false });
  const pairs = new LeastPair(problem, schedule, { base: problem.cost });
  for (let task = 0; task < n; task++) pairs.add(task);
  let finish = 0;
  while (pairs.size > 0) {
    const task = pairs.placeNext();
    expect(schedule.finish[task] >= finish).toBe(true); // of independent tasks the earliest finish never falls
    finish = schedule.finish[task];
  }
});
