/**
 * Message passing of decima-sim: from the leaves upwards, at most eight steps, x ← x + update(sum over all children). In a
 * graph of up to eight levels of edges every node is written once, when all its children have been. In deeper ones
 * the front starts at the nodes that some path of exactly eight edges leads to as well, and nodes are written again
 * whenever a longer way down is found; the program's own answer then depends on the order of a hash set, here the numbers
 * of before the step count.
 */
import { IntList } from './int-list.js';
import { type EdgeRows, MessagePlan } from './message-plan.js';

const MOST_STEPS = 8;

export class HeightPlan extends MessagePlan {
  private parentStart = new Int32Array(0); // [node + 1]
  private parents = new Int32Array(0); // [edge] node
  private depth = new Int32Array(0); // [node] steps below it that have reached it, −1 = none
  private readonly reached = new IntList(); // [update] depth of its target from then on
  private front = new Uint8Array(0); // [node] 1 = passes messages on
  private visited = new Int32Array(0); // [node] last step in which it was looked at

  /** Plans for graphs put side by side. Errors: `ArenaError` for malformed edges. */
  build(nodes: number, edges: EdgeRows): void {
    this.readEdges(nodes, edges);
    this.readParents(nodes, edges);
    this.reached.clear();
    for (let node = 0; node < nodes; node++) {
      this.addBase(node);
      this.front[node] = this.isLeaf(node) || this.level[node] >= MOST_STEPS ? 1 : 0;
      this.depth[node] = this.front[node] - 1;
      this.visited[node] = 0;
    }
    for (let step = 1; step <= MOST_STEPS; step++) {
      const first = this.updates;
      for (let node = 0; node < nodes; node++) if (this.front[node] === 1) this.look(node, step);
      if (this.updates === first) break;
      this.moveFront(first);
      this.endStep();
    }
  }

  /** Writes those parents of a node all of whose children are at the front and that have not reached as far down. */
  private look(node: number, step: number): void {
    const { parentStart, parents, visited } = this;
    for (let edge = parentStart[node]; edge < parentStart[node + 1]; edge++) {
      const parent = parents[edge];
      if (visited[parent] === step) continue;
      visited[parent] = step;
      const reach = this.reach(parent);
      if (reach <= this.depth[parent]) continue;
      this.update(parent);
      this.reached.push(reach);
    }
  }

  /** 1 + the largest depth of the children; −1 where one of them is not at the front. */
  private reach(parent: number): number {
    const { childStart, children, depth, front } = this;
    let deepest = 0;
    for (let edge = childStart[parent]; edge < childStart[parent + 1]; edge++) {
      if (front[children[edge]] === 0) return -1;
      if (depth[children[edge]] > deepest) deepest = depth[children[edge]];
    }
    return deepest + 1;
  }

  private update(parent: number): void {
    const { childStart, children, message, final } = this;
    this.beginUpdate(parent);
    for (let edge = childStart[parent]; edge < childStart[parent + 1]; edge++) message.push(final[children[edge]]);
    this.endUpdate();
  }

  /** The nodes just written are the front, and those of the old one that still have a parent to tell. */
  private moveFront(first: number): void {
    const { target, depth, front, parentStart, parents } = this;
    for (let u = first; u < this.updates; u++) depth[target.values[u]] = this.reached.values[u];
    for (let node = 0; node < this.nodes; node++) {
      if (front[node] === 0) continue;
      let told = true;
      for (let edge = parentStart[node]; edge < parentStart[node + 1]; edge++) told &&= depth[parents[edge]] >= 0;
      if (told) front[node] = 0;
    }
    for (let u = first; u < this.updates; u++) front[target.values[u]] = 1;
  }

  private readParents(nodes: number, { parent, child, first, count }: EdgeRows): void {
    if (this.depth.length < nodes) this.resizeFront(2 * nodes);
    if (this.parents.length < count) this.parents = new Int32Array(2 * count);
    const { parentStart, parents } = this;
    for (let node = 0; node < nodes + 2; node++) parentStart[node] = 0;
    for (let row = first; row < first + count; row++) parentStart[child[row] + 2]++;
    for (let node = 0; node < nodes; node++) parentStart[node + 2] += parentStart[node + 1];
    for (let row = first; row < first + count; row++) parents[parentStart[child[row] + 1]++] = parent[row];
  }

  private resizeFront(capacity: number): void {
    this.parentStart = new Int32Array(capacity + 2);
    this.depth = new Int32Array(capacity);
    this.front = new Uint8Array(capacity);
    this.visited = new Int32Array(capacity);
  }
}
