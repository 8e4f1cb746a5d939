/**
 * A directed acyclic graph of tasks, compiled from an edge list into compressed rows (CSR) in both directions, with a
 * topological order (Kahn 1962, doi 10.1145/368996.369025; nodes leave in the order in which they are released, the
 * sources by index) and levels. Nothing recurses, so chains of millions of tasks are fine. Ranks and critical paths
 * stand in dag-ranks.ts.
 */
import { ArenaError, ensure } from '../error.js';

export { criticalPath, downwardRanks, upwardRanks } from './dag-ranks.js';

/** One dependency and the amount of data that it moves. */
export type Edge = readonly [from: number, to: number, volume: number];

/** n nodes, e edges. Rows keep the order in which the edges were given. */
export interface Dag {
  readonly nodeCount: number; // n
  readonly edgeCount: number; // e
  readonly successorStart: Int32Array; // [n + 1]
  readonly successor: Int32Array; // [e] node; this order of the edges is called successor order
  readonly volume: Float64Array; // [e] data moved, in successor order
  readonly givenEdge: Int32Array; // [e] position in the given list, in successor order
  readonly predecessorStart: Int32Array; // [n + 1]
  readonly predecessor: Int32Array; // [e] node
  readonly predecessorVolume: Float64Array; // [e]
  readonly predecessorEdge: Int32Array; // [e] index of the same edge in successor order
  readonly order: Int32Array; // [n] topological
  readonly level: Int32Array; // [n] edges on the longest way from a source
}

/**
 * Compiles an edge list. `who` begins the error messages.
 * @throws ArenaError for cycles, self-loops, repeated edges, node indices out of range, negative or non-finite volumes.
 */
export function compileDag(nodeCount: number, edges: readonly Edge[], who = 'sim/dag'): Dag {
  ensure(Number.isInteger(nodeCount) && nodeCount >= 0, `${who}: ${nodeCount} nodes are not allowed (an integer ≥ 0)`);
  const edgeCount = edges.length;
  const successorStart = new Int32Array(nodeCount + 1);
  const predecessorStart = new Int32Array(nodeCount + 1);
  for (let e = 0; e < edgeCount; e++) {
    checkEdge(nodeCount, edges[e], who);
    successorStart[edges[e][0] + 1]++;
    predecessorStart[edges[e][1] + 1]++;
  }
  for (let i = 0; i < nodeCount; i++) {
    successorStart[i + 1] += successorStart[i];
    predecessorStart[i + 1] += predecessorStart[i];
  }
  const rows = {
    nodeCount,
    edgeCount,
    successorStart,
    successor: new Int32Array(edgeCount),
    volume: new Float64Array(edgeCount),
    givenEdge: new Int32Array(edgeCount),
    predecessorStart,
    predecessor: new Int32Array(edgeCount),
    predecessorVolume: new Float64Array(edgeCount),
    predecessorEdge: new Int32Array(edgeCount),
  };
  fillRows(rows, edges);
  checkRepeats(rows, who);
  return { ...rows, ...sortTopologically(rows, who) };
}

type Rows = Omit<Dag, 'order' | 'level'>;

function checkEdge(nodeCount: number, [from, to, volume]: Edge, who: string): void {
  checkNode(nodeCount, from, who);
  checkNode(nodeCount, to, who);
  if (from === to) throw new ArenaError(`${who}: node ${from} has an edge to itself`);
  if (!(volume >= 0 && volume < Number.POSITIVE_INFINITY))
    throw new ArenaError(`${who}: edge ${from} → ${to} has volume ${volume} (a finite number ≥ 0 is needed)`);
}

function checkNode(nodeCount: number, node: number, who: string): void {
  if (Number.isInteger(node) && node >= 0 && node < nodeCount) return;
  throw new ArenaError(`${who}: an edge names node ${node}, which does not exist (0…${nodeCount - 1})`);
}

