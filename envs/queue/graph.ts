/** The jobs in the system as a graph for planners: every job is one node without edges, oldest first. */
import { NODE_READY, NODE_RUNNING, type PlacementGraph } from '../../src/placement.js';
import { JOB_ACCEPTED } from '../../src/sim/metrics.js';
import type { QueueSimulator } from './simulator.js';
import type { QueueView } from './view.js';

/** A new graph; built when somebody asks, at most once per decision. */
export function readGraph(simulator: QueueSimulator, view: QueueView): PlacementGraph {
  const { arrival, arrived, inSystem: n, start, server, status } = simulator;
  const { items, shape } = view.table;
  const m = shape.resources;
  const graph = {
    nodeCount: n,
    edgeCount: 0,
    jobCount: n,
    jobId: new Int32Array(n),
    jobStart: Int32Array.from({ length: n + 1 }, (_, job) => job),
    jobArrival: new Float64Array(n),
    task: new Int32Array(n),
    nodeJob: Int32Array.from({ length: n }, (_, node) => node),
    nodeItem: new Int32Array(n).fill(-1),
    state: new Uint8Array(n),
    resource: new Int32Array(n),
    start: new Float64Array(n),
    finish: new Float64Array(n).fill(Number.NaN),
    cost: new Float64Array(n * m),
    upwardRank: new Float64Array(n),
    successorStart: new Int32Array(n + 1),
    successor: new Int32Array(0),
    volume: new Float64Array(0),
    features: new Float64Array(0),
    featureNames: [],
  };
  for (let job = arrived - 1, node = n - 1; node >= 0; job--) {
    if (status[job] !== JOB_ACCEPTED) continue;
    graph.jobId[node] = job;
    graph.jobArrival[node] = arrival[job];
    graph.task[node] = job;
    graph.resource[node] = server[job];
    graph.start[node] = start[job];
    graph.state[node] = server[job] < 0 ? NODE_READY : NODE_RUNNING;
    if (server[job] >= 0) graph.finish[node] = view.expectedFinish(job);
    for (let s = 0; s < m; s++) {
      graph.cost[node * m + s] = view.expectedTime(job, s);
      graph.upwardRank[node] += graph.cost[node * m + s] / m;
    }
    for (let i = 0; i < items.count; i++) if (items.job[items.slots[i]] === job) graph.nodeItem[node] = items.slots[i];
    node--;
  }
  return graph;
}
