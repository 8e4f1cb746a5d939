/**
 * What a scheduler sees of the cluster: requests to dispatch or to hand over, victims that may migrate, the size of the
 * fleet, one kind at a time, in slots; the instances with the columns of src/serving.ts; expected costs. Output lengths
 * are hidden: a prediction stands in their place where the workload has a predictor. Instance statistics may be those published last.
 */
import { PlacementTable, waitAction } from '../../src/placement.js';
import {
  ITEM_DISPATCH,
  ITEM_HANDOVER,
  ITEM_MIGRATE,
  ITEM_SCALE,
  PREFIX_SEQUENCE,
  SERVING_ITEM_COLUMNS,
  SERVING_ITEM_KINDS,
  SERVING_PAIR_COLUMNS,
  SERVING_RESOURCE_COLUMNS,
  type ServingItemColumn,
  type ServingResourceColumn,
} from '../../src/serving.js';
import { Estimates } from './estimates.js';
import { readGraph } from './graph.js';
import { CONTEXT_GROUPS, itemGroups, writeContext, writeGroups } from './groups.js';
import { InstanceColumns } from './instance-columns.js';
import type { Rounds } from './rounds.js';
import type { ServingSimulator } from './simulator.js';
import type { SlotList } from './slot-list.js';
import type { OutputPredictor } from './workload/predictor.js';
import { CHUNK_REQUESTS } from './workload/source.js';

export const NANOSECOND = Object.freeze({ name: 'ns', seconds: 1e-9 });

/** What the view needs to know of the configuration; limits in ns, Infinity = none. */
export interface ViewOptions {
  readonly itemSlots: number;
  readonly names: readonly string[]; // [m]
  readonly kinds: readonly string[]; // groups of equal instances
  readonly kind: readonly number[]; // [m]
  readonly speed: readonly number[]; // [m] relative to the fastest
  readonly sloClasses: readonly { readonly name: string; readonly ttft: number; readonly tbt: number }[];
  readonly mayHold: boolean;
  readonly stale: number; // ns
  readonly moves: boolean; // migrations or scaling are decided: two variants
}

type Columns<K extends string> = Readonly<Record<K, Float64Array>>;

export class ServingView {
  readonly table: PlacementTable;
  /** Request slot (dispatch, handover, migrate) or −1 (scale) of every item slot. */
  readonly subject: Int32Array; // [n]
  private readonly simulator: ServingSimulator;
  private readonly rounds: Rounds;
  private readonly options: ViewOptions;
  private readonly estimates: Estimates;
  private readonly instances: InstanceColumns;
  private readonly item: Columns<ServingItemColumn>;
  private readonly column: Columns<ServingResourceColumn>;
  private readonly shownKind: Int32Array; // [1]
  private readonly prefixes: { start: Int32Array; length: Int32Array; values: Int32Array };
  private predictor!: OutputPredictor;
  private meanOutput = 1;
  private graph: PlacementTable['graph'] | undefined; // of this decision, once somebody has asked

  constructor(simulator: ServingSimulator, rounds: Rounds, options: ViewOptions) {
    const { arena } = simulator;
    this.simulator = simulator;
    this.rounds = rounds;
    this.options = options;
    this.subject = arena.int32(options.itemSlots);
    this.shownKind = arena.int32(1);
    this.table = new PlacementTable({
      shape: { items: options.itemSlots, resources: options.names.length, variants: options.moves ? 2 : 1 },
      timeUnit: NANOSECOND,
      itemKinds: SERVING_ITEM_KINDS,
      itemColumns: SERVING_ITEM_COLUMNS,
      pairColumns: SERVING_PAIR_COLUMNS,
      sequences: [PREFIX_SEQUENCE],
      itemGroups: itemGroups(options.sloClasses.map(({ name }) => name)),
      contextGroups: CONTEXT_GROUPS,
      resourceNames: options.names,
      resourceKinds: options.kinds,
      resourceColumns: SERVING_RESOURCE_COLUMNS,
      graph: () => {
        this.graph ??= readGraph(this.simulator, this);
        return this.graph;
      },
      arena,
    });
    this.item = this.table.items.columns as Columns<ServingItemColumn>;
    this.column = this.table.resources.columns as Columns<ServingResourceColumn>;
    this.prefixes = this.table.items.sequences[PREFIX_SEQUENCE];
    this.estimates = new Estimates(simulator);
    this.table.resources.kind.set(options.kind);
    this.table.resources.speed.set(options.speed);
    this.instances = new InstanceColumns({
      simulator,
      table: this.table,
      estimates: this.estimates,
      stale: options.stale,
    });
  }

