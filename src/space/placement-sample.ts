/**
 * Random coherent placement views, for property tests and for trying an agent without an environment: a few jobs
 * with random layered DAGs, some of their ready tasks in random slots, costs with unsupported pairs among them.
 */
import {
  NODE_DONE,
  NODE_READY,
  NODE_WAITING,
  type PlacementGraph,
  type PlacementShape,
  PlacementTable,
  type PlacementView,
} from '../placement.js';
import type { Rng } from '../rng.js';
import { copyPlacementView } from './placement-copy.js';
import type { PlacementNames } from './placement-rules.js';

/** Chance that a resource cannot run an item. */
const UNSUPPORTED = 0.2;
/** Chance that wait is allowed where there is something to place. */
const WAIT_ALLOWED = 0.5;

/** A view of the shape whose content is random; terminal (nothing allowed) now and then. */
export function samplePlacement(shape: PlacementShape, names: PlacementNames, rng: Rng): PlacementView {
  const { items: n, resources: m, variants: v } = shape;
  const itemCount = rng.integer(n + 1);
  let graph: PlacementGraph | undefined;
  const table = new PlacementTable({
    shape,
    timeUnit: { name: 'second', seconds: 1 },
    itemKinds: names.itemKinds ?? ['task'],
    itemColumns: names.itemColumns ?? [],
    pairColumns: names.pairColumns ?? [],
    sequences: names.sequences ?? [],
    itemGroups: names.itemGroups ?? ['always-on'],
    contextGroups: names.contextGroups ?? ['always-on'],
    resourceNames: names.resourceNames ?? Array.from({ length: m }, (_, r) => `resource-${r}`),
    resourceKinds: names.resourceKinds ?? ['processor'],
    resourceColumns: names.resourceColumns ?? [],
    graph: () => graph!,
  });
  table.now = rng() * 1000;
  table.elapsed = rng() * table.now;
  const slots = Array.from({ length: n }, () => table.add());
  for (let kept = n; kept > itemCount; kept--) table.remove(slots.splice(rng.integer(kept), 1)[0]);
  table.items.overflow = itemCount === n ? rng.integer(3) : 0;
  for (const lists of Object.values(table.items.sequences)) lists.values = Int32Array.from({ length: n }, (_, i) => i);
  for (const slot of slots) fillItem(table, slot, rng);
  for (let r = 0; r < m; r++) {
    table.resources.kind[r] = rng.integer(table.resources.kinds.length);
    table.resources.speed[r] = 0.25 + 0.75 * rng();
    table.resources.freeAt[r] = table.now + 20 * rng() - 5;
    table.resources.queueLength[r] = rng.integer(4);
    for (const column of Object.values(table.resources.columns)) column[r] = rng();
    for (let to = 0; to < m; to++) {
      if (to === r) continue;
      table.links.bandwidth[r * m + to] = 0.5 + rng();
      table.links.startup[r * m + to] = rng();
    }
  }
  for (let i = 0; i < table.groups.context.length; i++) table.groups.context[i] = rng();
  table.mask[n * m * v] = itemCount > 0 && rng() < WAIT_ALLOWED ? 1 : 0;
  graph = sampleGraph(table, rng);
  return copyPlacementView(table);
}

function fillItem(table: PlacementTable, slot: number, rng: Rng): void {
  const { resources: m, variants: v } = table.shape;
  const { items } = table;
  items.id[slot] = rng.integer(1000);
  items.kind[slot] = rng.integer(items.kinds.length);
  items.job[slot] = rng.integer(3);
  items.since[slot] = table.now * rng();
  items.remainingWork[slot] = 100 * rng();
  items.upwardRank[slot] = 100 * rng();
  items.priority[slot] = rng.integer(3);
  items.deadline[slot] = rng() < 0.5 ? Number.POSITIVE_INFINITY : table.now + 100 * rng();
  for (const column of Object.values(items.columns)) column[slot] = rng();
  for (const rows of Object.values(items.pairs)) {
    for (let r = 0; r < m; r++) rows[slot * m + r] = rng();
  }
  for (const { start, length } of Object.values(items.sequences)) {
    start[slot] = rng.integer(table.shape.items);
    length[slot] = rng.integer(table.shape.items - start[slot] + 1);
  }
  const g = table.groups.names.length;
  for (let group = 0; group < g; group++) table.groups.awake[slot * g + group] = rng();
  const sure = rng.integer(m); // one resource that can run it
  for (let r = 0; r < m; r++) {
    const pair = slot * m + r;
    table.ready[pair] = table.now + 5 * rng();
    const supported = r === sure || rng() >= UNSUPPORTED;
    for (let variant = 0; variant < v; variant++) {
      table.cost[pair * v + variant] = supported ? 1 + 20 * rng() : Number.POSITIVE_INFINITY;
      table.mask[pair * v + variant] = supported && (r === sure || rng() < 0.8) ? 1 : 0;
    }
  }
}

/** Three jobs; every item is a ready node of its job, with a done predecessor and a waiting successor. */
function sampleGraph(table: PlacementTable, rng: Rng): PlacementGraph {
  const { items, shape } = table;
  const jobCount = 3;
  const nodes: { slot: number; job: number; state: number }[] = [];
  const jobStart = new Int32Array(jobCount + 1);
  for (let job = 0; job < jobCount; job++) {
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      if (items.job[slot] !== job) continue;
      nodes.push({ slot: -1, job, state: NODE_DONE }, { slot, job, state: NODE_READY });
      nodes.push({ slot: -1, job, state: NODE_WAITING });
    }
    jobStart[job + 1] = nodes.length;
  }
  const n = nodes.length;
  const m = shape.resources;
  const successorStart = new Int32Array(n + 1);
  const successor: number[] = [];
  for (let node = 0; node < n; node++) {
    if (nodes[node].state !== NODE_WAITING) successor.push(node + 1);
    successorStart[node + 1] = successor.length;
  }
  const done = (value: number) => Float64Array.from(nodes, ({ state }) => (state === NODE_DONE ? value : Number.NaN));
  return {
    nodeCount: n,
    edgeCount: successor.length,
    jobCount,
    jobId: Int32Array.from([0, 1, 2]),
    jobStart,
    jobArrival: Float64Array.from({ length: jobCount }, () => table.now * rng()),
    task: Int32Array.from(nodes, ({ slot }, i) => (slot < 0 ? 1000 + i : items.id[slot])),
    nodeJob: Int32Array.from(nodes, ({ job }) => job),
    nodeItem: Int32Array.from(nodes, ({ slot }) => slot),
    state: Uint8Array.from(nodes, ({ state }) => state),
    resource: Int32Array.from(nodes, ({ state }) => (state === NODE_DONE ? rng.integer(m) : -1)),
    start: done(0),
    finish: done(table.now / 2),
    cost: Float64Array.from({ length: n * m }, () => 1 + 20 * rng()),
    upwardRank: Float64Array.from({ length: n }, () => 100 * rng()),
    successorStart,
    successor: Int32Array.from(successor),
    volume: Float64Array.from(successor, () => 10 * rng()),
    features: Float64Array.from({ length: n * 2 }, () => rng()),
    featureNames: ['first', 'second'],
  };
}
