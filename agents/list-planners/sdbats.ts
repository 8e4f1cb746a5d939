/**
 * SDBATS, standard deviation based task scheduling (Munir et al. 2013, "SDBATS: a novel algorithm for task
 * scheduling in heterogeneous computing systems", IPDPSW 2013): tasks by decreasing upward rank in which the standard
 * deviation of the processing times over the processors (divided by their number, not by one less) stands for the mean,
 *   rank(i) = σ(i) + max over successors j of c̄(i,j) + rank(j);
 * topological position on ties; each into the first gap of the processor where it finishes first, the lowest on ties.
 * Leaves out the paper's duplication of the entry task: here a task runs once.
 */
import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import { upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({ commAverage, gapRule });

export type SdbatsOptions = z.output<typeof schema>;

export class Sdbats implements Planner {
  readonly name = 'sdbats';
  private readonly options: SdbatsOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<SdbatsOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/sdbats', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/sdbats');
    const { commAverage, gapRule } = this.options;
    const rank = upwardRank(problem, graph, deviations(problem), meanTransfers(problem, commAverage));
    const order = graph.order.slice().sort((a, b) => rank[b] - rank[a] || graph.position[a] - graph.position[b]);
    const schedule = new PartialSchedule(problem, graph, { gapRule });
    for (const task of order) if (schedule.processor[task] < 0) schedule.placeBest(task);
    return schedule.done();
  }
}

/** Standard deviation [task] of the processing time over the supporting processors. */
export function deviations(problem: DagProblem): Float64Array {
  const { taskCount: n, processorCount: m, cost } = problem;
  const mean = meanCosts(problem);
  const deviation = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let squares = 0;
    let supported = 0;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time === Number.POSITIVE_INFINITY) continue;
      squares += (time - mean[task]) ** 2;
      supported++;
    }
    deviation[task] = supported > 0 ? Math.sqrt(squares / supported) : 0;
  }
  return deviation;
}
