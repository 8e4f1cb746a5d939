/**
 * A schedule in the making: which tasks are placed, the busy intervals of every processor, and where the next task
 * would finish. Tasks go into the first gap that is long enough (insertion policy of HEFT) or behind the last task;
 * processors are closed before `availableFrom`; tasks that are already placed keep their times, and block their
 * processor unless that time is closed anyway. Under contention the transfers into a task are placed with it
 * (transfer-plan.ts); those into tasks that were placed beforehand are not modelled. Predecessors that are not placed
 * yet are ignored.
 */
import type { DagProblem, Schedule } from '../planner.js';
import { Timeline } from '../sim/timeline.js';
import { DataReady } from './data-ready.js';
import type { GapRule } from './planner-options.js';
import type { ProblemGraph } from './problem-graph.js';
import { TransferPlan } from './transfer-plan.js';

export interface PartialScheduleOptions {
  /** Whether a gap of exactly a task's length holds it; default `nonstrict`. */
  readonly gapRule?: GapRule;
  /** False: tasks go behind the last one of their processor, never into gaps; default true. */
  readonly insertion?: boolean;
}

export class PartialSchedule {
  readonly processor: Int32Array; // [n] −1 = not placed
  readonly start: Float64Array; // [n] time
  readonly finish: Float64Array; // [n] time
  private readonly problem: DagProblem;
  private readonly insertion: boolean;
  private readonly timeline: Timeline; // busy times of the processors
  private readonly dataReady: DataReady;
  private readonly transfers: TransferPlan | null; // null = no contention
  private readonly trail: number[] = []; // task and mark of the timeline, per placement since the first mark
  private recording = false;

  constructor(problem: DagProblem, graph: ProblemGraph, options: PartialScheduleOptions = {}) {
    const { gapRule = 'nonstrict', insertion = true } = options;
    const { taskCount: n, processorCount: m, contention = 'none' } = problem;
    this.problem = problem;
    this.insertion = insertion;
    this.processor = Int32Array.from(problem.fixedProcessor);
    this.start = Float64Array.from(problem.fixedStart);
    this.finish = Float64Array.from(problem.fixedFinish);
    this.timeline = new Timeline(m, n, { strictGaps: gapRule === 'strict', shortest: shortestTask(problem) });
    this.dataReady = new DataReady(problem, graph, this);
    this.transfers = contention === 'none' ? null : new TransferPlan(problem, graph, this);
    this.blockFixed();
  }

  /** Earliest time at which a task could start on a processor if that were idle: data, release, `availableFrom`. */
  ready(task: number, k: number): number {
    return this.transfers === null ? this.dataReady.at(task, k) : this.transfers.ready(task, k);
  }

  /** Start of a task on a processor: first long enough gap, or the end. Infinity where the task cannot run. */
  earliestStart(task: number, k: number): number {
    const duration = this.problem.cost[task * this.problem.processorCount + k];
    if (duration === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return this.startFrom(k, this.ready(task, k), duration);
  }

  /** Where appended work would begin at the earliest: the last finish, at least `availableFrom`. */
  endOf(k: number): number {
    const last = this.timeline.count(k) > 0 ? this.timeline.end(k) : Number.NEGATIVE_INFINITY;
    return Math.max(last, this.problem.availableFrom[k]);
  }

  /** Places a task where finish + `bias[task·m + k]` is least, the lowest processor on ties. */
  placeBest(task: number, bias?: Float64Array): void {
    const { processorCount: m, cost } = this.problem;
    const ready = this.dataReady.everywhere(task);
    let best = -1;
    let bestStart = 0;
    let bestKey = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      const duration = cost[task * m + k];
      if (duration === Number.POSITIVE_INFINITY) continue;
      const more = bias === undefined ? 0 : bias[task * m + k];
      // no start is earlier than these data, under contention neither; sums keep that order
      if (best >= 0 && !(ready[k] + duration + more < bestKey)) continue;
      const from = this.transfers === null ? ready[k] : this.transfers.ready(task, k);
      const start = this.startFrom(k, from, duration);
      const key = start + duration + more;
      if (best >= 0 && !(key < bestKey)) continue;
      best = k;
      bestStart = start;
      bestKey = key;
    }
    this.place(task, best, bestStart);
  }

  /** Places a task; `start` must not be before {@link earliestStart}. */
  place(task: number, k: number, start: number): void {
    const finish = start + this.problem.cost[task * this.problem.processorCount + k];
    if (this.recording) {
      this.trail.push(task, this.timeline.mark());
      this.transfers?.mark();
    } else this.transfers?.keep();
    this.transfers?.place(task, k);
    this.processor[task] = k;
    this.start[task] = start;
    this.finish[task] = finish;
    this.timeline.insert(k, start, finish);
  }

  /** From here on placements are recorded; what was placed after this mark can be taken back by {@link undo}. */
  mark(): number {
    this.recording = true;
    return this.trail.length;
  }

  /** Takes back every placement since the mark, last first. Recording goes on until {@link keep}. */
  undo(mark: number): void {
    const { trail } = this;
    while (trail.length > mark) {
      this.timeline.undo(trail.pop()!);
      const task = trail.pop()!;
      this.transfers?.undo(task);
      this.processor[task] = -1;
      this.start[task] = 0;
      this.finish[task] = 0;
    }
  }

  /** Ends recording: what has been placed stays. */
  keep(): void {
    this.recording = false;
    this.trail.length = 0;
    this.timeline.keep();
    this.transfers?.keep();
  }

  /** Back to the tasks that were placed beforehand. */
  clear(): void {
    this.keep();
    this.processor.set(this.problem.fixedProcessor);
    this.start.set(this.problem.fixedStart);
    this.finish.set(this.problem.fixedFinish);
    this.timeline.clear();
    this.transfers?.clear();
    this.blockFixed();
  }

  /** The schedule so far; its arrays are copies. */
  done(): Schedule {
    const { processor, start, finish } = this;
    let makespan = 0;
    for (let task = 0; task < finish.length; task++) if (finish[task] > makespan) makespan = finish[task];
    const schedule = { processor: processor.slice(), start: start.slice(), finish: finish.slice(), makespan };
    return this.transfers === null ? schedule : { ...schedule, transferStart: this.transfers.start.slice() };
  }

  private startFrom(k: number, ready: number, duration: number): number {
    if (this.insertion) return this.timeline.earliestStart(k, ready, duration);
    if (this.timeline.count(k) === 0) return ready;
    const end = this.timeline.end(k);
    return end > ready ? end : ready;
  }

  private blockFixed(): void {
    const { fixedProcessor, fixedStart, fixedFinish, availableFrom } = this.problem;
    for (let task = 0; task < fixedProcessor.length; task++) {
      const k = fixedProcessor[task];
      if (k >= 0 && fixedFinish[task] > availableFrom[k]) this.timeline.insert(k, fixedStart[task], fixedFinish[task]);
    }
  }
}

/** No task takes less. */
function shortestTask({ cost }: DagProblem): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < cost.length && shortest > 0; i++) if (cost[i] < shortest) shortest = cost[i];
  return shortest;
}
