/**
 * CPOP, critical path on a processor (Topcuoglu, Hariri & Wu 2002): priority = upward + downward rank; the tasks of
 * one critical path all go to the processor with the least sum of their processing times, the others to the processor
 * of earliest finish; ready tasks by priority. The path starts at the entry of largest priority (lowest index on ties)
 * and follows the first successor of equal priority (relative 1e-9), else the successor of largest priority.
 */

import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { downwardRank, upwardRank } from '../../src/plan/ranks.js';
import { ReadyList } from '../../src/plan/ready-list.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({ commAverage, gapRule, compat });

export type CpopOptions = z.output<typeof schema>;

export class Cpop implements Planner {
  readonly name = 'cpop';
  private readonly options: CpopOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<CpopOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/cpop', schema, given: options, saga: { commAverage: 'saga' } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/cpop');
    const meanCost = meanCosts(problem);
    const meanTransfer = meanTransfers(problem, this.options.commAverage);
    const priority = upwardRank(problem, graph, meanCost, meanTransfer);
    const down = downwardRank(graph, meanCost, meanTransfer);
    for (let task = 0; task < priority.length; task++) priority[task] += down[task];
    const onPath = criticalTasks(problem, graph, priority);
    const home = criticalProcessor(problem, onPath);
    const schedule = new PartialSchedule(problem, graph);
    const ready = new ReadyList(problem, graph, priority);
    while (ready.size > 0) {
      const task = ready.take();
      if (onPath[task] === 1 && home >= 0) schedule.place(task, home, schedule.earliestStart(task, home));
      else schedule.placeBest(task);
    }
    return schedule.done();
  }
}

/** [task] 1 = on the critical path. */
function criticalTasks(problem: DagProblem, graph: ProblemGraph, priority: Float64Array): Uint8Array {
  const { taskCount: n, successorStart, successor } = problem;
  const onPath = new Uint8Array(n);
  let task = -1;
  for (let i = 0; i < n; i++) {
    const isEntry = graph.predecessorStart[i] === graph.predecessorStart[i + 1];
    if (isEntry && (task < 0 || priority[i] > priority[task])) task = i;
  }
  if (task < 0) return onPath;
  const length = priority[task];
  const tolerance = 1e-9 * Math.max(1, length);
  while (task >= 0) {
    onPath[task] = 1;
    let next = -1;
    let equal = -1;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (Math.abs(priority[after] - length) <= tolerance && (equal < 0 || after < equal)) equal = after;
      if (next < 0 || priority[after] > priority[next] || (priority[after] === priority[next] && after < next))
        next = after;
    }
    task = equal >= 0 ? equal : next;
  }
  return onPath;
}

/** The processor with the least total time of the path's open tasks; −1 if none supports them all. */
function criticalProcessor(
  { taskCount: n, processorCount: m, cost, fixedProcessor }: DagProblem,
  onPath: Uint8Array,
): number {
  let best = -1;
  let bestTotal = Number.POSITIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    let total = 0;
    for (let task = 0; task < n; task++)
      if (onPath[task] === 1 && fixedProcessor[task] < 0) total += cost[task * m + k];
    if (total < bestTotal) {
      bestTotal = total;
      best = k;
    }
  }
  return best;
}
