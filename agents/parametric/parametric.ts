/**
 * Parametric list scheduling (Coleman, Agrawal, Hirani & Krishnamachari 2024, arXiv 2403.07112): one scheduler of
 * interchangeable parts, so that what each part contributes can be measured. The parts: the priority of tasks, how many
 * of the ready ones are looked at and which of them goes next, by what its processor is chosen, insertion into gaps or
 * appending, and whether the critical path is kept on one processor. Known schedulers are corners of this space
 * (corners.ts). The paper has three priorities, three processor choices and sufferage of the first two ready tasks;
 * priorities, choices and candidates beyond that are additions. Looking at c candidates costs O(c·m) starts per task.
 */
import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import { optimisticCost } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { pathRank, reservedProcessors } from './critical-path.js';
import { PRIORITIES, taskPriorities } from './priority.js';
import { COMPARISONS, ProcessorChoice } from './processor-choice.js';
import { ReadyQueue } from './ready-queue.js';

const schema = z.object({
  commAverage,
  gapRule,
  compat,
  priority: z.enum(PRIORITIES).default('upward-rank'),
  /** Order of tasks of equal priority. */
  ties: z.enum(['topological', 'index']).default('topological'),
  /**
   * Which of the candidates goes next. `first`: the most urgent. `sufferage`: the one that would lose most without its
   * best processor. `least`, `greatest`: whose best value (see `processor`) is that. Ties by priority.
   */
  choice: z.enum(['first', 'sufferage', 'least', 'greatest']).default('first'),
  /** How many of the most urgent ready tasks are candidates; absent = all. */
  candidates: z.int().positive().optional(),
  /** Value by which a task's processor is chosen: the least, the lowest processor on ties. */
  processor: z.enum(COMPARISONS).default('finish'),
  /** False: tasks go behind the last one of their processor. */
  insertion: z.boolean().default(true),
  /** True: the tasks of one critical path all go to the processor that is best for them together. */
  criticalPath: z.boolean().default(false),
});

export type ParametricOptions = z.output<typeof schema>;

export class Parametric implements Planner {
  readonly name: string;
  private readonly options: ParametricOptions;

  /** `name`: its id where it is registered with other defaults. Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<ParametricOptions> = {}, name = 'parametric') {
    this.name = name;
    this.options = readPlannerOptions({ who: `agents/${name}`, schema, given: options, saga: { commAverage: 'saga' } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { commAverage, priority: kind, ties, gapRule, insertion, processor, criticalPath } = this.options;
    const graph = problemGraph(problem, `agents/${this.name}`);
    const transfers = meanTransfers(problem, commAverage);
    const priority = taskPriorities(kind, problem, graph, transfers);
    const schedule = new PartialSchedule(problem, graph, { gapRule, insertion });
    const queue = new ReadyQueue(problem, graph, { priority, ties });
    const choice = new ProcessorChoice(problem, schedule, {
      comparison: processor,
      optimistic: processor === 'finish-and-rest' ? optimisticCost(problem, graph, transfers) : null,
      reserved: criticalPath
        ? reservedProcessors(problem, graph, pathRank(problem, graph, meanCosts(problem), transfers))
        : null,
    });
    while (queue.size > 0) {
      const rank = this.next(queue, choice);
      choice.look(queue.peek(rank));
      schedule.place(queue.take(rank), choice.best, choice.start);
    }
    return schedule.done();
  }

  /** Place in the queue of the task that goes next. */
  private next(queue: ReadyQueue, choice: ProcessorChoice): number {
    const rule = this.options.choice;
    if (rule === 'first') return 0;
    const count = Math.min(queue.size, this.options.candidates ?? queue.size);
    let chosen = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let rank = 0; rank < count; rank++) {
      choice.look(queue.peek(rank));
      const lead = rule === 'sufferage' ? choice.sufferage() : rule === 'least' ? -choice.value : choice.value;
      if (lead > most) {
        most = lead;
        chosen = rank;
      }
    }
    return chosen;
  }
}
