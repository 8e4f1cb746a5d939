/**
 * Depth-first branch and bound for one DAG without contention. A branch places one ready task on one processor, behind
 * what was placed there before and beside the tasks that were placed beforehand. Some optimal schedule has the least
 * sum of starts; taken by (start, zero length first, topological position) its tasks are placed by the search exactly
 * where they are, so only branches that keep this order are followed: every semi-active schedule is met once, not once
 * per interleaving. Cut are branches whose bound reaches the best makespan known:
 *   finish + least time below the task, communication included;
 *   earliest finishes of all open tasks on all processors, propagated from what is placed;
 *   remaining weighted work against the free time of the processors, for two sets of weights.
 * A task of length 0 needs its processor like any other: nothing runs across it, and it waits for what runs.
 * Exchangeable processors and tasks are taken in order of their numbers only. The depth is the number of tasks; the
 * stack is explicit. Makespans that differ by less than 1 part in 10¹² count as equal.
 */
import { transfer } from '../../src/plan/averages.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Schedule } from '../../src/planner.js';
import { Timeline } from '../../src/sim/timeline.js';
import { bestTails, inverseLoads, leastIncoming, leastWork } from './link-bounds.js';
import { atBound, SAME } from './search-options.js';
import { previousTwins, processorClasses } from './symmetry.js';

export interface SearchStart {
  readonly problem: DagProblem;
  readonly graph: ProblemGraph;
  readonly incumbent: Schedule; // any complete schedule
  readonly floor: number; // a lower bound on the makespan
}

export class BranchAndBound {
  /** Branches followed so far. */
  nodes = 0;
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly openCount: number;
  private readonly blocks: Timeline; // tasks placed beforehand
  private readonly tail: Float64Array; // [n·m] least time from the finish of a task on a processor to the end
  private readonly incoming: Float64Array; // [e·m] least transfer to a processor from any other
  private readonly exchange: Int32Array; // [m] class of the processor
  private readonly twin: Int32Array; // [n]
  private readonly weights: readonly Float64Array[]; // each [m]
  private readonly work: readonly Float64Array[]; // each [n] least weighted time
  private readonly workLeft: Float64Array; // [weights]
  private readonly processor: Int32Array; // [n] −1 = open
  private readonly start: Float64Array; // [n]
  private readonly finish: Float64Array; // [n]
  private readonly waiting: Int32Array; // [n] predecessors that are open
  private readonly used: Int32Array; // [m] tasks placed
  private readonly endOf: Float64Array; // [m]
  private readonly early: Float64Array; // [n·m] earliest finish of open tasks
  private readonly earliest: Float64Array; // [n] least of them
  // per depth
  private readonly placed: Int32Array; // [depth] task
  private readonly endBefore: Float64Array; // [depth] of its processor
  private readonly workBefore: Float64Array; // [depth·weights]
  private readonly cursor: Int32Array; // [depth] next branch
  private readonly stop: Int32Array; // [depth] behind the last branch
  // branches of all depths, one behind the other
  private branchTask = new Int32Array(64);
  private branchProcessor = new Int32Array(64);
  private branchStart = new Float64Array(64);
  private branchBound = new Float64Array(64);
  private depth = -1; // of the row of branches in work
  private best: Schedule;
  private readonly floor: number;
  private limit = 0; // branches must stay below

  /** Errors: none; the problem must be one that `problemGraph` accepts. */
  constructor({ problem, graph, incumbent, floor }: SearchStart) {
    const { taskCount: n, processorCount: m, fixedProcessor } = problem;
    this.problem = problem;
    this.graph = graph;
    this.best = incumbent;
    this.floor = floor;
    this.tail = bestTails(problem, graph);
    this.incoming = leastIncoming(problem);
    this.exchange = processorClasses(problem);
    this.twin = previousTwins(problem, graph);
    this.processor = Int32Array.from(fixedProcessor);
    this.start = Float64Array.from(problem.fixedStart);
    this.finish = Float64Array.from(problem.fixedFinish);
    this.waiting = new Int32Array(n);
    this.used = new Int32Array(m);
    this.endOf = Float64Array.from(problem.availableFrom);
    this.early = new Float64Array(n * m);
    this.earliest = new Float64Array(n);
    this.blocks = new Timeline(m, n);
    let open = 0;
    for (let task = 0; task < n; task++) {
      const k = fixedProcessor[task];
      if (k < 0) open++;
      else if (this.finish[task] > problem.availableFrom[k]) this.blocks.insert(k, this.start[task], this.finish[task]);
      for (let edge = problem.successorStart[task]; edge < problem.successorStart[task + 1]; edge++) {
        if (k < 0) this.waiting[problem.successor[edge]]++;
      }
    }
    this.openCount = open;
    this.placed = new Int32Array(open + 1);
    this.endBefore = new Float64Array(open + 1);
    this.cursor = new Int32Array(open + 1);
    this.stop = new Int32Array(open + 1);
    this.weights = [new Float64Array(m).fill(1), inverseLoads(problem)];
    this.work = this.weights.map((weight) => leastWork(problem, weight));
    this.workBefore = new Float64Array((open + 1) * this.work.length);
    this.workLeft = Float64Array.from(this.work, (work) => work.reduce((sum, time) => sum + time, 0));
    this.adopt(incumbent);
    if (open > 0) this.branch(++this.depth);
  }

