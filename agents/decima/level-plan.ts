/**
 * Message passing of spark-sched-sim: for every level t from the deepest but one to the roots, all edges whose both ends
 * lie in level t or among the children of level t. So a node that has a sibling or uncle as its child is rewritten by a
 * shallower level, from those children only that lie in the shallower level's set. Nodes without children start.
 */
import { type EdgeRows, MessagePlan } from './message-plan.js';

export class LevelPlan extends MessagePlan {
  private stamp = new Int32Array(0); // [node] last level in whose set it was
  private readonly members: number[] = []; // of the present level's set

  /** Plans for graphs put side by side. Errors: `ArenaError` for malformed edges. */
  build(nodes: number, edges: EdgeRows): void {
    this.readEdges(nodes, edges);
    if (this.stamp.length < nodes) this.stamp = new Int32Array(2 * nodes);
    for (let node = 0; node < nodes; node++) {
      this.stamp[node] = -1;
      if (this.isLeaf(node)) this.addBase(node);
    }
    for (let level = this.levelStart.length - 3; level >= 0; level--) {
      this.gather(level);
      for (let i = 0; i < this.members.length; i++) this.update(this.members[i], level);
      this.endStep();
    }
  }

  /** The nodes of a level and their children. */
  private gather(level: number): void {
    const { stamp, members, order, levelStart, childStart, children } = this;
    members.length = 0;
    const from = levelStart.values[level];
    const to = levelStart.values[level + 1];
    for (let place = from; place < to; place++) {
      stamp[order[place]] = level;
      members.push(order[place]);
    }
    for (let place = from; place < to; place++) {
      const node = order[place];
      for (let edge = childStart[node]; edge < childStart[node + 1]; edge++) {
        if (stamp[children[edge]] === level) continue;
        stamp[children[edge]] = level;
        members.push(children[edge]);
      }
    }
  }

  private update(node: number, level: number): void {
    const { stamp, childStart, children, message, final } = this;
    const before = message.length;
    for (let edge = childStart[node]; edge < childStart[node + 1]; edge++) {
      if (stamp[children[edge]] === level) message.push(final[children[edge]]);
    }
    if (message.length === before) return;
    this.beginUpdate(node);
    this.endUpdate();
  }
}
