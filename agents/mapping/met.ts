/**
 * MET, minimum execution time (Maheswaran et al. 1999, doi 10.1006/jpdc.1999.1581): tasks in topological order, each
 * appended to the processor that runs it fastest, busy or not; the lowest processor on ties.
 */
import { z } from 'zod';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { mapInOrder } from './processor-choice.js';

/** `compat` changes nothing: SAGA does the same. */
const schema = z.object({ compat });

export type MetOptions = z.output<typeof schema>;

export class MetMapping implements Planner {
  readonly name = 'met';

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<MetOptions> = {}) {
    readPlannerOptions({ who: 'agents/met', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { processorCount: m, cost } = problem;
    const fastest = (task: number) => {
      let best = 0;
      for (let k = 1; k < m; k++) if (cost[task * m + k] < cost[task * m + best]) best = k;
      return best;
    };
    return mapInOrder(problem, fastest, 'agents/met');
  }
}
