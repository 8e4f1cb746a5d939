/** The processor of one task, by one of several values; the lowest processor on ties. */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';

/**
 * `finish`: earliest finish (HEFT). `start`: earliest start (ETF). `quickest`: least processing time (MET).
 * `finish-and-rest`: earliest finish plus optimistic cost of what follows (PEFT). `queue`: the end of what is on the
 * processor already (OLB). `fastest-node`: least time for all open tasks together; processors that cannot run them all
 * come last, those that can run most of them first.
 */
export const COMPARISONS = ['finish', 'start', 'quickest', 'finish-and-rest', 'queue', 'fastest-node'] as const;

export type Comparison = (typeof COMPARISONS)[number];

export interface ChoiceRule {
  readonly comparison: Comparison;
  readonly optimistic: Float64Array | null; // [n·m] for `finish-and-rest`
  readonly reserved: Int32Array | null; // [n] the only processor of a task; −1 = any
}

export class ProcessorChoice {
  /** Of the task looked at last. */
  best = -1;
  start = 0; // there
  value = 0; // there
  private second = 0; // next best value on another processor; Infinity = there is none
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly rule: ChoiceRule;
  private readonly speed: Int32Array | null; // [m] place among the processors by time for all tasks

  constructor(problem: DagProblem, schedule: PartialSchedule, rule: ChoiceRule) {
    this.problem = problem;
    this.schedule = schedule;
    this.rule = rule;
    this.speed = rule.comparison === 'fastest-node' ? placesBySpeed(problem) : null;
  }

  /** Finds the best processor of a ready task. */
  look(task: number): void {
    const { processorCount: m, cost } = this.problem;
    const only = this.rule.reserved === null ? -1 : this.rule.reserved[task];
    this.best = -1;
    this.value = Number.POSITIVE_INFINITY;
    this.second = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY || (only >= 0 && k !== only)) continue;
      const start = this.schedule.earliestStart(task, k);
      const value = this.valueOf(task, k, start);
      if (this.best < 0 || value < this.value) {
        this.second = this.value;
        this.best = k;
        this.value = value;
        this.start = start;
      } else if (value < this.second) this.second = value;
    }
  }

  /** How much worse the next best processor is: Infinity where there is no other, 0 on a single processor. */
  sufferage(): number {
    return this.problem.processorCount === 1 ? 0 : this.second - this.value;
  }

  private valueOf(task: number, k: number, start: number): number {
    const cell = task * this.problem.processorCount + k;
    const time = this.problem.cost[cell];
    switch (this.rule.comparison) {
      case 'finish':
        return start + time;
      case 'start':
        return start;
      case 'quickest':
        return time;
      case 'finish-and-rest':
        return start + time + this.rule.optimistic![cell];
      case 'queue':
        return this.schedule.endOf(k);
      case 'fastest-node':
        return this.speed![k];
    }
  }
}

function placesBySpeed({ taskCount: n, processorCount: m, cost, fixedProcessor }: DagProblem): Int32Array {
  const unable = new Int32Array(m); // [processor] tasks
  const total = new Float64Array(m); // [processor] time
  for (let task = 0; task < n; task++) {
    if (fixedProcessor[task] >= 0) continue;
    for (let k = 0; k < m; k++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY) unable[k]++;
      else total[k] += cost[task * m + k];
    }
  }
  const order = Int32Array.from(total, (_, k) => k);
  order.sort((a, b) => unable[a] - unable[b] || total[a] - total[b] || a - b);
  const place = new Int32Array(m);
  for (let i = 0; i < m; i++) place[order[i]] = i;
  return place;
}
