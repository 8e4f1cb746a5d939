/**
 * From what a search varies to a schedule: a topological list of the open tasks and a processor for each. Tasks are
 * taken in the order of the list and go into the first gap of their processor, so tasks placed beforehand, releases
 * and contention count. Without contention a schedule that is read as such a list comes out no longer.
 */
import { minimumCosts, minimumTails } from '../../src/plan/bounds.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';
import type { Rng } from '../../src/rng.js';

/** One candidate. o open tasks, n tasks. */
export interface TaskList {
  readonly order: Int32Array; // [o] open tasks, predecessors first
  readonly processor: Int32Array; // [n] one that supports the task; −1 for placed tasks
}

export class ListDecoder {
  private readonly schedule: PartialSchedule;
  private readonly placedUntil: number; // latest finish of tasks placed beforehand
  private readonly tail: Float64Array; // [n] least time from the finish of a task to the end

  constructor(problem: DagProblem, graph: ProblemGraph) {
    this.schedule = new PartialSchedule(problem, graph);
    this.tail = minimumTails(problem, graph, minimumCosts(problem));
    let latest = 0;
    for (let task = 0; task < problem.taskCount; task++) {
      if (problem.fixedProcessor[task] >= 0) latest = Math.max(latest, problem.fixedFinish[task]);
    }
    this.placedUntil = latest;
  }

  /** Makespan of the list's schedule; Infinity, and nothing decoded, as soon as it is known to exceed the limit. */
  makespan({ order, processor }: TaskList, limit = Number.POSITIVE_INFINITY): number {
    const { schedule, tail } = this;
    schedule.clear();
    let latest = this.placedUntil;
    for (let i = 0; i < order.length; i++) {
      const task = order[i];
      const k = processor[task];
      schedule.place(task, k, schedule.earliestStart(task, k));
      const finish = schedule.finish[task];
      if (finish + tail[task] > limit) return Number.POSITIVE_INFINITY;
      if (finish > latest) latest = finish;
    }
    return latest;
  }

  /** The schedule that was decoded last. */
  decoded(): Schedule {
    return this.schedule.done();
  }
}

/** A schedule read as a list: open tasks by start, topological order on ties. */
export function listOf(problem: DagProblem, graph: ProblemGraph, schedule: Schedule): TaskList {
  const { start } = schedule;
  const { position } = graph;
  const order = graph.order.filter((task) => problem.fixedProcessor[task] < 0);
  order.sort((a, b) => start[a] - start[b] || position[a] - position[b]);
  const processor = schedule.processor.map((k, task) => (problem.fixedProcessor[task] < 0 ? k : -1));
  return { order, processor };
}

/** Changes lists at random and knows how to take the last change back. */
export class ListMoves {
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly rng: Rng;
  private readonly supported: Int32Array; // [supportedStart[task] … supportedStart[task + 1]) processors of a task
  private readonly supportedStart: Int32Array; // [n + 1]
  private readonly place: Int32Array; // [n] scratch: index in the list
  private moved = -1; // task of the last change
  private from = -1; // its former index, or processor
  private to = -1; // its new index; −1 = the processor was changed

  constructor(problem: DagProblem, graph: ProblemGraph, rng: Rng) {
    const { taskCount: n, processorCount: m, cost } = problem;
    this.problem = problem;
    this.graph = graph;
    this.rng = rng;
    this.place = new Int32Array(n);
    this.supportedStart = new Int32Array(n + 1);
    const supported: number[] = [];
    for (let task = 0; task < n; task++) {
      for (let k = 0; k < m; k++) if (cost[task * m + k] < Number.POSITIVE_INFINITY) supported.push(k);
      this.supportedStart[task + 1] = supported.length;
    }
    this.supported = Int32Array.from(supported);
  }

  /** Any processor that supports the task. */
  randomProcessor(task: number): number {
    const first = this.supportedStart[task];
    return this.supported[first + this.rng.integer(this.supportedStart[task + 1] - first)];
  }

  /** Another processor for a random task, or, where it has no other, another place in the list. */
  reassign(list: TaskList): void {
    const task = list.order[this.rng.integer(list.order.length)];
    const first = this.supportedStart[task];
    const count = this.supportedStart[task + 1] - first;
    if (count < 2) {
      this.shift(list);
      return;
    }
    let other = first + this.rng.integer(count - 1);
    if (this.supported[other] >= list.processor[task]) other++;
    this.moved = task;
    this.from = list.processor[task];
    this.to = -1;
    list.processor[task] = this.supported[other];
  }

  /** A random task to a random place between its last predecessor and its first successor. */
  shift({ order }: TaskList): void {
    const { successorStart, successor, fixedProcessor } = this.problem;
    const { predecessorStart, predecessor } = this.graph;
    const { place } = this;
    for (let i = 0; i < order.length; i++) place[order[i]] = i;
    this.from = this.rng.integer(order.length);
    this.moved = order[this.from];
    let low = 0;
    let high = order.length - 1;
    for (let row = predecessorStart[this.moved]; row < predecessorStart[this.moved + 1]; row++) {
      if (fixedProcessor[predecessor[row]] < 0) low = Math.max(low, place[predecessor[row]] + 1);
    }
    for (let edge = successorStart[this.moved]; edge < successorStart[this.moved + 1]; edge++) {
      if (fixedProcessor[successor[edge]] < 0) high = Math.min(high, place[successor[edge]] - 1);
    }
    this.to = low + this.rng.integer(high - low + 1);
    rotate(order, this.from, this.to);
  }

  /** Takes the last change back. */
  undo(list: TaskList): void {
    if (this.to < 0) list.processor[this.moved] = this.from;
    else rotate(list.order, this.to, this.from);
  }
}

/** Moves one element; those between make room. */
function rotate(order: Int32Array, from: number, to: number): void {
  const task = order[from];
  if (from < to) order.copyWithin(from, from + 1, to + 1);
  else order.copyWithin(to + 1, to, from);
  order[to] = task;
}
