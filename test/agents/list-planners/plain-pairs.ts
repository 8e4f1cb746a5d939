/**
 * ETF and DLS once more, the plain way: every start of every ready task on every processor is computed anew at every
 * step, and all pairs are compared by a list of keys.
 */
import type { DagProblem } from '../../../src/planner.js';

export interface Placement {
  readonly processor: number;
  readonly start: number;
}

/** Smaller keys first, compared one after the other. */
export type Keys = (task: number, processor: number, start: number) => readonly number[];

export function plainPairs(problem: DagProblem, keys: Keys): Placement[] {
  const { taskCount: n, processorCount: m, cost } = problem;
  const before = predecessors(problem);
  const placed: (Placement | undefined)[] = Array(n).fill(undefined);
  const finish = (task: number) => placed[task]!.start + cost[task * m + placed[task]!.processor];
  const startOn = (task: number, k: number) => {
    const times = [problem.release[task], problem.availableFrom[k]];
    for (const { from, volume } of before[task]) {
      const at = placed[from]!.processor;
      const link = at * m + k;
      const way = at === k ? 0 : problem.startup[link] + (volume === 0 ? 0 : volume / problem.bandwidth[link]);
      times.push(finish(from) + way);
    }
    for (let other = 0; other < n; other++) {
      if (placed[other]?.processor === k) times.push(finish(other));
    }
    return Math.max(...times);
  };
  for (let step = 0; step < n; step++) {
    const pairs = [];
    for (let task = 0; task < n; task++) {
      if (placed[task] || before[task].some(({ from }) => !placed[from])) continue;
      for (let k = 0; k < m; k++) {
        if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
        const start = startOn(task, k);
        pairs.push({ task, k, start, keys: [...keys(task, k, start), task, k] });
      }
    }
    pairs.sort((a, b) => a.keys.map((key, i) => key - b.keys[i]).find((difference) => difference !== 0) ?? 0);
    placed[pairs[0].task] = { processor: pairs[0].k, start: pairs[0].start };
  }
  return placed as Placement[];
}

/** Longest path of one time per task to the end of the graph; edges lead to higher numbers. */
export function plainLevel({ taskCount: n, successorStart, successor }: DagProblem, time: number[]): number[] {
  const level = time.slice();
  for (let task = n - 1; task >= 0; task--) {
    const after = Array.from(successor.subarray(successorStart[task], successorStart[task + 1]));
    level[task] = time[task] + Math.max(0, ...after.map((next) => level[next]));
  }
  return level;
}

/** Finite processing times of a task. */
export function timesOf({ processorCount: m, cost }: DagProblem, task: number): number[] {
  return Array.from(cost.subarray(task * m, (task + 1) * m)).filter((time) => time < Number.POSITIVE_INFINITY);
}

function predecessors({ taskCount: n, successorStart, successor, volume }: DagProblem) {
  const before: { from: number; volume: number }[][] = Array.from({ length: n }, () => []);
  for (let from = 0; from < n; from++) {
    for (let edge = successorStart[from]; edge < successorStart[from + 1]; edge++)
      before[successor[edge]].push({ from, volume: volume[edge] });
  }
  return before;
}
