/**
 * BIL, best imaginary level (Oh & Ha 1996, "A static scheduling heuristic for heterogeneous processors",
 * doi 10.1007/BFb0024750). The level of a task on a processor is the time to the end of the graph if all that follows
 * could choose its processors freely:
 *   BIL(i,k) = w(i,k) + max over successors j of min( BIL(j,k), min over l ≠ k of BIL(j,l) + transfer(i→j, k→l) ).
 * BIM(i,k) = EST(i,k) + BIL(i,k) is the makespan imagined if i ran on k now, behind everything there. With r ready
 * tasks and m processors, a task is judged by its r-th smallest BIM (the largest finite one if there are fewer),
 * because in the worst case all tasks want the same processors; the task where it is largest is scheduled. It goes to
 * the processor of least BIM + w·max(r/m − 1, 0): with many ready tasks time on processors counts more. Ties between
 * processors: where the other ready tasks have the larger sum of these values, then the lowest; between tasks: the next
 * smaller BIM, then the lowest index. A chain is scheduled optimally. Cost O(e·m) on links that are all alike, O(e·m²)
 * on others, and ready tasks × m per step, under contention times the transfers into a task. The paper's links are
 * alike; here each takes its own time.
 *
 * `compat: 'saga'` gives the makespans of the SAGA library: its BIM has the end of the processor in place of the start
 * of the task, it compares from the largest BIM down, and never revises.
 */
import { z } from 'zod';
import { transfer } from '../../src/plan/averages.js';
import { linksAlike } from '../../src/plan/data-ready.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { ReadyTasks } from './ready-tasks.js';
import { SortedRows } from './sorted-rows.js';
import { StartTable } from './start-table.js';

const schema = z.object({ compat });

export type BilOptions = z.output<typeof schema>;

export class Bil implements Planner {
  readonly name = 'bil';
  private readonly options: BilOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<BilOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/bil', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/bil');
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    const ready = new ReadyTasks(problem, graph);
    const makespans = new ImaginaryMakespans(problem, schedule, {
      level: imaginaryLevels(problem, graph),
      fromEnd: this.options.compat === 'saga',
    });
    for (let i = 0; i < ready.count; i++) makespans.open(ready.tasks[i]);
    while (ready.count > 0) {
      const task = makespans.mostUrgent(ready);
      const k = makespans.bestProcessor(task, ready);
      makespans.place(task, k);
      const opened = ready.remove(task);
      for (let i = 0; i < ready.count - opened; i++) makespans.refresh(ready.tasks[i], k);
      for (let i = ready.count - opened; i < ready.count; i++) makespans.open(ready.tasks[i]);
    }
    return schedule.done();
  }
}

/** BIL [task·m + processor]; Infinity where the task cannot run. */
export function imaginaryLevels(problem: DagProblem, { order }: ProblemGraph): Float64Array {
  const { processorCount: m, cost, successorStart, successor } = problem;
  const level = new Float64Array(order.length * m);
  const onward = linksAlike(problem) ? alikeLinks(problem, level) : anyLinks(problem, level);
  const least = new Float64Array(m);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      onward(edge, successor[edge] * m, least);
      for (let k = 0; k < m; k++) if (least[k] > level[task * m + k]) level[task * m + k] = least[k];
    }
    for (let k = 0; k < m; k++) level[task * m + k] += cost[task * m + k];
  }
  return level;
}

/** Writes for each processor the least way on over an edge; `row` begins the levels of its target. */
type Onward = (edge: number, row: number, least: Float64Array) => void;

function alikeLinks({ processorCount: m, volume, startup, bandwidth }: DagProblem, level: Float64Array): Onward {
  return (edge, row, least) => {
    let best = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) if (level[row + k] < best) best = level[row + k];
    if (m > 1) best += startup[1] + transfer(volume[edge], bandwidth[1]);
    for (let k = 0; k < m; k++) least[k] = level[row + k] < best ? level[row + k] : best;
  };
}

