/**
 * How far the jobs of a live graph have come, as the released SoCRATES tells its networks (EpiSci/SoCRATES@e246978):
 * edges on the longest way that is still open, unfinished predecessors, and the times at which jobs began and tasks
 * became ready. Shared by the schedulers that read this observation. A task that has been placed counts as finished
 * for none of these. Left out: data on their way, which the release does not show either.
 */
import { NODE_DONE, NODE_RUNNING, type PlacementGraph } from '../src/placement.js';

/** How unfinished predecessors are counted. */
export type PredecessorCount = 'each' | 'colliding';

const RESIDUES = 30; // length of the release's vector of predecessors

export class JobProgress {
  openPath = new Int32Array(0); // [node] edges on the longest way of unfinished tasks that ends here
  openPredecessors = new Int32Array(0); // [node] counted as asked
  readyAt = new Float64Array(0); // [node] time; −1 = not ready yet
  longestPath = new Int32Array(0); // [job] the largest openPath of its tasks
  startedAt = new Float64Array(0); // [job] time; −1 = not started
  private residues = new Int32Array(0); // [node] one bit per residue of an unfinished predecessor; scratch

  /**
   * Reads a graph. `colliding` repeats a fault of the release: the vector of predecessors is indexed by task id modulo
   * job number, so that in jobs 1 … 9 several predecessors may count as one.
   */
  read(graph: PlacementGraph, predecessors: PredecessorCount): void {
    this.resize(graph.nodeCount, graph.jobCount);
    for (let job = 0; job < graph.jobCount; job++) this.clearJob(graph, job);
    for (let job = 0; job < graph.jobCount; job++) {
      this.readEdges(graph, job, predecessors); // an edge may lead into another job
      this.readPaths(graph, job);
    }
  }

  private clearJob(graph: PlacementGraph, job: number): void {
    const first = graph.jobStart[job];
    const end = graph.jobStart[job + 1];
    this.openPath.fill(0, first, end);
    this.openPredecessors.fill(0, first, end);
    this.residues.fill(0, first, end);
    this.readyAt.fill(graph.jobArrival[job], first, end);
    this.longestPath[job] = 0;
    let started = Number.POSITIVE_INFINITY;
    for (let node = first; node < end; node++) {
      if (graph.state[node] >= NODE_RUNNING && graph.start[node] < started) started = graph.start[node];
    }
    this.startedAt[job] = started < Number.POSITIVE_INFINITY ? started : -1;
  }

  private readEdges(graph: PlacementGraph, job: number, predecessors: PredecessorCount): void {
    const { openPredecessors, residues, readyAt } = this;
    const modulus = Math.max(1, graph.jobId[job]);
    for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
      const done = graph.state[node] === NODE_DONE;
      const residue = (graph.jobId[job] < 1 ? graph.task[node] : graph.task[node] % modulus) % RESIDUES;
      for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
        const next = graph.successor[edge];
        if (done) {
          if (readyAt[next] >= 0 && graph.finish[node] > readyAt[next]) readyAt[next] = graph.finish[node];
          continue;
        }
        readyAt[next] = -1;
        const bit = 1 << residue;
        if (predecessors === 'colliding' && (residues[next] & bit) !== 0) continue;
        residues[next] |= bit;
        openPredecessors[next]++;
      }
    }
  }

  /** Longest ways by sweeps until nothing changes: one and a check where tasks are in topological order. */
  private readPaths(graph: PlacementGraph, job: number): void {
    const { openPath } = this;
    const end = graph.jobStart[job + 1];
    for (let changed = true; changed; ) {
      changed = false;
      for (let node = graph.jobStart[job]; node < end; node++) {
        if (graph.state[node] === NODE_DONE) continue;
        const length = openPath[node] + 1;
        for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
          const next = graph.successor[edge];
          if (next >= end || openPath[next] >= length) continue;
          openPath[next] = length;
          changed = true;
          if (length > this.longestPath[job]) this.longestPath[job] = length;
        }
      }
    }
  }

  private resize(nodes: number, jobs: number): void {
    if (this.openPath.length < nodes) {
      this.openPath = new Int32Array(nodes);
      this.openPredecessors = new Int32Array(nodes);
      this.residues = new Int32Array(nodes);
      this.readyAt = new Float64Array(nodes);
    }
    if (this.longestPath.length < jobs) {
      this.longestPath = new Int32Array(jobs);
      this.startedAt = new Float64Array(jobs);
    }
  }
}