function fillRows(rows: Rows, edges: readonly Edge[]): void {
  const nextSuccessor = rows.successorStart.slice();
  const nextPredecessor = rows.predecessorStart.slice();
  for (let e = 0; e < edges.length; e++) {
    const [from, to, volume] = edges[e];
    const s = nextSuccessor[from]++;
    const p = nextPredecessor[to]++;
    rows.successor[s] = to;
    rows.volume[s] = volume;
    rows.givenEdge[s] = e;
    rows.predecessor[p] = from;
    rows.predecessorVolume[p] = volume;
    rows.predecessorEdge[p] = s;
  }
}

function checkRepeats({ nodeCount, successorStart, successor }: Rows, who: string): void {
  const lastFrom = new Int32Array(nodeCount).fill(-1);
  for (let from = 0; from < nodeCount; from++) {
    for (let e = successorStart[from]; e < successorStart[from + 1]; e++) {
      const to = successor[e];
      if (lastFrom[to] === from) throw new ArenaError(`${who}: edge ${from} → ${to} is given twice`);
      lastFrom[to] = from;
    }
  }
}

function sortTopologically(rows: Rows, who: string): Pick<Dag, 'order' | 'level'> {
  const { nodeCount, successorStart, successor, predecessorStart } = rows;
  const order = new Int32Array(nodeCount);
  const level = new Int32Array(nodeCount);
  const open = new Int32Array(nodeCount); // predecessors not yet in the order
  let end = 0;
  for (let i = 0; i < nodeCount; i++) {
    open[i] = predecessorStart[i + 1] - predecessorStart[i];
    if (open[i] === 0) order[end++] = i;
  }
  for (let next = 0; next < end; next++) {
    const node = order[next];
    const below = level[node] + 1;
    for (let e = successorStart[node]; e < successorStart[node + 1]; e++) {
      const to = successor[e];
      level[to] = below; // nodes leave level by level, so the last predecessor is a highest one
      if (--open[to] === 0) order[end++] = to;
    }
  }
  if (end < nodeCount) throw new ArenaError(`${who}: the graph has a cycle: ${describeCycle(rows, open)}`);
  return { order, level };
}

/** A cycle in words. Every node that is still open has an open predecessor, so going back must meet itself. */
function describeCycle({ predecessorStart, predecessor }: Rows, open: Int32Array): string {
  const metAt = new Map<number, number>();
  const path: number[] = [];
  let node = open.findIndex((count) => count > 0);
  while (!metAt.has(node)) {
    metAt.set(node, path.length);
    path.push(node);
    let row = predecessorStart[node];
    while (open[predecessor[row]] === 0) row++;
    node = predecessor[row];
  }
  const cycle = [...path.slice(metAt.get(node)!), node].reverse();
  if (cycle.length <= 9) return cycle.join(' → ');
  return `${cycle.slice(0, 8).join(' → ')} → … (${cycle.length - 1} nodes)`;
}

/** True when the graph hangs together, directions ignored; also for no nodes at all. */
export function isConnected(dag: Dag): boolean {
  const seen = new Uint8Array(dag.nodeCount);
  const stack = new Int32Array(dag.nodeCount);
  let size = dag.nodeCount === 0 ? 0 : 1;
  let found = size;
  seen[0] = 1;
  while (size > 0) {
    const node = stack[--size];
    const before = size;
    size = pushUnseen(dag.successor.subarray(dag.successorStart[node], dag.successorStart[node + 1]), {
      seen,
      stack,
      size,
    });
    size = pushUnseen(dag.predecessor.subarray(dag.predecessorStart[node], dag.predecessorStart[node + 1]), {
      seen,
      stack,
      size,
    });
    found += size - before;
  }
  return found === dag.nodeCount;
}

function pushUnseen(nodes: Int32Array, to: { seen: Uint8Array; stack: Int32Array; size: number }): number {
  let { size } = to;
  for (let i = 0; i < nodes.length; i++) {
    if (to.seen[nodes[i]]) continue;
    to.seen[nodes[i]] = 1;
    to.stack[size++] = nodes[i];
  }
  return size;
}
