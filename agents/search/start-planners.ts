/**
 * Where the searches begin: the best of the schedules of other planners, which are found by their ids when a problem
 * is planned. Ids that nobody has registered are an error where they were asked for; of the default ones those that
 * are registered are taken. Without any, tasks go in topological order to where they finish first.
 */
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';
import { planners } from '../../src/registry.js';

/** Good and quick, the best on average first. */
export const START_PLANNERS: readonly string[] = Object.freeze(['heft', 'peft', 'cpop', 'min-min', 'sufferage']);

/** The schedules, in the order of the ids. Errors: `ArenaError` for an unknown id. */
export function startSchedules(
  problem: DagProblem,
  graph: ProblemGraph,
  ids: readonly string[] | undefined,
): readonly Schedule[] {
  const chosen = ids ?? START_PLANNERS.filter((id) => planners.has(id));
  if (chosen.length > 0) return chosen.map((id) => planners.get(id).create().plan(problem));
  const schedule = new PartialSchedule(problem, graph);
  for (const task of graph.order) if (schedule.processor[task] < 0) schedule.placeBest(task);
  return [schedule.done()];
}

/** The shortest, the first on ties. There must be one. */
export function shortest(schedules: readonly Schedule[]): Schedule {
  return schedules.reduce((best, next) => (next.makespan < best.makespan ? next : best));
}