  /** After a reset of the simulator. */
  clear(): void {
    this.table.clear();
    this.report();
    this.shownKind[0] = -1;
  }

  /** What is expected of outputs: a predictor, and the mean where it says nothing. */
  get expectation(): [OutputPredictor, number] {
    return [this.predictor, this.meanOutput];
  }

  /** The predictor of this episode, and what is expected of an output without prediction. */
  use(predictor: OutputPredictor, meanOutput: number): void {
    this.predictor = predictor;
    this.meanOutput = meanOutput;
    this.graph = undefined;
  }

  /** After the bytes of the arena have been replaced and the predictor is set. */
  restored(): void {
    this.graph = undefined;
    this.showPrefixes();
  }

  /** Brings the table up to date for a decision, or for the end (nothing allowed). Returns how many actions are allowed. */
  refresh(): number {
    const { simulator, table } = this;
    this.graph = undefined;
    table.elapsed = simulator.now - table.now;
    table.now = simulator.now;
    simulator.settleAll();
    this.instances.refresh(this.meanOutput);
    writeContext(table, this.column);
    this.refreshItems();
    return this.refreshMask();
  }

  /** The instances publish their statistics, where these are not read at every decision. */
  report(): void {
    this.simulator.settleAll();
    this.instances.report(this.meanOutput);
  }

  /** Nothing was to decide though the episode has only begun (all rejected, or too little time): *wait* ends it. */
  showEnd(): void {
    this.table.mask[waitAction(this.table.shape)] = 1;
  }

  /** Expected output tokens still to come of a request. */
  expectedOutput(slot: number): number {
    const { done, promptTokens } = this.simulator.state.requests;
    const predicted = this.predicted(slot);
    const output = Number.isNaN(predicted) ? this.meanOutput : predicted;
    return Math.max(1, output - Math.max(0, done[slot] - promptTokens[slot]));
  }

  /** Expected ns of a request on an instance, from where it stands. */
  expectedTime(slot: number, instance: number): number {
    const { state } = this.simulator;
    const { done, target, prefilled } = state.requests;
    const left = prefilled[slot] === 1 ? 0 : target[slot] - done[slot];
    const cached = done[slot] === 0 ? (state.prefixCache?.match(state, instance, slot) ?? 0) : 0;
    const decodes = this.column.runningRequests[instance] + 1;
    const context = this.column.runningTokens[instance] + target[slot];
    const step = this.estimates.decodeStep(instance, decodes, context);
    return this.estimates.promptTime(instance, left, cached) + this.expectedOutput(slot) * step;
  }

  private predicted(slot: number): number {
    const { state } = this.simulator;
    const number = state.requests.number[slot];
    return this.predictor.predict(number, state.arrivals.chunkOf(number), number % CHUNK_REQUESTS);
  }

  // ---- items

  private refreshItems(): void {
    const { simulator, rounds } = this;
    const due = simulator.decisionDue;
    if (!due) this.showNothing();
    else if (simulator.dispatchDue) this.showList(ITEM_DISPATCH, simulator.unrouted);
    else if (simulator.handoverDue) this.showList(ITEM_HANDOVER, simulator.handovers);
    else if (rounds.kind === 'migrate') this.showVictims();
    else this.showScale();
    this.showPrefixes();
  }

  private showNothing(): void {
    this.showOnly(-1);
    this.table.items.overflow = 0;
  }

