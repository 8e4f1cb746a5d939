/**
 * The loop that Min-Min, Max-Min and Sufferage share (Maheswaran et al. 1999, doi 10.1006/jpdc.1999.1581, for
 * independent tasks; here the candidates are the tasks whose predecessors are placed): choose a ready task, append it
 * where it finishes first, see which tasks have become ready. In batches, the tasks that are ready are all placed
 * before any that have become ready meanwhile (so does the SAGA library). Min-Min takes O((n·log n + e)·m).
 * The others take O(e·m) for the data and O(n·r) for r tasks ready at a time, unless a placement delays most of them:
 * then up to O(n·r·m), as all take under contention.
 */
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';

/** The ready tasks, in whatever form the rule needs them. */
export interface ReadyTable {
  readonly size: number;
  /** A task whose predecessors are all placed. */
  add(task: number): void;
  /** Places the task that the rule chooses where it finishes first, and returns it; the table must not be empty. */
  placeNext(): number;
}

export interface MappingRule {
  readonly who: string; // begins the error messages
  readonly batch: boolean;
  readonly table: (problem: DagProblem, schedule: PartialSchedule, graph: ProblemGraph) => ReadyTable;
}

/** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
export function mapReadyTasks(problem: DagProblem, rule: MappingRule): Schedule {
  const { taskCount: n, successorStart, successor, fixedProcessor } = problem;
  const graph = problemGraph(problem, rule.who);
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  const table = rule.table(problem, schedule, graph);
  const open = new Int32Array(n); // predecessors not yet placed
  const released = new Int32Array(n); // tasks that have become ready and are not in the table yet
  let releasedCount = 0;
  for (let task = 0; task < n; task++) {
    for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++) {
      if (fixedProcessor[graph.predecessor[row]] < 0) open[task]++;
    }
    if (open[task] === 0 && fixedProcessor[task] < 0) table.add(task);
  }
  while (table.size > 0) {
    const task = table.placeNext();
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--open[after] === 0 && fixedProcessor[after] < 0) released[releasedCount++] = after;
    }
    if (rule.batch && table.size > 0) continue;
    for (let i = 0; i < releasedCount; i++) table.add(released[i]);
    releasedCount = 0;
  }
  return schedule.done();
}
