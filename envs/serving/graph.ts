/** The requests in the system as a graph for planners: every request is one node without edges, oldest first. */
import { NODE_PLACED, NODE_READY, NODE_RUNNING, type PlacementGraph } from '../../src/placement.js';
import { REQUEST_RUNNING } from './requests.js';
import type { ServingSimulator } from './simulator.js';
import type { ServingView } from './view.js';

/** A new graph; built when somebody asks, at most once per decision. */
export function readGraph(simulator: ServingSimulator, view: ServingView): PlacementGraph {
  const { requests } = simulator.state;
  const { items, shape } = view.table;
  const m = shape.resources;
  const live = [];
  for (let slot = 0; slot < requests.capacity; slot++) if (requests.number[slot] >= 0) live.push(slot);
  live.sort((a, b) => requests.number[a] - requests.number[b]);
  const n = live.length;
  const nodeOf = new Map(live.map((slot, node) => [slot, node]));
  const graph = {
    nodeCount: n,
    edgeCount: 0,
    jobCount: n,
    jobId: Int32Array.from(live, (slot) => requests.number[slot]),
    jobStart: Int32Array.from({ length: n + 1 }, (_, job) => job),
    jobArrival: Float64Array.from(live, (slot) => requests.arrival[slot]),
    task: Int32Array.from(live, (slot) => requests.number[slot]),
    nodeJob: Int32Array.from({ length: n }, (_, node) => node),
    nodeItem: new Int32Array(n).fill(-1),
    state: new Uint8Array(n),
    resource: Int32Array.from(live, (slot) => requests.instance[slot]),
    start: new Float64Array(n).fill(Number.NaN),
    finish: new Float64Array(n).fill(Number.NaN),
    cost: new Float64Array(n * m),
    upwardRank: new Float64Array(n),
    successorStart: new Int32Array(n + 1),
    successor: new Int32Array(0),
    volume: new Float64Array(0),
    features: new Float64Array(0),
    featureNames: [],
  };
  live.forEach((slot, node) => {
    const placed = requests.instance[slot];
    const runs = requests.phase[slot] === REQUEST_RUNNING;
    graph.state[node] = placed < 0 ? NODE_READY : runs ? NODE_RUNNING : NODE_PLACED;
    if (runs) graph.start[node] = requests.scheduledAt[slot] >= 0 ? requests.scheduledAt[slot] : simulator.now;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < m; i++) {
      const fits = requests.total[slot] <= simulator.longest[i];
      const time = fits ? view.expectedTime(slot, i) : Number.POSITIVE_INFINITY;
      graph.cost[node * m + i] = time;
      if (time < least) least = time;
    }
    graph.upwardRank[node] = least;
    if (placed >= 0) graph.finish[node] = simulator.now + graph.cost[node * m + placed];
    if (placed >= 0 && !runs) graph.start[node] = simulator.now;
  });
  for (let i = 0; i < items.count; i++) {
    const node = nodeOf.get(view.subject[items.slots[i]]);
    if (node !== undefined) graph.nodeItem[node] = items.slots[i];
  }
  return graph;
}
