/**
 * HBMCT, hybrid balanced minimum completion time (Sakellariou & Zhao 2004, "A hybrid heuristic for DAG scheduling on
 * heterogeneous systems", doi 10.1109/IPDPS.2004.1303065). Tasks by decreasing upward rank are cut into groups: a task
 * with a predecessor in the current group begins the next one, so the tasks of a group are independent. Group after
 * group is scheduled behind everything before it by BMCT: every task goes to the processor that runs it fastest, and
 * the tasks of a processor are taken in order of their earliest start there; then, as long as it lowers the finish of
 * the processor that finishes last, a task of that processor moves to where the other processor then finishes first,
 * and before the former finish. Tasks are tried by mean earliest start. All ties: earlier rank, lowest processor.
 *
 * Every move lowers the sorted finishes of all processors, so moving ends; it is cut off at tasks × processors moves of
 * a group. Under contention groups are balanced without it, and then placed in order of their starts with it. The group
 * step is the place where other libraries lose tasks; here every task of a group is placed, once.
 */
import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { BalancedGroup } from './balanced-group.js';

const schema = z.object({ commAverage });

export type HbmctOptions = z.output<typeof schema>;

export class Hbmct implements Planner {
  readonly name = 'hbmct';
  private readonly options: HbmctOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<HbmctOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/hbmct', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/hbmct');
    const rank = upwardRank(problem, graph, meanCosts(problem), meanTransfers(problem, this.options.commAverage));
    const order = graph.order
      .filter((task) => problem.fixedProcessor[task] < 0)
      .sort((a, b) => rank[b] - rank[a] || graph.position[a] - graph.position[b]);
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    for (const tasks of independentGroups(graph, order)) {
      const group = new BalancedGroup(problem, schedule, tasks);
      group.balance();
      group.place();
    }
    return schedule.done();
  }
}

/** Cuts an order of tasks into runs without precedence inside. */
export function independentGroups(
  { predecessorStart, predecessor }: ProblemGraph,
  order: Int32Array, // tasks, each after its predecessors
): Int32Array[] {
  const groups: Int32Array[] = [];
  const group = new Int32Array(predecessorStart.length - 1).fill(-1); // [n]
  let begin = 0;
  for (let i = 0; i < order.length; i++) {
    const task = order[i];
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      if (group[predecessor[row]] !== groups.length) continue;
      groups.push(order.subarray(begin, i));
      begin = i;
      break;
    }
    group[task] = groups.length;
  }
  if (begin < order.length) groups.push(order.subarray(begin));
  return groups;
}
