/**
 * The placement view: what any scheduler sees of any environment at one decision. Items wait in slots, resources
 * can take them, variants say how. HEFT, a graph network and a sleeping-experts learner all read this and
 * nothing else; an environment keeps one such table up to date in place, so a view is valid until the next step.
 *
 * Shapes: n item slots, m resources, v variants, g item groups. The flat action is
 * `(slot·m + resource)·v + variant`; the last index, n·m·v, is *wait*. Times and costs share the environment's
 * unit (`timeUnit`). Expected costs are what a scheduler may know; noise and failures stay hidden.
 */
import type { Contention } from './planner.js';
import { Arena } from './sim/arena.js';

export interface PlacementShape {
  readonly items: number; // n, slots
  readonly resources: number; // m
  readonly variants: number; // v ≥ 1; 0 is the default variant
}

/** Items that may be placed. A slot stays its item's while the item waits. */
export interface ItemTable {
  readonly count: number; // occupied slots
  readonly overflow: number; // items queued behind because all slots are taken
  readonly slots: Int32Array; // [n] the first `count` entries are the occupied slots, oldest first
  readonly occupied: Uint8Array; // [n] 1 = a slot in use
  readonly id: Int32Array; // [n] identity of the item (task id, request id)
  readonly kind: Int32Array; // [n] index into `kinds`
  readonly kinds: readonly string[];
  readonly job: Int32Array; // [n] job the item belongs to
  readonly since: Float64Array; // [n] time at which it began to wait; age = now − since
  readonly remainingWork: Float64Array; // [n] expected work left in its job, from this item on
  readonly upwardRank: Float64Array; // [n] expected longest path to the job's end, mean costs (HEFT eq. 8)
  readonly priority: Float64Array; // [n] larger is more urgent
  readonly deadline: Float64Array; // [n] absolute time; Infinity = none
  readonly columns: Readonly<Record<string, Float64Array>>; // [n] domain columns
  readonly pairs: Readonly<Record<string, Float64Array>>; // [n·m] domain columns of item × resource
  readonly sequences: Readonly<Record<string, ItemSequences>>; // lists of numbers per item
}

/** A list of numbers per item: those of slot s are values[start[s] … start[s] + length[s] − 1]. */
export interface ItemSequences {
  readonly start: Int32Array; // [n]
  readonly length: Int32Array; // [n]
  readonly values: Int32Array; // valid until the next step
}

export interface ResourceTable {
  readonly count: number; // m
  readonly names: readonly string[];
  readonly kind: Int32Array; // [m] index into `kinds`
  readonly kinds: readonly string[];
  readonly speed: Float64Array; // [m] present speed relative to the highest (1 = full speed)
  readonly freeAt: Float64Array; // [m] expected time at which work already assigned is done; ≤ now when idle
  readonly queueLength: Int32Array; // [m] items assigned and not finished
  readonly columns: Readonly<Record<string, Float64Array>>; // [m] domain columns
}

/** Awake values in [0, 1], fixed before the decision. `always-on` is among both lists. */
export interface GroupTable {
  readonly names: readonly string[]; // g
  readonly awake: Float64Array; // [n·g]
  readonly contextNames: readonly string[]; // c, groups of the decision itself (load level, …)
  readonly context: Float64Array; // [c]
}

/** Expected time to move data: `startup[from·m + to] + volume / bandwidth[from·m + to]` (0 where bandwidth is Infinity). */
export interface LinkTable {
  readonly bandwidth: Float64Array; // [m·m] volume per time unit
  readonly startup: Float64Array; // [m·m] time
  readonly contention?: Contention; // what transfers share; absent = none
  readonly wholeUnits?: boolean; // a transfer takes whole time units, rounded down; absent = false
}

/** States of a node of the live graph. */
export const NODE_WAITING = 0; // predecessors unfinished
export const NODE_READY = 1; // an item now, or queued behind the slots
export const NODE_PLACED = 2; // assigned, not started
export const NODE_RUNNING = 3;
export const NODE_DONE = 4;

