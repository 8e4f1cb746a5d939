/**
 * MCT, minimum completion time (Maheswaran et al. 1999, doi 10.1006/jpdc.1999.1581): tasks in topological order, each
 * appended where it finishes first, the lowest processor on ties.
 */
import { z } from 'zod';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

/** `compat` changes nothing: the order of SAGA's MCT depends on a hash and is not reproduced. */
const schema = z.object({ compat });

export type MctOptions = z.output<typeof schema>;

export class MctMapping implements Planner {
  readonly name = 'mct';

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<MctOptions> = {}) {
    readPlannerOptions({ who: 'agents/mct', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/mct');
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    for (let i = 0; i < problem.taskCount; i++) {
      const task = graph.order[i];
      if (problem.fixedProcessor[task] < 0) schedule.placeBest(task);
    }
    return schedule.done();
  }
}
