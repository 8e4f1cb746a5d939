/** Random problems small enough for brute force: with releases, busy processors, start-up times and placed tasks. */
import fc from 'fast-check';
import { type Contention, compileProblem, type DagProblem } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';

export interface ProblemRanges {
  readonly tasks: number; // most
  readonly processors: number; // most
  readonly contention?: readonly Contention[];
  /** Some first tasks placed already, processors busy, tasks released later. */
  readonly history?: boolean;
}

export function smallProblem(ranges: ProblemRanges): fc.Arbitrary<DagProblem> {
  const { tasks, processors, contention = ['none'], history = false } = ranges;
  return fc
    .record({
      n: fc.integer({ min: 1, max: tasks }),
      m: fc.integer({ min: 1, max: processors }),
      integral: fc.boolean(),
    })
    .chain(({ n, m, integral }) => {
      const time = integral ? fc.integer({ min: 0, max: 9 }) : fc.double({ min: 0.01, max: 20, noNaN: true });
      const cell = fc.oneof(
        { weight: 8, arbitrary: time },
        { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
      );
      const row = fc
        .tuple(fc.array(cell, { minLength: m, maxLength: m }), time, fc.nat(m - 1))
        .map(([cells, t, k]) => cells.with(k, t));
      const pairs: [number, number][] = [];
      for (let from = 0; from < n; from++) for (let to = from + 1; to < n; to++) pairs.push([from, to]);
      const past = history ? time : fc.constant(0);
      return fc
        .record({
          cost: fc.array(row, { minLength: n, maxLength: n }),
          chosen: fc.subarray(pairs),
          volumes: fc.array(time, { minLength: pairs.length, maxLength: pairs.length }),
          bandwidth: fc.constantFrom(0.5, 1, 4, Number.POSITIVE_INFINITY),
          startup: fc.constantFrom(0, 0, 1, 2.5),
          contention: fc.constantFrom(...contention),
          release: fc.array(past, { minLength: n, maxLength: n }),
          availableFrom: fc.array(past, { minLength: m, maxLength: m }),
          placed: history ? fc.nat(Math.min(3, n - 1)) : fc.constant(0),
          places: fc.array(fc.nat(m - 1), { minLength: n, maxLength: n }),
        })
        .map((r) => {
          const problem = compileProblem({
            taskCount: n,
            processorCount: m,
            cost: Float64Array.from(r.cost.flat()),
            edges: r.chosen.map(([from, to], i): Edge => [from, to, r.volumes[i]]),
            bandwidth: new Float64Array(m * m).fill(r.bandwidth),
            startup: new Float64Array(m * m).fill(r.startup),
            contention: r.contention,
          });
          problem.release.set(r.release);
          problem.availableFrom.set(r.availableFrom);
          return place(problem, r.placed, r.places);
        });
    });
}

/** The first tasks one after another, as if an earlier plan had been started. */
function place(problem: DagProblem, count: number, places: readonly number[]): DagProblem {
  const { processorCount: m, cost, fixedProcessor, fixedStart, fixedFinish } = problem;
  let time = 0;
  for (let task = 0; task < count; task++) {
    let k = places[task];
    while (cost[task * m + k] === Number.POSITIVE_INFINITY) k = (k + 1) % m;
    fixedProcessor[task] = k;
    fixedStart[task] = time;
    time += cost[task * m + k] + places[task];
    fixedFinish[task] = fixedStart[task] + cost[task * m + k];
  }
  return problem;
}

/** The same problem with every time multiplied; a power of two changes no digit. */
export function scaled(problem: DagProblem, factor: number): DagProblem {
  const times = (values: Float64Array) => values.map((value) => value * factor);
  return {
    ...problem,
    cost: times(problem.cost),
    volume: times(problem.volume),
    startup: times(problem.startup),
    release: times(problem.release),
    availableFrom: times(problem.availableFrom),
    fixedStart: times(problem.fixedStart),
    fixedFinish: times(problem.fixedFinish),
  };
}
