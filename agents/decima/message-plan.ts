/**
 * The order of message passing in a batch of graphs, computed from the edges alone. Every rewriting of a node is a new
 * *version*: versions 0 … base − 1 are the starting values of the nodes in `base`, version base + u is written by update
 * u. A message names the version of the child that it reads, so that passes need no masks and can run step by step.
 */
import { ensure } from '../../src/error.js';
import { IntList } from './int-list.js';

/** Edges of the batch: rows `first` … `first + count − 1` of two columns of nodes. */
export interface EdgeRows {
  readonly parent: Int32Array; // [row] node
  readonly child: Int32Array; // [row] node
  readonly first: number;
  readonly count: number;
}

export class MessagePlan {
  readonly base = new IntList(); // [version] node whose starting value it is
  readonly target = new IntList(); // [update] node that is written
  readonly previous = new IntList(); // [update] version of the target before, −1 = none
  readonly stepStart = new IntList(); // [step + 1] first update
  readonly messageStart = new IntList(); // [update + 1] first message
  readonly message = new IntList(); // [message] version of the child
  final = new Int32Array(0); // [node] last version
  nodes = 0;
  childStart = new Int32Array(0); // [node + 1]
  children = new Int32Array(0); // [edge] node
  order = new Int32Array(0); // [node] parents first, by level
  level = new Int32Array(0); // [node] longest path from a root, edges
  readonly levelStart = new IntList(); // [level + 1] first place in `order`
  private open = new Int32Array(0); // [node] scratch: parents not yet in order

  get steps(): number {
    return this.stepStart.length - 1;
  }

  get updates(): number {
    return this.target.length;
  }

  /** Sorts the edges and finds the levels. Errors: `ArenaError` for an edge to no node and for a cycle. */
  readEdges(nodes: number, edges: EdgeRows): void {
    this.clear(nodes, edges.count);
    const { childStart, children, open } = this;
    const { parent, child, first, count } = edges;
    for (let row = first; row < first + count; row++) {
      const known = parent[row] >= 0 && parent[row] < nodes && child[row] >= 0 && child[row] < nodes;
      if (!known) ensure(known, `agents/decima: edge ${parent[row]} → ${child[row]} (nodes 0…${nodes - 1})`);
      childStart[parent[row] + 2]++;
      open[child[row]]++;
    }
    for (let node = 0; node < nodes; node++) childStart[node + 2] += childStart[node + 1];
    for (let row = first; row < first + count; row++) children[childStart[parent[row] + 1]++] = child[row];
    this.findLevels(nodes);
  }

  isLeaf(node: number): boolean {
    return this.childStart[node] === this.childStart[node + 1];
  }

  /** A new starting value. */
  addBase(node: number): void {
    this.final[node] = this.base.length;
    this.base.push(node);
  }

  /** Begins an update of the node in the present step; its messages follow. */
  beginUpdate(node: number): void {
    this.target.push(node);
    this.previous.push(this.final[node]);
  }

  endUpdate(): void {
    this.messageStart.push(this.message.length);
  }

  /** From here on the versions of this step are read. */
  endStep(): void {
    const from = this.stepStart.values[this.stepStart.length - 1];
    for (let u = from; u < this.updates; u++) this.final[this.target.values[u]] = this.base.length + u;
    this.stepStart.push(this.updates);
  }

  private clear(nodes: number, edges: number): void {
    if (this.final.length < nodes) this.resize(2 * nodes);
    if (this.children.length < edges) this.children = new Int32Array(2 * edges);
    this.nodes = nodes;
    for (let node = 0; node < nodes; node++) {
      this.final[node] = -1;
      this.open[node] = 0;
      this.level[node] = 0;
    }
    for (let node = 0; node < nodes + 2; node++) this.childStart[node] = 0;
    for (const list of [this.base, this.target, this.previous, this.message, this.levelStart]) list.clear();
    this.stepStart.clear();
    this.stepStart.push(0);
    this.messageStart.clear();
    this.messageStart.push(0);
  }

  /** Kahn 1962; a node comes into order when its last parent does, so the order is by level. */
  private findLevels(nodes: number): void {
    const { order, level, levelStart, open, childStart, children } = this;
    let end = 0;
    for (let node = 0; node < nodes; node++) if (open[node] === 0) order[end++] = node;
    for (let place = 0; place < end; place++) {
      const node = order[place];
      if (level[node] === levelStart.length) levelStart.push(place);
      for (let edge = childStart[node]; edge < childStart[node + 1]; edge++) {
        const child = children[edge];
        if (--open[child] > 0) continue;
        level[child] = level[node] + 1;
        order[end++] = child;
      }
    }
    levelStart.push(end);
    ensure(end === nodes, `agents/decima: ${nodes - end} of ${nodes} nodes lie on or behind a cycle of edges`);
  }

  private resize(capacity: number): void {
    this.final = new Int32Array(capacity);
    this.childStart = new Int32Array(capacity + 2);
    this.order = new Int32Array(capacity);
    this.level = new Int32Array(capacity);
    this.open = new Int32Array(capacity);
  }
}
