/**
 * Compact instances, as recorded results store them: `{ "cost": [work…], "speed": […], "edges": [[0, 1, volume] …],
 * "bw": [[…]…] }` for related machines (cost = work / speed) and `{ "W": [[time per processor]…], "edges", "bw" }` for
 * unrelated ones, with an `id` or a `name`. `bw` is a matrix, a number, or the text "all 1". Tasks are called T0, T1, …,
 * processors P0, P1, …. Nothing is written in this form: arena-json.ts holds more.
 */
import { isPlainObject } from '../config.js';
import { numberedNames } from '../plan/instance.js';
import { costMatrix, type DagContent, readEdges, readProcessors } from './arena-json.js';
import { checkEdges, type Places } from './dag-file.js';
import type { JsonPath } from './json-scan.js';
import { isAmount, type JsonSource, kindOf } from './json-source.js';

type Fields = Readonly<Record<string, unknown>>;

/** True for an object that looks like a compact instance. */
export function isGoldenInstance(value: unknown): value is Fields {
  return (
    isPlainObject(value) &&
    value.format === undefined &&
    'edges' in value &&
    ('W' in value || ('cost' in value && 'speed' in value))
  );
}

/** What arena-json.ts would read; here it would silently count for nothing. Other keys belong to whoever recorded them. */
const FULL_FORM = ['tasks', 'processors', 'bandwidth', 'startup', 'contention'];

/** Reads the object at `path`. Errors: `ArenaError` naming the line. */
export function readGoldenJson(json: JsonSource, content: Fields, path: JsonPath): DagContent {
  const unrelated = content.W !== undefined;
  const key = unrelated ? 'W' : 'cost';
  const foreign = FULL_FORM.find((name) => content[name] !== undefined);
  if (foreign !== undefined)
    throw json.fault([...path, foreign], `"${foreign}" does not go with "${key}" (links are "bw" in the compact form)`);
  const rows = json.list(content[key], [...path, key], `"${key}"`);
  const tasks = numberedNames('T', rows.length);
  const places: Places = {
    task: (task, message) => json.fault([...path, key, task], message),
    edge: (edge, message) => json.fault([...path, 'edges', edge], message),
  };
  const place = [...path, 'edges'];
  const edges = readEdges({ json, path: place, numbers: new Map(), taskCount: rows.length }, content.edges);
  checkEdges(tasks, edges, places);
  const cost = unrelated ? costMatrix(json, rows, { tasks, place: (task) => [...path, 'W', task] }) : null;
  const work = unrelated
    ? null
    : Float64Array.from(rows, (value, task) => workOf(json, value, [...path, 'cost', task]));
  const speeds = unrelated ? [] : json.list(content.speed, [...path, 'speed'], '"speed"');
  const names = numberedNames('P', cost === null ? speeds.length : cost.length / tasks.length || 0);
  const fields = {
    processors: names.map((name, k) => (unrelated ? name : { name, speed: speeds[k] })),
    ...(content.bw === undefined || content.bw === 'all 1' ? {} : { bandwidth: content.bw }),
  };
  const processors = readProcessors(json, fields, {
    path,
    columns: unrelated ? names.length : -1,
    keys: { processors: unrelated ? 'W' : 'speed', bandwidth: 'bw' },
  });
  const name = content.id ?? content.name;
  return { name: typeof name === 'string' ? name : '', tasks, edges, work, cost, processors };
}

function workOf(json: JsonSource, value: unknown, path: JsonPath): number {
  if (isAmount(value)) return value;
  throw json.fault(path, `task "T${path[path.length - 1]}" has cost ${kindOf(value)} (a number ≥ 0 is expected)`);
}