  /** Takes everything of another kind away. */
  private showOnly(kind: number): void {
    const { table, shownKind } = this;
    if (shownKind[0] !== kind) {
      for (let i = table.items.count - 1; i >= 0; i--) table.remove(table.items.slots[i]);
    }
    shownKind[0] = kind;
  }

  /** The first requests of a list; those shown already are the first ones, in order. */
  private showList(kind: number, list: SlotList): void {
    const { table, subject } = this;
    const { next } = this.simulator.state.requests;
    const last = table.items.count === 0 ? -1 : subject[table.items.slots[table.items.count - 1]];
    const same = this.shownKind[0] === kind && last >= 0;
    this.showOnly(kind);
    for (let request = same ? next[last] : list.head; request >= 0; request = next[request]) {
      const slot = table.add();
      if (slot < 0) break;
      this.fill(slot, kind, request);
    }
    for (let i = 0; i < table.items.count; i++) this.price(table.items.slots[i]);
    table.items.overflow = list.count - table.items.count;
  }

  /** One item per instance that may give a request away and has not been asked in this round. */
  private showVictims(): void {
    const { table, rounds, simulator } = this;
    for (let i = table.items.count - 1; i >= 0; i--) table.remove(table.items.slots[i]);
    this.showOnly(ITEM_MIGRATE);
    for (let source = 0; source < simulator.specs.length; source++) {
      if (!rounds.asks(source)) continue;
      const slot = table.add();
      if (slot < 0) break;
      this.fill(slot, ITEM_MIGRATE, rounds.victim(source));
      this.price(slot);
    }
    table.items.overflow = 0;
  }

  private showScale(): void {
    const { table } = this;
    if (this.shownKind[0] === ITEM_SCALE && table.items.count === 1) return;
    this.showOnly(ITEM_SCALE);
    const slot = table.add();
    const { items, shape } = table;
    for (const name of SERVING_ITEM_COLUMNS) this.item[name][slot] = 0;
    this.item.predictedOutputTokens[slot] = 0;
    this.item.source[slot] = -1;
    this.item.session[slot] = -1;
    this.item.ttftDeadline[slot] = Number.POSITIVE_INFINITY;
    this.item.tbtLimit[slot] = Number.POSITIVE_INFINITY;
    this.subject[slot] = -1;
    items.id[slot] = -1;
    items.job[slot] = -1;
    items.kind[slot] = ITEM_SCALE;
    items.since[slot] = table.now;
    items.priority[slot] = 0;
    items.deadline[slot] = Number.POSITIVE_INFINITY;
    items.remainingWork[slot] = 0;
    items.upwardRank[slot] = 0;
    this.prefixes.length[slot] = 0;
    this.prefixes.start[slot] = 0;
    table.items.overflow = 0;
    writeGroups(table, slot, { sloClass: -1, priority: 0, prompt: 0, output: Number.NaN });
    const width = shape.resources * shape.variants;
    table.cost.fill(0, slot * width, (slot + 1) * width);
    table.ready.fill(table.now, slot * shape.resources, (slot + 1) * shape.resources);
  }

  /** What does not change while the item is shown. */
  private fill(slot: number, kind: number, request: number): void {
    const { table, item, simulator, prefixes } = this;
    const { items } = table;
    const { state } = simulator;
    const { requests } = state;
    const sloClass = requests.sloClass[request];
    const limits = this.options.sloClasses[sloClass];
    const predicted = this.predicted(request);
    const produced = Math.max(0, requests.done[request] - requests.promptTokens[request]);
    this.subject[slot] = request;
    items.id[slot] = requests.number[request];
    items.job[slot] = requests.number[request];
    items.kind[slot] = kind;
    items.since[slot] = requests.arrival[request];
    items.priority[slot] = requests.priority[request];
    items.deadline[slot] = requests.arrival[request] + limits.ttft;
    item.promptTokens[slot] = kind === ITEM_DISPATCH ? requests.promptTokens[request] : requests.done[request];
    item.predictedOutputTokens[slot] = Number.isNaN(predicted) ? 0 : Math.max(1, predicted - produced);
    item.source[slot] = requests.instance[request];
    item.blocks[slot] =
      kind === ITEM_DISPATCH
        ? Math.ceil(requests.promptTokens[request] / state.instances.blockTokens[0])
        : requests.blocks[request];
    item.tenant[slot] = requests.tenant[request];
    item.session[slot] = requests.session[request];
    item.sloClass[slot] = sloClass;
    item.ttftDeadline[slot] = requests.arrival[request] + limits.ttft;
    item.tbtLimit[slot] = limits.tbt;
    prefixes.start[slot] = 0;
    prefixes.length[slot] = 0;
    writeGroups(table, slot, {
      sloClass,
      priority: requests.priority[request],
      prompt: requests.promptTokens[request],
      output: predicted,
    });
  }

