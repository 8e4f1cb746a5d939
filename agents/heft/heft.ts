/**
 * HEFT, heterogeneous earliest finish time (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206): tasks by decreasing
 * upward rank, topological position on ties; each into the first gap of the processor where it finishes first, the
 * lowest processor on ties.
 */

import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import { upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({ commAverage, gapRule, compat });

export type HeftOptions = z.output<typeof schema>;

export class Heft implements Planner {
  readonly name = 'heft';
  private readonly options: HeftOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<HeftOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/heft', schema, given: options, saga: { commAverage: 'saga' } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/heft');
    const transfers = meanTransfers(problem, this.options.commAverage);
    const rank = upwardRank(problem, graph, meanCosts(problem), transfers);
    const order = Int32Array.from(graph.order).sort(
      (a, b) => rank[b] - rank[a] || graph.position[a] - graph.position[b],
    );
    const schedule = new PartialSchedule(problem, graph);
    for (const task of order) if (schedule.processor[task] < 0) schedule.placeBest(task);
    return schedule.done();
  }
}