/** The DAGs of the jobs in the system, nodes grouped by job, edges as compressed rows. Capacities ≥ the counts. */
export interface PlacementGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly jobCount: number;
  readonly jobId: Int32Array; // [job]
  readonly jobStart: Int32Array; // [job + 1] first node of each job
  readonly jobArrival: Float64Array; // [job] time
  readonly task: Int32Array; // [node] task id
  readonly nodeJob: Int32Array; // [node] row in the job columns
  readonly nodeItem: Int32Array; // [node] slot in the item table, or −1
  readonly state: Uint8Array; // [node] NODE_*
  readonly resource: Int32Array; // [node] where it is placed, or −1
  readonly start: Float64Array; // [node] actual or expected; NaN while unplaced
  readonly finish: Float64Array; // [node] actual or expected; NaN while unplaced
  readonly cost: Float64Array; // [node·m] expected processing time at full speed; Infinity = unsupported
  readonly upwardRank: Float64Array; // [node]
  readonly successorStart: Int32Array; // [node + 1]
  readonly successor: Int32Array; // [edge] node
  readonly volume: Float64Array; // [edge] data moved
  readonly features: Float64Array; // [node·f]
  readonly featureNames: readonly string[]; // f
}

export interface PlacementView {
  readonly shape: PlacementShape;
  readonly timeUnit: { readonly name: string; readonly seconds: number };
  readonly now: number;
  readonly elapsed: number; // since the previous decision
  readonly items: ItemTable;
  readonly resources: ResourceTable;
  readonly groups: GroupTable;
  readonly links: LinkTable;
  readonly cost: Float64Array; // [n·m·v] expected processing time; Infinity = unsupported
  readonly ready: Float64Array; // [n·m] earliest time the inputs would be there
  readonly mask: Uint8Array; // [n·m·v + 1] 1 = allowed; the last entry is wait
  /** Brought up to date on first use after a step. */
  readonly graph: PlacementGraph;
}

/** The parts of a flat action; `slot` is −1 for wait. */
export interface Placement {
  readonly slot: number;
  readonly resource: number;
  readonly variant: number;
}

export function actionCount(shape: PlacementShape): number {
  return shape.items * shape.resources * shape.variants + 1;
}

export function waitAction(shape: PlacementShape): number {
  return shape.items * shape.resources * shape.variants;
}

export function encodeAction(shape: PlacementShape, slot: number, resource: number, variant = 0): number {
  return (slot * shape.resources + resource) * shape.variants + variant;
}

export function decodeAction(shape: PlacementShape, action: number): Placement {
  if (action >= waitAction(shape)) return { slot: -1, resource: -1, variant: 0 };
  const pair = Math.floor(action / shape.variants);
  return {
    slot: Math.floor(pair / shape.resources),
    resource: pair % shape.resources,
    variant: action % shape.variants,
  };
}

export interface PlacementTableOptions {
  readonly shape: PlacementShape;
  readonly timeUnit: { readonly name: string; readonly seconds: number };
  readonly itemKinds: readonly string[];
  readonly itemColumns: readonly string[];
  /** Columns of item × resource; default none. */
  readonly pairColumns?: readonly string[];
  /** Lists per item; default none. The environment writes `start` and `length`, and sets `values`. */
  readonly sequences?: readonly string[];
  readonly itemGroups: readonly string[];
  readonly contextGroups: readonly string[];
  readonly resourceNames: readonly string[];
  readonly resourceKinds: readonly string[];
  readonly resourceColumns: readonly string[];
  /** Brings the graph up to date; called at most once per decision. */
  readonly graph: () => PlacementGraph;
  /** Where the arrays live, so that snapshots of the simulator include them. */
  readonly arena?: Arena;
}

const COUNT = 0;
const OVERFLOW = 1;

/** Items of a placement table, writable by the environment that owns it. */
class Items implements ItemTable {
  readonly slots: Int32Array;
  readonly occupied: Uint8Array;
  readonly id: Int32Array;
  readonly kind: Int32Array;
  readonly job: Int32Array;
  readonly since: Float64Array;
  readonly remainingWork: Float64Array;
  readonly upwardRank: Float64Array;
  readonly priority: Float64Array;
  readonly deadline: Float64Array;
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly pairs: Readonly<Record<string, Float64Array>>;
  readonly sequences: Readonly<Record<string, ItemSequences & { values: Int32Array }>>;
  readonly kinds: readonly string[];
  readonly numbers: Int32Array; // count, overflow

  constructor(arena: Arena, options: PlacementTableOptions) {
    const { itemKinds: kinds, itemColumns: columns, pairColumns = [], sequences = [] } = options;
    const { items: n, resources: m } = options.shape;
    this.kinds = kinds;
    this.slots = arena.int32(n);
    this.occupied = arena.uint8(n);
    this.id = arena.int32(n);
    this.kind = arena.int32(n);
    this.job = arena.int32(n);
    this.since = arena.float64(n);
    this.remainingWork = arena.float64(n);
    this.upwardRank = arena.float64(n);
    this.priority = arena.float64(n);
    this.deadline = arena.float64(n);
    this.columns = Object.fromEntries(columns.map((name) => [name, arena.float64(n)]));
    this.pairs = Object.fromEntries(pairColumns.map((name) => [name, arena.float64(n * m)]));
    this.sequences = Object.fromEntries(
      sequences.map((name) => [name, { start: arena.int32(n), length: arena.int32(n), values: new Int32Array(0) }]),
    );
    this.numbers = arena.int32(2);
  }

