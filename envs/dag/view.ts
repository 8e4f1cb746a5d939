/**
 * What a scheduler sees of the DAG: the available tasks in slots, in the order in which they became available; the
 * processors; costs, data-ready times, links; and the whole graph with ranks and what is placed. Nothing runs yet, so
 * there is no clock: `now` stays 0. All of it is kept up to date in place, a few entries per decision.
 */
import {
  encodeAction,
  NODE_PLACED,
  NODE_READY,
  NODE_WAITING,
  type PlacementGraph,
  PlacementTable,
} from '../../src/placement.js';
import { Arena } from '../../src/sim/arena.js';
import { TASK_GROUPS } from './model.js';
import type { DagSimulator } from './simulator.js';

/** Instances do not say what they count time in. */
export const TIME_UNIT = Object.freeze({ name: 'time unit', seconds: 1 });

const ITEM_COLUMNS = ['minimumCost', 'downwardRank', 'predecessors', 'successors', 'level'] as const;
const RESOURCE_COLUMNS = ['busy', 'gaps'] as const;
const CONTEXT_GROUPS = ['always-on', 'first-third', 'second-third', 'last-third'] as const;
const FEATURES = [
  'minimumCost',
  'downwardRank',
  'remainingWork',
  'level',
  'openPredecessors',
  'ready',
  'placed',
] as const;
const [OPEN, READY, PLACED] = [4, 5, 6]; // features that change
const SHOWN = 0; // entry of `counts`: tasks that have had a slot, always the first available ones

type LiveGraph = PlacementGraph & { readonly nodeItem: Int32Array; readonly state: Uint8Array };

export class DagView {
  readonly table: PlacementTable;
  private readonly counts: Int32Array;
  private readonly arena = new Arena(); // of everything that has the same size in every episode
  private simulator!: DagSimulator;
  private graph!: LiveGraph;

  constructor(itemSlots: number, processors: readonly string[]) {
    this.counts = this.arena.int32(1);
    this.table = new PlacementTable({
      shape: { items: itemSlots, resources: processors.length, variants: 1 },
      timeUnit: TIME_UNIT,
      itemKinds: ['task'],
      itemColumns: ITEM_COLUMNS,
      itemGroups: TASK_GROUPS,
      contextGroups: CONTEXT_GROUPS,
      resourceNames: processors,
      resourceKinds: ['processor'],
      resourceColumns: RESOURCE_COLUMNS,
      graph: () => this.graph,
      arena: this.arena,
    });
    this.table.items.deadline.fill(Number.POSITIVE_INFINITY);
  }

  /** Shows the beginning of an episode. */
  begin(simulator: DagSimulator): void {
    const { links, resources } = this.table;
    const { problem } = simulator.model;
    const m = problem.processorCount;
    this.simulator = simulator;
    this.graph = liveGraph(simulator);
    this.table.clear();
    this.counts.fill(0);
    links.startup.set(problem.startup);
    links.bandwidth.set(problem.bandwidth);
    links.contention = problem.contention ?? 'none';
    // the diagonal is not used by a problem, and free for whoever reads the view
    for (let k = 0; k < m; k++) links.startup[k * m + k] = 0;
    for (let k = 0; k < m; k++) links.bandwidth[k * m + k] = Number.POSITIVE_INFINITY;
    resources.speed.set(simulator.model.speed);
    resources.queueLength.fill(0);
    for (let task = 0; task < problem.taskCount; task++)
      if (problem.fixedProcessor[task] >= 0) resources.queueLength[problem.fixedProcessor[task]]++;
    for (let k = 0; k < m; k++) this.refreshProcessor(k);
    this.showAvailable();
  }

  /** Brings the view up to date after the task of a slot has been placed. */
  placed(slot: number, k: number): void {
    const { graph, table } = this;
    const task = table.items.id[slot];
    const f = FEATURES.length;
    graph.nodeItem[task] = -1;
    graph.state[task] = NODE_PLACED;
    graph.features[task * f + READY] = 0;
    graph.features[task * f + PLACED] = 1;
    for (let edge = graph.successorStart[task]; edge < graph.successorStart[task + 1]; edge++)
      graph.features[graph.successor[edge] * f + OPEN]--;
    table.remove(slot);
    table.resources.queueLength[k]++;
    this.refreshProcessor(k);
    if (this.simulator.contended) this.refreshReady();
    this.showAvailable();
  }

  save(): Uint8Array {
    return this.arena.snapshot();
  }

