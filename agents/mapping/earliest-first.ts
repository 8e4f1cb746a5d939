/**
 * The ready tasks of Min-Min without contention, in a heap by earliest finish. Tasks are appended, so while queues grow a
 * finish can only move back: what was computed before is a lower bound, and only the top of the heap has to be computed
 * anew until it keeps its place. That is a few rows a step in layered graphs; among many thousand independent tasks of
 * similar length it still is a fixed part of all ready ones.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';
import type { ReadyTable } from './ready-mapping.js';

export class EarliestFirst implements ReadyTable {
  size = 0;
  private heap = new Int32Array(16); // [place] row, the earliest on top
  private free = new Int32Array(16); // rows without a task, those from `size` on
  private task = new Int32Array(16); // [row]
  private best = new Int32Array(16); // [row] processor of least finish when last computed, the lowest index on ties
  private finish = new Float64Array(16); // [row] that finish, time
  private arrival: Float64Array; // [row·m] when the data are there, the processor is available and the task released
  private readonly end: Float64Array; // [m] where the queue of each processor ends
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;

  constructor(problem: DagProblem, schedule: PartialSchedule) {
    const m = problem.processorCount;
    this.problem = problem;
    this.schedule = schedule;
    this.end = Float64Array.from({ length: m }, (_, k) => schedule.endOf(k));
    this.arrival = new Float64Array(16 * m);
    for (let row = 0; row < 16; row++) this.free[row] = row;
  }

  add(task: number): void {
    if (this.size === this.heap.length) this.grow();
    const row = this.free[this.size];
    const m = this.problem.processorCount;
    this.task[row] = task;
    for (let k = 0; k < m; k++) this.arrival[row * m + k] = this.schedule.ready(task, k);
    this.evaluate(row);
    this.siftUp(this.size++, row);
  }

  placeNext(): number {
    for (;;) {
      const row = this.heap[0];
      const known = this.finish[row];
      this.evaluate(row);
      if (this.finish[row] === known) return this.place(row);
      this.siftDown(row);
    }
  }

  /** The row on top, whose finish is up to date. */
  private place(row: number): number {
    const k = this.best[row];
    const task = this.task[row];
    this.schedule.place(task, k, Math.max(this.arrival[row * this.problem.processorCount + k], this.end[k]));
    this.end[k] = this.schedule.endOf(k);
    const last = this.heap[--this.size];
    this.free[this.size] = row;
    if (this.size > 0) this.siftDown(last);
    return task;
  }

  private evaluate(row: number): void {
    const m = this.problem.processorCount;
    const { cost } = this.problem;
    const { arrival, end } = this;
    const costRow = this.task[row] * m;
    let best = -1;
    let bestFinish = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      const from = arrival[row * m + k];
      const finish = (from > end[k] ? from : end[k]) + cost[costRow + k];
      if (finish < bestFinish) {
        best = k;
        bestFinish = finish;
      }
    }
    this.best[row] = best;
    this.finish[row] = bestFinish;
  }

  /** By finish, the lowest task on ties. */
  private isBefore(row: number, other: number): boolean {
    const { finish, task } = this;
    return finish[row] < finish[other] || (finish[row] === finish[other] && task[row] < task[other]);
  }

  private siftUp(from: number, row: number): void {
    const { heap } = this;
    let place = from;
    for (let parent = (place - 1) >> 1; place > 0 && this.isBefore(row, heap[parent]); parent = (place - 1) >> 1) {
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = row;
  }

  /** Puts a row on top and lets it sink. */
  private siftDown(row: number): void {
    const { heap, size } = this;
    let place = 0;
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && this.isBefore(heap[child + 1], heap[child])) child++;
      if (!this.isBefore(heap[child], row)) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = row;
  }

  private grow(): void {
    const room = this.size * 2;
    const widened = (from: Int32Array) => {
      const to = new Int32Array(room);
      to.set(from);
      return to;
    };
    this.heap = widened(this.heap);
    this.free = widened(this.free);
    this.task = widened(this.task);
    this.best = widened(this.best);
    for (let row = this.size; row < room; row++) this.free[row] = row;
    const finish = new Float64Array(room);
    finish.set(this.finish);
    this.finish = finish;
    const arrival = new Float64Array(room * this.problem.processorCount);
    arrival.set(this.arrival);
    this.arrival = arrival;
  }
}
