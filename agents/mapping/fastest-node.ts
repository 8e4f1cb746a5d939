/**
 * Fastest node: the whole graph on the one processor that needs least time for all of it, in topological order; the
 * lowest processor on ties. It never waits for data and is the yardstick of speed-up. Where no processor can run every
 * task, the one that can run most of them counts as fastest (then the one with least time); what it cannot run goes to
 * the next in that order that can.
 */
import { z } from 'zod';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { mapInOrder } from './processor-choice.js';

/** `compat` changes nothing: SAGA does the same. */
const schema = z.object({ compat });

export type FastestNodeOptions = z.output<typeof schema>;

export class FastestNode implements Planner {
  readonly name = 'fastest-node';

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<FastestNodeOptions> = {}) {
    readPlannerOptions({ who: 'agents/fastest-node', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { processorCount: m, cost } = problem;
    const preference = fastestFirst(problem);
    const firstAble = (task: number) => {
      let i = 0;
      while (cost[task * m + preference[i]] === Number.POSITIVE_INFINITY) i++;
      return preference[i];
    };
    return mapInOrder(problem, firstAble, 'agents/fastest-node');
  }
}

/** [m] processors by open tasks that they cannot run, then by time for the others, then by index. */
function fastestFirst({ taskCount: n, processorCount: m, cost, fixedProcessor }: DagProblem): Int32Array {
  const unable = new Int32Array(m); // [processor] tasks
  const total = new Float64Array(m); // [processor] time
  for (let task = 0; task < n; task++) {
    if (fixedProcessor[task] >= 0) continue;
    for (let k = 0; k < m; k++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY) unable[k]++;
      else total[k] += cost[task * m + k];
    }
  }
  return Int32Array.from(total, (_, k) => k).sort((a, b) => unable[a] - unable[b] || total[a] - total[b] || a - b);
}