  /** The best schedule known. */
  schedule(): Schedule {
    return this.best;
  }

  /** Goes on with a schedule from elsewhere if it is shorter. */
  adopt(schedule: Schedule): void {
    if (schedule.makespan < this.best.makespan) this.best = schedule;
    const { makespan } = this.best;
    this.limit = atBound(makespan, this.floor) ? Number.NEGATIVE_INFINITY : makespan * (1 - SAME);
  }

  /**
   * Searches until all is seen (true: the best schedule is optimal) or `nodeLimit` branches have been followed in all;
   * called again with a higher limit, it goes on from there.
   */
  search(nodeLimit: number): boolean {
    while (this.depth >= 0) {
      const { depth } = this;
      const branch = this.cursor[depth];
      // branches are sorted: the first that reaches the limit ends its row
      if (branch === this.stop[depth] || this.branchBound[branch] >= this.limit) {
        if (--this.depth >= 0) this.undo(this.depth);
        continue;
      }
      if (this.nodes >= nodeLimit) return false;
      this.nodes++;
      this.cursor[depth] = branch + 1;
      this.place(depth, branch);
      if (depth + 1 === this.openCount) {
        this.keep();
        this.undo(depth);
      } else if (this.bounded(this.branchStart[branch])) this.undo(depth);
      else this.branch(++this.depth);
    }
    return true;
  }

  private keep(): void {
    let makespan = 0;
    for (let task = 0; task < this.finish.length; task++) makespan = Math.max(makespan, this.finish[task]);
    const { processor, start, finish } = this;
    this.adopt({ processor: processor.slice(), start: start.slice(), finish: finish.slice(), makespan });
  }

