/** Placement tables of LLM serving, written by hand or at random, to ask a policy one question. */
import fc from 'fast-check';
import { decodeAction, encodeAction, PlacementTable, waitAction } from '../../../src/placement.js';
import {
  INSTANCE_UP,
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
} from '../../../src/serving.js';
import { emptyGraph } from '../table.js';

export type InstanceSpec = { readonly [column in ServingResourceColumn]?: number } & {
  readonly queueLength?: number; // default running + waiting
  readonly freeAt?: number; // default 0
};

export type ItemSpec = { readonly [column in ServingItemColumn]?: number } & {
  readonly kind?: number; // default ITEM_DISPATCH
  readonly id?: number; // default its place in the list
  readonly priority?: number;
  readonly places?: readonly number[]; // instances with variant 0 allowed; default by kind
  readonly deeds?: readonly number[]; // instances with variant 1 allowed; default none
  readonly cost?: readonly number[]; // [instance] default 1
  readonly prefix?: readonly number[]; // granules
  readonly prefixTokens?: readonly number[]; // [instance] default 0
};

export interface ServingTableSpec {
  readonly instances: readonly InstanceSpec[];
  readonly items: readonly ItemSpec[]; // oldest first
  readonly now?: number; // default 1000
  readonly wait?: boolean; // default: allowed unless something is to be dispatched or handed over
  readonly slots?: number;
  readonly variants?: number; // default 2; 1 has no deeds
}

/** An instance like those of the recorded vectors: 800 blocks of 16 tokens, empty, up, reported now. */
const EMPTY: InstanceSpec = {
  state: INSTANCE_UP,
  totalBlocks: 800,
  freeBlocks: 800,
  watermarkBlocks: 8,
  blockTokens: 16,
  iterations: 1,
};

const ITEM: ItemSpec = {
  promptTokens: 160,
  predictedOutputTokens: 0,
  blocks: 10,
  source: -1,
  session: -1,
  ttftDeadline: Number.POSITIVE_INFINITY,
  tbtLimit: Number.POSITIVE_INFINITY,
};

export function servingTable(spec: ServingTableSpec): PlacementTable {
  const m = spec.instances.length;
  const table = new PlacementTable({
    shape: { items: spec.slots ?? Math.max(1, spec.items.length), resources: m, variants: spec.variants ?? 2 },
    timeUnit: { name: 'ms', seconds: 1e-3 },
    itemKinds: SERVING_ITEM_KINDS,
    itemColumns: SERVING_ITEM_COLUMNS,
    pairColumns: SERVING_PAIR_COLUMNS,
    sequences: [PREFIX_SEQUENCE],
    itemGroups: [],
    contextGroups: [],
    resourceNames: spec.instances.map((_, r) => `instance ${r}`),
    resourceKinds: ['instance'],
    resourceColumns: SERVING_RESOURCE_COLUMNS,
    graph: emptyGraph,
  });
  table.now = spec.now ?? 1000;
  spec.instances.forEach((given, r) => {
    const instance: InstanceSpec = { ...EMPTY, reportedAt: table.now, ...given };
    const { waitingRequests = 0, runningRequests = 0 } = instance;
    for (const name of SERVING_RESOURCE_COLUMNS) table.resources.columns[name][r] = instance[name] ?? 0;
    table.resources.queueLength[r] = instance.queueLength ?? waitingRequests + runningRequests;
    table.resources.freeAt[r] = instance.freeAt ?? 0;
  });
  for (const given of spec.items) addItem(table, given);
  const placing = spec.items.some(({ kind = ITEM_DISPATCH }) => kind === ITEM_DISPATCH || kind === ITEM_HANDOVER);
  table.mask[table.mask.length - 1] = (spec.wait ?? !placing) ? 1 : 0;
  return table;
}

function addItem(table: PlacementTable, given: ItemSpec): void {
  const item: ItemSpec = { ...ITEM, ...given };
  const { items, shape } = table;
  const slot = table.add();
  items.id[slot] = item.id ?? items.count - 1;
  items.kind[slot] = item.kind ?? ITEM_DISPATCH;
  items.priority[slot] = item.priority ?? 0;
  items.deadline[slot] = Number.POSITIVE_INFINITY;
  for (const name of SERVING_ITEM_COLUMNS) items.columns[name][slot] = item[name] ?? 0;
  const prefix = items.sequences[PREFIX_SEQUENCE];
  prefix.start[slot] = prefix.values.length;
  prefix.length[slot] = item.prefix?.length ?? 0;
  prefix.values = Int32Array.from([...prefix.values, ...(item.prefix ?? [])]);
  for (let r = 0; r < shape.resources; r++) {
    items.pairs.prefixTokens[slot * shape.resources + r] = item.prefixTokens?.[r] ?? 0;
    table.cost.fill(item.cost?.[r] ?? 1, encodeAction(shape, slot, r), encodeAction(shape, slot, r + 1));
  }
  for (const r of item.places ?? defaultPlaces(table, item)) table.mask[encodeAction(shape, slot, r)] = 1;
  for (const r of item.deeds ?? []) table.mask[encodeAction(shape, slot, r, 1)] = 1;
}

