/**
 * CPOP, critical path on a processor (Topcuoglu, Hariri & Wu 2002): priority = upward + downward rank; the tasks of
 * one critical path all go to the processor with the least sum of their processing times, the others to the processor
 * of earliest finish; ready tasks by priority. The path itself stands
 * in src/plan/critical-path.ts.
 */

import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { criticalEntry, criticalProcessor, criticalTasks } from '../../src/plan/critical-path.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { downwardRank, upwardRank } from '../../src/plan/ranks.js';
import { ReadyList } from '../../src/plan/ready-list.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({
  commAverage,
  gapRule,
  compat,
  /**
   * `saga`: with two faults of the SAGA library, namely the downward rank counts a task's own time at the mean speed
   * instead of its predecessor's mean time, and the path is the set of tasks whose priority is close to its entry's.
   */
  criticalPath: z.enum(['followed', 'saga']).default('followed'),
});

export type CpopOptions = z.output<typeof schema>;

export class Cpop implements Planner {
  readonly name = 'cpop';
  private readonly options: CpopOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<CpopOptions> = {}) {
    const saga = { commAverage: 'saga', criticalPath: 'saga' } as const;
    this.options = readPlannerOptions({ who: 'agents/cpop', schema, given: options, saga });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { commAverage, gapRule, criticalPath } = this.options;
    const graph = problemGraph(problem, 'agents/cpop');
    const faulty = criticalPath === 'saga';
    const meanCost = meanCosts(problem);
    const meanTransfer = meanTransfers(problem, commAverage);
    const priority = upwardRank(problem, graph, meanCost, meanTransfer);
    const down = faulty
      ? sagaDownwardRank(graph, meanSpeedCosts(problem), meanTransfer)
      : downwardRank(graph, meanCost, meanTransfer);
    for (let task = 0; task < priority.length; task++) priority[task] += down[task];
    const onPath = faulty ? tasksLikeEntry(graph, priority) : criticalTasks(problem, graph, priority);
    const home = criticalProcessor(problem, onPath);
    const schedule = new PartialSchedule(problem, graph, { gapRule });
    const ready = new ReadyList(problem, graph, priority);
    while (ready.size > 0) {
      const task = ready.take();
      if (onPath[task] === 1 && home >= 0) schedule.place(task, home, schedule.earliestStart(task, home));
      else schedule.placeBest(task);
    }
    return schedule.done();
  }
}

/** [task] 1 = the priority is close to the entry's: SAGA's stand-in for the critical path. */
function tasksLikeEntry(graph: ProblemGraph, priority: Float64Array): Uint8Array {
  const onPath = new Uint8Array(priority.length);
  const entry = criticalEntry(graph, priority);
  for (let task = 0; task < priority.length; task++) {
    const close = 1e-8 + 1e-5 * Math.abs(priority[entry]);
    if (Math.abs(priority[task] - priority[entry]) <= close) onPath[task] = 1;
  }
  return onPath;
}

/** [task] time at the mean speed of the processors, i.e. the harmonic mean of its times. */
function meanSpeedCosts({ taskCount: n, processorCount: m, cost }: DagProblem): Float64Array {
  const costs = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let speed = 0;
    for (let k = 0; k < m; k++) speed += 1 / cost[task * m + k];
    costs[task] = m / speed;
  }
  return costs;
}

/** max_j (rankd(j) + c̄(j,i) + own time), as SAGA has it. */
function sagaDownwardRank(graph: ProblemGraph, ownCost: Float64Array, meanTransfer: Float64Array): Float64Array {
  const { predecessorStart, predecessor, predecessorEdge, order } = graph;
  const rank = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const task = order[i];
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const way = rank[predecessor[row]] + meanTransfer[predecessorEdge[row]] + ownCost[task];
      if (way > rank[task]) rank[task] = way;
    }
  }
  return rank;
}
