/**
 * What transfers occupy under contention, each for its start-up time plus volume by bandwidth: the sender's output port
 * and the receiver's input port (`one-port`), the directed link (`link`), or the one bus (`bus`). A transfer goes into
 * the earliest time at which all that it needs is free for as long as it takes; it may fill a gap exactly. Models of
 * Sinnen & Sousa 2005 (edge scheduling, doi 10.1109/TPDS.2005.64) and Beaumont, Boudet & Robert 2002 (one-port HEFT,
 * doi 10.1109/IPDPS.2002.1015663), without routing over several links.
 */
import type { Contention, DagProblem } from '../planner.js';
import { Timeline } from '../sim/timeline.js';

export class Ports {
  private readonly contention: Contention;
  private readonly processorCount: number; // m
  private readonly first: Timeline; // output port [m], directed link [from·m + to] or bus [1]
  private readonly second: Timeline | null; // input port [m]
  private readonly marks: number[] = []; // two per level

  constructor(problem: DagProblem) {
    const { processorCount: m, contention = 'none' } = problem;
    const resources = contention === 'one-port' ? m : contention === 'link' ? m * m : 1;
    const options = { shortest: shortestTransfer(problem) };
    this.contention = contention;
    this.processorCount = m;
    this.first = new Timeline(resources, 0, options);
    this.second = contention === 'one-port' ? new Timeline(m, 0, options) : null;
  }

  /** Books a transfer of this duration (> 0) at the earliest time ≥ `ready`; returns its start. */
  book(from: number, to: number, ready: number, duration: number): number {
    const { first, second } = this;
    const resource =
      this.contention === 'one-port' ? from : this.contention === 'link' ? from * this.processorCount + to : 0;
    let start = first.earliestStart(resource, ready, duration);
    if (second !== null) {
      // either moves the start later until it suits both
      let suits = second.earliestStart(to, start, duration);
      while (suits !== start) {
        start = first.earliestStart(resource, suits, duration);
        suits = second.earliestStart(to, start, duration);
      }
      second.insert(to, start, start + duration);
    }
    first.insert(resource, start, start + duration);
    return start;
  }

  clear(): void {
    this.first.clear();
    this.second?.clear();
    this.marks.length = 0;
  }

  /** Begins a level: what is booked from here on can be taken back by {@link undo}. */
  mark(): void {
    this.marks.push(this.first.mark(), this.second?.mark() ?? 0);
  }

  /** Takes back what was booked since the last {@link mark}, and ends that level. */
  undo(): void {
    const second = this.marks.pop() ?? 0;
    const first = this.marks.pop() ?? 0;
    this.first.undo(first);
    this.second?.undo(second);
  }

  /** Ends all levels: what has been booked stays. */
  keep(): void {
    this.first.keep();
    this.second?.keep();
    this.marks.length = 0;
  }
}

/** No transfer that takes time takes less. */
function shortestTransfer({ processorCount: m, volume, bandwidth, startup }: DagProblem): number {
  let leastStartup = Number.POSITIVE_INFINITY;
  let mostBandwidth = 0;
  for (let from = 0; from < m; from++) {
    for (let to = 0; to < m; to++) {
      if (from === to) continue;
      const link = from * m + to;
      if (startup[link] > 0 && startup[link] < leastStartup) leastStartup = startup[link];
      if (bandwidth[link] < Number.POSITIVE_INFINITY && bandwidth[link] > mostBandwidth)
        mostBandwidth = bandwidth[link];
    }
  }
  let leastVolume = Number.POSITIVE_INFINITY;
  for (let edge = 0; edge < volume.length; edge++) {
    if (volume[edge] > 0 && volume[edge] < leastVolume) leastVolume = volume[edge];
  }
  return Math.min(leastStartup, mostBandwidth > 0 ? leastVolume / mostBandwidth : Number.POSITIVE_INFINITY);
}
