/**
 * One step ahead along the graph, as in lookahead HEFT (Bittencourt, Sakellariou & Madeira 2010, doi
 * 10.1109/PDP.2010.56): if an item ran on a resource, when could the last of its successors finish, each on its own best
 * resource, with the data of the item and of the predecessors already placed? Predecessors not yet placed are left out, and
 * so is competition among the successors. Items without successors, or in no graph, count with their own finish.
 */
import { NODE_READY, type PlacementGraph, type PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';

export class Lookahead {
  /** [n·m] expected finish of the last successor if the item in this slot runs on this resource. */
  childFinish = new Float64Array(0);
  private predecessorStart = new Int32Array(0); // [node + 1]
  private predecessor = new Int32Array(0); // [edge] node
  private predecessorVolume = new Float64Array(0); // [edge]
  private arrival = new Float64Array(0); // [m] data of the other predecessors of a successor; scratch

  /** Brings `childFinish` up to date for the items of this view. */
  look(view: PlacementView, bookings: Bookings): void {
    const { graph } = view;
    const { items: n, resources: m } = view.shape;
    if (this.childFinish.length !== n * m) {
      this.childFinish = new Float64Array(n * m);
      this.arrival = new Float64Array(m);
    }
    for (let i = 0; i < view.items.count; i++) {
      const slot = view.items.slots[i];
      for (let r = 0; r < m; r++) this.childFinish[slot * m + r] = bookings.finish(view, slot, r);
    }
    if (graph.edgeCount === 0) return;
    this.readBackwards(graph);
    for (let node = 0; node < graph.nodeCount; node++) {
      if (graph.nodeItem[node] >= 0) this.lookFrom(view, graph, bookings, node);
    }
  }

  private lookFrom(view: PlacementView, graph: PlacementGraph, bookings: Bookings, node: number): void {
    const m = view.shape.resources;
    const slot = graph.nodeItem[node];
    for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
      const child = graph.successor[edge];
      this.gather(view, graph, child);
      for (let r = 0; r < m; r++) {
        const finish = bookings.finish(view, slot, r);
        if (finish === Number.POSITIVE_INFINITY) continue;
        let least = Number.POSITIVE_INFINITY;
        for (let q = 0; q < m; q++) {
          const cost = graph.cost[child * m + q];
          if (cost === Number.POSITIVE_INFINITY) continue;
          const free = q === r ? finish : bookings.free[q];
          let start = finish + transfer(view, r, q, graph.volume[edge]);
          if (free > start) start = free;
          if (this.arrival[q] > start) start = this.arrival[q];
          if (start + cost < least) least = start + cost;
        }
        const pair = slot * m + r;
        if (least < Number.POSITIVE_INFINITY && least > this.childFinish[pair]) this.childFinish[pair] = least;
      }
    }
  }

  /** When the data of all placed predecessors of a node would be on each resource. */
  private gather(view: PlacementView, graph: PlacementGraph, child: number): void {
    const m = view.shape.resources;
    this.arrival.fill(0);
    for (let row = this.predecessorStart[child]; row < this.predecessorStart[child + 1]; row++) {
      const other = this.predecessor[row];
      if (graph.state[other] <= NODE_READY) continue;
      const from = graph.resource[other];
      const finish = graph.finish[other];
      for (let q = 0; q < m; q++) {
        const time = finish + transfer(view, from, q, this.predecessorVolume[row]);
        if (time > this.arrival[q]) this.arrival[q] = time;
      }
    }
  }

  /** The edges as rows of predecessors. */
  private readBackwards(graph: PlacementGraph): void {
    const { nodeCount, edgeCount, successorStart, successor, volume } = graph;
    if (this.predecessorStart.length < nodeCount + 2) this.predecessorStart = new Int32Array(2 * nodeCount + 2);
    if (this.predecessor.length < edgeCount) {
      this.predecessor = new Int32Array(2 * edgeCount);
      this.predecessorVolume = new Float64Array(2 * edgeCount);
    }
    const start = this.predecessorStart;
    start.fill(0, 0, nodeCount + 2);
    for (let edge = 0; edge < edgeCount; edge++) start[successor[edge] + 2]++;
    for (let node = 0; node < nodeCount; node++) start[node + 2] += start[node + 1];
    for (let from = 0; from < nodeCount; from++) {
      for (let edge = successorStart[from]; edge < successorStart[from + 1]; edge++) {
        const row = start[successor[edge] + 1]++;
        this.predecessor[row] = from;
        this.predecessorVolume[row] = volume[edge];
      }
    }
  }
}

function transfer({ links, shape }: PlacementView, from: number, to: number, volume: number): number {
  if (from === to || volume === 0) return 0;
  const link = from * shape.resources + to;
  return links.startup[link] + volume / links.bandwidth[link];
}
