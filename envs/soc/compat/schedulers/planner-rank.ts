/** The ranks of HEFT and PEFT on a planner's graph, with the releases' average communication: volume / mean bandwidth. */
import type { CompatSimulator } from '../simulator.js';
import type { PlannerGraph } from './planner-graph.js';

/** Nodes so that every successor comes before its predecessors. */
function fromExit(graph: PlannerGraph): number[] {
  const open = graph.successors.map((edges) => edges.length);
  const order = open.flatMap((n, node) => (n === 0 ? [node] : []));
  for (let i = 0; i < order.length; i++)
    for (const { node } of graph.predecessors[order[i]]) if (--open[node] === 0) order.push(node);
  return order;
}

/** [nodes] mean execution over the processors that support the task, plus the longest way on to the exit. */
export function heftRank(sim: CompatSimulator, graph: PlannerGraph): Float64Array {
  const { computing, meanBandwidth } = sim.tables;
  const rank = new Float64Array(graph.size + 2);
  for (const node of fromExit(graph)) {
    let total = 0;
    let supported = 0;
    for (let k = 0; k < computing.length; k++) {
      const cost = graph.cost(node, computing[k]);
      if (cost === Number.POSITIVE_INFINITY) continue;
      total += cost;
      supported++;
    }
    let onward = 0;
    for (const { node: next, volume } of graph.successors[node])
      onward = Math.max(onward, volume / meanBandwidth + rank[next]);
    rank[node] = total / supported + onward;
  }
  return rank;
}

/** PEFT's optimistic cost table [nodes·P] and its mean over all processors, memory included [nodes]. */
export function peftTable(sim: CompatSimulator, graph: PlannerGraph): { cost: Float64Array; rank: Float64Array } {
  const { processors, meanBandwidth } = sim.tables;
  const cost = new Float64Array((graph.size + 2) * processors);
  const rank = new Float64Array(graph.size + 2);
  for (const node of fromExit(graph)) {
    let total = 0;
    for (let p = 0; p < processors; p++) {
      let worst = 0;
      for (const { node: next, volume } of graph.successors[node]) {
        let least = Number.POSITIVE_INFINITY;
        for (let q = 0; q < processors; q++) {
          const via = cost[next * processors + q] + graph.cost(next, q) + (p === q ? 0 : volume / meanBandwidth);
          if (via < least) least = via;
        }
        if (least > worst) worst = least;
      }
      cost[node * processors + p] = worst;
      total += worst;
    }
    rank[node] = total / processors;
  }
  return { cost, rank };
}
