/**
 * HCPT, heterogeneous critical parent trees (Hagras & Janeček 2003, "A simple scheduling heuristic for heterogeneous
 * computing environments", doi 10.1109/ISPDC.2003.1267650). A task is critical if its mean earliest and latest start agree. Listing:
 * critical tasks are put on a stack by latest start, the earliest on top; the top is listed if all its parents are,
 * else its first unlisted parent (lowest index) is put on top. Each listed task goes to the processor where it finishes
 * first, the lowest on ties, behind everything there (`insertion: true` fills gaps). Several exits count as parents of
 * one common end: those not listed with the critical tasks follow by index.
 */
import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { type AverageTimes, averageTimes } from './static-level.js';

const schema = z.object({
  commAverage,
  gapRule,
  /** Whether gaps are filled. */
  insertion: z.boolean().default(false),
});

export type HcptOptions = z.output<typeof schema>;

export class Hcpt implements Planner {
  readonly name = 'hcpt';
  private readonly options: HcptOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<HcptOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/hcpt', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/hcpt');
    const { commAverage, gapRule, insertion } = this.options;
    const times = averageTimes(problem, graph, meanCosts(problem), meanTransfers(problem, commAverage));
    const schedule = new PartialSchedule(problem, graph, { gapRule, insertion });
    for (const task of listing(problem, graph, times)) if (schedule.processor[task] < 0) schedule.placeBest(task);
    return schedule.done();
  }
}

/** All tasks, each after its predecessors. */
export function listing(problem: DagProblem, graph: ProblemGraph, times: AverageTimes): Int32Array {
  const { predecessorStart, predecessor, position } = graph;
  const { upward, critical } = times;
  const n = problem.taskCount;
  const list = new Int32Array(n);
  let listed = 0;
  const isListed = new Uint8Array(n);
  const nextParent = predecessorStart.slice(0, n); // all parents before it are listed
  const stack = new Int32Array(n);
  // the latest start is the length minus the upward rank
  const roots = graph.order.filter((task) => critical[task] === 1);
  roots.sort((a, b) => upward[b] - upward[a] || position[a] - position[b]);
  const exits = Int32Array.from({ length: n }, (_, task) => task).filter(
    (task) => problem.successorStart[task] === problem.successorStart[task + 1],
  );
  for (const root of [...roots, ...exits]) {
    if (isListed[root] === 1) continue;
    let depth = 0;
    stack[depth++] = root;
    while (depth > 0) {
      const task = stack[depth - 1];
      while (nextParent[task] < predecessorStart[task + 1] && isListed[predecessor[nextParent[task]]] === 1)
        nextParent[task]++;
      if (nextParent[task] < predecessorStart[task + 1]) {
        stack[depth++] = predecessor[nextParent[task]];
        continue;
      }
      depth--;
      isListed[task] = 1;
      list[listed++] = task;
    }
  }
  return list;
}
