/**
 * Tasks whose predecessors are all placed, handed out by highest priority, lowest index on ties (a binary heap). Tasks
 * that were placed beforehand count as handed out.
 */
import type { DagProblem } from '../planner.js';
import type { ProblemGraph } from './problem-graph.js';
import { TaskHeap } from './task-heap.js';

export class ReadyList {
  private readonly heap: TaskHeap;
  private readonly open: Int32Array; // [n] predecessors not yet handed out
  private readonly problem: DagProblem;

  constructor(problem: DagProblem, graph: ProblemGraph, priority: Float64Array) {
    const n = problem.taskCount;
    this.problem = problem;
    this.heap = new TaskHeap(
      priority.map((value) => -value),
      new Float64Array(n),
    );
    this.open = new Int32Array(n);
    for (let task = 0; task < n; task++) {
      for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++) {
        if (problem.fixedProcessor[graph.predecessor[row]] < 0) this.open[task]++;
      }
      if (this.open[task] === 0 && problem.fixedProcessor[task] < 0) this.heap.push(task);
    }
  }

  /** Number of ready tasks. */
  get size(): number {
    return this.heap.size;
  }

  /** Removes and returns the most urgent ready task; its successors may become ready. The list must not be empty. */
  take(): number {
    const task = this.heap.pop();
    const { successorStart, successor, fixedProcessor } = this.problem;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--this.open[after] === 0 && fixedProcessor[after] < 0) this.heap.push(after);
    }
    return task;
  }
}
