/**
 * What makes a placement view coherent: array lengths that follow from the shape, slots that agree with the
 * occupancy, actions allowed only for occupied slots and supported pairs, numbers that are finite where every
 * scheduler computes with them, and a graph whose links stay inside it. The first violation is told in words.
 */
import type { PlacementGraph, PlacementShape, PlacementView } from '../placement.js';
import { CONTENTIONS } from '../planner.js';

/** Names that every view of an environment shares; a name list that is given is checked, and used in samples. */
export interface PlacementNames {
  readonly itemKinds?: readonly string[];
  readonly itemColumns?: readonly string[];
  readonly pairColumns?: readonly string[];
  readonly sequences?: readonly string[];
  readonly itemGroups?: readonly string[];
  readonly contextGroups?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resourceKinds?: readonly string[];
  readonly resourceColumns?: readonly string[];
}

/** Why the value is no view of this shape; the empty text when it is one. */
export function explainPlacement(shape: PlacementShape, names: PlacementNames, value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'the value is no placement view';
  const view = value as PlacementView;
  try {
    return (
      shapeProblem(shape, view) ||
      lengthProblem(view) ||
      namesProblem(names, view) ||
      slotProblem(view) ||
      itemProblem(view) ||
      resourceProblem(view) ||
      actionProblem(view) ||
      graphLengthProblem(view.graph, view.shape.resources) ||
      graphProblem(view)
    );
  } catch (error) {
    if (error instanceof TypeError) return `a part of the view is missing (${error.message})`;
    throw error;
  }
}

function shapeProblem(shape: PlacementShape, view: PlacementView): string {
  const given = view.shape;
  if (given?.items !== shape.items || given.resources !== shape.resources || given.variants !== shape.variants) {
    return `the shape is ${given?.items} × ${given?.resources} × ${given?.variants}, not ${shape.items} × ${shape.resources} × ${shape.variants}`;
  }
  if (!Number.isFinite(view.now)) return `now is ${view.now}`;
  if (!(view.elapsed >= 0 && Number.isFinite(view.elapsed))) return `elapsed is ${view.elapsed}`;
  if (!(view.timeUnit.seconds > 0)) return `the time unit lasts ${view.timeUnit.seconds} seconds`;
  return '';
}

function lengthProblem(view: PlacementView): string {
  const { items: n, resources: m, variants: v } = view.shape;
  const { items, resources, groups, links } = view;
  const g = groups.names.length;
  const columns: [string, unknown, typeof Float64Array | typeof Int32Array | typeof Uint8Array, number][] = [
    ['items.slots', items.slots, Int32Array, n],
    ['items.occupied', items.occupied, Uint8Array, n],
    ['items.id', items.id, Int32Array, n],
    ['items.kind', items.kind, Int32Array, n],
    ['items.job', items.job, Int32Array, n],
    ['items.since', items.since, Float64Array, n],
    ['items.remainingWork', items.remainingWork, Float64Array, n],
    ['items.upwardRank', items.upwardRank, Float64Array, n],
    ['items.priority', items.priority, Float64Array, n],
    ['items.deadline', items.deadline, Float64Array, n],
    ['resources.kind', resources.kind, Int32Array, m],
    ['resources.speed', resources.speed, Float64Array, m],
    ['resources.freeAt', resources.freeAt, Float64Array, m],
    ['resources.queueLength', resources.queueLength, Int32Array, m],
    ['groups.awake', groups.awake, Float64Array, n * g],
    ['groups.context', groups.context, Float64Array, groups.contextNames.length],
    ['links.bandwidth', links.bandwidth, Float64Array, m * m],
    ['links.startup', links.startup, Float64Array, m * m],
    ['cost', view.cost, Float64Array, n * m * v],
    ['ready', view.ready, Float64Array, n * m],
    ['mask', view.mask, Uint8Array, n * m * v + 1],
  ];
  for (const [name, array, type, length] of columns) {
    if (!(array instanceof type)) return `${name} is no ${type.name}`;
    if (array.length !== length) return `${name} has ${array.length} entries, not ${length}`;
  }
  for (const [name, column] of Object.entries(items.columns)) {
    if (column.length !== n) return `items.columns.${name} has ${column.length} entries, not ${n}`;
  }
  for (const [name, rows] of Object.entries(items.pairs)) {
    if (rows.length !== n * m) return `items.pairs.${name} has ${rows.length} entries, not ${n * m}`;
  }
  for (const [name, { start, length }] of Object.entries(items.sequences)) {
    if (start.length !== n || length.length !== n) return `items.sequences.${name} is not for ${n} slots`;
  }
  for (const [name, column] of Object.entries(resources.columns)) {
    if (column.length !== m) return `resources.columns.${name} has ${column.length} entries, not ${m}`;
  }
  if (resources.count !== m) return `resources.count is ${resources.count}, not ${m}`;
  return resources.names.length === m ? '' : `there are ${resources.names.length} resource names, not ${m}`;
}

