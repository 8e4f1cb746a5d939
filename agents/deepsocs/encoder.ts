/**
 * What DeepSoCS sees and chooses: all tasks of the jobs inside with six numbers each, their edges, and the ready tasks as
 * candidates; a rule then places the chosen one, by the insertion planner without communication as in the paper, or by
 * earliest finish with it. Placing one task after the other, each before the next is chosen, gives the same schedule
 * as choosing a whole order first. Where binding is late, a task whose favourite processor is busy waits for it. The
 * constants 6.5, 10⁴ and 200 are those of the release, made for tasks of 13 ticks on average, to which times are scaled
 * unless they are to stay raw; the sixth number is always 0. Items that no graph holds are tasks of jobs of their own.
 */
import type { Encoder } from '../../src/nn/policy.js';
import type { DecisionTables, Table } from '../../src/nn/tables.js';
import { NODE_DONE, NODE_RUNNING, type PlacementView, waitAction } from '../../src/placement.js';
import { Bookings, earliestAllowed } from '../bookings.js';
import { ProcessorActivity } from '../processor-activity.js';
import { earliestCompletion, earliestFinish } from '../resource-rules.js';
import { NO_PAIR } from '../scheduler.js';
import { ignoreTransfers } from './insertion.js';
import { NODE_COLUMNS } from './layers.js';

export interface DeepSocsEncoding {
  /** How the chosen task is placed. */
  readonly placement: 'insertion' | 'earliest-finish';
  /** Which tasks a job's summary counts; `all` is a fault of the release, whose flags are frozen at creation. */
  readonly summary: 'unfinished' | 'all';
  /** Times scaled to the length of tasks, or as they are. */
  readonly times: 'relative' | 'raw';
}

const PROCESSOR_SCALE = 6.5;
const WORK_SCALE = 1e4; // square ticks
const RUNTIME_SCALE = 200; // ticks
const TASK_TICKS = 13; // mean processing time on the platform of the release
const WIDTH = NODE_COLUMNS.length;

export class DeepSocsEncoder implements Encoder {
  private readonly encoding: DeepSocsEncoding;
  private readonly activity = new ProcessorActivity();
  private readonly bookings = new Bookings();
  private actions = new Int32Array(4); // [candidate] flat action
  private count = 0; // candidates of the last decision
  private ticks = 1; // ticks of the release per time unit of the environment
  private nodeOfSlot = new Int32Array(0); // [n] row of the item's task; scratch

  constructor(encoding: DeepSocsEncoding) {
    this.encoding = encoding;
  }

  encode(view: PlacementView, store: DecisionTables): number {
    const [nodes, edges, jobs, candidates] = store.tables;
    this.activity.read(view);
    this.ticks = this.encoding.times === 'raw' ? 1 : ticksPerUnit(view);
    if (this.nodeOfSlot.length < view.shape.items) this.nodeOfSlot = new Int32Array(view.shape.items);
    this.nodeOfSlot.fill(-1);
    this.writeNodes(view, nodes, jobs);
    this.writeLoneItems(view, nodes, jobs);
    writeEdges(view, edges);
    return this.offer(view, candidates);
  }

  action(candidate: number): number {
    return this.actions[candidate];
  }

  candidateOf(action: number): number {
    for (let i = 0; i < this.count; i++) if (this.actions[i] === action) return i;
    return -1;
  }

  private writeNodes({ graph }: PlacementView, nodes: Table, jobs: Table): void {
    const firstJob = jobs.reserve(graph.jobCount);
    const first = nodes.reserve(graph.nodeCount);
    const [job, counted] = nodes.integers;
    for (let j = 0; j < graph.jobCount; j++) {
      jobs.integers[0][firstJob + j] = graph.jobStart[j];
      let running = false;
      for (let node = graph.jobStart[j]; node < graph.jobStart[j + 1]; node++) {
        if (graph.state[node] >= NODE_RUNNING) running = true;
      }
      for (let node = graph.jobStart[j]; node < graph.jobStart[j + 1]; node++) {
        job[first + node] = j;
        counted[first + node] = this.encoding.summary === 'all' || graph.state[node] !== NODE_DONE ? 1 : 0;
        if (graph.nodeItem[node] >= 0) this.nodeOfSlot[graph.nodeItem[node]] = node;
        this.writeRow(nodes.values, (first + node) * WIDTH, { running, processor: graph.resource[node] });
      }
    }
  }

