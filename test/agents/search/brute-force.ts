/**
 * The shortest schedule by trying everything: each order in which ready tasks can be taken, each processor, each task
 * into the first gap. Taken by their starts, the tasks of an optimal schedule come out no later, so one is among them.
 * Nothing runs across a task of length 0. No bounds, no symmetry, no contention; for a handful of tasks only.
 */
import type { DagProblem } from '../../../src/planner.js';

interface Placed {
  readonly k: number;
  readonly start: number;
  readonly finish: number;
}

export function bruteForceMakespan(problem: DagProblem): number {
  const {
    taskCount: n,
    processorCount: m,
    cost,
    bandwidth,
    startup,
    fixedProcessor,
    fixedStart,
    fixedFinish,
  } = problem;
  const edges = edgesOf(problem);
  const placed: (Placed | undefined)[] = Array.from({ length: n }, (_, i) =>
    fixedProcessor[i] < 0 ? undefined : { k: fixedProcessor[i], start: fixedStart[i], finish: fixedFinish[i] },
  );
  let best = Number.POSITIVE_INFINITY;
  const start = (task: number, k: number): number => {
    let ready = Math.max(problem.release[task], problem.availableFrom[k]);
    for (const [from, to, volume] of edges) {
      if (to !== task) continue;
      const before = placed[from]!;
      const link = before.k * m + k;
      const transfer = before.k === k ? 0 : startup[link] + (volume === 0 ? 0 : volume / bandwidth[link]);
      ready = Math.max(ready, before.finish + transfer);
    }
    const busy = placed.filter((p): p is Placed => p !== undefined && p.k === k);
    busy.sort((a, b) => a.start - b.start || a.finish - b.finish);
    for (const interval of busy) {
      const fits = ready + cost[task * m + k] <= interval.start;
      if (fits) return ready;
      ready = Math.max(ready, interval.finish);
    }
    return ready;
  };
  const visit = (): void => {
    const latest = Math.max(0, ...placed.map((p) => p?.finish ?? 0));
    if (latest >= best) return; // what is placed is not moved
    const open = placed.flatMap((p, i) => (p === undefined ? [i] : []));
    if (open.length === 0) best = latest;
    for (const task of open) {
      if (edges.some(([from, to]) => to === task && placed[from] === undefined)) continue;
      for (let k = 0; k < m; k++) {
        if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
        const at = start(task, k);
        placed[task] = { k, start: at, finish: at + cost[task * m + k] };
        visit();
        placed[task] = undefined;
      }
    }
  };
  visit();
  return best;
}

function edgesOf({ taskCount, successorStart, successor, volume }: DagProblem): [number, number, number][] {
  const edges: [number, number, number][] = [];
  for (let from = 0; from < taskCount; from++) {
    for (let e = successorStart[from]; e < successorStart[from + 1]; e++) edges.push([from, successor[e], volume[e]]);
  }
  return edges;
}
