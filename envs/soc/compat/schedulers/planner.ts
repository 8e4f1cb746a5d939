/**
 * The insertion planner of the releases, behind HEFT, PEFT, their run-time forms and the released DeepSoCS: nodes in a
 * given order, then a root and an exit placeholder that cost nothing anywhere; per-processor lists that begin with the
 * running and the bound tasks; ranks, then insertion into the first gap. Faults kept: average communication uses the
 * mean of all bandwidths, edges of volume 0 do not exist, the root is swapped with the first task of the order, and a
 * placeholder whose id is that of a live task counts as placed there.
 */
import { ArenaError } from '../../../../src/error.js';
import type { CompatSimulator } from '../simulator.js';
import type { IdList } from '../state.js';
import { PlannerGraph } from './planner-graph.js';
import { heftRank, peftTable } from './planner-rank.js';

/** HEFT: rank and least end. PEFT: optimistic cost table. none: the given order and least end. */
export type RankKind = 'HEFT' | 'PEFT' | 'none';

/** An interval of a processor's list. */
interface Slot {
  readonly node: number; // task id; placeholders have ids beyond the tasks or none
  readonly start: number;
  readonly end: number;
}

/** What a plan says about one task. */
export interface Placement {
  readonly processor: number;
  readonly position: number; // in the processor's list
  readonly after: number; // task to wait for, −1 = none
}

export interface PlanOptions {
  readonly rank: RankKind;
  readonly sortsByStart: boolean; // lists ordered by (end, start) instead of end
  readonly placeholderCollision: boolean;
  readonly edges: boolean; // false = independent tasks
}

/** Plans the given tasks; the result also covers running and bound tasks. Ticks, real-valued. */
export class InsertionPlanner {
  private readonly sim: CompatSimulator;
  private readonly options: PlanOptions;
  private lists: Slot[][] = []; // [P]
  private placed = new Map<number, { processor: number; end: number }>();

  constructor(sim: CompatSimulator, options: PlanOptions) {
    this.sim = sim;
    this.options = options;
  }

  /** @throws ArenaError when a task's predecessor has not been placed before it (PEFT on some graphs). */
  plan(nodes: IdList): Map<number, Placement> {
    const { sim, options } = this;
    this.seedLists();
    const graph = new PlannerGraph(sim, nodes, options.edges);
    const rank = options.rank === 'HEFT' ? heftRank(sim, graph) : null;
    const table = options.rank === 'PEFT' ? peftTable(sim, graph) : null;
    const order = this.orderOf(graph, rank ?? table?.rank ?? null);
    for (const node of order) {
      if (this.placed.has(this.idOf(graph, node))) continue;
      this.place(graph, node, table?.cost ?? null);
    }
    return this.result();
  }

  private seedLists(): void {
    const { sim } = this;
    const { running, executable, tasks } = sim.state;
    this.lists = Array.from({ length: sim.tables.processors }, () => []);
    this.placed = new Map();
    for (let i = 0; i < running.length; i++) {
      const task = running.items[i];
      const processor = tasks.processor[task];
      const start = tasks.start[task];
      this.enter(processor, { node: task, start, end: start + sim.executionTicks(task, processor) });
    }
    for (let i = 0; i < executable.length; i++) {
      const task = executable.items[i];
      const processor = tasks.processor[task];
      const start = this.lists[processor].at(-1)?.end ?? sim.now;
      this.enter(processor, { node: task, start, end: start + sim.executionTicks(task, processor) });
    }
  }

  private enter(processor: number, slot: Slot): void {
    this.lists[processor].push(slot);
    this.placed.set(slot.node, { processor, end: slot.end });
  }

  /** Ids of placeholders follow the largest planned id; without collisions they are negative. */
  private idOf(graph: PlannerGraph, node: number): number {
    if (node < graph.size) return graph.tasks[node];
    const placeholder = node - graph.size; // 0 root, 1 exit
    return this.options.placeholderCollision ? graph.largestId + 1 + placeholder : -2 - placeholder;
  }

  /** Decreasing rank, stable; then the root changes places with the first. */
  private orderOf(graph: PlannerGraph, rank: Float64Array | null): number[] {
    const order = Array.from({ length: graph.size + 2 }, (_, node) => node);
    if (rank) order.sort((a, b) => rank[b] - rank[a]);
    const root = order.indexOf(graph.root);
    order[root] = order[0];
    order[0] = graph.root;
    return order;
  }

  private place(graph: PlannerGraph, node: number, optimistic: Float64Array | null): void {
    const { processors } = this.sim.tables;
    let least = Number.POSITIVE_INFINITY;
    let best = -1;
    let bestStart = 0;
    for (let p = 0; p < processors; p++) {
      const cost = graph.cost(node, p);
      if (cost === Number.POSITIVE_INFINITY) continue;
      const start = firstGap(this.lists[p], this.readyTime(graph, node, p), cost);
      const value = start + cost + (optimistic ? optimistic[node * processors + p] : 0);
      if (value >= least) continue;
      least = value;
      best = p;
      bestStart = start;
    }
    const slot = { node: this.idOf(graph, node), start: bestStart, end: bestStart + graph.cost(node, best) };
    this.enter(best, slot);
    const byStart = this.options.sortsByStart && this.options.rank !== 'PEFT';
    this.lists[best].sort((a, b) => a.end - b.end || (byStart ? a.start - b.start : 0));
  }

  private readyTime(graph: PlannerGraph, node: number, processor: number): number {
    const { sim } = this;
    const { bandwidth, processors } = sim.tables;
    let ready = sim.now;
    for (const { node: from, volume } of graph.predecessors[node]) {
      const origin = this.placed.get(this.idOf(graph, from));
      if (!origin)
        throw new ArenaError(
          `envs/soc/compat: ${this.options.rank} aborts: a predecessor of task ${this.idOf(graph, node)} is not placed yet`,
        );
      const band = bandwidth[origin.processor * processors + processor];
      ready = Math.max(ready, origin.end + (band === 0 ? 0 : volume / band));
    }
    return ready;
  }

  private result(): Map<number, Placement> {
    const placements = new Map<number, Placement>();
    for (const [processor, list] of this.lists.entries())
      for (const [position, slot] of list.entries()) {
        const previous = list[position - 1];
        const after = previous && previous.end > previous.start ? previous.node : -1;
        placements.set(slot.node, { processor, position, after });
      }
    return placements;
  }
}

/** Start of the first gap of a processor's list that takes `cost` ticks from `ready` on. */
function firstGap(list: readonly Slot[], ready: number, cost: number): number {
  for (const [i, slot] of list.entries()) {
    if (i === 0 && slot.start - cost - ready > 0) return ready;
    const next = list[i + 1];
    const start = Math.max(ready, slot.end);
    if (!next || next.start - cost - start >= 0) return start;
  }
  return ready;
}
