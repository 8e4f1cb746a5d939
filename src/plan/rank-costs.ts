/**
 * The processing time that an upward rank counts for a task. HEFT takes the mean (Topcuoglu, Hariri & Wu 2002); the
 * order of tasks, and so the makespan, depends on that choice (Zhao & Sakellariou 2003, doi
 * 10.1007/978-3-540-45209-6_28: mean, median, best and worst). `deviation` ranks by how much the processors differ on
 * the task (population standard deviation, as SDBATS: Munir et al. 2013). Only processors that support the task count.
 * Transfers keep their mean in all of them; the transfer times that Zhao & Sakellariou pair with best and worst, and the
 * duplicated entry task of SDBATS, are left out.
 */
import type { DagProblem } from '../planner.js';
import { meanCosts } from './averages.js';

export const RANK_COSTS = ['mean', 'median', 'best', 'worst', 'deviation'] as const;

export type RankCost = (typeof RANK_COSTS)[number];

/** [task] time; 0 for a task that no processor supports. */
export function rankCosts(problem: DagProblem, by: RankCost): Float64Array {
  if (by === 'mean') return meanCosts(problem);
  const { taskCount: n, processorCount: m, cost } = problem;
  const costs = new Float64Array(n);
  const row = new Float64Array(m);
  for (let task = 0; task < n; task++) {
    let count = 0;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time < Number.POSITIVE_INFINITY) row[count++] = time;
    }
    if (count > 0) costs[task] = summary(row.subarray(0, count), by);
  }
  return costs;
}

function summary(times: Float64Array, by: Exclude<RankCost, 'mean'>): number {
  if (by === 'deviation') return deviation(times);
  times.sort();
  const last = times.length - 1;
  if (by === 'best') return times[0];
  if (by === 'worst') return times[last];
  return (times[last >> 1] + times[(last + 1) >> 1]) / 2;
}

function deviation(times: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < times.length; i++) sum += times[i];
  const mean = sum / times.length;
  let squares = 0;
  for (let i = 0; i < times.length; i++) squares += (times[i] - mean) ** 2;
  return Math.sqrt(squares / times.length);
}
