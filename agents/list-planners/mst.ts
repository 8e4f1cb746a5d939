/**
 * MST, minimum start time, as the SAGA library defines it (schedulers/mst.py, no paper named): tasks in topological
 * order (the available task of smallest index first), each behind everything on the processor where it can start first,
 * the lowest processor on ties. Processing times play no part in the choice.
 */
import { z } from 'zod';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({});

export class Mst implements Planner {
  readonly name = 'mst';

  /** Errors: `ArenaError` for options; it takes none. */
  constructor(options: object = {}) {
    readPlannerOptions({ who: 'agents/mst', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/mst');
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    for (const task of graph.order) {
      if (schedule.processor[task] >= 0) continue;
      let best = -1;
      let bestStart = Number.POSITIVE_INFINITY;
      for (let k = 0; k < problem.processorCount; k++) {
        const start = schedule.earliestStart(task, k);
        if (!(start < bestStart)) continue;
        best = k;
        bestStart = start;
      }
      schedule.place(task, best, bestStart);
    }
    return schedule.done();
  }
}
