/**
 * Longest ways through a task graph: upward rank (the way to an exit, own time included) and downward rank (the way
 * from an entry, own time excluded) of HEFT and CPOP (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206, eq. 8 and
 * 9), and the critical path. One pass over the topological order each; times per node [n] and per edge [e] in
 * successor order are the caller's averages, minima, or whatever else is wanted.
 */
import type { Dag } from './dag.js';

/** rank(i) = time(i) + max over successors j of (time(i→j) + rank(j)): [n], in the unit of the times. */
export function upwardRanks(dag: Dag, nodeTime: ArrayLike<number>, edgeTime: ArrayLike<number>): Float64Array {
  const { order, successorStart, successor } = dag;
  const rank = new Float64Array(dag.nodeCount);
  for (let i = dag.nodeCount - 1; i >= 0; i--) {
    const node = order[i];
    let longest = 0;
    for (let e = successorStart[node]; e < successorStart[node + 1]; e++) {
      const way = edgeTime[e] + rank[successor[e]];
      if (way > longest) longest = way;
    }
    rank[node] = nodeTime[node] + longest;
  }
  return rank;
}

/** rank(j) = max over predecessors i of (rank(i) + time(i) + time(i→j)), 0 for sources: [n], in the unit of the times. */
export function downwardRanks(dag: Dag, nodeTime: ArrayLike<number>, edgeTime: ArrayLike<number>): Float64Array {
  const { order, successorStart, successor } = dag;
  const rank = new Float64Array(dag.nodeCount);
  for (let i = 0; i < dag.nodeCount; i++) {
    const node = order[i];
    const done = rank[node] + nodeTime[node];
    for (let e = successorStart[node]; e < successorStart[node + 1]; e++) {
      const way = done + edgeTime[e];
      if (way > rank[successor[e]]) rank[successor[e]] = way;
    }
  }
  return rank;
}

export interface CriticalPath {
  readonly length: number; // in the unit of the times
  readonly nodes: Int32Array; // from a source to a sink
}

/** The longest path; of several, the one that starts at and goes on with the lowest node. */
export function criticalPath(dag: Dag, nodeTime: ArrayLike<number>, edgeTime: ArrayLike<number>): CriticalPath {
  const { successorStart, successor } = dag;
  const rank = upwardRanks(dag, nodeTime, edgeTime);
  const nodes: number[] = [];
  let node = -1;
  for (let i = 0; i < dag.nodeCount; i++) {
    const isSource = dag.predecessorStart[i] === dag.predecessorStart[i + 1];
    if (isSource && (node < 0 || rank[i] > rank[node])) node = i;
  }
  const length = node < 0 ? 0 : rank[node];
  while (node >= 0) {
    nodes.push(node);
    let next = -1;
    let longest = Number.NEGATIVE_INFINITY;
    for (let e = successorStart[node]; e < successorStart[node + 1]; e++) {
      const to = successor[e];
      const way = edgeTime[e] + rank[to];
      if (way > longest || (way === longest && to < next)) {
        longest = way;
        next = to;
      }
    }
    node = next;
  }
  return { length, nodes: Int32Array.from(nodes) };
}