function namesProblem(names: PlacementNames, view: PlacementView): string {
  const pairs: [string, readonly string[] | undefined, readonly string[]][] = [
    ['item kinds', names.itemKinds, view.items.kinds],
    ['item columns', names.itemColumns, Object.keys(view.items.columns)],
    ['pair columns', names.pairColumns, Object.keys(view.items.pairs)],
    ['sequences', names.sequences, Object.keys(view.items.sequences)],
    ['item groups', names.itemGroups, view.groups.names],
    ['context groups', names.contextGroups, view.groups.contextNames],
    ['resource names', names.resourceNames, view.resources.names],
    ['resource kinds', names.resourceKinds, view.resources.kinds],
    ['resource columns', names.resourceColumns, Object.keys(view.resources.columns)],
  ];
  for (const [what, expected, given] of pairs) {
    if (expected && expected.join('\n') !== given.join('\n')) {
      return `the ${what} are [${given.join(', ')}], not [${expected.join(', ')}]`;
    }
  }
  return '';
}

function slotProblem({ items, shape }: PlacementView): string {
  const { count, slots, occupied, overflow } = items;
  if (!Number.isInteger(count) || count < 0 || count > shape.items) return `items.count is ${count}`;
  if (!Number.isInteger(overflow) || overflow < 0) return `items.overflow is ${overflow}`;
  const listed = new Uint8Array(shape.items);
  for (let i = 0; i < count; i++) {
    const slot = slots[i];
    if (slot < 0 || slot >= shape.items) return `items.slots[${i}] is ${slot}`;
    if (occupied[slot] !== 1) return `items.slots lists slot ${slot}, which is not occupied`;
    if (listed[slot] === 1) return `items.slots lists slot ${slot} twice`;
    for (const [name, { start, length, values }] of Object.entries(items.sequences)) {
      if (start[slot] >= 0 && length[slot] >= 0 && start[slot] + length[slot] <= values.length) continue;
      return `items.sequences.${name} of slot ${slot} leaves its values`;
    }
    listed[slot] = 1;
  }
  const used = occupied.reduce((sum, byte) => sum + byte, 0);
  return used === count ? '' : `${used} slots are occupied, items.count is ${count}`;
}

/** Columns of waiting items in which every scheduler computes; the rest may be infinite, but never NaN. */
const FINITE = ['since', 'remainingWork', 'upwardRank', 'priority'] as const;

function itemProblem(view: PlacementView): string {
  const { items, groups, now } = view;
  const g = groups.names.length;
  for (let i = 0; i < items.count; i++) {
    const slot = items.slots[i];
    const kind = items.kind[slot];
    if (kind < 0 || kind >= items.kinds.length) return `items.kind of slot ${slot} is ${kind}`;
    for (const name of FINITE) {
      if (!Number.isFinite(items[name][slot])) return `items.${name} of slot ${slot} is ${items[name][slot]}`;
    }
    if (items.since[slot] > now) return `items.since of slot ${slot} is ${items.since[slot]}, later than now (${now})`;
    if (Number.isNaN(items.deadline[slot])) return `items.deadline of slot ${slot} is NaN`;
    for (const name of Object.keys(items.columns)) {
      if (Number.isNaN(items.columns[name][slot])) return `items.columns.${name} of slot ${slot} is NaN`;
    }
    for (let group = 0; group < g; group++) {
      const awake = groups.awake[slot * g + group];
      if (!(awake >= 0 && awake <= 1)) return `group ${groups.names[group]} of slot ${slot} is awake by ${awake}`;
    }
  }
  const bad = groups.context.findIndex((awake) => !(awake >= 0 && awake <= 1));
  return bad < 0 ? '' : `context group ${groups.contextNames[bad]} is awake by ${groups.context[bad]}`;
}

function resourceProblem({ resources, links, shape }: PlacementView): string {
  for (let r = 0; r < shape.resources; r++) {
    const name = resources.names[r];
    const kind = resources.kind[r];
    if (kind < 0 || kind >= resources.kinds.length) return `the kind of resource ${name} is ${kind}`;
    const speed = resources.speed[r];
    if (!(speed >= 0 && Number.isFinite(speed))) return `the speed of resource ${name} is ${speed}`;
    if (Number.isNaN(resources.freeAt[r])) return `freeAt of resource ${name} is NaN`;
    if (resources.queueLength[r] < 0) return `queueLength of resource ${name} is ${resources.queueLength[r]}`;
    for (const column of Object.keys(resources.columns)) {
      if (Number.isNaN(resources.columns[column][r])) return `resources.columns.${column} of ${name} is NaN`;
    }
  }
  if (links.contention !== undefined && !CONTENTIONS.includes(links.contention))
    return `contention is ${links.contention}`;
  for (let link = 0; link < links.startup.length; link++) {
    if (!(links.bandwidth[link] >= 0)) return `bandwidth of link ${link} is ${links.bandwidth[link]}`;
    if (!(links.startup[link] >= 0)) return `startup of link ${link} is ${links.startup[link]}`;
  }
  return '';
}

