/**
 * PEFT, predict earliest finish time (Arabnejad & Barbosa 2014, doi 10.1109/TPDS.2013.57): ready tasks by decreasing
 * mean optimistic cost, lowest index on ties; each into the first gap of the processor with the least finish plus
 * optimistic cost of what follows, the lowest processor on ties. The optimistic cost counts mean transfer times, or those
 * of the links (`octComm: 'link'`).
 */

import { z } from 'zod';
import { meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import { optimisticCost, optimisticCostOverLinks } from '../../src/plan/ranks.js';
import { ReadyList } from '../../src/plan/ready-list.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({
  commAverage,
  gapRule,
  compat,
  /** `link`: the optimistic cost counts what each link takes, not the mean; costs edges × processors². */
  octComm: z.enum(['mean', 'link']).default('mean'),
});

export type PeftOptions = z.output<typeof schema>;

export class Peft implements Planner {
  readonly name = 'peft';
  private readonly options: PeftOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<PeftOptions> = {}) {
    const saga = { commAverage: 'saga', octComm: 'link' } as const;
    this.options = readPlannerOptions({ who: 'agents/peft', schema, given: options, saga });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/peft');
    const { commAverage, gapRule, octComm } = this.options;
    const table =
      octComm === 'link'
        ? optimisticCostOverLinks(problem, graph)
        : optimisticCost(problem, graph, meanTransfers(problem, commAverage));
    const schedule = new PartialSchedule(problem, graph, { gapRule });
    const ready = new ReadyList(problem, graph, rowMeans(table, problem.taskCount));
    while (ready.size > 0) schedule.placeBest(ready.take(), table);
    return schedule.done();
  }
}

function rowMeans(table: Float64Array, n: number): Float64Array {
  const m = table.length / Math.max(1, n);
  const mean = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += table[task * m + k];
    mean[task] = sum / m;
  }
  return mean;
}
