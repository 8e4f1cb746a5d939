/**
 * What the pairs of a decision are compared with: when resources are free, what is the least of every item, and what
 * comes after it. Two views beyond the item itself: *childFinish*, when the last successor could finish if
 * each took its best resource (lookahead HEFT: Bittencourt, Sakellariou & Madeira 2010, doi 10.1109/PDP.2010.56), and
 * *optimistic*, the least possible rest of the job after the item on this resource (the table of PEFT: Arabnejad & Barbosa
 * 2014, doi 10.1109/TPDS.2013.57). One pass over items, nodes and edges times resources.
 */
import type { LiveGraph } from '../../src/nn/live-graph.js';
import { NODE_READY, type PlacementView, waitAction } from '../../src/placement.js';

export class Survey {
  canWait = false;
  free = new Float64Array(0); // [m] time from which a resource could start another item, never before now
  busy = new Uint8Array(0); // [m] 1 = has unfinished work
  meanFree = 0; // over resources; time
  firstFree = 0; // least of them; time
  nodeOfSlot = new Int32Array(0); // [n] node of the graph, −1 = in no graph
  earliest = new Float64Array(0); // [n] finish on the best resource; Infinity = none is usable
  sufferage = new Float64Array(0); // [n] second-earliest − earliest finish; 0 with one resource
  leastCost = new Float64Array(0); // [n]
  meanLeast = 0; // of `leastCost` over the items that can be placed; time
  leastChild = new Float64Array(0); // [n] least of `childFinish`
  leastOptimistic = new Float64Array(0); // [n] least of `optimistic` over usable resources
  leastWhole = new Float64Array(0); // [n] least of finish + optimistic
  leastHere = new Float64Array(0); // [m] least cost of any item
  childFinish = new Float64Array(0); // [n·m] time
  optimistic = new Float64Array(0); // [node·m] duration
  soonDemand = new Float64Array(0); // [m] least costs of unplaced tasks, not ready but soon, that are fastest here; time
  demand = new Float64Array(0); // [m] the same, looking further ahead
  pressure = new Float64Array(0); // [m] what those tasks would lose elsewhere, the sooner the more; time
  meanDemand = 0; // of `demand` over resources
  tasks = 0; // unfinished
  openPredecessors = new Int32Array(0); // [node] those of the live graph
  private wantCount = new Int32Array(0); // [m]
  private wanting = new Int32Array(0); // [m · MOST_WANTING] node
  private wantFrom = new Float64Array(0); // [m · MOST_WANTING] earliest start; time
  private wantLoss = new Float64Array(0); // [m · MOST_WANTING] cost elsewhere − here; time
  private arrival = new Float64Array(0); // [node·m] data of the placed predecessors of a successor
  private stamp = new Int32Array(0); // [node] decision for which `arrival` holds
  private decision = 0;

  stray = false; // some item is in no graph, or there is no task at all

  /** Finds the nodes of the items; first of all. */
  map({ graph, items, shape }: PlacementView): void {
    const { nodeItem } = graph;
    if (this.nodeOfSlot.length !== shape.items) this.nodeOfSlot = new Int32Array(shape.items);
    const { nodeOfSlot } = this;
    for (let i = 0; i < items.count; i++) nodeOfSlot[items.slots[i]] = -1;
    for (let node = 0; node < graph.nodeCount; node++) if (nodeItem[node] >= 0) nodeOfSlot[nodeItem[node]] = node;
    this.stray = graph.nodeCount === 0;
    for (let i = 0; i < items.count; i++) if (nodeOfSlot[items.slots[i]] < 0) this.stray = true;
  }

  /** Reads a view whose graph has been read already. */
  read(view: PlacementView, live: LiveGraph): void {
    this.resize(view);
    this.decision++;
    this.tasks = live.rows;
    this.openPredecessors = live.openPredecessors;
    this.canWait = view.mask[waitAction(view.shape)] === 1;
    this.readResources(view);
    this.lookBeyond(view, live);
    this.readDemand(view, live);
    let sum = 0;
    let usable = 0;
    for (let i = 0; i < view.items.count; i++) {
      const slot = view.items.slots[i];
      this.readItem(view, slot, live);
      if (this.leastCost[slot] === Number.POSITIVE_INFINITY) continue;
      sum += this.leastCost[slot];
      usable++;
    }
    this.meanLeast = usable > 0 ? sum / usable : 0;
  }

  /** True if the pair may be taken now, or once its busy resource is done. */
  usable(view: PlacementView, pair: number, resource: number): boolean {
    const action = pair * view.shape.variants;
    return (view.mask[action] === 1 || this.busy[resource] === 1) && view.cost[action] < Number.POSITIVE_INFINITY;
  }

