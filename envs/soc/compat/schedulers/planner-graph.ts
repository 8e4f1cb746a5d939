/**
 * The graph that a planner sees: the given tasks, edges between them whose volume is not 0, a root before every source
 * and an exit after every sink. Sources and sinks are meant within the graph.
 */
import type { CompatSimulator } from '../simulator.js';
import type { IdList } from '../state.js';

export interface PlannerEdge {
  readonly node: number;
  readonly volume: number;
}

export class PlannerGraph {
  readonly size: number; // tasks; nodes size and size + 1 are root and exit
  readonly root: number;
  readonly tasks: Int32Array; // [size] ids
  readonly largestId: number;
  readonly predecessors: PlannerEdge[][]; // [size + 2]
  readonly successors: PlannerEdge[][]; // [size + 2]
  private readonly sim: CompatSimulator;

  constructor(sim: CompatSimulator, nodes: IdList, edges: boolean) {
    this.sim = sim;
    this.size = nodes.length;
    this.root = nodes.length;
    this.tasks = nodes.items.slice(0, nodes.length);
    this.largestId = this.tasks.reduce((most, task) => Math.max(most, task), -1);
    this.predecessors = Array.from({ length: this.size + 2 }, () => []);
    this.successors = Array.from({ length: this.size + 2 }, () => []);
    if (edges) this.linkTasks();
    for (let node = 0; node < this.size; node++) {
      if (this.predecessors[node].length === 0) this.link(this.root, node, 0);
      if (this.successors[node].length === 0) this.link(node, this.root + 1, 0);
    }
  }

  /** Full-speed execution ticks; placeholders cost nothing anywhere. */
  cost(node: number, processor: number): number {
    return node < this.size ? this.sim.executionTicks(this.tasks[node], processor) : 0;
  }

  private linkTasks(): void {
    const { tables, state } = this.sim;
    const nodeOf = new Map<number, number>();
    for (let node = 0; node < this.size; node++) nodeOf.set(this.tasks[node], node);
    for (let node = 0; node < this.size; node++) {
      const task = this.tasks[node];
      const kind = state.tasks.kind[task];
      const first = state.jobs.firstTask[state.tasks.job[task]];
      for (let e = tables.predecessorStart[kind]; e < tables.predecessorStart[kind + 1]; e++) {
        const from = nodeOf.get(first + tables.predecessor[e]);
        const volume = tables.predecessorVolume[e];
        if (from !== undefined && volume !== 0) this.link(from, node, volume);
      }
    }
  }

  private link(from: number, to: number, volume: number): void {
    this.successors[from].push({ node: to, volume });
    this.predecessors[to].push({ node: from, volume });
  }
}
