/**
 * What a static scheduler assumes before processors are known: the mean processing time of a task over the processors
 * that support it, and the mean transfer time of an edge over ordered pairs of different processors. The published
 * papers average the bandwidths and then divide (`paper`); averaging the transfer times themselves (`pairs`) is what
 * the transfers really take on average. The two give different orders in about 4 of 10 random instances.
 */
import type { DagProblem } from '../planner.js';
import type { CommAverage } from './planner-options.js';

/** w̄ [task]: mean over supporting processors, summed in processor order. */
export function meanCosts(problem: DagProblem): Float64Array {
  const { taskCount: n, processorCount: m, cost } = problem;
  const mean = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let sum = 0;
    let supported = 0;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time === Number.POSITIVE_INFINITY) continue;
      sum += time;
      supported++;
    }
    mean[task] = supported > 0 ? sum / supported : 0;
  }
  return mean;
}

/** c̄ [edge]: mean transfer time, in the order of `successor`; 0 on a single processor. */
export function meanTransfers(problem: DagProblem, average: CommAverage): Float64Array {
  const { processorCount: m, volume } = problem;
  const mean = new Float64Array(volume.length);
  if (m === 1) return mean;
  if (average !== 'paper') {
    const meanOf = average === 'pairs' ? meanOverPairs : meanWithSelf;
    for (let edge = 0; edge < volume.length; edge++) mean[edge] = meanOf(problem, volume[edge]);
    return mean;
  }
  const startup = meanOffDiagonal(problem.startup, m);
  const bandwidth = meanOffDiagonal(problem.bandwidth, m);
  for (let edge = 0; edge < volume.length; edge++) mean[edge] = startup + transfer(volume[edge], bandwidth);
  return mean;
}

/** Time to move a volume at a bandwidth; nothing to move takes no time even over no bandwidth. */
export function transfer(volume: number, bandwidth: number): number {
  return volume === 0 ? 0 : volume / bandwidth;
}

function meanOverPairs({ processorCount: m, startup, bandwidth }: DagProblem, volume: number): number {
  let sum = 0;
  for (let from = 0; from < m; from++) {
    for (let to = 0; to < m; to++) {
      if (from !== to) sum += startup[from * m + to] + transfer(volume, bandwidth[from * m + to]);
    }
  }
  return sum / (m * (m - 1));
}

/** Over the m(m + 1)/2 unordered pairs of which m are a processor with itself. */
function meanWithSelf({ processorCount: m, startup, bandwidth }: DagProblem, volume: number): number {
  let sum = 0;
  for (let from = 0; from < m; from++) {
    for (let to = from + 1; to < m; to++) sum += startup[from * m + to] + transfer(volume, bandwidth[from * m + to]);
  }
  return sum / ((m * (m + 1)) / 2);
}

function meanOffDiagonal(matrix: Float64Array, m: number): number {
  let sum = 0;
  for (let from = 0; from < m; from++) {
    for (let to = 0; to < m; to++) if (from !== to) sum += matrix[from * m + to];
  }
  return sum / (m * (m - 1));
}
