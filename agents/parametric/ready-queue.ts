/**
 * Ready tasks in order of priority, all of them within reach: the most urgent one, and the next ones too. Tasks of
 * equal priority by index or by topological position.
 */
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem } from '../../src/planner.js';

export interface QueueOrder {
  readonly priority: Float64Array; // [n] larger = earlier
  readonly ties: 'index' | 'topological';
}

export class ReadyQueue {
  size = 0;
  private readonly tasks: Int32Array; // [n] the first `size` are ready, the most urgent last
  private readonly open: Int32Array; // [n] predecessors not yet removed
  private readonly problem: DagProblem;
  private readonly position: Int32Array; // [n]
  private readonly order: QueueOrder;

  constructor(problem: DagProblem, graph: ProblemGraph, order: QueueOrder) {
    const { taskCount: n, fixedProcessor } = problem;
    this.problem = problem;
    this.position = graph.position;
    this.order = order;
    this.tasks = new Int32Array(n);
    this.open = new Int32Array(n);
    for (let task = 0; task < n; task++) {
      for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++) {
        if (fixedProcessor[graph.predecessor[row]] < 0) this.open[task]++;
      }
      if (this.open[task] === 0 && fixedProcessor[task] < 0) this.tasks[this.size++] = task;
    }
    this.tasks.subarray(0, this.size).sort((a, b) => (this.precedes(a, b) ? 1 : -1));
  }

  /** The most urgent task but `rank`. */
  peek(rank: number): number {
    return this.tasks[this.size - 1 - rank];
  }

  /** Removes that task; its successors may become ready. */
  take(rank: number): number {
    const { tasks } = this;
    const at = this.size - 1 - rank;
    const task = tasks[at];
    tasks.copyWithin(at, at + 1, this.size--);
    const { successorStart, successor, fixedProcessor } = this.problem;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--this.open[after] === 0 && fixedProcessor[after] < 0) this.insert(after);
    }
    return task;
  }

  private insert(task: number): void {
    const { tasks } = this;
    let low = 0; // the tasks before are less urgent
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.precedes(task, tasks[middle])) low = middle + 1;
      else high = middle;
    }
    tasks.copyWithin(low + 1, low, this.size++);
    tasks[low] = task;
  }

  private precedes(a: number, b: number): boolean {
    const { priority, ties } = this.order;
    if (priority[a] !== priority[b]) return priority[a] > priority[b];
    return ties === 'index' ? a < b : this.position[a] < this.position[b];
  }
}
