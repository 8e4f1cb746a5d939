/**
 * The transfers of a schedule in the making, under contention. Those into one task are booked in order of (finish of the
 * sender, its index), each at the earliest time that suits the ports; a transfer that takes no time occupies nothing.
 * A task is tried on a processor by booking them and taking that back.
 */
import type { DagProblem } from '../planner.js';
import { transfer } from './averages.js';
import type { Placements } from './data-ready.js';
import { Ports } from './ports.js';
import type { ProblemGraph } from './problem-graph.js';

const SHORT = 16; // predecessors that are sorted by insertion

export class TransferPlan {
  /** [e] start of each transfer, in the order of `successor`; NaN = none. */
  readonly start: Float64Array;
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly placements: Placements;
  private readonly ports: Ports;
  private readonly incoming: Int32Array; // rows of the predecessors in order of booking
  private incomingOf = -1; // the task that `incoming` belongs to

  constructor(problem: DagProblem, graph: ProblemGraph, placements: Placements) {
    const { taskCount: n, successorStart } = problem;
    let most = 0;
    for (let task = 0; task < n; task++)
      most = Math.max(most, graph.predecessorStart[task + 1] - graph.predecessorStart[task]);
    this.problem = problem;
    this.graph = graph;
    this.placements = placements;
    this.ports = new Ports(problem);
    this.start = new Float64Array(successorStart[n]).fill(Number.NaN);
    this.incoming = new Int32Array(most);
  }

  /** Earliest time at which a task could start on a processor if that were idle after `availableFrom`. */
  ready(task: number, k: number): number {
    this.ports.mark();
    const ready = this.book(task, k, false);
    this.ports.undo();
    return ready;
  }

  /** Books the transfers into a task. */
  place(task: number, k: number): void {
    this.book(task, k, true);
    this.incomingOf = -1;
  }

  /** Begins a level: transfers placed from here on can be taken back. */
  mark(): void {
    this.ports.mark();
  }

  /** Takes back the transfers into this task, the only one placed since the last mark. */
  undo(task: number): void {
    const { predecessorStart, predecessorEdge } = this.graph;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++)
      this.start[predecessorEdge[row]] = Number.NaN;
    this.ports.undo();
    this.incomingOf = -1;
  }

  /** Ends all levels: what has been placed stays. */
  keep(): void {
    this.ports.keep();
  }

  clear(): void {
    this.ports.clear();
    this.start.fill(Number.NaN);
    this.incomingOf = -1;
  }

  private book(task: number, k: number, definite: boolean): number {
    const { processorCount: m, volume, startup, bandwidth, release, availableFrom } = this.problem;
    const { predecessor, predecessorEdge, predecessorStart } = this.graph;
    const { processor, finish } = this.placements;
    if (this.incomingOf !== task) this.sortIncoming(task);
    const count = predecessorStart[task + 1] - predecessorStart[task];
    let ready = Math.max(release[task], availableFrom[k]);
    for (let i = 0; i < count; i++) {
      const row = this.incoming[i];
      const before = predecessor[row];
      const from = processor[before];
      if (from < 0) continue;
      let arrival = finish[before];
      if (from !== k) {
        const edge = predecessorEdge[row];
        const duration = startup[from * m + k] + transfer(volume[edge], bandwidth[from * m + k]);
        if (duration > 0) {
          const start = this.ports.book(from, k, arrival, duration);
          if (definite) this.start[edge] = start;
          arrival = start + duration;
        }
      }
      if (arrival > ready) ready = arrival;
    }
    return ready;
  }

  private sortIncoming(task: number): void {
    const { predecessorStart, predecessor } = this.graph;
    const { finish } = this.placements;
    const first = predecessorStart[task];
    const count = predecessorStart[task + 1] - first;
    const rows = this.incoming;
    this.incomingOf = task;
    if (count > SHORT) {
      for (let i = 0; i < count; i++) rows[i] = first + i;
      rows
        .subarray(0, count)
        .sort((a, b) => finish[predecessor[a]] - finish[predecessor[b]] || predecessor[a] - predecessor[b]);
      return;
    }
    for (let i = 0; i < count; i++) {
      const time = finish[predecessor[first + i]]; // rows come by ascending index
      let place = i;
      for (; place > 0 && finish[predecessor[rows[place - 1]]] > time; place--) rows[place] = rows[place - 1];
      rows[place] = first + i;
    }
  }
}
