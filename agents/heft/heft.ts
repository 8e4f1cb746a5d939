/**
 * HEFT, heterogeneous earliest finish time (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206): tasks by decreasing
 * upward rank, topological position on ties; each into the first gap of the processor where it finishes first, the
 * lowest processor on ties. Options where the literature differs: how transfers are averaged, whether a gap may be
 * filled exactly, whether gaps are used at all, and which processing time the rank counts (src/plan/rank-costs.ts).
 */

import { z } from 'zod';
import { meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import { RANK_COSTS, rankCosts } from '../../src/plan/rank-costs.js';
import { byDecreasingRank } from '../../src/plan/rank-order.js';
import { upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({
  commAverage,
  gapRule,
  compat,
  /** False: every task goes behind the last one of its processor. */
  insertion: z.boolean().default(true),
  /** The processing time that the rank counts for a task. */
  rankCost: z.enum(RANK_COSTS).default('mean'),
});

export type HeftOptions = z.output<typeof schema>;

export class Heft implements Planner {
  readonly name: string;
  private readonly options: HeftOptions;

  /** `name`: its id where it is registered with other defaults. Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<HeftOptions> = {}, name = 'heft') {
    this.name = name;
    this.options = readPlannerOptions({ who: `agents/${name}`, schema, given: options, saga: { commAverage: 'saga' } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { commAverage, rankCost, gapRule, insertion } = this.options;
    const graph = problemGraph(problem, `agents/${this.name}`);
    const transfers = meanTransfers(problem, commAverage);
    const rank = upwardRank(problem, graph, rankCosts(problem, rankCost), transfers);
    const order = byDecreasingRank(rank, graph.order);
    const schedule = new PartialSchedule(problem, graph, { gapRule, insertion });
    for (let i = 0; i < order.length; i++) if (schedule.processor[order[i]] < 0) schedule.placeBest(order[i]);
    return schedule.done();
  }
}