  private place(depth: number, branch: number): void {
    const { successorStart, successor, cost, processorCount: m } = this.problem;
    const task = this.branchTask[branch];
    const k = this.branchProcessor[branch];
    this.placed[depth] = task;
    this.endBefore[depth] = this.endOf[k];
    this.processor[task] = k;
    this.start[task] = this.branchStart[branch];
    this.finish[task] = this.branchStart[branch] + cost[task * m + k];
    this.endOf[k] = this.finish[task];
    this.used[k]++;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) this.waiting[successor[edge]]--;
    for (let w = 0; w < this.work.length; w++) {
      this.workBefore[depth * this.work.length + w] = this.workLeft[w];
      this.workLeft[w] -= this.work[w][task];
    }
  }

  private undo(depth: number): void {
    const { successorStart, successor } = this.problem;
    const task = this.placed[depth];
    const k = this.processor[task];
    this.endOf[k] = this.endBefore[depth];
    this.used[k]--;
    this.processor[task] = -1;
    this.finish[task] = 0;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) this.waiting[successor[edge]]++;
    for (let w = 0; w < this.work.length; w++) this.workLeft[w] = this.workBefore[depth * this.work.length + w];
  }

  /** Fills the row of branches of a depth, by ascending bound. */
  private branch(depth: number): void {
    const { taskCount: n, processorCount: m, cost } = this.problem;
    const begin = depth === 0 ? 0 : this.stop[depth - 1];
    const before = depth === 0 ? -1 : this.placed[depth - 1];
    let end = begin;
    for (let task = 0; task < n; task++) {
      if (this.processor[task] >= 0 || this.waiting[task] > 0) continue;
      const twin = this.twin[task];
      if (twin >= 0 && this.processor[twin] < 0) continue;
      for (let k = 0; k < m; k++) {
        const time = cost[task * m + k];
        if (time === Number.POSITIVE_INFINITY || this.repeats(k)) continue;
        const from = this.blocks.earliestStart(k, Math.max(this.endOf[k], this.ready(task, k)), time);
        const bound = from + time + this.tail[task * m + k];
        if (bound >= this.limit || (before >= 0 && !this.inOrder(before, task, from, time))) continue;
        if (end === this.branchTask.length) this.grow();
        this.branchTask[end] = task;
        this.branchProcessor[end] = k;
        this.branchStart[end] = from;
        this.branchBound[end] = bound;
        this.sift(begin, end++);
      }
    }
    this.cursor[depth] = begin;
    this.stop[depth] = end;
  }

  /** False for an empty processor while one that it can be exchanged with, and comes first, is empty too. */
  private repeats(k: number): boolean {
    if (this.used[k] > 0) return false;
    for (let other = this.exchange[k]; other < k; other++) {
      if (this.exchange[other] === this.exchange[k] && this.used[other] === 0) return true;
    }
    return false;
  }

  /** Whether a task that starts at `from` comes after the task placed last, by (start, zero length first, position). */
  private inOrder(before: number, task: number, from: number, time: number): boolean {
    if (from !== this.start[before]) return from > this.start[before];
    const lastTime = this.problem.cost[before * this.problem.processorCount + this.processor[before]];
    if (lastTime > 0 !== time > 0) return time > 0;
    return this.graph.position[task] > this.graph.position[before];
  }

  /** When the data of a task whose predecessors are placed are on a processor, and the task is released. */
  private ready(task: number, k: number): number {
    const { processorCount: m, volume, startup, bandwidth, release } = this.problem;
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    let ready = release[task];
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

  /** Moves the last branch of a row to its place by bound. */
  private sift(begin: number, index: number): void {
    const task = this.branchTask[index];
    const k = this.branchProcessor[index];
    const from = this.branchStart[index];
    const bound = this.branchBound[index];
    let i = index;
    for (; i > begin && this.branchBound[i - 1] > bound; i--) {
      this.branchTask[i] = this.branchTask[i - 1];
      this.branchProcessor[i] = this.branchProcessor[i - 1];
      this.branchStart[i] = this.branchStart[i - 1];
      this.branchBound[i] = this.branchBound[i - 1];
    }
    this.branchTask[i] = task;
    this.branchProcessor[i] = k;
    this.branchStart[i] = from;
    this.branchBound[i] = bound;
  }

  private grow(): void {
    const size = 2 * this.branchTask.length;
    const tasks = new Int32Array(size);
    tasks.set(this.branchTask);
    this.branchTask = tasks;
    const processors = new Int32Array(size);
    processors.set(this.branchProcessor);
    this.branchProcessor = processors;
    const starts = new Float64Array(size);
    starts.set(this.branchStart);
    this.branchStart = starts;
    const bounds = new Float64Array(size);
    bounds.set(this.branchBound);
    this.branchBound = bounds;
  }

  /** Whether nothing below what is placed now is shorter than the limit. All that follows starts at `now` or later. */
  private bounded(now: number): boolean {
    for (let w = 0; w < this.weights.length; w++) {
      let room = 0;
      for (let k = 0; k < this.endOf.length; k++) {
        const free = this.limit - Math.max(now, this.endOf[k]);
        if (free > 0) room += this.weights[w][k] * free;
      }
      if (room < this.workLeft[w]) return true;
    }
    return this.boundedByPaths(now);
  }

  /** Earliest finishes of the open tasks, in topological order. */
  private boundedByPaths(now: number): boolean {
    const { processorCount: m, cost, release } = this.problem;
    const { order } = this.graph;
    const { early, earliest, tail, endOf } = this;
    for (let i = 0; i < order.length; i++) {
      const task = order[i];
      if (this.processor[task] >= 0) continue;
      let shortest = Number.POSITIVE_INFINITY;
      let first = Number.POSITIVE_INFINITY;
      for (let k = 0; k < m; k++) {
        const time = cost[task * m + k];
        if (time === Number.POSITIVE_INFINITY) {
          early[task * m + k] = time;
          continue;
        }
        const from = Math.max(now, release[task], endOf[k], this.arrival(task, k));
        const end = from + time;
        early[task * m + k] = end;
        if (end < first) first = end;
        if (end + tail[task * m + k] < shortest) shortest = end + tail[task * m + k];
      }
      if (shortest >= this.limit) return true;
      earliest[task] = first;
    }
    return false;
  }

  /** Earliest arrival of a task's data on a processor, from where its predecessors are or could be. */
  private arrival(task: number, k: number): number {
    const { processorCount: m, volume, startup, bandwidth } = this.problem;
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    let latest = 0;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      const edge = predecessorEdge[row];
      const from = this.processor[before];
      let time = this.finish[before];
      if (from < 0) time = Math.min(this.early[before * m + k], this.earliest[before] + this.incoming[edge * m + k]);
      else if (from !== k) time += startup[from * m + k] + transfer(volume[edge], bandwidth[from * m + k]);
      if (time > latest) latest = time;
    }
    return latest;
  }
}