  /** Expected finish of a pair. */
  finish(view: PlacementView, pair: number, resource: number): number {
    const ready = view.ready[pair];
    const free = this.free[resource];
    return (ready > free ? ready : free) + view.cost[pair * view.shape.variants];
  }

  private readResources({ now, resources, shape: { resources: m } }: PlacementView): void {
    let sum = 0;
    let first = Number.POSITIVE_INFINITY;
    for (let r = 0; r < m; r++) {
      const freeAt = resources.freeAt[r];
      const free = freeAt > now ? freeAt : now;
      this.free[r] = free;
      this.busy[r] = freeAt > now || resources.queueLength[r] > 0 ? 1 : 0;
      this.leastHere[r] = Number.POSITIVE_INFINITY;
      sum += free;
      if (free < first) first = free;
    }
    this.meanFree = sum / m;
    this.firstFree = first;
  }

  /** The optimistic rest of every unplaced task on every resource, successors first. */
  private lookBeyond({ graph, links, shape }: PlacementView, { order, rows }: LiveGraph): void {
    const m = shape.resources;
    if (this.optimistic.length < graph.nodeCount * m) this.grow(2 * graph.nodeCount, m);
    const { optimistic } = this;
    const { successorStart, successor, volume, cost, state } = graph;
    for (let i = rows - 1; i >= 0; i--) {
      const node = order[i];
      if (state[node] > NODE_READY) continue;
      for (let r = 0; r < m; r++) {
        let longest = 0;
        for (let edge = successorStart[node]; edge < successorStart[node + 1]; edge++) {
          const child = successor[edge] * m;
          let least = Number.POSITIVE_INFINITY;
          for (let q = 0, link = r * m; q < m; q++, link++) {
            let rest = optimistic[child + q] + cost[child + q];
            if (q !== r) rest += links.startup[link] + volume[edge] / links.bandwidth[link];
            if (rest < least) least = rest;
          }
          if (least > longest && least < Number.POSITIVE_INFINITY) longest = least;
        }
        optimistic[node * m + r] = longest;
      }
    }
  }

  /** Work that is about to want each resource. */
  private readDemand(view: PlacementView, live: LiveGraph): void {
    const { soonDemand, demand, pressure } = this;
    const { state } = view.graph;
    const m = view.shape.resources;
    for (let r = 0; r < m; r++) {
      soonDemand[r] = 0;
      demand[r] = 0;
      pressure[r] = 0;
      this.wantCount[r] = 0;
    }
    let all = 0;
    for (let row = 0; row < live.rows; row++) {
      const node = live.node[row];
      const distance = (live.start[node] - view.now) * live.perUnit;
      if (state[node] > NODE_READY || distance >= FAR) continue;
      const r = live.fastest[node];
      this.want(node, r, live);
      if (state[node] === NODE_READY) continue;
      if (distance < SOON) soonDemand[r] += live.leastCost[node];
      demand[r] += live.leastCost[node];
      pressure[r] += (live.secondCost[node] - live.leastCost[node]) / (1 + distance);
      all += live.leastCost[node];
    }
    this.meanDemand = all / m;
  }

  /** Notes a task that is fastest on `r`; beyond the first few it does not matter how many. */
  private want(node: number, r: number, live: LiveGraph): void {
    if (this.wantCount[r] === MOST_WANTING) return;
    const k = r * MOST_WANTING + this.wantCount[r]++;
    this.wanting[k] = node;
    this.wantFrom[k] = live.start[node];
    this.wantLoss[k] = live.secondCost[node] - live.leastCost[node];
  }

  /** What tasks that are fastest on `r` would lose if `node` took it until `finish`; time. */
  blocking(node: number, r: number, finish: number): number {
    const { wanting, wantFrom, wantLoss } = this;
    let sum = 0;
    for (let k = r * MOST_WANTING, end = k + this.wantCount[r]; k < end; k++) {
      if (wanting[k] === node) continue;
      const delay = finish - (wantFrom[k] > this.free[r] ? wantFrom[k] : this.free[r]);
      if (delay > 0) sum += delay < wantLoss[k] ? delay : wantLoss[k];
    }
    return sum;
  }

