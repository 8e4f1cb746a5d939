/**
 * The graph of a view: all tasks of the jobs inside the chip, oldest job first, with their states, expected times and
 * features, and every data edge (a result handed to the next job included). Built when somebody looks, at most once
 * per decision.
 */
import { NODE_DONE, NODE_PLACED, NODE_RUNNING, type PlacementGraph } from '../../src/placement.js';
import type { SocModel } from './model.js';
import type { SocSimulator } from './simulator.js';
import { LIVE } from './state.js';

export const NODE_FEATURES = [
  'minimumCost',
  'remainingWork',
  'level',
  'openPredecessors',
  'jobAge',
  'ready',
  'placed',
  'running',
  'done',
] as const;

export type WritableGraph = { -readonly [K in keyof PlacementGraph]: PlacementGraph[K] };

/** A graph without nodes that has room for `rows` jobs of any template. */
export function emptyGraph(model: SocModel, rows: number): WritableGraph {
  const nodes = rows * model.taskCapacity;
  const edges = rows * (model.edgeCapacity + 1);
  return {
    nodeCount: 0,
    edgeCount: 0,
    jobCount: 0,
    jobId: new Int32Array(rows),
    jobStart: new Int32Array(rows + 1),
    jobArrival: new Float64Array(rows),
    task: new Int32Array(nodes),
    nodeJob: new Int32Array(nodes),
    nodeItem: new Int32Array(nodes),
    state: new Uint8Array(nodes),
    resource: new Int32Array(nodes),
    start: new Float64Array(nodes),
    finish: new Float64Array(nodes),
    cost: new Float64Array(nodes * model.processorCount),
    upwardRank: new Float64Array(nodes),
    successorStart: new Int32Array(nodes + 1),
    successor: new Int32Array(edges),
    volume: new Float64Array(edges),
    features: new Float64Array(nodes * NODE_FEATURES.length),
    featureNames: NODE_FEATURES,
  };
}

export class SocGraph {
  private readonly graph: WritableGraph;
  private readonly nodeOfRow: Int32Array; // [row] first node of a live row
  private version = -1;

  constructor(model: SocModel, rows: number) {
    this.nodeOfRow = new Int32Array(rows);
    this.graph = emptyGraph(model, rows);
  }

  /** The graph as of now. */
  of(simulator: SocSimulator): PlacementGraph {
    if (this.version === simulator.version) return this.graph;
    this.version = simulator.version;
    this.writeJobs(simulator);
    this.writeNodes(simulator);
    this.writeItems(simulator);
    this.writeQueues(simulator);
    return this.graph;
  }

  private writeJobs({ state, model }: SocSimulator): void {
    const { graph } = this;
    let node = 0;
    graph.jobCount = state.whole[LIVE];
    for (let j = 0; j < graph.jobCount; j++) {
      const row = state.liveRows[j];
      const template = state.jobTemplate[row];
      graph.jobId[j] = state.jobId[row];
      graph.jobArrival[j] = state.jobArrival[row];
      graph.jobStart[j] = node;
      this.nodeOfRow[row] = node;
      node += model.taskStart[template + 1] - model.taskStart[template];
    }
    graph.jobStart[graph.jobCount] = node;
    graph.nodeCount = node;
  }

  private writeNodes(simulator: SocSimulator): void {
    const { graph } = this;
    const { state, model } = simulator;
    const m = model.processorCount;
    let edge = 0;
    for (let j = 0; j < graph.jobCount; j++) {
      const row = state.liveRows[j];
      const template = state.jobTemplate[row];
      const first = graph.jobStart[j];
      for (let node = first; node < graph.jobStart[j + 1]; node++) {
        const cell = row * model.taskCapacity + node - first;
        const u = model.taskStart[template] + node - first;
        graph.task[node] = state.jobFirstTask[row] + node - first;
        graph.nodeJob[node] = j;
        graph.nodeItem[node] = -1;
        graph.upwardRank[node] = model.upwardRank[u];
        for (let p = 0; p < m; p++) graph.cost[node * m + p] = model.cost[u * m + p];
        this.writeTimes(simulator, node, cell);
        this.writeFeatures(simulator, { node, cell, u, row });
        graph.successorStart[node] = edge;
        for (let e = model.successorStart[u]; e < model.successorStart[u + 1]; e++) {
          graph.successor[edge] = first + model.successor[e];
          graph.volume[edge++] = model.successorVolume[e];
        }
        if (
          node - first === model.carriedFrom[template] &&
          state.carriesTo[row] >= 0 &&
          state.taskState[cell] !== NODE_DONE
        ) {
          const next = state.carriesTo[row];
          graph.successor[edge] = this.nodeOfRow[next] + model.carriedTo[state.jobTemplate[next]];
          graph.volume[edge++] = model.carriedVolume[state.jobTemplate[next]];
        }
      }
    }
    graph.successorStart[graph.nodeCount] = edge;
    graph.edgeCount = edge;
  }

  private writeTimes({ state }: SocSimulator, node: number, cell: number): void {
    const { graph } = this;
    const phase = state.taskState[cell];
    const processor = state.processor[cell];
    graph.state[node] = phase;
    graph.resource[node] = processor;
    graph.start[node] = phase >= NODE_RUNNING ? state.start[cell] : Number.NaN;
    graph.finish[node] = phase === NODE_DONE ? state.finish[cell] : Number.NaN;
    if (phase === NODE_RUNNING) graph.finish[node] = state.expectedEnd[processor];
  }

  private writeFeatures(
    { state, model, now }: SocSimulator,
    at: { readonly node: number; readonly cell: number; readonly u: number; readonly row: number },
  ): void {
    const { features } = this.graph;
    const base = at.node * NODE_FEATURES.length;
    const phase = state.taskState[at.cell];
    features[base] = model.minimumCost[at.u];
    features[base + 1] = model.remainingWork[at.u];
    features[base + 2] = model.level[at.u];
    features[base + 3] = state.open[at.cell];
    features[base + 4] = now - state.jobArrival[at.row];
    for (let s = 1; s <= NODE_DONE; s++) features[base + 4 + s] = phase === s ? 1 : 0;
  }

  private writeItems({ items, model }: SocSimulator): void {
    const { count, slots } = items.table.items;
    for (let i = 0; i < count; i++) {
      const cell = items.slotCell[slots[i]];
      const row = (cell / model.taskCapacity) | 0;
      this.graph.nodeItem[this.nodeOfRow[row] + cell - row * model.taskCapacity] = slots[i];
    }
  }

  /** Expected times of bound tasks, as if each processor took them in order of binding. */
  private writeQueues({ state, model, now }: SocSimulator): void {
    const { graph } = this;
    for (let p = 0; p < model.processorCount; p++) {
      let free = state.running[p] >= 0 ? Math.max(now, state.expectedEnd[p]) : now;
      for (let cell = state.queueHead[p]; cell >= 0; cell = state.next[cell]) {
        if (state.taskState[cell] !== NODE_PLACED) continue;
        const row = (cell / model.taskCapacity) | 0;
        const index = cell - row * model.taskCapacity;
        const u = model.taskStart[state.jobTemplate[row]] + index;
        const start = Math.max(free, state.inputsAt[cell]);
        free = start + model.cost[u * model.processorCount + p] / state.speed[p];
        graph.start[this.nodeOfRow[row] + index] = start;
        graph.finish[this.nodeOfRow[row] + index] = free;
      }
    }
  }
}
