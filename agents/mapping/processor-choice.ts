/**
 * The loop of the mappings that choose a processor without looking at the data: tasks in topological order, each
 * appended to the queue of the processor that a rule names.
 */
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';

/** The processor for a task, one that can run it. `schedule` holds what is placed so far. */
export type ProcessorChoice = (task: number, schedule: PartialSchedule) => number;

/** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
export function mapInOrder(problem: DagProblem, choose: ProcessorChoice, who: string): Schedule {
  const graph = problemGraph(problem, who);
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  for (let i = 0; i < problem.taskCount; i++) {
    const task = graph.order[i];
    if (problem.fixedProcessor[task] >= 0) continue;
    const k = choose(task, schedule);
    schedule.place(task, k, schedule.earliestStart(task, k));
  }
  return schedule.done();
}