  private readItem(view: PlacementView, slot: number, live: LiveGraph): void {
    const { resources: m, variants: v } = view.shape;
    const known = this.nodeOfSlot[slot];
    const node = known >= 0 && view.graph.state[known] <= NODE_READY ? known : -1; // nothing lies behind placed items
    let first = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    let leastCost = Number.POSITIVE_INFINITY;
    let leastChild = Number.POSITIVE_INFINITY;
    let leastRest = Number.POSITIVE_INFINITY;
    let leastWhole = Number.POSITIVE_INFINITY;
    for (let r = 0; r < m; r++) {
      const pair = slot * m + r;
      if (!this.usable(view, pair, r)) continue;
      const cost = view.cost[pair * v];
      const finish = this.finish(view, pair, r);
      const rest = node < 0 ? 0 : this.optimistic[node * m + r];
      const child = node < 0 ? finish : this.lookAhead(view, live, { node, r, finish });
      this.childFinish[pair] = child;
      if (cost < leastCost) leastCost = cost;
      if (cost < this.leastHere[r]) this.leastHere[r] = cost;
      if (child < leastChild) leastChild = child;
      if (rest < leastRest) leastRest = rest;
      if (finish + rest < leastWhole) leastWhole = finish + rest;
      if (finish < first) {
        second = first;
        first = finish;
      } else if (finish < second) second = finish;
    }
    this.earliest[slot] = first;
    this.sufferage[slot] = second < Number.POSITIVE_INFINITY ? second - first : 0;
    this.leastCost[slot] = leastCost;
    this.leastChild[slot] = leastChild;
    this.leastOptimistic[slot] = leastRest;
    this.leastWhole[slot] = leastWhole;
  }

  /** Finish of the last successor of a node that finishes at `finish` on resource `r`; its own finish without successors. */
  private lookAhead(view: PlacementView, live: LiveGraph, { node, r, finish }: Placed): number {
    const { graph, links } = view;
    const m = view.shape.resources;
    let latest = finish;
    for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
      const child = graph.successor[edge];
      if (this.stamp[child] !== this.decision) this.gather(view, live, child);
      const volume = graph.volume[edge];
      let least = Number.POSITIVE_INFINITY;
      for (let q = 0, link = r * m; q < m; q++, link++) {
        const cost = graph.cost[child * m + q];
        if (cost === Number.POSITIVE_INFINITY) continue;
        let start = finish;
        if (q !== r) {
          if (volume !== 0) start += links.startup[link] + volume / links.bandwidth[link];
          if (this.free[q] > start) start = this.free[q];
        }
        if (this.arrival[child * m + q] > start) start = this.arrival[child * m + q];
        if (start + cost < least) least = start + cost;
      }
      if (least > latest && least < Number.POSITIVE_INFINITY) latest = least;
    }
    return latest;
  }

  /** When the data of all placed predecessors of a node would be on each resource. */
  private gather({ graph, links, shape }: PlacementView, live: LiveGraph, child: number): void {
    const m = shape.resources;
    const { arrival } = this;
    this.stamp[child] = this.decision;
    for (let q = 0; q < m; q++) arrival[child * m + q] = 0;
    for (let row = live.predecessorStart[child]; row < live.predecessorStart[child + 1]; row++) {
      const other = live.predecessor[row];
      if (graph.state[other] <= NODE_READY) continue;
      const from = graph.resource[other];
      const volume = live.predecessorVolume[row];
      for (let q = 0, link = from * m; q < m; q++, link++) {
        let time = live.finish[other];
        if (q !== from && volume !== 0) time += links.startup[link] + volume / links.bandwidth[link];
        if (time > arrival[child * m + q]) arrival[child * m + q] = time;
      }
    }
  }

  private resize({ shape: { items: n, resources: m } }: PlacementView): void {
    if (this.earliest.length === n && this.free.length === m) return;
    this.free = new Float64Array(m);
    this.busy = new Uint8Array(m);
    this.leastHere = new Float64Array(m);
    this.soonDemand = new Float64Array(m);
    this.demand = new Float64Array(m);
    this.pressure = new Float64Array(m);
    this.wantCount = new Int32Array(m);
    this.wanting = new Int32Array(m * MOST_WANTING);
    this.wantFrom = new Float64Array(m * MOST_WANTING);
    this.wantLoss = new Float64Array(m * MOST_WANTING);
    this.earliest = new Float64Array(n);
    this.sufferage = new Float64Array(n);
    this.leastCost = new Float64Array(n);
    this.leastChild = new Float64Array(n);
    this.leastOptimistic = new Float64Array(n);
    this.leastWhole = new Float64Array(n);
    this.childFinish = new Float64Array(n * m);
    this.grow(this.stamp.length, m);
  }

  private grow(nodes: number, m: number): void {
    this.optimistic = new Float64Array(nodes * m);
    this.arrival = new Float64Array(nodes * m);
    this.stamp = new Int32Array(nodes);
  }
}

/** In time scales: tasks that could start before this count as soon demand, or as demand. */
const SOON = 1;
const FAR = 3;
/** Tasks noted for each resource. */
const MOST_WANTING = 16;

interface Placed {
  readonly node: number;
  readonly r: number;
  readonly finish: number;
}