  get count(): number {
    return this.numbers[COUNT];
  }

  get overflow(): number {
    return this.numbers[OVERFLOW];
  }

  set overflow(value: number) {
    this.numbers[OVERFLOW] = value;
  }
}

/**
 * The live table behind a view. The environment adds and removes items and writes columns in place;
 * `now` and `elapsed` live in `clock`, so that a snapshot of the arena holds the whole table.
 */
export class PlacementTable implements PlacementView {
  readonly shape: PlacementShape;
  readonly timeUnit: { readonly name: string; readonly seconds: number };
  readonly items: Items;
  readonly resources: ResourceTable;
  readonly groups: GroupTable;
  readonly links: LinkTable & { contention: Contention; wholeUnits: boolean };
  readonly cost: Float64Array;
  readonly ready: Float64Array;
  readonly mask: Uint8Array;
  private readonly clock: Float64Array; // now, elapsed
  private readonly free: Int32Array; // [n] stack of free slots; n − count are on it
  private readonly updateGraph: () => PlacementGraph;

  constructor(options: PlacementTableOptions) {
    const { shape } = options;
    const arena = options.arena ?? new Arena();
    const { items: n, resources: m, variants: v } = shape;
    this.shape = shape;
    this.timeUnit = options.timeUnit;
    this.items = new Items(arena, options);
    this.resources = {
      count: m,
      names: options.resourceNames,
      kind: arena.int32(m),
      kinds: options.resourceKinds,
      speed: arena.float64(m).fill(1),
      freeAt: arena.float64(m),
      queueLength: arena.int32(m),
      columns: Object.fromEntries(options.resourceColumns.map((name) => [name, arena.float64(m)])),
    };
    this.groups = {
      names: options.itemGroups,
      awake: arena.float64(n * options.itemGroups.length),
      contextNames: options.contextGroups,
      context: arena.float64(options.contextGroups.length),
    };
    this.links = {
      bandwidth: new Float64Array(m * m).fill(Number.POSITIVE_INFINITY),
      startup: new Float64Array(m * m),
      contention: 'none',
      wholeUnits: false,
    };
    this.cost = arena.float64(n * m * v).fill(Number.POSITIVE_INFINITY);
    this.ready = arena.float64(n * m);
    this.mask = arena.uint8(n * m * v + 1);
    this.clock = arena.float64(2);
    this.free = arena.int32(n);
    this.updateGraph = options.graph;
    this.clear();
  }

  get now(): number {
    return this.clock[0];
  }

  set now(time: number) {
    this.clock[0] = time;
  }

  get elapsed(): number {
    return this.clock[1];
  }

  set elapsed(duration: number) {
    this.clock[1] = duration;
  }

  get graph(): PlacementGraph {
    return this.updateGraph();
  }

  /** Empties all slots and sets the clock to 0. */
  clear(): void {
    const n = this.shape.items;
    this.items.numbers.fill(0);
    this.items.occupied.fill(0);
    this.mask.fill(0);
    this.clock.fill(0);
    for (let i = 0; i < n; i++) this.free[i] = n - 1 - i;
  }

  /** Takes a free slot for a new item, last in order; −1 when all are taken. The caller fills its columns. */
  add(): number {
    const count = this.items.numbers[COUNT];
    const n = this.shape.items;
    if (count === n) return -1;
    const slot = this.free[n - 1 - count];
    this.items.slots[count] = slot;
    this.items.occupied[slot] = 1;
    this.items.numbers[COUNT] = count + 1;
    return slot;
  }

  /** Frees a slot and forbids its actions; the order of the others stays. */
  remove(slot: number): void {
    const { slots, occupied, numbers } = this.items;
    const count = numbers[COUNT];
    let position = 0;
    while (slots[position] !== slot) position++;
    // plain loops: a few elements cost less than the call of a built-in
    for (let i = position + 1; i < count; i++) slots[i - 1] = slots[i];
    occupied[slot] = 0;
    numbers[COUNT] = count - 1;
    const { mask, shape } = this;
    this.free[shape.items - count] = slot;
    const width = shape.resources * shape.variants;
    for (let i = slot * width, end = i + width; i < end; i++) mask[i] = 0;
  }
}
