/**
 * A schedule in the making: which tasks are placed, the busy intervals of every processor, and where the next task
 * would finish. Tasks go into the first gap that is long enough (insertion policy of HEFT); processors are closed
 * before `availableFrom`; tasks that are already placed keep their times, and block their processor unless that
 * time is closed anyway.
 */
import type { DagProblem, Schedule } from '../planner.js';
import { Timeline } from '../sim/timeline.js';
import { transfer } from './averages.js';
import type { ProblemGraph } from './problem-graph.js';

export class PartialSchedule {
  readonly processor: Int32Array; // [n] −1 = not placed
  readonly start: Float64Array; // [n]
  readonly finish: Float64Array; // [n]
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly timeline: Timeline;

  constructor(problem: DagProblem, graph: ProblemGraph) {
    const { taskCount: n, processorCount: m } = problem;
    this.problem = problem;
    this.graph = graph;
    this.processor = Int32Array.from(problem.fixedProcessor);
    this.start = Float64Array.from(problem.fixedStart);
    this.finish = Float64Array.from(problem.fixedFinish);
    this.timeline = new Timeline(m, n);
    for (let task = 0; task < n; task++) {
      const k = this.processor[task];
      if (k >= 0 && this.finish[task] > problem.availableFrom[k]) {
        this.timeline.insert(k, this.start[task], this.finish[task]);
      }
    }
  }

  /** Earliest time at which a task could start on a processor if that were idle. */
  ready(task: number, k: number): number {
    const { processorCount: m, volume, startup, bandwidth, release, availableFrom } = this.problem;
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    let ready = Math.max(release[task], availableFrom[k]);
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      const from = this.processor[before];
      let arrival = this.finish[before];
      if (from !== k)
        arrival += startup[from * m + k] + transfer(volume[predecessorEdge[row]], bandwidth[from * m + k]);
      if (arrival > ready) ready = arrival;
    }
    return ready;
  }

  /** Start of a task on a processor, first long enough gap. Infinity where the task cannot run. */
  earliestStart(task: number, k: number): number {
    const duration = this.problem.cost[task * this.problem.processorCount + k];
    if (duration === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return this.timeline.earliestStart(k, this.ready(task, k), duration);
  }

  /** Places a task where finish + `bias[task·m + k]` is least, the lowest processor on ties. */
  placeBest(task: number, bias?: Float64Array): void {
    const { processorCount: m, cost } = this.problem;
    let best = -1;
    let bestStart = 0;
    let bestKey = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
      const start = this.earliestStart(task, k);
      const key = start + cost[task * m + k] + (bias === undefined ? 0 : bias[task * m + k]);
      if (best >= 0 && !(key < bestKey)) continue;
      best = k;
      bestStart = start;
      bestKey = key;
    }
    this.place(task, best, bestStart);
  }

  place(task: number, k: number, start: number): void {
    const finish = start + this.problem.cost[task * this.problem.processorCount + k];
    this.processor[task] = k;
    this.start[task] = start;
    this.finish[task] = finish;
    this.timeline.insert(k, start, finish);
  }

  done(): Schedule {
    let makespan = 0;
    for (let task = 0; task < this.finish.length; task++) makespan = Math.max(makespan, this.finish[task]);
    return { processor: this.processor, start: this.start, finish: this.finish, makespan };
  }
}
