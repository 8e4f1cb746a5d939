/**
 * Tasks whose predecessors are all placed, handed out by highest priority, lowest index on ties (a binary heap). Tasks
 * that were placed beforehand count as handed out.
 */
import type { DagProblem } from '../planner.js';
import type { ProblemGraph } from './problem-graph.js';

export class ReadyList {
  size = 0;
  private readonly heap: Int32Array; // [n] the first `size` are ready, each before its children 2i + 1 and 2i + 2
  private readonly open: Int32Array; // [n] predecessors not yet handed out
  private readonly problem: DagProblem;
  private readonly priority: Float64Array; // [n]

  constructor(problem: DagProblem, graph: ProblemGraph, priority: Float64Array) {
    const n = problem.taskCount;
    this.problem = problem;
    this.priority = priority;
    this.heap = new Int32Array(n);
    this.open = new Int32Array(n);
    for (let task = 0; task < n; task++) {
      for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++) {
        if (problem.fixedProcessor[graph.predecessor[row]] < 0) this.open[task]++;
      }
      if (this.open[task] === 0 && problem.fixedProcessor[task] < 0) this.push(task);
    }
  }

  /** Removes and returns the most urgent ready task; its successors may become ready. The list must not be empty. */
  take(): number {
    const task = this.pop();
    const { successorStart, successor, fixedProcessor } = this.problem;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--this.open[after] === 0 && fixedProcessor[after] < 0) this.push(after);
    }
    return task;
  }

  private push(task: number): void {
    const { heap } = this;
    let i = this.size++;
    for (let parent = (i - 1) >> 1; i > 0 && this.precedes(task, heap[parent]); parent = (i - 1) >> 1) {
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = task;
  }

  private pop(): number {
    const { heap } = this;
    const top = heap[0];
    const last = heap[--this.size];
    let i = 0;
    for (let child = 1; child < this.size; child = 2 * i + 1) {
      if (child + 1 < this.size && this.precedes(heap[child + 1], heap[child])) child++;
      if (!this.precedes(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return top;
  }

  private precedes(a: number, b: number): boolean {
    const { priority } = this;
    return priority[a] > priority[b] || (priority[a] === priority[b] && a < b);
  }
}
