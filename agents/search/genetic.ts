/**
 * Genetic algorithm of Wang, Siegel, Roychowdhury & Maciejewski 1997 (doi 10.1006/jpdc.1997.1392): a chromosome is a
 * matching string (processor of each task) and a scheduling string (topological list). Crossover of the scheduling
 * string keeps the head of one parent and puts the rest in the order of the other, which keeps it topological; the
 * matching strings swap their tails; mutation moves a task within the list, or to another processor. The best
 * chromosome survives. What differs from the paper: parents are chosen by binary tournament instead of a
 * rank-based roulette wheel, a list is decoded into gaps instead of appended, and the first population holds the
 * schedules of several planners, varied, instead of one. The result is never worse than those.
 */
import { z } from 'zod';
import { lowerBounds } from '../../src/plan/bounds.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { createRng, type Rng } from '../../src/rng.js';
import { ListDecoder, ListMoves, listOf, type TaskList } from './list-decoder.js';
import { atBound, defaultEvaluations, initial, seed } from './search-options.js';
import { shortest, startSchedules } from './start-planners.js';

const schema = z.object({
  seed,
  initial,
  population: z.int().min(2).default(40),
  /** Absent = as many as take about a tenth of a second. */
  generations: z.int().nonnegative().optional(),
  /** Probability that a child has two parents, for each of the two strings. */
  crossover: z.number().min(0).max(1).default(0.6),
  /** Probability that a child is mutated, for each of the two strings. */
  mutation: z.number().min(0).max(1).default(0.6),
});

export type GeneticOptions = z.output<typeof schema>;

/** Mutations of each string of a chromosome in the first population. */
const MOST_CHANGES = 50;

/** A chromosome and its makespan. */
interface Individual extends TaskList {
  makespan: number;
}

export class Genetic implements Planner {
  readonly name = 'genetic';
  private readonly options: GeneticOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<GeneticOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/genetic', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph, a task that no processor can run, or an unknown initial planner. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/genetic');
    const starts = startSchedules(problem, graph, this.options.initial);
    const best = shortest(starts);
    if (graph.order.every((task) => problem.fixedProcessor[task] >= 0)) return best;
    return new Evolution(problem, graph, this.options).run(starts, best);
  }
}

class Evolution {
  private readonly options: GeneticOptions;
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly rng: Rng;
  private readonly moves: ListMoves;
  private readonly decoder: ListDecoder;
  private readonly taken: Uint8Array; // [n] scratch

  constructor(problem: DagProblem, graph: ProblemGraph, options: GeneticOptions) {
    this.options = options;
    this.problem = problem;
    this.graph = graph;
    this.rng = createRng(options.seed).fork('genetic');
    this.moves = new ListMoves(problem, graph, this.rng);
    this.decoder = new ListDecoder(problem, graph);
    this.taken = new Uint8Array(problem.taskCount);
  }

  run(starts: readonly Schedule[], incumbent: Schedule): Schedule {
    const { population: size, generations = Math.floor(defaultEvaluations(this.problem) / size) } = this.options;
    const floor = lowerBounds(this.problem, this.graph).best;
    let best = incumbent;
    if (generations === 0 || atBound(best.makespan, floor)) return best;
    let parents = this.firstPopulation(starts);
    let children = parents.map(copyOf);
    for (let generation = 0; generation <= generations; generation++) {
      let elite = parents[0];
      for (const individual of parents) if (individual.makespan < elite.makespan) elite = individual;
      if (elite.makespan < best.makespan) {
        this.decoder.makespan(elite);
        best = this.decoder.decoded();
      }
      if (generation === generations || atBound(best.makespan, floor)) break;
      assign(children[0], elite);
      for (let i = 1; i < size; i++) {
        this.breed(children[i], this.tournament(parents), this.tournament(parents));
        children[i].makespan = this.decoder.makespan(children[i]);
      }
      [parents, children] = [children, parents];
    }
    return best;
  }

  /** The given schedules, then copies of them with many mutations. */
  private firstPopulation(starts: readonly Schedule[]): Individual[] {
    const lists = starts.map((schedule) => listOf(this.problem, this.graph, schedule));
    return Array.from({ length: this.options.population }, (_, i) => {
      const individual: Individual = { ...copyOf({ ...lists[i % lists.length], makespan: 0 }) };
      const changes = i < lists.length ? 0 : 1 + this.rng.integer(Math.min(MOST_CHANGES, individual.order.length));
      for (let change = 0; change < changes; change++) {
        this.moves.reassign(individual);
        this.moves.shift(individual);
      }
      individual.makespan = this.decoder.makespan(individual);
      return individual;
    });
  }

  private tournament(parents: readonly Individual[]): Individual {
    const a = parents[this.rng.integer(parents.length)];
    const b = parents[this.rng.integer(parents.length)];
    return b.makespan < a.makespan ? b : a;
  }

  private breed(child: Individual, mother: Individual, father: Individual): void {
    const { crossover, mutation } = this.options;
    const { rng } = this;
    assign(child, mother);
    if (rng() < crossover) this.crossOrder(child, father, rng.integer(child.order.length));
    if (rng() < crossover) {
      const cut = rng.integer(child.processor.length);
      for (let task = cut; task < child.processor.length; task++) child.processor[task] = father.processor[task];
    }
    if (rng() < mutation) this.moves.shift(child);
    if (rng() < mutation) this.moves.reassign(child);
  }

  /** What follows the cut takes the order it has in the father. */
  private crossOrder(child: Individual, father: Individual, cut: number): void {
    const { taken } = this;
    taken.fill(0);
    for (let i = 0; i < cut; i++) taken[child.order[i]] = 1;
    let next = cut;
    for (let i = 0; i < father.order.length; i++) {
      if (taken[father.order[i]] === 0) child.order[next++] = father.order[i];
    }
  }
}

function copyOf({ order, processor, makespan }: Individual): Individual {
  return { order: order.slice(), processor: processor.slice(), makespan };
}

function assign(to: Individual, from: Individual): void {
  to.order.set(from.order);
  to.processor.set(from.processor);
  to.makespan = from.makespan;
}