function defaultPlaces({ shape, resources }: PlacementTable, { kind, source }: ItemSpec): readonly number[] {
  if (kind === ITEM_MIGRATE) return [source!];
  if (kind === ITEM_SCALE) return [0];
  const all = Array.from({ length: shape.resources }, (_, r) => r);
  return all.filter((r) => resources.columns.state[r] === INSTANCE_UP);
}

/** The answer in words: `3` = the request goes to instance 3; `['migrate', 0, 2]`, `['scale', 1]`, `'stay'`, `'wait'`. */
export function answerOf(table: PlacementTable, action: number): unknown {
  if (action === waitAction(table.shape)) return 'wait';
  const { slot, resource, variant } = decodeAction(table.shape, action);
  const kind = table.items.kind[slot];
  if (kind === ITEM_DISPATCH || kind === ITEM_HANDOVER) return resource;
  if (variant === 0) return 'stay';
  return kind === ITEM_MIGRATE ? ['migrate', table.items.columns.source[slot], resource] : ['scale', resource];
}

/** One victim of each of these instances, which may go to any other instance that is up. */
export function victims(instances: readonly InstanceSpec[], sources: readonly number[], blocks = 10): ItemSpec[] {
  const up = instances.map((_, r) => r).filter((r) => (instances[r].state ?? INSTANCE_UP) === INSTANCE_UP);
  return sources.map((source) => ({ kind: ITEM_MIGRATE, source, blocks, deeds: up.filter((r) => r !== source) }));
}

const small = fc.nat(20);

const arbitraryInstance: fc.Arbitrary<InstanceSpec> = fc
  .record({
    state: fc.constantFrom(0, 1, INSTANCE_UP, INSTANCE_UP, INSTANCE_UP, 3),
    role: fc.nat(2),
    totalBlocks: fc.constantFrom(400, 800),
    usedBlocks: fc.nat(400),
    runningRequests: small,
    waitingRequests: small,
    blocksPerWaiting: fc.double({ min: 0.5, max: 40, noNaN: true }),
    highPriorityRequests: fc.nat(2),
    runningTokens: fc.nat(5000),
    waitingPrefillTokens: fc.nat(5000),
    outstandingTokens: fc.nat(5000),
    dispatchedRequests: small,
    preemptions: fc.nat(3),
    migrating: fc.nat(1),
    iterations: fc.nat(3),
    iterationTime: fc.constantFrom(0, 5, 20),
    decodeTokensPerTime: fc.constantFrom(0, 0.5),
    reportedAt: fc.constantFrom(900, 950, 1000),
    freeAt: fc.nat(2000),
  })
  .map(({ usedBlocks, blocksPerWaiting, ...instance }) => ({
    ...instance,
    freeBlocks: instance.totalBlocks - usedBlocks,
    waitingBlocks: instance.waitingRequests * blocksPerWaiting,
    headWaitingBlocks: instance.waitingRequests > 0 ? blocksPerWaiting : 0,
  }));

/** Random fleets of this many instances at a dispatch, a handover, a round of migration or one of scaling. */
export function arbitraryServingTable(m: number): fc.Arbitrary<ServingTableSpec> {
  const some = fc.subarray(
    Array.from({ length: m }, (_, r) => r),
    { minLength: 1 },
  );
  const request = fc
    .record({
      kind: fc.constantFrom(ITEM_DISPATCH, ITEM_HANDOVER),
      places: some,
      priority: fc.nat(1),
      promptTokens: fc.integer({ min: 1, max: 4000 }),
      session: fc.integer({ min: -1, max: 2 }),
      prefix: fc.array(fc.nat(2), { maxLength: 6 }),
      ttftDeadline: fc.constantFrom(1010, 1500, Number.POSITIVE_INFINITY),
      tbtLimit: fc.constantFrom(10, Number.POSITIVE_INFINITY),
      id: fc.nat(99),
    })
    .map((item): ItemSpec => ({ ...item, blocks: Math.ceil(item.promptTokens / 16) }));
  const victim = fc
    .record({ source: fc.nat(m - 1), deeds: some, blocks: fc.nat(200) })
    .map((item): ItemSpec => ({ ...item, kind: ITEM_MIGRATE, deeds: item.deeds.filter((r) => r !== item.source) }));
  const size = some.map((deeds): ItemSpec => ({ kind: ITEM_SCALE, deeds }));
  return fc.record({
    instances: fc.array(arbitraryInstance, { minLength: m, maxLength: m }),
    items: fc.oneof(
      { weight: 3, arbitrary: fc.array(request, { minLength: 1, maxLength: 4 }) },
      { weight: 2, arbitrary: fc.uniqueArray(victim, { maxLength: m, selector: ({ source }) => source }) },
      { weight: 1, arbitrary: fc.array(size, { minLength: 1, maxLength: 1 }) },
    ),
    now: fc.constantFrom(1000, 1001, 1050.5),
    slots: fc.constant(Math.max(4, m)),
  });
}
