/**
 * List scheduling the plain way, for comparison: lists of intervals that are scanned from their beginning, no
 * bisection, nothing kept from one question to the next. Follows the rules as they are documented: gaps by
 * `max(ready, previous finish) + duration ≤ next start` (or <), transfers under contention in order of (finish of the
 * sender, its index) at the earliest time that suits all that they occupy.
 */
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import type { CommAverage, GapRule } from '../../../src/plan/planner-options.js';
import type { DagProblem, Schedule } from '../../../src/planner.js';

type Interval = readonly [start: number, finish: number];

interface PlainOptions {
  readonly gapRule?: GapRule;
  readonly insertion?: boolean;
}

/** Earliest start on one processor. */
export function plainStart(
  busy: readonly Interval[],
  task: { ready: number; duration: number } & PlainOptions,
): number {
  const { ready, duration, gapRule = 'nonstrict', insertion = true } = task;
  const sorted = [...busy].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let previous = 0;
  for (const [start, finish] of sorted) {
    const begin = Math.max(ready, previous);
    const end = begin + duration;
    if (insertion && (gapRule === 'strict' ? end < start : end <= start)) return begin;
    previous = Math.max(previous, finish);
  }
  return Math.max(ready, previous);
}

/** Every edge as an object, in the order of `successor`. */
function edgesOf({ taskCount: n, successorStart, successor, volume }: DagProblem) {
  return Array.from({ length: n }, (_, from) => from).flatMap((from) =>
    Array.from(successor.slice(successorStart[from], successorStart[from + 1]), (to, i) => ({
      from,
      to,
      index: successorStart[from] + i,
      volume: volume[successorStart[from] + i],
    })),
  );
}

/** What a transfer from one processor to another occupies. */
function occupied(problem: DagProblem, from: number, to: number): string[] {
  if (problem.contention === 'one-port') return [`out ${from}`, `in ${to}`];
  if (problem.contention === 'link') return [`link ${from} ${to}`];
  return problem.contention === 'bus' ? ['bus'] : [];
}

export class PlainSchedule {
  readonly placed = new Map<number, { k: number; start: number; finish: number }>();
  readonly transferStart = new Map<number, number>(); // edge → time
  private readonly problem: DagProblem;
  private readonly options: PlainOptions;
  private readonly edges: ReturnType<typeof edgesOf>;
  private busy = new Map<string, Interval[]>();

  constructor(problem: DagProblem, options: PlainOptions = {}) {
    this.problem = problem;
    this.options = options;
    this.edges = edgesOf(problem);
    problem.fixedProcessor.forEach((k, task) => {
      if (k >= 0) this.placed.set(task, { k, start: problem.fixedStart[task], finish: problem.fixedFinish[task] });
    });
  }

  /** Books the transfers into a task; returns when it is ready and what is busy then. */
  private bookTransfers(task: number, k: number) {
    const { problem } = this;
    const m = problem.processorCount;
    const busy = new Map([...this.busy].map(([name, intervals]) => [name, [...intervals]]));
    const starts = new Map<number, number>();
    let ready = Math.max(problem.release[task], problem.availableFrom[k]);
    const incoming = this.edges
      .filter((edge) => edge.to === task && this.placed.has(edge.from))
      .sort((a, b) => this.placed.get(a.from)!.finish - this.placed.get(b.from)!.finish || a.from - b.from);
    for (const { from, volume, index } of incoming) {
      const sender = this.placed.get(from)!;
      const link = sender.k * m + k;
      const duration =
        sender.k === k ? 0 : problem.startup[link] + (volume === 0 ? 0 : volume / problem.bandwidth[link]);
      const needs = duration > 0 ? occupied(problem, sender.k, k) : [];
      const taken = needs.flatMap((name) => busy.get(name) ?? []);
      const moments = [sender.finish, ...taken.map(([, finish]) => finish)].filter((time) => time >= sender.finish);
      const start = moments
        .sort((a, b) => a - b)
        .find((time) => taken.every(([a, b]) => b <= time || time + duration <= a))!;
      for (const name of needs) busy.set(name, [...(busy.get(name) ?? []), [start, start + duration]]);
      if (needs.length > 0) starts.set(index, start);
      ready = Math.max(ready, start + duration);
    }
    return { ready, busy, starts };
  }

  ready(task: number, k: number): number {
    return this.bookTransfers(task, k).ready;
  }

  earliestStart(task: number, k: number): number {
    const duration = this.problem.cost[task * this.problem.processorCount + k];
    if (duration === Number.POSITIVE_INFINITY) return duration;
    const busy = [...this.placed.values()].filter((other) => other.k === k).map((o): Interval => [o.start, o.finish]);
    return plainStart(busy, { ready: this.ready(task, k), duration, ...this.options });
  }

  place(task: number, k: number, start: number): void {
    const { busy, starts } = this.bookTransfers(task, k);
    this.busy = busy;
    for (const [edge, time] of starts) this.transferStart.set(edge, time);
    const finish = start + this.problem.cost[task * this.problem.processorCount + k];
    this.placed.set(task, { k, start, finish });
  }

  placeBest(task: number): void {
    const m = this.problem.processorCount;
    const options = Array.from({ length: m }, (_, k) => ({ k, start: this.earliestStart(task, k) }));
    const finish = ({ k, start }: { k: number; start: number }) => start + this.problem.cost[task * m + k];
    const best = options.reduce((a, b) => (finish(b) < finish(a) ? b : a));
    this.place(task, best.k, best.start);
  }

  done(): Schedule {
    const rows = Array.from({ length: this.problem.taskCount }, (_, task) => this.placed.get(task)!);
    const schedule = {
      processor: Int32Array.from(rows, (row) => row.k),
      start: Float64Array.from(rows, (row) => row.start),
      finish: Float64Array.from(rows, (row) => row.finish),
      makespan: Math.max(0, ...rows.map((row) => row.finish)),
    };
    if ((this.problem.contention ?? 'none') === 'none') return schedule;
    const times = Array.from(this.problem.successor, (_, edge) => this.transferStart.get(edge) ?? Number.NaN);
    return { ...schedule, transferStart: Float64Array.from(times) };
  }
}

/** Repeatedly the smallest index without open predecessors. */
export function plainOrder(problem: DagProblem): number[] {
  const edges = edgesOf(problem);
  const order: number[] = [];
  while (order.length < problem.taskCount) {
    const open = (task: number) => edges.some((edge) => edge.to === task && !order.includes(edge.from));
    const next = Array.from({ length: problem.taskCount }, (_, task) => task);
    order.push(next.find((task) => !order.includes(task) && !open(task))!);
  }
  return order;
}

/** ranku by recursion. */
export function plainRank(problem: DagProblem, commAverage: CommAverage): number[] {
  const costs = meanCosts(problem);
  const transfers = meanTransfers(problem, commAverage);
  const edges = edgesOf(problem);
  const rank = (task: number): number =>
    costs[task] + Math.max(0, ...edges.filter((e) => e.from === task).map((e) => transfers[e.index] + rank(e.to)));
  return Array.from(costs, (_, task) => rank(task));
}

/** HEFT. Ranks by recursion take time exponential in the depth: for small graphs only. */
export function plainHeft(problem: DagProblem, options: PlainOptions & { commAverage?: CommAverage } = {}): Schedule {
  const rank = plainRank(problem, options.commAverage ?? 'paper');
  const order = plainOrder(problem).sort((a, b) => rank[b] - rank[a]);
  const schedule = new PlainSchedule(problem, options);
  for (const task of order) if (problem.fixedProcessor[task] < 0) schedule.placeBest(task);
  return schedule.done();
}
