/**
 * The ready tasks of a mapping heuristic, each with the two processors where it would finish first. Tasks are appended,
 * never inserted into gaps, so a placement on one processor can only delay tasks on that processor: without contention
 * the arrival times of a task's data are computed once, and after a placement only the tasks that counted on that
 * processor are looked at again. Among many short tasks most do, as the queue that ends first is best for all of them.
 * Under contention every transfer delays others, and everything is computed anew.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';
import type { ReadyTable } from './ready-mapping.js';

export interface CompletionRule {
  /** The choice looks at the second best finish. */
  readonly comparesSecond: boolean;
  /** The row to place next; the table is not empty. */
  readonly choose: (table: CompletionTimes) => number;
}

export class CompletionTimes implements ReadyTable {
  /** Ready tasks; rows 0…size − 1 are theirs, in no order. */
  size = 0;
  task = new Int32Array(16); // [row]
  best = new Int32Array(16); // [row] processor of least finish, the lowest index on ties
  bestFinish = new Float64Array(16); // [row] time
  second = new Int32Array(16); // [row] processor of the next finish; −1 = no other can run the task
  /** [row] time; Infinity = none. Exact only if the rule compares it, else not later than the true one. */
  secondFinish = new Float64Array(16);
  private readonly end: Float64Array; // [m] where the queue of each processor ends
  private arrival: Float64Array; // [row·m] when the data are there, the processor is available and the task released
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly rule: CompletionRule;
  private readonly shared: boolean; // transfers delay each other

  constructor(problem: DagProblem, schedule: PartialSchedule, rule: CompletionRule) {
    this.problem = problem;
    this.schedule = schedule;
    this.rule = rule;
    this.shared = (problem.contention ?? 'none') !== 'none';
    this.end = Float64Array.from({ length: problem.processorCount }, (_, k) => schedule.endOf(k));
    this.arrival = new Float64Array(this.shared ? 0 : 16 * problem.processorCount);
  }

  add(task: number): void {
    if (this.size === this.task.length) this.grow();
    const row = this.size++;
    const m = this.problem.processorCount;
    this.task[row] = task;
    if (!this.shared) for (let k = 0; k < m; k++) this.arrival[row * m + k] = this.schedule.ready(task, k);
    this.evaluate(row);
  }

  placeNext(): number {
    const row = this.rule.choose(this);
    const k = this.best[row];
    const task = this.task[row];
    this.schedule.place(task, k, this.startOn(row, k));
    this.remove(row);
    this.end[k] = this.schedule.endOf(k);
    if (this.shared) for (let other = 0; other < this.size; other++) this.evaluate(other);
    else this.refresh(k);
    return task;
  }

  private startOn(row: number, k: number): number {
    if (this.shared) return this.schedule.earliestStart(this.task[row], k);
    return later(this.arrival[row * this.problem.processorCount + k], this.end[k]);
  }

  /** Brings up to date what a longer queue on one processor changes. */
  private refresh(k: number): void {
    const { problem, task, best, bestFinish, second, secondFinish, arrival } = this;
    const { comparesSecond } = this.rule;
    const m = problem.processorCount;
    const end = this.end[k];
    for (let row = 0; row < this.size; row++) {
      if (best[row] === k) {
        const finish = later(arrival[row * m + k], end) + problem.cost[task[row] * m + k];
        if (finish < secondFinish[row]) bestFinish[row] = finish;
        else this.evaluate(row);
      } else if (comparesSecond && second[row] === k) this.evaluate(row);
    }
  }

  private evaluate(row: number): void {
    const m = this.problem.processorCount;
    const { arrival, end, shared } = this;
    const { cost } = this.problem;
    const costRow = this.task[row] * m;
    let best = -1;
    let second = -1;
    let bestFinish = Number.POSITIVE_INFINITY;
    let secondFinish = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      const duration = cost[costRow + k];
      if (duration === Number.POSITIVE_INFINITY) continue;
      const start = shared ? this.startOn(row, k) : later(arrival[row * m + k], end[k]);
      const finish = start + duration;
      if (finish < bestFinish || best < 0) {
        second = best;
        secondFinish = bestFinish;
        best = k;
        bestFinish = finish;
      } else if (finish < secondFinish || second < 0) {
        second = k;
        secondFinish = finish;
      }
    }
    this.best[row] = best;
    this.bestFinish[row] = bestFinish;
    this.second[row] = second;
    this.secondFinish[row] = secondFinish;
  }

  /** The last row moves to the freed place. */
  private remove(row: number): void {
    const last = --this.size;
    const m = this.problem.processorCount;
    this.task[row] = this.task[last];
    this.best[row] = this.best[last];
    this.bestFinish[row] = this.bestFinish[last];
    this.second[row] = this.second[last];
    this.secondFinish[row] = this.secondFinish[last];
    if (!this.shared) this.arrival.copyWithin(row * m, last * m, last * m + m);
  }

  private grow(): void {
    const room = this.size * 2;
    this.task = widened(this.task, new Int32Array(room));
    this.best = widened(this.best, new Int32Array(room));
    this.bestFinish = widened(this.bestFinish, new Float64Array(room));
    this.second = widened(this.second, new Int32Array(room));
    this.secondFinish = widened(this.secondFinish, new Float64Array(room));
    if (!this.shared) this.arrival = widened(this.arrival, new Float64Array(room * this.problem.processorCount));
  }
}

function later(a: number, b: number): number {
  return a > b ? a : b;
}

function widened<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
