/**
 * The schedule of one DAG in the making: tasks whose predecessors are all placed are available, and a placed one starts
 * as early as the placement rule allows (first gap that holds it, or behind everything else), its data and, under
 * contention, their transfers included. Times come from the partial schedule that the static planners use; it is not
 * part of the arena, so after the bytes have been replaced the placements are repeated in their order.
 * This file knows nothing of observations and rewards.
 */
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { Schedule } from '../../src/planner.js';
import { Arena, type ArenaBytes } from '../../src/sim/arena.js';
import type { DagModel } from './model.js';

const [PLACED, AVAILABLE] = [0, 1]; // entries of `counts`

/** `insertion`: the first gap that is long enough; `append`: behind the last task of the processor. */
export type PlacementRule = 'insertion' | 'append';

export class DagSimulator {
  readonly model: DagModel;
  readonly arena = new Arena();
  readonly processor: Int32Array; // [n] −1 = not placed
  readonly ready: Float64Array; // [n] time at which the inputs were on the processor; NaN until it is placed
  readonly start: Float64Array; // [n] time; NaN until it is placed
  readonly finish: Float64Array; // [n] time; NaN until it is placed
  readonly open: Int32Array; // [n] predecessors not yet placed
  readonly order: Int32Array; // [n] the first `placed` are the placed tasks, in the order of the decisions
  readonly available: Int32Array; // [n] the first `availableCount` are the tasks that may be or have been placed
  readonly busy: Float64Array; // [m] time the processor works
  readonly toPlace: number; // tasks that are not fixed beforehand
  readonly contended: boolean; // transfers delay one another
  private readonly counts = this.arena.int32(2);
  private readonly latest = this.arena.float64(1);
  private readonly partial: PartialSchedule;

  constructor(model: DagModel, rule: PlacementRule) {
    const { arena } = this;
    const { problem } = model;
    const { taskCount: n, processorCount: m, fixedProcessor } = problem;
    this.model = model;
    this.processor = arena.int32(n).fill(-1);
    this.ready = arena.float64(n).fill(Number.NaN);
    this.start = arena.float64(n).fill(Number.NaN);
    this.finish = arena.float64(n).fill(Number.NaN);
    this.open = arena.int32(n);
    this.order = arena.int32(n);
    this.available = arena.int32(n);
    this.busy = arena.float64(m);
    this.contended = problem.contention !== undefined && problem.contention !== 'none';
    this.partial = new PartialSchedule(problem, model.graph, { insertion: rule === 'insertion' });
    let fixed = 0;
    for (let task = 0; task < n; task++) if (fixedProcessor[task] >= 0) fixed += this.keepFixed(task);
    this.toPlace = n - fixed;
    for (let task = 0; task < n; task++) this.countPredecessors(task);
  }

  /** Tasks placed by decisions so far. */
  get placed(): number {
    return this.counts[PLACED];
  }

  /** Tasks that have become available so far, placed ones included. */
  get availableCount(): number {
    return this.counts[AVAILABLE];
  }

  /** Latest finish of a placed task, time. */
  get makespan(): number {
    return this.latest[0];
  }

  get complete(): boolean {
    return this.placed === this.toPlace;
  }

  /** Time at which the inputs of an available task would be on a processor. */
  readyOn(task: number, k: number): number {
    return this.partial.ready(task, k);
  }

  /** Time after which nothing is on a processor. */
  endOf(k: number): number {
    return this.partial.endOf(k);
  }

  /** The placements so far as planners return them (−1 = not placed), under contention with the transfers; a copy. */
  schedule(): Schedule {
    return this.partial.done();
  }

  /** Places an available task on a processor that supports it; the caller has checked both. */
  place(task: number, k: number): void {
    const { counts, model, open, partial } = this;
    const { fixedProcessor, successorStart, successor } = model.problem;
    this.ready[task] = partial.ready(task, k);
    const start = partial.earliestStart(task, k);
    partial.place(task, k, start);
    this.occupy(task, k, start, partial.finish[task]);
    this.order[counts[PLACED]++] = task;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const next = successor[edge];
      if (--open[next] === 0 && fixedProcessor[next] < 0) this.available[counts[AVAILABLE]++] = next;
    }
  }

  save(): ArenaBytes {
    return this.arena.snapshot();
  }

  load(bytes: ArenaBytes): void {
    const { order, partial, processor, start } = this;
    this.arena.restore(bytes);
    partial.clear();
    for (let i = 0; i < this.placed; i++) partial.place(order[i], processor[order[i]], start[order[i]]);
  }

  private occupy(task: number, k: number, start: number, finish: number): void {
    this.processor[task] = k;
    this.start[task] = start;
    this.finish[task] = finish;
    this.busy[k] += finish - start;
    if (finish > this.latest[0]) this.latest[0] = finish;
  }

  private keepFixed(task: number): number {
    const { fixedProcessor, fixedStart, fixedFinish } = this.model.problem;
    this.ready[task] = fixedStart[task];
    this.occupy(task, fixedProcessor[task], fixedStart[task], fixedFinish[task]);
    return 1;
  }

  private countPredecessors(task: number): void {
    const { graph, problem } = this.model;
    for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++)
      if (problem.fixedProcessor[graph.predecessor[row]] < 0) this.open[task]++;
    if (this.open[task] === 0 && problem.fixedProcessor[task] < 0) this.available[this.counts[AVAILABLE]++] = task;
  }
}
