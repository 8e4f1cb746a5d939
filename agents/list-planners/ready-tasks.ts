/**
 * The set of tasks whose predecessors are all placed, for planners that weigh all of them before each step. Tasks that
 * were placed beforehand count as done. The order of the set means nothing: every planner breaks ties by itself.
 */
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem } from '../../src/planner.js';

export class ReadyTasks {
  count = 0;
  readonly tasks: Int32Array; // [n] the first `count` are ready
  private readonly slot: Int32Array; // [n] place in `tasks`
  private readonly open: Int32Array; // [n] predecessors not yet placed
  private readonly problem: DagProblem;

  constructor(problem: DagProblem, graph: ProblemGraph) {
    const n = problem.taskCount;
    this.problem = problem;
    this.tasks = new Int32Array(n);
    this.slot = new Int32Array(n);
    this.open = new Int32Array(n);
    for (let task = 0; task < n; task++) {
      for (let row = graph.predecessorStart[task]; row < graph.predecessorStart[task + 1]; row++) {
        if (problem.fixedProcessor[graph.predecessor[row]] < 0) this.open[task]++;
      }
      if (this.open[task] === 0 && problem.fixedProcessor[task] < 0) this.add(task);
    }
  }

  /** Takes a placed task out; returns how many became ready, which are then the last ones of `tasks`. */
  remove(task: number): number {
    const { successorStart, successor, fixedProcessor } = this.problem;
    const last = this.tasks[--this.count];
    this.tasks[this.slot[task]] = last;
    this.slot[last] = this.slot[task];
    const before = this.count;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--this.open[after] === 0 && fixedProcessor[after] < 0) this.add(after);
    }
    return this.count - before;
  }

  private add(task: number): void {
    this.slot[task] = this.count;
    this.tasks[this.count++] = task;
  }
}
