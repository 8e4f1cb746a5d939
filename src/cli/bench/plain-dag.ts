/**
 * HEFT as one would first write it (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206): tasks, edges and busy times are
 * objects in arrays, and the search for a gap begins at time 0. Same rules as the planner `heft` with its defaults, so
 * that the makespans are equal; no placed tasks, no closed processors, no contention.
 */
import type { DagProblem } from '../../planner.js';

interface PlainEdge {
  readonly from: PlainTask;
  readonly to: PlainTask;
  readonly volume: number;
}

interface PlainTask {
  readonly index: number;
  readonly costs: readonly number[]; // [processor] time
  readonly into: PlainEdge[];
  readonly out: PlainEdge[];
  rank: number;
  processor: number;
  finish: number;
}

interface Busy {
  readonly start: number;
  readonly finish: number;
}

export class PlainHeft {
  private readonly tasks: PlainTask[];
  private readonly bandwidth: readonly (readonly number[])[]; // [from][to] volume per time
  private readonly startup: readonly (readonly number[])[]; // [from][to] time

  constructor(problem: DagProblem) {
    const { taskCount: n, processorCount: m, cost, successorStart, successor, volume } = problem;
    this.tasks = Array.from({ length: n }, (_, index) => ({
      index,
      costs: Array.from(cost.subarray(index * m, (index + 1) * m)),
      into: [],
      out: [],
      rank: 0,
      processor: -1,
      finish: 0,
    }));
    for (const from of this.tasks) {
      for (let e = successorStart[from.index]; e < successorStart[from.index + 1]; e++) {
        const edge = { from, to: this.tasks[successor[e]], volume: volume[e] };
        from.out.push(edge);
        edge.to.into.push(edge);
      }
    }
    const rows = (matrix: Float64Array) =>
      Array.from({ length: m }, (_, k) => Array.from(matrix.subarray(k * m, (k + 1) * m)));
    this.bandwidth = rows(problem.bandwidth);
    this.startup = rows(problem.startup);
  }

  /** Plans anew; returns the makespan. */
  plan(): number {
    const order = this.topologicalOrder();
    this.rankTasks(order);
    const position = new Map(order.map((task, i) => [task, i]));
    const byRank = [...order].sort((a, b) => b.rank - a.rank || position.get(a)! - position.get(b)!);
    const busy: Busy[][] = this.bandwidth.map(() => []);
    for (const task of byRank) this.place(task, busy);
    return this.tasks.reduce((latest, task) => Math.max(latest, task.finish), 0);
  }

  private topologicalOrder(): PlainTask[] {
    const open = new Map(this.tasks.map((task) => [task, task.into.length]));
    const order = this.tasks.filter((task) => task.into.length === 0);
    for (const task of order) {
      for (const { to } of task.out) {
        open.set(to, open.get(to)! - 1);
        if (open.get(to) === 0) order.push(to);
      }
    }
    return order;
  }

  private rankTasks(order: readonly PlainTask[]): void {
    const startup = meanBetween(this.startup) ?? 0;
    const bandwidth = meanBetween(this.bandwidth) ?? Number.POSITIVE_INFINITY;
    for (const task of [...order].reverse()) {
      const mean = task.costs.reduce((sum, time) => sum + time, 0) / task.costs.length;
      const ways = task.out.map(({ to, volume }) => startup + volume / bandwidth + to.rank);
      task.rank = mean + ways.reduce((longest, way) => Math.max(longest, way), 0);
    }
  }

  private place(task: PlainTask, busy: Busy[][]): void {
    const choices = task.costs.map((time, k) => {
      const start = firstGap(busy[k], this.ready(task, k), time);
      return { k, start, finish: start + time };
    });
    const best = choices.reduce((a, b) => (b.finish < a.finish ? b : a));
    task.processor = best.k;
    task.finish = best.finish;
    const intervals = busy[best.k];
    let place = intervals.length;
    while (place > 0 && intervals[place - 1].start > best.start) place--;
    intervals.splice(place, 0, { start: best.start, finish: best.finish });
  }

  private ready(task: PlainTask, k: number): number {
    let ready = 0;
    for (const { from, volume } of task.into) {
      const l = from.processor;
      const transfer = l === k ? 0 : this.startup[l][k] + volume / this.bandwidth[l][k];
      ready = Math.max(ready, from.finish + transfer);
    }
    return ready;
  }
}

function firstGap(busy: readonly Busy[], ready: number, time: number): number {
  let start = ready;
  for (const interval of busy) {
    if (start + time <= interval.start) break;
    start = Math.max(start, interval.finish);
  }
  return start;
}

/** Mean over pairs of different processors; nothing for a single one. */
function meanBetween(matrix: readonly (readonly number[])[]): number | undefined {
  const values = matrix.flatMap((row, from) => row.filter((_, to) => to !== from));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
