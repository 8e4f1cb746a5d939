/**
 * Scheduling by pairs: at each step the ready task and the processor of least score are joined, and the task is put
 * behind everything on that processor. Ties: the task of least `tie` value, then of lowest index, then the lowest
 * processor. Takes O((n·log n + e)·m). Under contention every placed transfer may delay every other, so all starts are
 * computed anew at each step, besides those that even with free ports would not be early enough: O(n·r·m) for r ready
 * tasks, and some of these times the transfers into a task.
 */
import { ContendedPairs } from '../../src/plan/contended-pairs.js';
import { LeastPair, type PairScore } from '../../src/plan/least-pair.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';
import { ReadyTasks } from './ready-tasks.js';

export function scheduleByPairs(problem: DagProblem, graph: ProblemGraph, rule: PairScore): Schedule {
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  const ready = new ReadyTasks(problem, graph);
  const contended = (problem.contention ?? 'none') !== 'none';
  const pairs = contended
    ? new ContendedPairs(problem, schedule, { rule, graph })
    : new LeastPair(problem, schedule, rule);
  for (let i = 0; i < ready.count; i++) pairs.add(ready.tasks[i]);
  while (pairs.size > 0) {
    const opened = ready.remove(pairs.placeNext());
    for (let i = ready.count - opened; i < ready.count; i++) pairs.add(ready.tasks[i]);
  }
  return schedule.done();
}
