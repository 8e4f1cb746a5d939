/** Best of several planners: plans with each and keeps the shortest schedule, the first on ties. */
import { z } from 'zod';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { shortest, startSchedules } from './start-planners.js';

const schema = z.object({
  /** Ids; absent = a few quick ones (start-planners.ts). */
  planners: z.array(z.string()).nonempty().optional(),
});

export type HybridOptions = z.output<typeof schema>;

export class Hybrid implements Planner {
  readonly name = 'hybrid';
  private readonly options: HybridOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<HybridOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/hybrid', schema, given: options });
  }

  /** Errors: `ArenaError` for an unknown planner, or what one of the planners refuses. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/hybrid');
    return shortest(startSchedules(problem, graph, this.options.planners));
  }
}