  private writeRow(
    values: Float32Array,
    at: number,
    { running, processor }: { readonly running: boolean; readonly processor: number },
  ): void {
    const { activity, ticks } = this;
    const executing = activity.executing.length - activity.idleCount;
    const runtime = processor < 0 ? 0 : activity.runtime[processor] * ticks;
    const expected = processor < 0 ? 0 : activity.expected[processor] * ticks;
    values[at] = activity.idleCount / PROCESSOR_SCALE;
    values[at + 1] = running ? -2 : 2;
    values[at + 2] = executing / PROCESSOR_SCALE;
    values[at + 3] = (runtime * expected) / WORK_SCALE;
    values[at + 4] = runtime / RUNTIME_SCALE;
    values[at + 5] = 0;
  }

  private writeLoneItems(view: PlacementView, nodes: Table, jobs: Table): void {
    const { items, graph } = view;
    let added = 0;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      if (this.nodeOfSlot[slot] >= 0) continue;
      const job = jobs.reserve(1);
      const row = nodes.reserve(1);
      this.nodeOfSlot[slot] = graph.nodeCount + added;
      jobs.integers[0][job] = graph.nodeCount + added;
      nodes.integers[0][row] = graph.jobCount + added;
      nodes.integers[1][row] = 1;
      this.writeRow(nodes.values, row * WIDTH, { running: false, processor: -1 });
      added++;
    }
  }

  private offer(view: PlacementView, table: Table): number {
    const { items, mask, shape } = view;
    const { bookings } = this;
    if (this.actions.length < items.count + 1) this.actions = new Int32Array(2 * items.count + 1);
    this.count = 0;
    bookings.begin(view);
    const insertion = this.encoding.placement === 'insertion';
    if (insertion) ignoreTransfers(view, bookings);
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      const action = insertion ? earliestCompletion(view, bookings, slot) : earliestFinish(view, bookings, slot);
      if (action !== NO_PAIR && mask[action] === 1) this.offerRow(table, this.nodeOfSlot[slot], action);
    }
    if (this.count > 0 || items.count === 0) return this.count;
    const wait = waitAction(shape);
    const fallback = mask[wait] === 1 ? wait : earliestAllowed(view);
    if (mask[fallback] === 1) this.offerRow(table, this.nodeOfSlot[items.slots[0]], fallback);
    return this.count;
  }

  private offerRow(table: Table, node: number, action: number): void {
    const row = table.reserve(1);
    table.integers[0][row] = node;
    this.actions[this.count++] = action;
  }
}

function writeEdges({ graph }: PlacementView, table: Table): void {
  const first = table.reserve(graph.edgeCount);
  const [from, to] = table.integers;
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
      from[first + edge] = node;
      to[first + edge] = graph.successor[edge];
    }
  }
}

/** What makes the mean processing time of the items, over all pairs that are supported, that of the release. */
function ticksPerUnit({ cost, items, shape }: PlacementView): number {
  const { resources: m, variants: v } = shape;
  let sum = 0;
  let supported = 0;
  for (let i = 0; i < items.count; i++) {
    for (let p = 0; p < m; p++) {
      const time = cost[(items.slots[i] * m + p) * v];
      if (time === Number.POSITIVE_INFINITY) continue;
      sum += time;
      supported++;
    }
  }
  return sum > 0 ? (TASK_TICKS * supported) / sum : 1;
}