  /** After `begin` with the simulator that the bytes belong to. */
  load(bytes: Uint8Array): void {
    this.arena.restore(bytes);
  }

  private refreshProcessor(k: number): void {
    const { columns, freeAt } = this.table.resources;
    const { busy, model } = this.simulator;
    freeAt[k] = this.simulator.endOf(k);
    columns.busy[k] = busy[k];
    columns.gaps[k] = Math.max(0, freeAt[k] - model.problem.availableFrom[k] - busy[k]);
  }

  /** Transfers of one task delay those of others, so nobody's data-ready times last. */
  private refreshReady(): void {
    const { items } = this.table;
    for (let i = 0; i < items.count; i++) this.writeReady(items.slots[i]);
  }

  private showAvailable(): void {
    const { counts, simulator, table } = this;
    const { available, availableCount } = simulator;
    while (counts[SHOWN] < availableCount && table.items.count < table.shape.items)
      this.show(available[counts[SHOWN]++]);
    for (let i = counts[SHOWN]; i < availableCount; i++) this.markReady(available[i]);
    table.items.overflow = availableCount - counts[SHOWN];
    const share = simulator.placed / simulator.toPlace;
    const { context } = table.groups;
    context[0] = 1;
    for (let third = 0; third < 3; third++) context[1 + third] = Math.min(2, Math.floor(3 * share)) === third ? 1 : 0;
  }

  private markReady(task: number): void {
    this.graph.state[task] = NODE_READY;
    this.graph.features[task * FEATURES.length + READY] = 1;
  }

  private show(task: number): void {
    const { groups, items, cost, mask, shape } = this.table;
    const { model } = this.simulator;
    const m = shape.resources;
    const slot = this.table.add();
    items.id[slot] = task;
    items.remainingWork[slot] = model.remainingWork[task];
    items.upwardRank[slot] = model.upwardRank[task];
    items.columns.minimumCost[slot] = model.minimumCost[task];
    items.columns.downwardRank[slot] = model.downwardRank[task];
    items.columns.predecessors[slot] = model.predecessors(task);
    items.columns.successors[slot] = model.successors(task);
    items.columns.level[slot] = model.level[task];
    const g = TASK_GROUPS.length;
    for (let group = 0; group < g; group++) groups.awake[slot * g + group] = model.membership[task * g + group];
    for (let k = 0; k < m; k++) {
      const time = model.problem.cost[task * m + k];
      cost[slot * m + k] = time;
      mask[encodeAction(shape, slot, k)] = time < Number.POSITIVE_INFINITY ? 1 : 0;
    }
    this.writeReady(slot);
    this.markReady(task);
    this.graph.nodeItem[task] = slot;
  }

  private writeReady(slot: number): void {
    const { items, ready, shape } = this.table;
    const m = shape.resources;
    for (let k = 0; k < m; k++) ready[slot * m + k] = this.simulator.readyOn(items.id[slot], k);
  }
}

/** The whole DAG; what changes lives in the simulator's arena, so that its bytes hold it. */
function liveGraph(simulator: DagSimulator): LiveGraph {
  const { arena, finish, model, open, processor, start } = simulator;
  const { taskCount: n, cost, fixedProcessor, successorStart, successor, volume } = model.problem;
  const features = arena.float64(n * FEATURES.length);
  const state = arena.uint8(n);
  for (let task = 0; task < n; task++) {
    const row = task * FEATURES.length; // in the order of FEATURES
    features[row] = model.minimumCost[task];
    features[row + 1] = model.downwardRank[task];
    features[row + 2] = model.remainingWork[task];
    features[row + 3] = model.level[task];
    features[row + OPEN] = open[task];
    features[row + PLACED] = fixedProcessor[task] >= 0 ? 1 : 0;
    state[task] = fixedProcessor[task] >= 0 ? NODE_PLACED : NODE_WAITING;
  }
  return {
    nodeCount: n,
    edgeCount: successor.length,
    jobCount: 1,
    jobId: new Int32Array(1),
    jobStart: Int32Array.of(0, n),
    jobArrival: new Float64Array(1),
    task: Int32Array.from({ length: n }, (_, task) => task),
    nodeJob: new Int32Array(n),
    nodeItem: arena.int32(n).fill(-1),
    state,
    resource: processor,
    start,
    finish,
    cost,
    upwardRank: model.upwardRank,
    successorStart,
    successor,
    volume,
    features,
    featureNames: FEATURES,
  };
}
