/**
 * A placement view frozen in time. The live table is overwritten by the next step; the copy owns its arrays, holds
 * the graph trimmed to its counts, and clears the columns of free slots, whose numbers mean nothing.
 */
import type { GroupTable, ItemSequences, ItemTable, PlacementGraph, PlacementView } from '../placement.js';

/** An independent copy. */
export function copyPlacementView(view: PlacementView): PlacementView {
  const { shape, items } = view;
  const { occupied } = items;
  const { items: n, resources: m, variants: v } = shape;
  return {
    shape: { ...shape },
    timeUnit: { ...view.timeUnit },
    now: view.now,
    elapsed: view.elapsed,
    items: copyItems(items, m),
    resources: {
      count: view.resources.count,
      names: [...view.resources.names],
      kind: view.resources.kind.slice(),
      kinds: [...view.resources.kinds],
      speed: view.resources.speed.slice(),
      freeAt: view.resources.freeAt.slice(),
      queueLength: view.resources.queueLength.slice(),
      columns: mapColumns(view.resources.columns, (column) => column.slice()),
    },
    groups: copyGroups(view.groups, occupied),
    links: {
      bandwidth: view.links.bandwidth.slice(),
      startup: view.links.startup.slice(),
      contention: view.links.contention ?? 'none',
    },
    cost: maskedRows({ rows: view.cost, occupied, width: m * v, blank: Number.POSITIVE_INFINITY }),
    ready: maskedRows({ rows: view.ready, occupied, width: m, blank: 0 }),
    mask: view.mask.slice(0, n * m * v + 1),
    graph: copyGraph(view.graph, m),
  };
}

function copyItems(items: ItemTable, resources: number): ItemTable {
  const { occupied, count } = items;
  const floats = (rows: Float64Array) => maskedRows({ rows, occupied, width: 1, blank: 0 });
  const integers = (rows: Int32Array) => maskedRows({ rows, occupied, width: 1, blank: 0 });
  return {
    count,
    overflow: items.overflow,
    slots: items.slots.map((slot, i) => (i < count ? slot : 0)),
    occupied: occupied.slice(),
    id: integers(items.id),
    kind: integers(items.kind),
    kinds: [...items.kinds],
    job: integers(items.job),
    since: floats(items.since),
    remainingWork: floats(items.remainingWork),
    upwardRank: floats(items.upwardRank),
    priority: floats(items.priority),
    deadline: floats(items.deadline),
    columns: mapColumns(items.columns, floats),
    pairs: mapColumns(items.pairs, (rows) => maskedRows({ rows, occupied, width: resources, blank: 0 })),
    sequences: Object.fromEntries(
      Object.entries(items.sequences).map(([name, lists]) => [name, copySequences(lists, occupied)]),
    ),
  };
}

/** The lists of the occupied slots, one after the other in order of slot. */
function copySequences({ start, length, values }: ItemSequences, occupied: Uint8Array): ItemSequences {
  const copy = { start: new Int32Array(start.length), length: new Int32Array(start.length) };
  const kept: number[] = [];
  for (let slot = 0; slot < start.length; slot++) {
    if (occupied[slot] === 0) continue;
    copy.start[slot] = kept.length;
    copy.length[slot] = length[slot];
    for (let i = 0; i < length[slot]; i++) kept.push(values[start[slot] + i]);
  }
  return { ...copy, values: Int32Array.from(kept) };
}

function copyGroups(groups: GroupTable, occupied: Uint8Array): GroupTable {
  return {
    names: [...groups.names],
    awake: maskedRows({ rows: groups.awake, occupied, width: groups.names.length, blank: 0 }),
    contextNames: [...groups.contextNames],
    context: groups.context.slice(),
  };
}

/** The graph cut to its present counts. */
function copyGraph(graph: PlacementGraph, resources: number): PlacementGraph {
  const { nodeCount: n, edgeCount: e, jobCount: j } = graph;
  return {
    nodeCount: n,
    edgeCount: e,
    jobCount: j,
    jobId: graph.jobId.slice(0, j),
    jobStart: graph.jobStart.slice(0, j + 1),
    jobArrival: graph.jobArrival.slice(0, j),
    task: graph.task.slice(0, n),
    nodeJob: graph.nodeJob.slice(0, n),
    nodeItem: graph.nodeItem.slice(0, n),
    state: graph.state.slice(0, n),
    resource: graph.resource.slice(0, n),
    start: graph.start.slice(0, n),
    finish: graph.finish.slice(0, n),
    cost: graph.cost.slice(0, n * resources),
    upwardRank: graph.upwardRank.slice(0, n),
    successorStart: graph.successorStart.slice(0, n + 1),
    successor: graph.successor.slice(0, e),
    volume: graph.volume.slice(0, e),
    features: graph.features.slice(0, n * graph.featureNames.length),
    featureNames: [...graph.featureNames],
  };
}

function mapColumns(
  columns: Readonly<Record<string, Float64Array>>,
  change: (column: Float64Array) => Float64Array,
): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)]));
}

/** Rows of `width` numbers a slot, with the rows of free slots blank. */
function maskedRows<A extends Float64Array | Int32Array>(options: {
  readonly rows: A;
  readonly occupied: Uint8Array;
  readonly width: number;
  readonly blank: number;
}): A {
  const { occupied, width, blank } = options;
  const copy = options.rows.slice() as A;
  for (let slot = 0; slot < occupied.length; slot++) {
    if (occupied[slot] === 0) copy.fill(blank, slot * width, (slot + 1) * width);
  }
  return copy;
}
