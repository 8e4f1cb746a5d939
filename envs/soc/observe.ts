/**
 * Observations: the live placement view itself, or copies of it for other learners. `graph` is Gymnasium's Graph: one
 * node per task of the jobs inside, one edge per transfer. `padded` is a Dict of Boxes of constant shape with finite
 * numbers only: unsupported pairs have cost −1, free slots are zeros, times are relative to now.
 */
import type { PlacementTable, PlacementView } from '../../src/placement.js';
import { box } from '../../src/space/box.js';
import { dict } from '../../src/space/dict.js';
import { type GraphValue, graph } from '../../src/space/graph.js';
import { placementSpace } from '../../src/space/placement.js';
import type { Space } from '../../src/space/space.js';

export interface SocObserver {
  readonly space: Space;
  /** True when `observe` returns the live view. */
  readonly aliases: boolean;
  observe(): unknown;
}

const UNBOUNDED = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } as const;

/** The observer of a kind for a table. */
export function createObserver(kind: 'view' | 'graph' | 'padded', table: PlacementTable): SocObserver {
  if (kind === 'graph') return graphObserver(table);
  if (kind === 'padded') return paddedObserver(table);
  const { items, groups, resources } = table;
  const space = placementSpace(table.shape, {
    itemKinds: items.kinds,
    itemColumns: Object.keys(items.columns),
    itemGroups: groups.names,
    contextGroups: groups.contextNames,
    resourceNames: resources.names,
    resourceKinds: resources.kinds,
    resourceColumns: Object.keys(resources.columns),
  });
  return { space: space as Space, aliases: true, observe: (): PlacementView => table };
}

function graphObserver(table: PlacementTable): SocObserver {
  const features = table.graph.featureNames.length + 1; // upward rank first
  const space = graph({
    nodeSpace: box({ ...UNBOUNDED, shape: [features] }),
    edgeSpace: box({ ...UNBOUNDED, shape: [1] }),
  });
  const observe = (): GraphValue => {
    const live = table.graph;
    const own = features - 1;
    const nodes = new Float32Array(live.nodeCount * features);
    const edgeLinks = new Int32Array(2 * live.edgeCount);
    const edges = Float32Array.from(live.volume.subarray(0, live.edgeCount));
    for (let node = 0; node < live.nodeCount; node++) {
      nodes[node * features] = live.upwardRank[node];
      for (let f = 0; f < own; f++) nodes[node * features + 1 + f] = live.features[node * own + f];
      for (let e = live.successorStart[node]; e < live.successorStart[node + 1]; e++) {
        edgeLinks[2 * e] = node;
        edgeLinks[2 * e + 1] = live.successor[e];
      }
    }
    return live.edgeCount === 0 ? { nodes, edges: null, edgeLinks: null } : { nodes, edges, edgeLinks };
  };
  return { space: space as Space, aliases: false, observe };
}

/** Columns of the padded items before the domain columns. */
export const PADDED_ITEM_COLUMNS = ['occupied', 'age', 'remainingWork', 'upwardRank', 'priority', 'slack'] as const;
/** Columns of the padded resources before the domain columns. */
export const PADDED_RESOURCE_COLUMNS = ['speed', 'freeIn', 'queueLength'] as const;

function paddedObserver(table: PlacementTable): SocObserver {
  const { items: n, resources: m } = table.shape;
  const itemColumns = Object.keys(table.items.columns);
  const resourceColumns = Object.keys(table.resources.columns);
  const itemWidth = PADDED_ITEM_COLUMNS.length + itemColumns.length;
  const resourceWidth = PADDED_RESOURCE_COLUMNS.length + resourceColumns.length;
  const g = table.groups.names.length;
  const c = table.groups.contextNames.length;
  const space = dict({
    items: box({ ...UNBOUNDED, shape: [n, itemWidth] }),
    groups: box({ low: 0, high: 1, shape: [n, g] }),
    context: box({ low: 0, high: 1, shape: [c] }),
    resources: box({ ...UNBOUNDED, shape: [m, resourceWidth] }),
    cost: box({ low: -1, high: Number.POSITIVE_INFINITY, shape: [n, m] }),
    ready: box({ ...UNBOUNDED, shape: [n, m] }),
    mask: box({ low: 0, high: 1, shape: [table.mask.length], dtype: 'uint8' }),
  });
  const observe = () => {
    const { items, resources, groups, now } = table;
    const observation = {
      items: new Float32Array(n * itemWidth),
      groups: new Float32Array(n * g),
      context: Float32Array.from(groups.context),
      resources: new Float32Array(m * resourceWidth),
      cost: new Float32Array(n * m).fill(-1),
      ready: new Float32Array(n * m),
      mask: table.mask.slice(),
    };
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      const row = observation.items.subarray(slot * itemWidth, (slot + 1) * itemWidth);
      row[0] = 1;
      row[1] = now - items.since[slot];
      row[2] = items.remainingWork[slot];
      row[3] = items.upwardRank[slot];
      row[4] = items.priority[slot];
      row[5] = items.deadline[slot] === Number.POSITIVE_INFINITY ? 0 : items.deadline[slot] - now;
      itemColumns.forEach((name, k) => {
        const value = items.columns[name][slot];
        row[PADDED_ITEM_COLUMNS.length + k] = name === 'jobArrival' ? now - value : value;
      });
      for (let k = 0; k < g; k++) observation.groups[slot * g + k] = groups.awake[slot * g + k];
      for (let p = 0; p < m; p++) {
        const pair = slot * m + p;
        observation.ready[pair] = table.ready[pair] - now;
        if (table.cost[pair] !== Number.POSITIVE_INFINITY) observation.cost[pair] = table.cost[pair];
      }
    }
    for (let p = 0; p < m; p++) {
      const row = observation.resources.subarray(p * resourceWidth, (p + 1) * resourceWidth);
      row[0] = resources.speed[p];
      row[1] = Math.max(0, resources.freeAt[p] - now);
      row[2] = resources.queueLength[p];
      resourceColumns.forEach((name, k) => {
        row[PADDED_RESOURCE_COLUMNS.length + k] = resources.columns[name][p];
      });
    }
    return observation;
  };
  return { space: space as Space, aliases: false, observe };
}
