/**
 * OLB, opportunistic load balancing (Armstrong et al. 1998, doi 10.1109/HCW.1998.666547): tasks in topological order,
 * each appended to the processor whose queue ends first, however long the task or its data take there; the lowest
 * processor on ties. Processors that cannot run the task are passed over.
 */
import { z } from 'zod';
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { mapInOrder } from './processor-choice.js';

/** `compat` changes nothing: the order of SAGA's OLB depends on a hash and is not reproduced. */
const schema = z.object({ compat });

export type OlbOptions = z.output<typeof schema>;

export class OlbMapping implements Planner {
  readonly name = 'olb';

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<OlbOptions> = {}) {
    readPlannerOptions({ who: 'agents/olb', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { processorCount: m, cost } = problem;
    const firstFree = (task: number, schedule: PartialSchedule) => {
      let best = -1;
      let bestEnd = Number.POSITIVE_INFINITY;
      for (let k = 0; k < m; k++) {
        if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
        const end = schedule.endOf(k);
        if (best >= 0 && !(end < bestEnd)) continue;
        best = k;
        bestEnd = end;
      }
      return best;
    };
    return mapInOrder(problem, firstFree, 'agents/olb');
  }
}
