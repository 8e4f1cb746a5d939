/**
 * Files in the JSON of `@dagrejs/graphlib` (`json.write`): `{ "options", "nodes": [{"v": name, "value"}], "edges": [{"v",
 * "w", "value"}], "value" }`. A node's value is its work or `{ work }` or `{ cost: [time per processor] }`, an edge's value its
 * volume or `{ volume }`, the graph's value an object with `name`, `processors`, `bandwidth`, `startup` and `contention` as in
 * arena-json.ts. Other keys of values belong to others (drawing programs) and are ignored, but not misspelt ones (near-miss.ts).
 * The text is read directly, not through a `Graph`, which sorts names that are numbers before others, cannot
 * hold a node called `__proto__`, and knows no lines.
 */
import { isPlainObject } from '../config.js';
import type { DagInstance } from '../plan/instance.js';
import type { Edge } from '../sim/dag.js';
import { costMatrix, type DagContent, readProcessors } from './arena-json.js';
import { instanceValues, taskValues } from './arena-json-write.js';
import { checkEdges, numberTasks, type Places } from './dag-file.js';
import { edgesOf } from './instance-of.js';
import type { JsonPath } from './json-scan.js';
import { isAmount, type JsonSource, kindOf } from './json-source.js';
import { nearMiss } from './near-miss.js';
import { shown } from './source.js';

type Fields = Readonly<Record<string, unknown>>;

/** Reads a graph. Errors: `ArenaError` naming the line. */
export function readGraphlibJson(json: JsonSource): DagContent {
  const content = json.object(json.content, [], 'the file');
  const options = json.object(content.options ?? {}, ['options'], '"options"');
  if (options.directed === false)
    throw json.fault(['options'], 'the graph is undirected ("directed": true is expected)');
  const rows = json
    .list(content.nodes, ['nodes'], '"nodes"')
    .map((row, i) => json.object(row, ['nodes', i], `node ${i}`));
  const tasks = rows.map((row, i) => json.text(row.v, ['nodes', i, 'v'], `the name "v" of node ${i}`));
  const places: Places = {
    task: (task, message) => json.fault(['nodes', task], message),
    edge: (edge, message) => json.fault(['edges', edge], message),
  };
  const numbers = numberTasks(tasks, places);
  rows.forEach(({ value }, i) => {
    checkKeys(json, value, { known: NODE_KEYS, what: 'node', path: ['nodes', i, 'value'] });
  });
  const unread = new Set<string>();
  const edges = json.list(content.edges ?? [], ['edges'], '"edges"').map((row, e): Edge => {
    const edge = json.object(row, ['edges', e], `edge ${e}`);
    checkKeys(json, edge.value, { known: EDGE_KEYS, what: 'edge', path: ['edges', e, 'value'] });
    if (isPlainObject(edge.value)) for (const key in edge.value) if (!EDGE_KEYS.includes(key)) unread.add(key);
    return [
      taskOf(json, numbers, [edge.v, e, 'v']),
      taskOf(json, numbers, [edge.w, e, 'w']),
      volumeOf(json, edge.value, e),
    ];
  });
  checkEdges(tasks, edges, places);
  const costs = rows.map(({ value }) => (isPlainObject(value) ? value.cost : undefined));
  const related = costs.every((row) => row === undefined);
  const cost = related ? null : costMatrix(json, costs, { tasks, place: (task) => ['nodes', task, 'value', 'cost'] });
  const work = related
    ? Float64Array.from(rows, ({ value }, task) => workOf(json, value, { task, name: tasks[task] }))
    : null;
  const value: Fields = isPlainObject(content.value) ? content.value : {};
  checkKeys(json, value, { known: GRAPH_KEYS, what: 'graph', path: ['value'] });
  const columns = cost === null ? -1 : cost.length / tasks.length;
  const processors = readProcessors(json, value, { path: ['value'], columns });
  const name = typeof value.name === 'string' ? value.name : '';
  return { name, tasks, edges, work, cost, processors, unread: [...unread] };
}

const NODE_KEYS = ['work', 'cost'];
const EDGE_KEYS = ['volume'];
const GRAPH_KEYS = ['name', 'processors', 'bandwidth', 'startup', 'contention'];

interface KeyRules {
  readonly known: readonly string[];
  readonly what: string;
  readonly path: JsonPath;
}

/** Refuses keys of a value that were surely meant to be ours. */
function checkKeys(json: JsonSource, value: unknown, { known, what, path }: KeyRules): void {
  if (!isPlainObject(value)) return;
  for (const key in value) {
    const meant = known.includes(key) ? undefined : nearMiss(key, known);
    if (meant === undefined) continue;
    const words = `the value of the ${what} has ${shown(key)}, which means nothing here`;
    throw json.fault([...path, key], `${words} (known: ${known.join(', ')}); did you mean "${meant}"?`);
  }
}

function taskOf(
  json: JsonSource,
  numbers: ReadonlyMap<string, number>,
  [name, e, end]: [unknown, number, string],
): number {
  const task = typeof name === 'string' ? numbers.get(name) : undefined;
  if (task !== undefined) return task;
  throw json.fault(['edges', e, end], `edge ${e} names node ${kindOf(name)}, which is not among "nodes"`);
}

function volumeOf(json: JsonSource, value: unknown, e: number): number {
  const volume = isPlainObject(value) ? (value.volume ?? 0) : (value ?? 0);
  if (isAmount(volume)) return volume;
  throw json.fault(['edges', e, 'value'], `edge ${e} has volume ${kindOf(volume)} (a number ≥ 0 is expected)`);
}

function workOf(
  json: JsonSource,
  value: unknown,
  { task, name }: { readonly task: number; readonly name: string },
): number {
  const work = isPlainObject(value) ? value.work : value;
  if (isAmount(work)) return work;
  throw json.fault(['nodes', task], `task ${shown(name)} has work ${kindOf(work)} (a number ≥ 0 is expected)`);
}

/** The instance as text; it holds everything an instance consists of. */
export function writeGraphlibJson(instance: DagInstance): string {
  const { tasks } = instance;
  const graph = {
    options: { directed: true, multigraph: false, compound: false },
    nodes: taskValues(instance).map(({ name, ...value }) => ({ v: name, value })),
    edges: edgesOf(instance).map(([from, to, volume]) => ({ v: tasks[from], w: tasks[to], value: { volume } })),
    value: { name: instance.name, ...instanceValues(instance) },
  };
  return `${JSON.stringify(graph, null, 1)}\n`;
}
