/**
 * IPEFT, improved predict earliest finish time (Zhou et al. 2017, "A list scheduling algorithm for heterogeneous
 * systems based on a critical node cost table and pessimistic cost table", doi 10.1002/cpe.3944). With c̄ a mean
 * transfer time that is 0 on the same processor:
 *   PCT(i,k)  = max over successors j of max over l of PCT(j,l) + w(j,l) + c̄(i,j), the pessimistic cost table;
 *   CNCT(i,k) = max over critical successors j (all, if none is) of min over l of CNCT(j,l) + w(j,l) + c̄(i,j).
 * A task is critical if its mean earliest and latest start agree. Ready tasks by largest mean of the PCT row plus mean
 * processing time, lowest index on ties; each into the first gap of the processor of least finish + CNCT, the lowest on
 * ties, or of least finish alone if the task is not critical but has a critical successor. Processors that do not
 * support a task are left out of its maxima and means.
 */
import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { ReadyList } from '../../src/plan/ready-list.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { averageTimes } from './static-level.js';

const schema = z.object({ commAverage, gapRule });

export type IpeftOptions = z.output<typeof schema>;

export class Ipeft implements Planner {
  readonly name = 'ipeft';
  private readonly options: IpeftOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<IpeftOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/ipeft', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/ipeft');
    const meanCost = meanCosts(problem);
    const meanTransfer = meanTransfers(problem, this.options.commAverage);
    const { critical } = averageTimes(problem, graph, meanCost, meanTransfer);
    const priority = meanRows(problem, pessimisticCost(problem, graph, meanTransfer));
    for (let task = 0; task < priority.length; task++) priority[task] += meanCost[task];
    const table = criticalNodeCost(problem, graph, { meanTransfer, critical });
    const schedule = new PartialSchedule(problem, graph, { gapRule: this.options.gapRule });
    const ready = new ReadyList(problem, graph, priority);
    while (ready.size > 0) {
      const task = ready.take();
      const leadsToCritical = critical[task] === 0 && hasCriticalSuccessor(problem, task, critical);
      schedule.placeBest(task, leadsToCritical ? undefined : table);
    }
    return schedule.done();
  }
}

/** PCT [task·m + processor]. */
export function pessimisticCost(
  { processorCount: m, successorStart, successor, cost }: DagProblem,
  { order }: ProblemGraph,
  meanTransfer: Float64Array,
): Float64Array {
  const table = new Float64Array(order.length * m);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const row = successor[edge] * m;
      let worst = -1;
      let second = Number.NEGATIVE_INFINITY; // largest value on any other processor than the worst
      for (let k = 0; k < m; k++) {
        if (cost[row + k] === Number.POSITIVE_INFINITY) continue;
        const value = table[row + k] + cost[row + k];
        if (worst < 0 || value > table[row + worst] + cost[row + worst]) {
          if (worst >= 0) second = table[row + worst] + cost[row + worst];
          worst = k;
        } else if (value > second) second = value;
      }
      if (worst < 0) continue; // supported nowhere: placed beforehand
      const most = table[row + worst] + cost[row + worst];
      for (let k = 0; k < m; k++) {
        const path = k === worst ? Math.max(most, second + meanTransfer[edge]) : most + meanTransfer[edge];
        if (path > table[task * m + k]) table[task * m + k] = path;
      }
    }
  }
  return table;
}

interface CriticalEdges {
  readonly meanTransfer: Float64Array; // [e]
  readonly critical: Uint8Array; // [n]
}

/** CNCT [task·m + processor]. */
export function criticalNodeCost(
  problem: DagProblem,
  { order }: ProblemGraph,
  { meanTransfer, critical }: CriticalEdges,
): Float64Array {
  const { processorCount: m, successorStart, successor, cost } = problem;
  const table = new Float64Array(order.length * m);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    const only = hasCriticalSuccessor(problem, task, critical);
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      if (only && critical[successor[edge]] === 0) continue;
      const row = successor[edge] * m;
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k < m; k++) least = Math.min(least, table[row + k] + cost[row + k]);
      if (least === Number.POSITIVE_INFINITY) continue; // supported nowhere: placed beforehand
      for (let k = 0; k < m; k++) {
        const path = Math.min(table[row + k] + cost[row + k], least + meanTransfer[edge]);
        if (path > table[task * m + k]) table[task * m + k] = path;
      }
    }
  }
  return table;
}

function hasCriticalSuccessor(
  { successorStart, successor }: DagProblem,
  task: number,
  critical: Uint8Array, // [n]
): boolean {
  for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
    if (critical[successor[edge]] === 1) return true;
  }
  return false;
}

/** Mean over the processors that support a task. */
function meanRows({ taskCount: n, processorCount: m, cost }: DagProblem, table: Float64Array): Float64Array {
  const mean = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let sum = 0;
    let supported = 0;
    for (let k = 0; k < m; k++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
      sum += table[task * m + k];
      supported++;
    }
    mean[task] = supported > 0 ? sum / supported : 0;
  }
  return mean;
}
