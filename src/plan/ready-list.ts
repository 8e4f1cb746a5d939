/**
 * Tasks whose predecessors are all placed, handed out by highest priority, lowest index on ties. Tasks that were
 * placed beforehand count as handed out.
 */
import type { DagProblem } from '../planner.js';
import type { ProblemGraph } from './problem-graph.js';

export class ReadyList {
  size = 0;
  private readonly tasks: Int32Array; // [n] the first `size` are ready
  private readonly open: Int32Array; // [n] predecessors not yet handed out
  private readonly problem: DagProblem;
  private readonly priority: Float64Array; // [n]

  constructor(problem: DagProblem, graph: ProblemGraph, priority: Float64Array) {
    const n = problem.taskCount;
    this.problem = problem;
    this.priority = priority;
    this.tasks = new Int32Array(n);
    this.open = new Int32Array(n);
    for (let task = 0; task < n; task++) {
      for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++) {
        if (problem.fixedProcessor[graph.predecessor[row]] < 0) this.open[task]++;
      }
      if (this.open[task] === 0 && problem.fixedProcessor[task] < 0) this.tasks[this.size++] = task;
    }
  }

  /** Removes and returns the most urgent ready task; its successors may become ready. The list must not be empty. */
  take(): number {
    const { tasks, priority } = this;
    let best = 0;
    for (let i = 1; i < this.size; i++) {
      const lead = priority[tasks[i]] - priority[tasks[best]];
      if (lead > 0 || (lead === 0 && tasks[i] < tasks[best])) best = i;
    }
    const task = tasks[best];
    tasks[best] = tasks[--this.size];
    const { successorStart, successor, fixedProcessor } = this.problem;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--this.open[after] === 0 && fixedProcessor[after] < 0) tasks[this.size++] = after;
    }
    return task;
  }
}
