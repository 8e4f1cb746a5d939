/**
 * Exact schedules of small problems by branch and bound (branch-and-bound.ts), from the best schedule of some other
 * planners. A search that is not over soon is helped by annealing, whose schedule cuts more branches. `optimal` is true
 * where the search was exhausted or a lower bound is met, to 1 part in 10¹²; it is absent where the limit ended the
 * search. Under contention semi-active schedules in order of starts need not contain an optimum, so nothing is searched:
 * the best of the other planners and annealing is returned, as optimal only if it meets a lower bound. So it is for
 * problems that are far too large, unless a limit is given.
 */
import { z } from 'zod';
import { lowerBounds } from '../../src/plan/bounds.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { Annealing } from './annealing.js';
import { BranchAndBound } from './branch-and-bound.js';
import { atBound } from './search-options.js';
import { shortest, startSchedules } from './start-planners.js';

const schema = z.object({
  /** Branches followed before the search gives up; absent = as many as take about a second. */
  nodeLimit: z.int().nonnegative().optional(),
  /** Ids of the planners that give the first schedule; absent = a few quick ones. */
  initial: z.array(z.string()).nonempty().optional(),
});

export type ExactOptions = z.output<typeof schema>;

/** Steps of the bounds that are computed in each branch, over all branches. */
const DEFAULT_WORK = 1e8;
/** Branches followed before annealing helps. */
const SOON = 20_000;
/** Steps of what is computed once. */
const MOST_SETUP = 5e7;

export class Exact implements Planner {
  readonly name = 'exact';
  private readonly options: ExactOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<ExactOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/exact', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph, a task that no processor can run, or an unknown initial planner. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/exact');
    const first = shortest(startSchedules(problem, graph, this.options.initial));
    const floor = lowerBounds(problem, graph).best;
    if (atBound(first.makespan, floor)) return proved(first);
    const { contention = 'none', taskCount: n, processorCount: m, volume } = problem;
    const affordable = Math.floor(DEFAULT_WORK / ((n + volume.length) * m));
    const { nodeLimit = affordable } = this.options;
    const annealing = new Annealing();
    // a few branches per task of a large problem would find nothing
    const hopeless = this.options.nodeLimit === undefined && affordable < SOON;
    if (contention !== 'none' || hopeless || (n + volume.length) * m * m > MOST_SETUP) {
      const annealed = hopeless || nodeLimit > SOON ? annealing.improve(problem, graph, first) : first;
      return atBound(annealed.makespan, floor) ? proved(annealed) : annealed;
    }
    const search = new BranchAndBound({ problem, graph, incumbent: first, floor });
    if (search.search(Math.min(SOON, nodeLimit))) return proved(search.schedule());
    if (nodeLimit <= SOON) return search.schedule();
    search.adopt(annealing.improve(problem, graph, search.schedule()));
    return search.search(nodeLimit) ? proved(search.schedule()) : search.schedule();
  }
}

function proved(schedule: Schedule): Schedule {
  return { ...schedule, optimal: true };
}
