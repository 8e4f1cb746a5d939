/**
 * DPS, dynamic priority scheduling, as the SAGA library defines it (its schedulers/dps.py names no paper): the
 * unscheduled task of highest bottom level minus top level goes into the first gap of the processor where it finishes
 * first (`insertion: false`: behind everything there). Levels are longest paths with transfers; for placed tasks they
 * take the true times on their processors, for the others mean processing and transfer times, and they are re-evaluated
 * after every placement.
 *
 * No re-evaluation is needed to get that. Everything below an unscheduled task is unscheduled, so bottom levels are
 * fixed; everything above a ready task is placed, so its top level is known for good when it becomes ready; and no task
 * comes before those above it. So the priority of a task is computed once, when it becomes ready: O(n log n + e) beside
 * the placing, where a literal recursion is exponential. Ties: first in topological order; lowest processor.
 *
 * `compat: 'saga'` gives the makespans of the SAGA library, which fills no gaps (earlier versions did) and takes data
 * sizes for unknown transfer times.
 */
import { z } from 'zod';
import { meanCosts, meanTransfers, transfer } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { upwardRank } from '../../src/plan/ranks.js';
import { TaskHeap } from '../../src/plan/task-heap.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { ReadyTasks } from './ready-tasks.js';

const schema = z.object({
  commAverage,
  gapRule,
  compat,
  /** Whether gaps are filled. */
  insertion: z.boolean().default(true),
});

export type DpsOptions = z.output<typeof schema>;

export class Dps implements Planner {
  readonly name = 'dps';
  private readonly options: DpsOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<DpsOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/dps', schema, given: options, saga: { insertion: false } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/dps');
    const { gapRule, compat, commAverage, insertion } = this.options;
    const meanCost = meanCosts(problem);
    const meanTransfer = compat === 'saga' ? problem.volume : meanTransfers(problem, commAverage);
    const bottom = upwardRank(problem, graph, meanCost, meanTransfer);
    const schedule = new PartialSchedule(problem, graph, { gapRule, insertion });
    const levels = new TopLevels(problem, graph, schedule);
    const key = new Float64Array(problem.taskCount); // least first
    const heap = new TaskHeap(key, Float64Array.from(graph.position));
    const ready = new ReadyTasks(problem, graph);
    let opened = ready.count;
    while (true) {
      for (let i = ready.count - opened; i < ready.count; i++) {
        const task = ready.tasks[i];
        key[task] = levels.expected(task, meanTransfer) - bottom[task];
        heap.push(task);
      }
      if (heap.size === 0) return schedule.done();
      const task = heap.pop();
      schedule.placeBest(task);
      levels.settle(task);
      opened = ready.remove(task);
    }
  }
}

/** Longest paths from the start of the graph to the start of tasks, by the times of what is placed. */
class TopLevels {
  private readonly level: Float64Array; // [n] of placed tasks
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly schedule: PartialSchedule;

  constructor(problem: DagProblem, graph: ProblemGraph, schedule: PartialSchedule) {
    this.level = new Float64Array(problem.taskCount);
    this.problem = problem;
    this.graph = graph;
    this.schedule = schedule;
    for (const task of graph.order) if (problem.fixedProcessor[task] >= 0) this.settle(task);
  }

  /** Of a ready task, whose processor is not known. */
  expected(task: number, meanTransfer: Float64Array): number {
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    let longest = 0;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      longest = Math.max(longest, this.behind(predecessor[row]) + meanTransfer[predecessorEdge[row]]);
    }
    return longest;
  }

  /** Fixes the level of a task that has been placed. */
  settle(task: number): void {
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    const { processorCount: m, startup, bandwidth, volume } = this.problem;
    const { processor } = this.schedule;
    let longest = 0;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      if (processor[before] < 0) continue; // possible above a task placed beforehand
      const link = processor[before] * m + processor[task];
      const apart = processor[before] !== processor[task];
      const time = apart ? startup[link] + transfer(volume[predecessorEdge[row]], bandwidth[link]) : 0;
      longest = Math.max(longest, this.behind(before) + time);
    }
    this.level[task] = longest;
  }

  /** Path to the end of a placed task. */
  private behind(task: number): number {
    return this.level[task] + this.schedule.finish[task] - this.schedule.start[task];
  }
}
