/**
 * Random problems with everything that a planner has to heed: unequal links with start-up times, contention, releases,
 * processors that are busy at first, tasks that are already placed. Built on the random tables of test/fixtures.
 */
import fc from 'fast-check';
import { type Contention, type DagProblem, type DagTable, problemOf } from '../../src/planner.js';
import { createRng } from '../../src/rng.js';
import type { Edge } from '../../src/sim/dag.js';
import { arbitraryProblem } from '../fixtures/problems.js';

export interface ProblemTraits {
  readonly contentions: readonly Contention[];
  readonly mostTasks: number;
}

interface Extras {
  readonly contention: Contention;
  readonly links: readonly number[]; // [m·m] factor of the bandwidth and start-up time of each link
  readonly startup: number;
  readonly release: readonly number[]; // [n]
  readonly available: readonly number[]; // [m]
  readonly placed: number; // the first tasks are already placed
  readonly delay: readonly number[]; // [n] by which a placed task starts late, so that there are gaps
}

/** Problems of at most so many tasks. Half of them have nothing but a table and links. */
export function anyProblem({ contentions, mostTasks }: ProblemTraits): fc.Arbitrary<DagProblem> {
  return arbitraryProblem
    .map((table) => cut(table, mostTasks))
    .chain((table) => {
      const n = table.cost.length;
      const m = table.cost[0].length;
      const times = (length: number) => fc.array(fc.nat(10), { minLength: length, maxLength: length });
      const zeros = (length: number) => fc.constant(new Array<number>(length).fill(0));
      return fc.boolean().chain((plain) =>
        fc
          .record<Extras>({
            contention: fc.constantFrom(...contentions),
            links: fc.oneof(
              fc.constant(new Array<number>(m * m).fill(1)),
              fc.array(fc.constantFrom(0.5, 1, 2, 3), { minLength: m * m, maxLength: m * m }),
            ),
            startup: fc.constantFrom(0, 0, 0.5, 3),
            release: plain ? zeros(n) : times(n),
            available: plain ? zeros(m) : times(m),
            placed: plain ? fc.constant(0) : fc.nat(n),
            delay: times(n),
          })
          .map((extras) => withExtras(problemOf(table), extras)),
      );
    });
}

function cut({ cost, edges, bandwidth }: DagTable, mostTasks: number): DagTable {
  const kept = edges.filter(([from, to]) => from < mostTasks && to < mostTasks);
  return { cost: cost.slice(0, mostTasks), edges: kept, ...(bandwidth === undefined ? {} : { bandwidth }) };
}

function withExtras(problem: DagProblem, extras: Extras): DagProblem {
  const full: DagProblem = {
    ...problem,
    contention: extras.contention,
    bandwidth: problem.bandwidth.map((each, link) => each * extras.links[link]),
    startup: problem.startup.map((_, link) => extras.startup * extras.links[link]),
    release: Float64Array.from(extras.release),
    availableFrom: Float64Array.from(extras.available),
  };
  // edges lead from lower to higher numbers, so the first tasks have all their predecessors among them
  for (let task = 0; task < extras.placed; task++) place(full, task, extras.delay[task]);
  return full;
}

/** Task by task on the next processor that runs it, behind what is there and after its data. */
function place(problem: DagProblem, task: number, delay: number): void {
  const { processorCount: m, cost, fixedProcessor, fixedStart, fixedFinish, bandwidth, startup } = problem;
  let k = task % m;
  while (cost[task * m + k] === Number.POSITIVE_INFINITY) k = (k + 1) % m;
  let start = Math.max(problem.release[task], problem.availableFrom[k]) + (delay > 7 ? delay : 0);
  for (let before = 0; before < task; before++) {
    const from = fixedProcessor[before];
    if (from === k) start = Math.max(start, fixedFinish[before]);
    for (let e = problem.successorStart[before]; e < problem.successorStart[before + 1]; e++) {
      if (problem.successor[e] !== task || from === k) continue;
      start = Math.max(
        start,
        fixedFinish[before] + startup[from * m + k] + problem.volume[e] / bandwidth[from * m + k],
      );
    }
  }
  fixedProcessor[task] = k;
  fixedStart[task] = start;
  fixedFinish[task] = start + cost[task * m + k];
}

/** One entry and one exit, a random graph between, and costs that no two sums of are alike. */
export const tielessProblem: fc.Arbitrary<DagTable> = fc
  .record({ n: fc.integer({ min: 3, max: 12 }), m: fc.integer({ min: 2, max: 4 }), seed: fc.nat() })
  .map(({ n, m, seed }) => {
    const rng = createRng(seed); // fast-check's numbers repeat too often
    const real = () => 1 + 19 * rng();
    const edges: Edge[] = [];
    for (let from = 0; from < n - 1; from++) {
      for (let to = from + 1; to < n; to++)
        if (from === 0 || to === n - 1 || rng() < 0.3) edges.push([from, to, real()]);
    }
    return { cost: Array.from({ length: n }, () => Array.from({ length: m }, real)), edges };
  });