  /** Ids of the granules that lie within the prompts of the items; those beyond would tell of the output. */
  private showPrefixes(): void {
    const { table, prefixes, simulator } = this;
    const { state, prefixGranule } = simulator;
    const { prefixStart, prefixLength, promptTokens } = state.requests;
    if (prefixGranule === 0) return;
    const { slots, count } = table.items;
    let total = 0;
    for (let i = 0; i < count; i++) {
      const request = this.subject[slots[i]];
      if (request < 0) continue;
      prefixes.start[slots[i]] = total;
      prefixes.length[slots[i]] = Math.min(Math.floor(promptTokens[request] / prefixGranule), prefixLength[request]);
      total += prefixes.length[slots[i]];
    }
    const values = new Int32Array(total);
    for (let i = 0; i < count; i++) {
      const request = this.subject[slots[i]];
      if (request < 0) continue;
      const first = prefixStart[request];
      values.set(state.prefixIds(request).subarray(first, first + prefixes.length[slots[i]]), prefixes.start[slots[i]]);
    }
    prefixes.values = values;
  }

  /** What the present load makes of the item: costs, readiness, prefix matches. */
  private price(slot: number): void {
    const { table, simulator } = this;
    const { shape, cost, ready, items } = table;
    const { state } = simulator;
    const request = this.subject[slot];
    const match = items.pairs.prefixTokens;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < shape.resources; i++) {
      const pair = slot * shape.resources + i;
      match[pair] = state.prefixCache?.match(state, i, request) ?? 0;
      const fits = state.requests.total[request] <= simulator.longest[i];
      const time = fits ? this.expectedTime(request, i) : Number.POSITIVE_INFINITY;
      for (let variant = 0; variant < shape.variants; variant++) cost[pair * shape.variants + variant] = time;
      ready[pair] = table.now;
      if (time < least) least = time;
    }
    items.remainingWork[slot] = least;
    items.upwardRank[slot] = least;
  }

  // ---- the mask

  private refreshMask(): number {
    const { table } = this;
    const { shape, mask, items } = table;
    let allowed = 0;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      for (let instance = 0; instance < shape.resources; instance++) {
        const at = (slot * shape.resources + instance) * shape.variants;
        for (let variant = 0; variant < shape.variants; variant++) {
          const may = this.allows(slot, instance, variant) ? 1 : 0;
          mask[at + variant] = may;
          allowed += may;
        }
      }
    }
    const wait = waitAction(shape);
    const round = items.count > 0 && this.shownKind[0] >= ITEM_MIGRATE;
    const requests = items.count > 0 && !round;
    mask[wait] = round || (requests && (this.options.mayHold || allowed === 0)) ? 1 : 0;
    return allowed + mask[wait];
  }

  private allows(slot: number, instance: number, variant: number): boolean {
    const { simulator, rounds } = this;
    const kind = this.table.items.kind[slot];
    const request = this.subject[slot];
    if (kind === ITEM_SCALE) return variant === 0 ? instance === 0 : rounds.mayToggle(instance);
    if (kind === ITEM_MIGRATE) {
      const source = this.item.source[slot];
      if (variant === 0) return instance === source;
      return rounds.mayMigrate(request, source, instance);
    }
    if (kind === ITEM_HANDOVER) return variant === 0 && rounds.maySend(request, instance);
    return variant === 0 && simulator.accepts(instance, request);
  }
}
