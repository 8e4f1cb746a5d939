/**
 * Earliest starts of ready tasks behind the last task of each processor (no gaps are filled). When data have arrived
 * does not change any more once a task is ready, so without contention it is worked out once per task and processor and
 * a start is the later of that and the end of the processor. Under contention every question goes to the schedule,
 * because each placed transfer may delay the next.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';

export class StartTable {
  /** True: a start changes only when something is placed on its own processor. */
  readonly cached: boolean;
  private readonly arrival: Float64Array; // [n·m] data-ready times of opened tasks; Infinity = unsupported
  private readonly end: Float64Array; // [m] end of each processor
  private readonly processorCount: number;
  private readonly cost: Float64Array; // [n·m]
  private readonly schedule: PartialSchedule;

  constructor(problem: DagProblem, schedule: PartialSchedule) {
    this.cached = problem.contention === undefined || problem.contention === 'none';
    this.processorCount = problem.processorCount;
    this.cost = problem.cost;
    this.schedule = schedule;
    this.arrival = new Float64Array(this.cached ? problem.taskCount * problem.processorCount : 0);
    this.end = Float64Array.from({ length: problem.processorCount }, (_, k) => schedule.endOf(k));
  }

  /** Puts a ready task behind everything on a processor. */
  place(task: number, k: number): void {
    this.schedule.place(task, k, this.start(task, k));
    this.end[k] = this.schedule.endOf(k);
  }

  /** To be called once, when a task becomes ready. */
  open(task: number): void {
    if (!this.cached) return;
    const m = this.processorCount;
    for (let k = 0; k < m; k++) {
      const supported = this.cost[task * m + k] < Number.POSITIVE_INFINITY;
      this.arrival[task * m + k] = supported ? this.schedule.ready(task, k) : Number.POSITIVE_INFINITY;
    }
  }

  /** Earliest start of an opened task; Infinity where it cannot run. */
  start(task: number, k: number): number {
    if (!this.cached) return this.schedule.earliestStart(task, k);
    const arrival = this.arrival[task * this.processorCount + k];
    return arrival > this.end[k] ? arrival : this.end[k];
  }
}
