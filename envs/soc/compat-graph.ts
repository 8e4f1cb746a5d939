/** The graph of a view in the compatible modes: the tasks of all live jobs, oldest first; see graph.ts for the columns. */
import {
  NODE_DONE,
  NODE_PLACED,
  NODE_READY,
  NODE_RUNNING,
  NODE_WAITING,
  type PlacementGraph,
} from '../../src/placement.js';
import type { CompatKernel } from './compat-driver.js';
import { emptyGraph, NODE_FEATURES, type WritableGraph } from './graph.js';
import type { SocModel } from './model.js';

const NODE_STATE: readonly number[] = [
  NODE_WAITING, // outstanding
  NODE_WAITING, // waiting for the shared memory
  NODE_READY,
  NODE_PLACED,
  NODE_PLACED, // launched
  NODE_RUNNING,
  NODE_DONE,
];

export class CompatGraph {
  private readonly model: SocModel;
  private readonly graph: WritableGraph;
  private version = -1;

  constructor(model: SocModel, rows: number) {
    this.model = model;
    this.graph = emptyGraph(model, rows + 1);
  }

  of(kernel: CompatKernel): PlacementGraph {
    if (this.version === kernel.version) return this.graph;
    this.version = kernel.version;
    const { graph, model } = this;
    const { jobs } = kernel.simulator.state;
    const live = kernel.simulator.liveJobs();
    let node = 0;
    let edge = 0;
    live.forEach((job, row) => {
      const template = jobs.template[job];
      const first = model.taskStart[template];
      graph.jobId[row] = job;
      graph.jobArrival[row] = jobs.injected[job];
      graph.jobStart[row] = node;
      const start = node;
      for (let u = first; u < model.taskStart[template + 1]; u++, node++) {
        this.writeNode(kernel, { node, row, u, task: jobs.firstTask[job] + u - first });
        graph.successorStart[node] = edge;
        for (let e = model.successorStart[u]; e < model.successorStart[u + 1]; e++) {
          graph.successor[edge] = start + model.successor[e];
          graph.volume[edge++] = model.successorVolume[e];
        }
      }
    });
    graph.jobCount = live.length;
    graph.jobStart[live.length] = node;
    graph.nodeCount = node;
    graph.edgeCount = edge;
    graph.successorStart[node] = edge;
    this.linkItems(kernel);
    return graph;
  }

  private writeNode(
    kernel: CompatKernel,
    at: { readonly node: number; readonly row: number; readonly u: number; readonly task: number },
  ): void {
    const { graph, model } = this;
    const { node, u, task } = at;
    const m = model.processorCount;
    const { tasks } = kernel.simulator.state;
    const state = NODE_STATE[tasks.stage[task]];
    const placed = state >= NODE_PLACED;
    const processor = placed ? model.processorId.indexOf(tasks.processor[task]) : -1;
    graph.task[node] = task;
    graph.nodeJob[node] = at.row;
    graph.nodeItem[node] = -1;
    graph.state[node] = state;
    graph.resource[node] = processor;
    graph.upwardRank[node] = model.upwardRank[u];
    graph.start[node] = state >= NODE_RUNNING ? tasks.start[task] : placed ? tasks.dataReady[task] : Number.NaN;
    graph.finish[node] = placed ? graph.start[node] + model.cost[u * m + processor] : Number.NaN;
    if (state === NODE_DONE) graph.finish[node] = tasks.finish[task];
    for (let p = 0; p < m; p++) graph.cost[node * m + p] = model.cost[u * m + p];
    const base = node * NODE_FEATURES.length;
    graph.features[base] = model.minimumCost[u];
    graph.features[base + 1] = model.remainingWork[u];
    graph.features[base + 2] = model.level[u];
    graph.features[base + 3] = tasks.open[task];
    graph.features[base + 4] = kernel.now - graph.jobArrival[at.row];
    for (let s = 1; s <= NODE_DONE; s++) graph.features[base + 4 + s] = state === s ? 1 : 0;
  }

  private linkItems(kernel: CompatKernel): void {
    const { items } = kernel.table;
    const { graph } = this;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      for (let row = 0; row < graph.jobCount; row++) {
        if (graph.jobId[row] !== items.job[slot]) continue;
        const first = graph.jobStart[row];
        graph.nodeItem[first + items.id[slot] - graph.task[first]] = slot;
      }
    }
  }
}