function anyLinks({ processorCount: m, volume, startup, bandwidth }: DagProblem, level: Float64Array): Onward {
  return (edge, row, least) => {
    for (let k = 0; k < m; k++) {
      let best = level[row + k];
      for (let to = 0; to < m; to++) {
        if (to === k) continue;
        const way = level[row + to] + startup[k * m + to] + transfer(volume[edge], bandwidth[k * m + to]);
        if (way < best) best = way;
      }
      least[k] = best;
    }
  };
}

interface BimRule {
  readonly level: Float64Array; // [n·m] BIL
  readonly fromEnd: boolean; // the data-ready time is left out
}

class ImaginaryMakespans {
  private readonly bim: Float64Array; // [n·m] of ready tasks; Infinity where the task cannot run
  private readonly sorted: SortedRows; // the same, ascending per task
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly table: StartTable;
  private readonly rule: BimRule;

  constructor(problem: DagProblem, schedule: PartialSchedule, rule: BimRule) {
    this.problem = problem;
    this.schedule = schedule;
    this.rule = rule;
    this.table = new StartTable(problem, schedule);
    this.bim = new Float64Array(problem.taskCount * problem.processorCount);
    this.sorted = new SortedRows(this.bim, problem.processorCount);
  }

  open(task: number): void {
    const m = this.problem.processorCount;
    this.table.open(task);
    for (let k = 0; k < m; k++) this.bim[task * m + k] = this.value(task, k);
    this.sorted.sort(task);
  }

  /** After a placement on a processor. */
  refresh(task: number, filled: number): void {
    if (this.table.cached || this.rule.fromEnd) {
      this.sorted.replace(task, filled, this.value(task, filled));
      return;
    }
    for (let k = 0; k < this.problem.processorCount; k++) this.sorted.replace(task, k, this.value(task, k));
  }

  place(task: number, k: number): void {
    this.table.place(task, k);
  }

  mostUrgent({ tasks, count }: ReadyTasks): number {
    const { sorted } = this;
    const m = this.problem.processorCount;
    const rank = this.rule.fromEnd ? m - 1 : Math.min(count, m) - 1;
    let best = tasks[0];
    for (let i = 1; i < count; i++) {
      const lead = sorted.compare(tasks[i], best, rank);
      if (lead > 0 || (lead === 0 && tasks[i] < best)) best = tasks[i];
    }
    return best;
  }

  bestProcessor(task: number, { tasks, count }: ReadyTasks): number {
    const m = this.problem.processorCount;
    const weight = this.rule.fromEnd ? 0 : Math.max(count / m - 1, 0);
    let best = -1;
    let bestSum = -1; // of the other ready tasks; −1 = not needed so far
    for (let k = 0; k < m; k++) {
      const value = this.revised(task, k, weight);
      if (value === Number.POSITIVE_INFINITY) continue;
      const lead = best < 0 ? -1 : value - this.revised(task, best, weight);
      if (lead > 0) continue;
      if (lead < 0) {
        best = k;
        bestSum = -1;
      } else if (!this.rule.fromEnd) {
        if (bestSum < 0) bestSum = this.others(task, best, tasks.subarray(0, count), weight);
        const sum = this.others(task, k, tasks.subarray(0, count), weight);
        if (sum > bestSum) {
          best = k;
          bestSum = sum;
        }
      }
    }
    return best;
  }

  /** Sum of the revised values of the other ready tasks; those that cannot run there at all do not count. */
  private others(task: number, k: number, tasks: Int32Array, weight: number): number {
    let sum = 0;
    for (const other of tasks.toSorted()) {
      const value = other === task ? 0 : this.revised(other, k, weight);
      if (value < Number.POSITIVE_INFINITY) sum += value;
    }
    return sum;
  }

  private revised(task: number, k: number, weight: number): number {
    const cell = task * this.problem.processorCount + k;
    return weight === 0 ? this.bim[cell] : this.bim[cell] + this.problem.cost[cell] * weight;
  }

  private value(task: number, k: number): number {
    const level = this.rule.level[task * this.problem.processorCount + k];
    if (level === Number.POSITIVE_INFINITY) return level;
    return (this.rule.fromEnd ? this.schedule.endOf(k) : this.table.start(task, k)) + level;
  }
}
