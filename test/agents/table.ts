/** Placement tables written by hand or at random, to ask a scheduler one question. */
import fc from 'fast-check';
import { type PlacementGraph, type PlacementShape, PlacementTable } from '../../src/placement.js';

export interface TableSpec {
  readonly cost: readonly (readonly number[])[]; // [item][resource]; Infinity = unsupported
  readonly ready?: readonly (readonly number[])[]; // [item][resource] default now
  readonly freeAt?: readonly number[]; // [resource] default 0
  readonly queueLength?: readonly number[]; // [resource] default 0
  readonly now?: number;
  readonly forbidden?: readonly (readonly number[])[]; // [item, resource] pairs the mask forbids
  readonly late?: boolean; // forbid busy resources, allow waiting
  readonly upwardRank?: readonly number[];
  readonly remainingWork?: readonly number[];
  readonly deadline?: readonly number[];
  readonly priority?: readonly number[];
  readonly job?: readonly number[];
  readonly since?: readonly number[];
  readonly activeWatts?: readonly number[];
  readonly variants?: number; // default 1
  readonly slots?: number; // default the number of items
}

/** A table with one item a row of `cost`, oldest first. */
export function tableOf(spec: TableSpec): PlacementTable {
  const n = spec.cost.length;
  const m = spec.cost[0].length;
  const v = spec.variants ?? 1;
  const shape: PlacementShape = { items: spec.slots ?? n, resources: m, variants: v };
  const table = new PlacementTable({
    shape,
    timeUnit: { name: 'tick', seconds: 1 },
    itemKinds: ['task'],
    itemColumns: [],
    itemGroups: [],
    contextGroups: [],
    resourceNames: Array.from({ length: m }, (_, r) => `P${r}`),
    resourceKinds: ['processor'],
    resourceColumns: spec.activeWatts ? ['activeWatts'] : [],
    graph: emptyGraph,
  });
  table.now = spec.now ?? 0;
  for (let r = 0; r < m; r++) {
    table.resources.freeAt[r] = spec.freeAt?.[r] ?? 0;
    table.resources.queueLength[r] = spec.queueLength?.[r] ?? 0;
    if (spec.activeWatts) table.resources.columns.activeWatts![r] = spec.activeWatts[r];
  }
  for (let i = 0; i < n; i++) addItem(table, spec, i);
  for (const [i, r] of spec.forbidden ?? []) table.mask.fill(0, (i! * m + r!) * v, (i! * m + r! + 1) * v);
  if (spec.late) table.mask[table.mask.length - 1] = 1;
  return table;
}

function addItem(table: PlacementTable, spec: TableSpec, i: number): void {
  const { resources: m, variants: v } = table.shape;
  const slot = table.add();
  const { items } = table;
  items.id[slot] = i;
  items.job[slot] = spec.job?.[i] ?? 0;
  items.since[slot] = spec.since?.[i] ?? table.now;
  items.upwardRank[slot] = spec.upwardRank?.[i] ?? 0;
  items.remainingWork[slot] = spec.remainingWork?.[i] ?? 0;
  items.deadline[slot] = spec.deadline?.[i] ?? Number.POSITIVE_INFINITY;
  items.priority[slot] = spec.priority?.[i] ?? 0;
  for (let r = 0; r < m; r++) {
    table.ready[slot * m + r] = spec.ready?.[i]?.[r] ?? table.now;
    const cost = spec.cost[i][r];
    const busy = table.resources.freeAt[r] > table.now || table.resources.queueLength[r] > 0;
    for (let x = 0; x < v; x++) {
      table.cost[(slot * m + r) * v + x] = cost;
      table.mask[(slot * m + r) * v + x] = cost < Number.POSITIVE_INFINITY && !(spec.late && busy) ? 1 : 0;
    }
  }
}

/** `[item, resource]` of a flat action, or `'wait'`. */
export function pairOf(table: PlacementTable, action: number): readonly [number, number] | 'wait' {
  const { resources: m, variants: v, items: n } = table.shape;
  if (action === n * m * v) return 'wait';
  return [table.items.id[Math.floor(action / v / m)], Math.floor(action / v) % m];
}

export function emptyGraph(): PlacementGraph {
  const ints = new Int32Array(1);
  const none = new Float64Array(0);
  return {
    nodeCount: 0,
    edgeCount: 0,
    jobCount: 0,
    jobId: ints,
    jobStart: ints,
    jobArrival: none,
    task: ints,
    nodeJob: ints,
    nodeItem: ints,
    state: new Uint8Array(0),
    resource: ints,
    start: none,
    finish: none,
    cost: none,
    upwardRank: none,
    successorStart: ints,
    successor: ints,
    volume: none,
    features: none,
    featureNames: [],
  };
}

/** Random tables in which every item runs somewhere; binding on ready or late, one to three variants. */
export const arbitraryTable: fc.Arbitrary<TableSpec> = fc
  .record({ n: fc.integer({ min: 1, max: 8 }), m: fc.integer({ min: 1, max: 5 }) })
  .chain(({ n, m }) => {
    const time = fc.double({ min: 0, max: 100, noNaN: true });
    const row = (cell: fc.Arbitrary<number>) => fc.array(cell, { minLength: m, maxLength: m });
    const perItem = (cell: fc.Arbitrary<number>) => fc.array(cell, { minLength: n, maxLength: n });
    const cost = fc.oneof(
      { weight: 4, arbitrary: time },
      { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    );
    return fc.record({
      cost: fc.array(
        fc.tuple(row(cost), time, fc.nat(m - 1)).map(([cells, c, r]) => cells.with(r, c)),
        {
          minLength: n,
          maxLength: n,
        },
      ),
      ready: fc.array(row(time), { minLength: n, maxLength: n }),
      freeAt: row(time),
      queueLength: row(fc.nat(3)),
      now: fc.double({ min: 0, max: 60, noNaN: true }),
      late: fc.boolean(),
      upwardRank: perItem(time),
      remainingWork: perItem(time),
      deadline: perItem(time),
      priority: perItem(fc.integer({ min: 0, max: 3 })),
      job: perItem(fc.nat(3)),
      activeWatts: row(fc.double({ min: 0.1, max: 5, noNaN: true })),
      variants: fc.integer({ min: 1, max: 3 }),
    });
  });

/** The same question with resource `r` renamed to `order[r]`. */
export function permuted(spec: TableSpec, order: readonly number[]): TableSpec {
  const move = <T>(row: readonly T[]): T[] => {
    const out = [...row];
    for (let r = 0; r < row.length; r++) out[order[r]] = row[r];
    return out;
  };
  return {
    ...spec,
    cost: spec.cost.map(move),
    ...(spec.ready ? { ready: spec.ready.map(move) } : {}),
    ...(spec.freeAt ? { freeAt: move(spec.freeAt) } : {}),
    ...(spec.queueLength ? { queueLength: move(spec.queueLength) } : {}),
    ...(spec.activeWatts ? { activeWatts: move(spec.activeWatts) } : {}),
  };
}
