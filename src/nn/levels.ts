/**
 * The nodes of a batch of graphs by level, and the edges by the level of their upper end: message passing bottom-up then
 * goes through the batch once per level, all graphs side by side, instead of once per node. Counting sorts; the order
 * within a level is that of the rows.
 */
import type { RaggedTable } from './ragged-batch.js';

export interface Levels {
  readonly count: number;
  readonly node: Int32Array; // [sorted] row of `nodes`
  readonly position: Int32Array; // [row of `nodes`] place in sorted order
  readonly nodeStart: Int32Array; // [level + 1] first sorted node
  readonly edge: Int32Array; // [sorted] row of `edges`
  readonly edgeStart: Int32Array; // [level + 1] first sorted edge
  readonly child: Int32Array; // [sorted edge] sorted node at the lower end; always of a lower level
  readonly parent: Int32Array; // [sorted edge] node at the upper end, counted within its level
}

/** From the columns `level` of `nodes`, and `from` and `to` of `edges`. */
export function batchLevels(nodes: RaggedTable, edges: RaggedTable): Levels {
  const { level } = nodes.integers;
  const { from, to } = edges.integers;
  let count = 0;
  for (let row = 0; row < nodes.rows; row++) if (level[row] >= count) count = level[row] + 1;
  const nodeStart = new Int32Array(count + 2);
  const edgeStart = new Int32Array(count + 2);
  for (let row = 0; row < nodes.rows; row++) nodeStart[level[row] + 2]++;
  for (let row = 0; row < edges.rows; row++) edgeStart[level[from[row]] + 2]++;
  for (let l = 2; l < count + 2; l++) {
    nodeStart[l] += nodeStart[l - 1];
    edgeStart[l] += edgeStart[l - 1];
  }
  const node = new Int32Array(nodes.rows);
  const position = new Int32Array(nodes.rows);
  for (let row = 0; row < nodes.rows; row++) {
    const place = nodeStart[level[row] + 1]++; // afterwards entry l + 1 is the first of level l + 1
    node[place] = row;
    position[row] = place;
  }
  const edge = new Int32Array(edges.rows);
  const child = new Int32Array(edges.rows);
  const parent = new Int32Array(edges.rows);
  for (let row = 0; row < edges.rows; row++) {
    const above = level[from[row]];
    const place = edgeStart[above + 1]++;
    edge[place] = row;
    child[place] = position[to[row]];
    parent[place] = position[from[row]] - nodeStart[above];
  }
  return { count, node, position, nodeStart, edge, edgeStart, child, parent };
}
