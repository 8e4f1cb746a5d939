/**
 * Scheduling by pairs: at each step the ready task and the processor of least score are joined, and the task is put
 * behind everything on that processor. Ties: the task of least `tie` value, then of lowest index, then the lowest
 * processor. A score must not fall when the start grows; then only tasks whose best processor has just been filled
 * need a new look, and a step costs the number of ready tasks plus those looks. That gives O(n·(r + l·m) + e·m) for r
 * ready tasks and l looks per step, instead of r·m starts per step.
 */
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';
import { ReadyTasks } from './ready-tasks.js';
import { StartTable } from './start-table.js';

export interface PairRule {
  /** Lower is better; never called where the task is not supported. */
  readonly score: (task: number, processor: number, start: number) => number;
  readonly tie: Float64Array; // [n]
}

export function scheduleByPairs(problem: DagProblem, graph: ProblemGraph, rule: PairRule): Schedule {
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  const ready = new ReadyTasks(problem, graph);
  const table = new StartTable(problem, schedule);
  const best = new BestPairs(problem, table, rule);
  for (let i = 0; i < ready.count; i++) best.open(ready.tasks[i]);
  while (ready.count > 0) {
    const task = best.first(ready);
    const k = best.processor[task];
    table.place(task, k);
    const opened = ready.remove(task);
    best.refresh(ready, k, ready.count - opened);
    for (let i = ready.count - opened; i < ready.count; i++) best.open(ready.tasks[i]);
  }
  return schedule.done();
}

/** For each ready task its best processor and the score there. */
class BestPairs {
  readonly processor: Int32Array; // [n]
  private readonly score: Float64Array; // [n]
  private readonly problem: DagProblem;
  private readonly table: StartTable;
  private readonly rule: PairRule;

  constructor(problem: DagProblem, table: StartTable, rule: PairRule) {
    const n = problem.taskCount;
    this.problem = problem;
    this.table = table;
    this.rule = rule;
    this.processor = new Int32Array(n);
    this.score = new Float64Array(n);
  }

  open(task: number): void {
    this.table.open(task);
    this.look(task);
  }

  /** After a placement on a processor; only the first `count` ready tasks have been opened. */
  refresh(ready: ReadyTasks, filled: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const task = ready.tasks[i];
      if (this.processor[task] === filled || !this.table.cached) this.look(task);
    }
  }

  first({ tasks, count }: ReadyTasks): number {
    const { score } = this;
    const { tie } = this.rule;
    let best = tasks[0];
    for (let i = 1; i < count; i++) {
      const task = tasks[i];
      if (score[task] > score[best]) continue;
      if (score[task] === score[best]) {
        if (tie[task] > tie[best]) continue;
        if (tie[task] === tie[best] && task > best) continue;
      }
      best = task;
    }
    return best;
  }

  private look(task: number): void {
    const { processorCount: m, cost } = this.problem;
    let best = -1;
    let bestScore = 0;
    for (let k = 0; k < m; k++) {
      if (cost[task * m + k] === Number.POSITIVE_INFINITY) continue;
      const score = this.rule.score(task, k, this.table.start(task, k));
      if (best >= 0 && !(score < bestScore)) continue;
      best = k;
      bestScore = score;
    }
    this.processor[task] = best;
    this.score[task] = bestScore;
  }
}
