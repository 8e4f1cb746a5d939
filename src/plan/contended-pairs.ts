/**
 * Of all pairs of a ready task and a processor the one of least score, under contention. Every placed transfer may delay
 * every other, so all starts are computed anew at each step, besides those that even with free ports would not be early
 * enough: O(r·m) for r ready tasks, and some of these times the transfers into a task.
 */
import type { DagProblem } from '../planner.js';
import { DataReady } from './data-ready.js';
import type { PairScore } from './least-pair.js';
import type { PartialSchedule } from './partial-schedule.js';
import type { ProblemGraph } from './problem-graph.js';

export class ContendedPairs {
  /** Ready tasks. */
  size = 0;
  private readonly tasks: Int32Array; // [n] the first `size` are ready, in no order
  private readonly earliest: Float64Array; // [n·m] data-ready times of ready tasks if ports were free: no start is earlier
  private readonly end: Float64Array; // [m] of each processor
  private readonly dataReady: DataReady;
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly rule: PairScore;

  constructor(problem: DagProblem, schedule: PartialSchedule, given: { rule: PairScore; graph: ProblemGraph }) {
    const { taskCount: n, processorCount: m } = problem;
    this.tasks = new Int32Array(n);
    this.earliest = new Float64Array(n * m);
    this.end = Float64Array.from({ length: m }, (_, k) => schedule.endOf(k));
    this.dataReady = new DataReady(problem, given.graph, schedule);
    this.problem = problem;
    this.schedule = schedule;
    this.rule = given.rule;
  }

  /** A task whose predecessors are all placed. */
  add(task: number): void {
    this.tasks[this.size++] = task;
    this.earliest.set(this.dataReady.everywhere(task), task * this.end.length);
  }

  /** Appends the task of the best pair to its processor and returns it; there must be a ready task. */
  placeNext(): number {
    const { tasks, earliest, end, schedule } = this;
    const { base } = this.rule;
    const m = this.problem.processorCount;
    let best = -1;
    let bestPlace = 0;
    let bestProcessor = 0;
    let bestStart = 0;
    let bestScore = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.size; i++) {
      const task = tasks[i];
      for (let k = 0; k < m; k++) {
        const pair = task * m + k;
        if (base[pair] === Number.POSITIVE_INFINITY) continue;
        // a later start does not lower the score
        if (this.score(task, k, earliest[pair] > end[k] ? earliest[pair] : end[k]) > bestScore) continue;
        const start = schedule.earliestStart(task, k);
        const score = this.score(task, k, start);
        if (score > bestScore) continue;
        if (score === bestScore && best >= 0 && !this.winsTie(task, best)) continue;
        best = task;
        bestPlace = i;
        bestProcessor = k;
        bestStart = start;
        bestScore = score;
      }
    }
    schedule.place(best, bestProcessor, bestStart);
    end[bestProcessor] = schedule.endOf(bestProcessor);
    tasks[bestPlace] = tasks[--this.size];
    return best;
  }

  private score(task: number, k: number, start: number): number {
    const { base, exact } = this.rule;
    return exact === undefined ? start + base[task * this.end.length + k] : exact.score(task, k, start);
  }

  /** Between pairs of equal score. Processors are tried in ascending order. */
  private winsTie(task: number, other: number): boolean {
    const { tie } = this.rule;
    const lead = tie === undefined ? 0 : tie[task] - tie[other];
    return lead < 0 || (lead === 0 && task < other);
  }
}