function actionProblem({ items, shape, cost, ready, mask }: PlacementView): string {
  const { resources: m, variants: v } = shape;
  for (let slot = 0; slot < shape.items; slot++) {
    for (let pair = slot * m; pair < (slot + 1) * m; pair++) {
      if (items.occupied[slot] === 1 && Number.isNaN(ready[pair])) return `ready of slot ${slot} is NaN`;
      for (let action = pair * v; action < (pair + 1) * v; action++) {
        const allowed = mask[action];
        const time = cost[action];
        if (allowed > 1) return `mask[${action}] is ${allowed}`;
        if (allowed === 1 && items.occupied[slot] === 0) return `action ${action} is allowed, slot ${slot} is free`;
        if (items.occupied[slot] === 1 && !(time >= 0)) return `cost[${action}] is ${time}`;
        if (allowed === 1 && !Number.isFinite(time)) return `action ${action} is allowed, its cost is ${time}`;
      }
    }
  }
  const wait = mask[mask.length - 1];
  return wait > 1 ? `mask[${mask.length - 1}] is ${wait}` : '';
}

function graphLengthProblem(graph: PlacementGraph, m: number): string {
  const { nodeCount: n, edgeCount: e, jobCount: j } = graph;
  if (![n, e, j].every((count) => Number.isInteger(count) && count >= 0)) return `the graph has ${n}, ${e}, ${j} parts`;
  const columns: [string, { readonly length: number }, number][] = [
    ['jobId', graph.jobId, j],
    ['jobStart', graph.jobStart, j + 1],
    ['jobArrival', graph.jobArrival, j],
    ['task', graph.task, n],
    ['nodeJob', graph.nodeJob, n],
    ['nodeItem', graph.nodeItem, n],
    ['state', graph.state, n],
    ['resource', graph.resource, n],
    ['start', graph.start, n],
    ['finish', graph.finish, n],
    ['cost', graph.cost, n * m],
    ['upwardRank', graph.upwardRank, n],
    ['successorStart', graph.successorStart, n + 1],
    ['successor', graph.successor, e],
    ['volume', graph.volume, e],
    ['features', graph.features, n * graph.featureNames.length],
  ];
  for (const [name, array, least] of columns) {
    if (!(array.length >= least)) return `graph.${name} has ${array.length} entries, ${least} are needed`;
  }
  return '';
}

function graphProblem({ graph, items, shape }: PlacementView): string {
  const { nodeCount: n, edgeCount: e, jobCount: j } = graph;
  if (n > 0 && (graph.jobStart[0] !== 0 || graph.jobStart[j] !== n)) return 'graph.jobStart does not cover the nodes';
  if (n > 0 && (graph.successorStart[0] !== 0 || graph.successorStart[n] !== e)) {
    return 'graph.successorStart does not cover the edges';
  }
  const seen = new Uint8Array(shape.items);
  for (let node = 0; node < n; node++) {
    const job = graph.nodeJob[node];
    if (!(job >= 0 && job < j && graph.jobStart[job] <= node && node < graph.jobStart[job + 1])) {
      return `graph node ${node} is not among the nodes of its job (row ${job})`;
    }
    if (graph.state[node] > 4) return `graph.state of node ${node} is ${graph.state[node]}`;
    const resource = graph.resource[node];
    if (resource < -1 || resource >= shape.resources) return `graph.resource of node ${node} is ${resource}`;
    if (graph.successorStart[node] > graph.successorStart[node + 1])
      return `graph.successorStart falls at node ${node}`;
    if (!Number.isFinite(graph.upwardRank[node]))
      return `graph.upwardRank of node ${node} is ${graph.upwardRank[node]}`;
    const slot = graph.nodeItem[node];
    if (slot === -1) continue;
    if (items.occupied[slot] !== 1) return `graph node ${node} points at slot ${slot}, which is not occupied`;
    if (seen[slot] === 1) return `two graph nodes point at slot ${slot}`;
    seen[slot] = 1;
  }
  for (let edge = 0; edge < e; edge++) {
    const to = graph.successor[edge];
    if (to < 0 || to >= n) return `graph edge ${edge} leads to node ${to}`;
    if (!(graph.volume[edge] >= 0)) return `graph edge ${edge} moves ${graph.volume[edge]}`;
  }
  const badCost = graph.cost.subarray(0, n * shape.resources).findIndex((time) => !(time >= 0));
  if (badCost >= 0) return `graph.cost[${badCost}] is ${graph.cost[badCost]}`;
  const badFeature = graph.features.subarray(0, n * graph.featureNames.length).findIndex(Number.isNaN);
  return badFeature < 0 ? '' : `graph.features[${badFeature}] is NaN`;
}
