/**
 * The live jobs of a placement view, indexed for playing them to their end: which tasks are still to be placed, how
 * many predecessors each waits for, when the data of finished ones reach every resource, what runs and what queues where.
 * Built once per decision from the view alone; expected costs at present speeds, no noise, no arrivals to come.
 */
import {
  NODE_DONE,
  NODE_PLACED,
  NODE_READY,
  NODE_RUNNING,
  type PlacementGraph,
  type PlacementView,
} from '../placement.js';

export class LiveTasks {
  resources = 0; // m
  nodes = 0; // of the graph
  jobs = 0;
  openCount = 0; // tasks not placed yet
  readyCount = 0; // of them: all predecessors are done
  placedCount = 0; // tasks in queues
  open = new Int32Array(0); // [openCount] node
  ready = new Int32Array(0); // [readyCount] node, oldest item first
  placed = new Int32Array(0); // [placedCount] node, in the order of their queues
  waitingFor = new Int32Array(0); // [node] predecessors that are not done
  dataAt = new Float64Array(0); // [node · m] time at which the data of finished predecessors are there, never before now
  running = new Int32Array(0); // [m] node, or −1
  runningEnd = new Float64Array(0); // [m] expected time
  nodeOfSlot = new Int32Array(0); // [item slot] node, or −1
  private runningCount = 0; // running tasks
  private runningResources = 0; // resources that run one
  private queueStart = new Float64Array(0); // [node] expected start of a queued task; order of its queue

  /** Reads the view. */
  prepare(view: PlacementView): void {
    const { graph, now } = view;
    this.resize(view);
    this.openCount = 0;
    this.placedCount = 0;
    this.running.fill(-1);
    this.runningCount = 0;
    this.runningResources = 0;
    for (let node = 0; node < graph.nodeCount; node++) {
      const state = graph.state[node];
      if (state === NODE_RUNNING) {
        const r = graph.resource[node];
        this.runningCount++;
        if (this.running[r] < 0) this.runningResources++;
        this.running[r] = node;
        this.runningEnd[r] = Math.max(now, graph.finish[node]);
      } else if (state === NODE_PLACED) this.insertPlaced(graph, node);
      else if (state !== NODE_DONE) this.open[this.openCount++] = node;
      this.waitingFor[node] = 0;
    }
    const m = this.resources;
    for (let i = 0; i < this.openCount; i++) fillRow(this.dataAt, this.open[i] * m, m, now);
    for (let i = 0; i < this.placedCount; i++) fillRow(this.dataAt, this.placed[i] * m, m, now);
    for (let node = 0; node < graph.nodeCount; node++) this.spread(view, graph, node);
    this.listReady(view, graph);
  }

  /** False where the model does not hold: several tasks run on one resource, or an item is no ready task of the graph. */
  fits(view: PlacementView): boolean {
    for (let i = 0; i < view.items.count; i++) {
      const node = this.nodeOfSlot[view.items.slots[i]];
      if (node < 0 || this.waitingFor[node] > 0) return false;
    }
    return this.runningCount <= this.runningResources;
  }

  /** The data of `node`, done at `finish` on `from`, raise what is known of the arrival at one of its successors. */
  deliver(
    view: PlacementView,
    edge: number,
    { from, finish }: { from: number; finish: number },
    dataAt: Float64Array,
  ): void {
    const { graph, links } = view;
    const m = this.resources;
    const row = graph.successor[edge] * m;
    const volume = graph.volume[edge];
    for (let r = 0, link = from * m; r < m; r++, link++) {
      const duration = links.startup[link] + volume / links.bandwidth[link];
      const at = finish + (links.wholeUnits === true ? Math.floor(duration) : duration);
      if (at > dataAt[row + r]) dataAt[row + r] = at;
    }
  }

  /** What a node means to its successors: data where it is done, one more to wait for where it is not. */
  private spread(view: PlacementView, graph: PlacementGraph, node: number): void {
    const done = graph.state[node] === NODE_DONE;
    const source = { from: graph.resource[node], finish: graph.finish[node] };
    for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
      const state = graph.state[graph.successor[edge]];
      if (state === NODE_DONE || state === NODE_RUNNING) continue;
      if (!done) this.waitingFor[graph.successor[edge]]++;
      else this.deliver(view, edge, source, this.dataAt);
    }
  }

  /** Ready tasks: first those that are items, oldest first, then those that queue behind the slots. */
  private listReady(view: PlacementView, graph: PlacementGraph): void {
    const { slots, count } = view.items;
    this.nodeOfSlot.fill(-1);
    this.readyCount = 0;
    for (let i = 0; i < this.openCount; i++) {
      const node = this.open[i];
      if (graph.nodeItem[node] >= 0) this.nodeOfSlot[graph.nodeItem[node]] = node;
    }
    for (let i = 0; i < count; i++) {
      const node = this.nodeOfSlot[slots[i]];
      if (node < 0) continue;
      this.ready[this.readyCount++] = node;
      const m = this.resources;
      for (let r = 0; r < m; r++) this.dataAt[node * m + r] = Math.max(view.now, view.ready[slots[i] * m + r]);
    }
    for (let i = 0; i < this.openCount; i++) {
      const node = this.open[i];
      if (graph.state[node] === NODE_READY && graph.nodeItem[node] < 0) this.ready[this.readyCount++] = node;
    }
  }

  private insertPlaced(graph: PlacementGraph, node: number): void {
    const { placed, queueStart } = this;
    const start = graph.start[node];
    queueStart[node] = start;
    let position = this.placedCount++;
    while (position > 0 && queueStart[placed[position - 1]] > start) {
      placed[position] = placed[position - 1];
      position--;
    }
    placed[position] = node;
  }

  private resize({ graph, shape }: PlacementView): void {
    const m = shape.resources;
    this.nodes = graph.nodeCount;
    this.jobs = graph.jobCount;
    if (this.nodeOfSlot.length !== shape.items) this.nodeOfSlot = new Int32Array(shape.items);
    if (this.resources !== m) {
      this.resources = m;
      this.running = new Int32Array(m);
      this.runningEnd = new Float64Array(m);
      this.dataAt = new Float64Array(this.open.length * m);
    }
    if (this.open.length >= graph.nodeCount) return;
    const capacity = 2 * graph.nodeCount;
    this.open = new Int32Array(capacity);
    this.ready = new Int32Array(capacity);
    this.placed = new Int32Array(capacity);
    this.waitingFor = new Int32Array(capacity);
    this.queueStart = new Float64Array(capacity);
    this.dataAt = new Float64Array(capacity * m);
  }
}

function fillRow(array: Float64Array, offset: number, length: number, value: number): void {
  for (let i = offset; i < offset + length; i++) array[i] = value;
}
