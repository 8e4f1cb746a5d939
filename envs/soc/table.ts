/**
 * What the placement view of this environment is made of, in every mode: its columns and groups, and the parts that
 * never change.
 */
import { type PlacementGraph, PlacementTable } from '../../src/placement.js';
import type { Arena } from '../../src/sim/arena.js';
import type { SocConfig } from './config.js';
import type { SocModel } from './model.js';

export const ITEM_COLUMNS = ['minimumCost', 'successors', 'level', 'communicationMax', 'jobArrival'] as const;
export const RESOURCE_COLUMNS = [
  'busy',
  'frequencyMegahertz',
  'temperatureCelsius',
  'powerWatts',
  'activeWatts',
] as const;
export const CONTEXT_GROUPS = ['always-on', 'load-low', 'load-medium', 'load-high'] as const;

/** Groups every item may belong to: always, by application, by half of the job, and whether an accelerator can run it. */
function itemGroups(model: SocModel): string[] {
  return ['always-on', ...model.templates.map(({ name }) => `application:${name}`), 'early', 'late', 'accelerable'];
}

/** An empty table for a configuration. */
export function createTable(
  model: SocModel,
  config: SocConfig,
  parts: { readonly graph: () => PlacementGraph; readonly arena?: Arena },
): PlacementTable {
  const table = new PlacementTable({
    shape: { items: config.itemSlots, resources: model.processorCount, variants: 1 },
    timeUnit: { name: model.platform.timeUnit, seconds: model.tickSeconds },
    itemKinds: model.templates.map(({ name }) => name),
    itemColumns: ITEM_COLUMNS,
    itemGroups: itemGroups(model),
    contextGroups: CONTEXT_GROUPS,
    resourceNames: model.processorNames,
    resourceKinds: [...new Set(model.clusters.map(({ type }) => type))],
    resourceColumns: RESOURCE_COLUMNS,
    ...parts,
  });
  const m = model.processorCount;
  table.links.wholeUnits = true;
  for (let from = 0; from < m; from++)
    for (let to = 0; to < m; to++)
      table.links.bandwidth[from * m + to] =
        config.communication.route === 'shared-memory'
          ? 1 / (1 / model.toMemory[from] + 1 / model.fromMemory[to]) // a write and a read, one after the other
          : model.bandwidth[from * m + to];
  writeConstants(table, model);
  return table;
}

/** Kinds and highest frequencies of the processors, and the context group that is always awake. */
export function writeConstants(table: PlacementTable, model: SocModel): void {
  for (let p = 0; p < model.processorCount; p++) {
    const cluster = model.clusters[model.clusterOf[p]];
    table.resources.kind[p] = table.resources.kinds.indexOf(cluster.type);
    table.resources.columns.frequencyMegahertz[p] = cluster.operatingPoints.at(-1)?.megahertz ?? 0;
  }
  table.groups.context[0] = 1;
}

/** Groups of every task row: [row · g]. Accelerable tasks run on a cluster of type ACC… or NPU…. */
export function taskGroups(model: SocModel): Float64Array {
  const g = itemGroups(model).length;
  const rows = model.rowTemplate.length;
  const k = model.templates.length;
  const groups = new Float64Array(rows * g);
  for (let u = 0; u < rows; u++) {
    const template = model.rowTemplate[u];
    const progress = model.level[u] / Math.max(1, model.depth[template]);
    const accelerable = model.clusters.some(
      ({ type, executionTime }) => /^(ACC|NPU)/.test(type) && executionTime[model.taskName[u]] !== undefined,
    );
    groups[u * g] = 1;
    groups[u * g + 1 + template] = 1;
    groups[u * g + 1 + k] = progress < 0.5 ? 1 : 0;
    groups[u * g + 2 + k] = progress < 0.5 ? 0 : 1;
    groups[u * g + 3 + k] = accelerable ? 1 : 0;
  }
  return groups;
}

/** Outstanding tasks (ready, bound or running) per processor from which the load counts as medium, and as high. */
export const LOAD_MEDIUM = 1;
export const LOAD_HIGH = 3;

/** Writes the load groups of the decision. */
export function writeLoad(table: PlacementTable, outstanding: number): void {
  const load = outstanding / table.shape.resources;
  const { context } = table.groups;
  context[1] = load < LOAD_MEDIUM ? 1 : 0;
  context[2] = load >= LOAD_MEDIUM && load < LOAD_HIGH ? 1 : 0;
  context[3] = load >= LOAD_HIGH ? 1 : 0;
}
