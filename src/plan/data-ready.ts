/**
 * When the data of a task are there, without contention: the latest arrival over its placed predecessors, per processor.
 * Where all links are alike, only the sender of the latest arrival has it earlier than the others, so that one pass
 * over the predecessors serves all processors; else the cost is predecessors × processors.
 */
import type { DagProblem } from '../planner.js';
import { transfer } from './averages.js';
import type { ProblemGraph } from './problem-graph.js';

/** Where tasks are and when they finish. */
export interface Placements {
  readonly processor: Int32Array; // [n] −1 = not placed
  readonly finish: Float64Array; // [n] time
}

export class DataReady {
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly placements: Placements;
  private readonly times: Float64Array; // [m]
  private readonly alike: boolean;

  constructor(problem: DagProblem, graph: ProblemGraph, placements: Placements) {
    this.problem = problem;
    this.graph = graph;
    this.placements = placements;
    this.times = new Float64Array(problem.processorCount);
    this.alike = linksAlike(problem);
  }

  /** Earliest time at which a task could start on a processor if that were idle after `availableFrom`. */
  at(task: number, k: number): number {
    const { processorCount: m, volume, startup, bandwidth, release, availableFrom } = this.problem;
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    const { processor, finish } = this.placements;
    let ready = Math.max(release[task], availableFrom[k]);
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      const from = processor[before];
      if (from < 0) continue;
      let arrival = finish[before];
      if (from !== k)
        arrival += startup[from * m + k] + transfer(volume[predecessorEdge[row]], bandwidth[from * m + k]);
      if (arrival > ready) ready = arrival;
    }
    return ready;
  }

  /** The same for every processor: [m], valid until the next call. */
  everywhere(task: number): Float64Array {
    const { times } = this;
    const { release, availableFrom } = this.problem;
    const from = release[task];
    for (let k = 0; k < times.length; k++) times[k] = availableFrom[k] > from ? availableFrom[k] : from;
    if (this.alike) this.overLikeLinks(task);
    else this.overAnyLinks(task);
    return times;
  }

  private overAnyLinks(task: number): void {
    const { processorCount: m, volume, startup, bandwidth } = this.problem;
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    const { processor, finish } = this.placements;
    const { times } = this;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      const from = processor[before];
      if (from < 0) continue;
      const end = finish[before];
      const amount = volume[predecessorEdge[row]];
      const link = from * m;
      for (let k = 0; k < m; k++) {
        const arrival =
          k === from ? end : end + (startup[link + k] + (amount === 0 ? 0 : amount / bandwidth[link + k]));
        if (arrival > times[k]) times[k] = arrival;
      }
    }
  }

  private overLikeLinks(task: number): void {
    const { volume, startup, bandwidth } = this.problem;
    const { predecessorStart, predecessor, predecessorEdge } = this.graph;
    const { processor, finish } = this.placements;
    const { times } = this;
    if (times.length === 1) {
      times[0] = this.at(task, 0);
      return;
    }
    let sender = -1; // of the latest arrival over a link
    let latest = Number.NEGATIVE_INFINITY;
    let second = Number.NEGATIVE_INFINITY; // the latest arrival from any other processor
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      const from = processor[before];
      if (from < 0) continue;
      const arrival = finish[before] + (startup[1] + transfer(volume[predecessorEdge[row]], bandwidth[1]));
      if (from === sender) {
        if (arrival > latest) latest = arrival;
      } else if (arrival > latest) {
        second = latest;
        latest = arrival;
        sender = from;
      } else if (arrival > second) second = arrival;
    }
    if (sender < 0) return;
    let local = second; // at the sender itself
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      const before = predecessor[row];
      if (processor[before] === sender && finish[before] > local) local = finish[before];
    }
    for (let k = 0; k < times.length; k++) {
      const arrival = k === sender ? local : latest;
      if (arrival > times[k]) times[k] = arrival;
    }
  }
}

/** True when every processor reaches every other one over the same link. */
export function linksAlike({ processorCount: m, startup, bandwidth }: DagProblem): boolean {
  for (let from = 0; from < m; from++) {
    for (let to = 0; to < m; to++) {
      if (from === to) continue;
      if (startup[from * m + to] !== startup[1] || bandwidth[from * m + to] !== bandwidth[1]) return false;
    }
  }
  return true;
}
