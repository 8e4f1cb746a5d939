/**
 * HEFT, heterogeneous earliest finish time (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206): tasks by decreasing
 * upward rank, topological position on ties; each into the first gap of the processor where it finishes first, the
 * lowest processor on ties.
 */
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { meanCosts, meanTransfers } from './averages.js';
import { PartialSchedule } from './partial-schedule.js';
import { DEFAULT_PLANNER_OPTIONS, type PlannerOptions } from './planner-options.js';
import { problemGraph } from './problem-graph.js';
import { upwardRank } from './ranks.js';

export class Heft implements Planner {
  readonly name = 'heft';
  private readonly options: PlannerOptions;

  constructor(options: Partial<PlannerOptions> = {}) {
    this.options = { ...DEFAULT_PLANNER_OPTIONS, ...options };
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/heft');
    const transfers = meanTransfers(problem, this.options.communicationAverage);
    const rank = upwardRank(problem, graph, meanCosts(problem), transfers);
    const order = Int32Array.from(graph.order).sort(
      (a, b) => rank[b] - rank[a] || graph.position[a] - graph.position[b],
    );
    const schedule = new PartialSchedule(problem, graph);
    for (const task of order) if (schedule.processor[task] < 0) schedule.placeBest(task);
    return schedule.done();
  }
}
