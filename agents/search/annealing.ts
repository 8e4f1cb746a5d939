/**
 * Simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983, doi 10.1126/science.220.4598.671) over a list of tasks and a
 * processor for each: a move gives one task another processor or another place in the list; it is taken if the makespan
 * does not grow, else with probability exp(−(relative growth) / temperature) (Metropolis). The temperature is relative
 * to the makespan and falls geometrically, a few times over; the unit of time does not matter. It begins with the best schedule of
 * some other planners and returns the best one met: never worse than those. Stops early at the lower bound.
 */
import { z } from 'zod';
import { lowerBounds } from '../../src/plan/bounds.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { createRng } from '../../src/rng.js';
import { ListDecoder, ListMoves, listOf } from './list-decoder.js';
import { atBound, defaultEvaluations, initial, seed } from './search-options.js';
import { shortest, startSchedules } from './start-planners.js';

const schema = z.object({
  seed,
  initial,
  /** Schedules built; absent = as many as take about a tenth of a second. */
  evaluations: z.int().nonnegative().optional(),
  /** Growth that is taken with probability 1/e at first, as a multiple of makespan / open tasks … */
  hot: z.number().positive().default(0.5),
  /** … and at last. */
  cold: z.number().positive().default(0.05),
  /** Times the temperature falls from hot to cold. */
  rounds: z.int().positive().default(4),
  /** Share of moves that give a task another processor; the rest change its place in the list. */
  reassign: z.number().min(0).max(1).default(0.5),
});

export type AnnealingOptions = z.output<typeof schema>;

export class Annealing implements Planner {
  readonly name = 'annealing';
  private readonly options: AnnealingOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<AnnealingOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/annealing', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph, a task that no processor can run, or an unknown initial planner. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/annealing');
    const start = shortest(startSchedules(problem, graph, this.options.initial));
    return this.improve(problem, graph, start);
  }

  /** The search from a given schedule. */
  improve(problem: DagProblem, graph: ProblemGraph, start: Schedule): Schedule {
    const { hot, cold, rounds, reassign, evaluations = defaultEvaluations(problem) } = this.options;
    const floor = lowerBounds(problem, graph).best;
    const list = listOf(problem, graph, start);
    if (evaluations === 0 || list.order.length === 0) return start;
    let best = start;
    const rng = createRng(this.options.seed).fork('annealing');
    const decoder = new ListDecoder(problem, graph);
    const moves = new ListMoves(problem, graph, rng);
    const length = Math.ceil(evaluations / rounds);
    const cooling = (cold / hot) ** (1 / length);
    let current = decoder.makespan(list);
    if (current < best.makespan) best = decoder.decoded();
    const share = 1 / list.order.length;
    let temperature = hot * share;
    for (let i = 1; i < evaluations && !atBound(best.makespan, floor); i++) {
      if (rng() < reassign) moves.reassign(list);
      else moves.shift(list);
      // drawn beforehand, so that lists which cannot be taken need not be decoded to the end
      const most = current * (1 - temperature * Math.log(1 - rng()));
      const makespan = decoder.makespan(list, most);
      if (makespan <= most) {
        current = makespan;
        if (current < best.makespan) best = decoder.decoded();
      } else moves.undo(list);
      temperature = i % length === 0 ? hot * share : temperature * cooling;
    }
    return best;
  }
}
