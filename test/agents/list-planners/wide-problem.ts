/**
 * Random problems of three to six processors with many more tasks than those, few of them bound to others, so that most
 * are ready at once. Times are whole numbers, so that sums of them are exact in any order; small ones tie often.
 */
import fc from 'fast-check';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import { createRng } from '../../../src/rng.js';
import type { Edge } from '../../../src/sim/dag.js';

export interface WideTraits {
  readonly mostTime: number; // of a task and of a link
  /** Share of the processors that cannot run a task; default 0.1. Every task runs somewhere. */
  readonly unsupported?: number;
}

export function wideProblem({ mostTime, unsupported = 0.1 }: WideTraits): fc.Arbitrary<DagProblem> {
  return fc
    .record({
      n: fc.integer({ min: 4, max: 16 }),
      m: fc.integer({ min: 3, max: 6 }),
      edges: fc.nat(10),
      bandwidth: fc.constantFrom(0.5, 1, Number.POSITIVE_INFINITY),
      alike: fc.boolean(),
      late: fc.boolean(),
      seed: fc.nat(), // fast-check's own numbers repeat too often
    })
    .map(({ n, m, edges, bandwidth, alike, late, seed }) => {
      const rng = createRng(seed);
      const time = () => rng.integer(mostTime + 1);
      const cost = Array.from({ length: n }, () => {
        const row = Array.from({ length: m }, () => (rng() < unsupported ? Number.POSITIVE_INFINITY : time()));
        return row.with(rng.integer(m), time());
      });
      const pairs = Array.from({ length: edges }, () => [rng.integer(n), rng.integer(n), time()] as const);
      const problem = problemOf({ cost, edges: upwards(pairs, n), bandwidth });
      const startup = time();
      problem.startup.set(problem.startup.map(() => (alike ? startup : time())));
      if (late) problem.availableFrom.set(problem.availableFrom.map(time));
      if (late) problem.release.set(problem.release.map(time));
      return problem;
    });
}

/** The same pairs as edges from lower to higher tasks, in that order, each once. */
function upwards(pairs: readonly Edge[], n: number): Edge[] {
  const edges = new Map<number, Edge>();
  for (const [one, other, volume] of pairs) {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    if (from !== to) edges.set(from * n + to, [from, to, volume]);
  }
  return [...edges].sort(([a], [b]) => a - b).map(([, edge]) => edge);
}
