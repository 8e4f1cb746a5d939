/**
 * The two processors that low-cost list scheduling looks at (Radulescu & van Gemund 1999, doi 10.1145/305138.305162 and
 * 10.1109/ICPP.1999.797442): the enabling one, from which the last message of a task arrives, and the one that becomes
 * idle first. On alike processors the earliest start is on one of the two. Messages are taken to travel for the mean
 * transfer time of their edge, because the enabling processor is chosen before the task has a place.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem } from '../../src/planner.js';

/** What is compared: times, or times plus the processing time of the task there. */
export type EarlyBy = 'start' | 'finish';

export class Messages {
  /** Arrival [task] of the last message, at least the release; set by {@link enablingProcessor}. */
  readonly last: Float64Array;
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly meanTransfer: Float64Array; // [e]

  constructor(problem: DagProblem, graph: ProblemGraph, meanTransfer: Float64Array) {
    this.problem = problem;
    this.graph = graph;
    this.meanTransfer = meanTransfer;
    this.last = Float64Array.from(problem.release);
  }

  /** Of a ready task; the message of the lowest predecessor on ties; −1 for tasks without predecessors. */
  enablingProcessor(task: number, { processor, finish }: PartialSchedule): number {
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    let enabling = -1;
    let last = Number.NEGATIVE_INFINITY;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      const arrival = finish[before] + this.meanTransfer[predecessorEdge[row]];
      if (!(arrival > last)) continue;
      last = arrival;
      enabling = processor[before];
    }
    this.last[task] = Math.max(last, this.problem.release[task]);
    return enabling;
  }
}

/** Where the predecessor is that finishes last, the lowest one on ties; −1 for tasks without predecessors. */
export function lastFinisher(
  { predecessorStart, predecessor }: ProblemGraph,
  { processor, finish }: PartialSchedule,
  task: number,
): number {
  let last = -1;
  for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
    if (last < 0 || finish[predecessor[row]] > finish[last]) last = predecessor[row];
  }
  return last < 0 ? -1 : processor[last];
}

/** Of the processors that run a task, the one that is idle first, or would finish it first if it had its data. */
export function firstIdle(problem: DagProblem, schedule: PartialSchedule, task: number, by: EarlyBy): number {
  const { processorCount: m, cost } = problem;
  let best = -1;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    const time = cost[task * m + k];
    if (time === Number.POSITIVE_INFINITY) continue;
    const idle = schedule.endOf(k) + (by === 'finish' ? time : 0);
    if (best >= 0 && !(idle < bestTime)) continue;
    best = k;
    bestTime = idle;
  }
  return best;
}
