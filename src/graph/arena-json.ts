/**
 * The project's own format, `sched-arena-dag-1`, one JSON object:
 * `{ "format": "sched-arena-dag-1", "name": …, "tasks": [{"name": "a", "work": 3} …], "processors": [{"name": "P0",
 * "speed": 2} …], "edges": [["a", "b", 5] …], "bandwidth": 1, "startup": 0, "contention": "none" }`.
 * For unrelated machines every task has `"cost": [4, null, 2]` instead of `work`: one time per processor, null where the
 * task cannot run. Edges name tasks, or number them from 0. Links: see links.ts. Without `processors` the file is a DAG
 * alone (with costs: processors P0, P1, …). It holds everything an instance consists of. Unknown keys are refused, but
 * `comment`, `description` and what begins with `x-` may stand anywhere.
 */
import { isPlainObject } from '../config.js';
import { numberedNames, type Processors } from '../plan/instance.js';
import type { Edge } from '../sim/dag.js';
import { checkEdges, numberTasks, type Places } from './dag-file.js';
import type { JsonPath } from './json-scan.js';
import { isAmount, type JsonSource, kindOf } from './json-source.js';
import { type LinkFault, readLinks } from './links.js';
import { MOST_PROCESSORS, shown } from './source.js';

export const ARENA_DAG = 'sched-arena-dag-1';

/** A DAG without the name of its file, as readers of formats return it. */
export interface DagContent {
  readonly name: string; // empty = the file's own
  readonly tasks: readonly string[]; // [n]
  readonly edges: readonly Edge[];
  readonly work: Float64Array | null; // [n]
  readonly cost: Float64Array | null; // [n·m]
  readonly processors: Processors | null;
  /** What edges say that is not read, by name; told when no edge moves data. */
  readonly unread?: readonly string[];
}

const DAG_KEYS = ['format', 'name', 'tasks', 'edges', 'processors', 'bandwidth', 'startup', 'contention'];
const TASK_KEYS = ['name', 'work', 'cost'];
const PROCESSOR_KEYS = ['name', 'speed'];

type Fields = Readonly<Record<string, unknown>>;

/** Reads the object at `path`. Errors: `ArenaError` naming the line. */
export function readArenaJson(json: JsonSource, content: Fields, path: JsonPath): DagContent {
  json.refuseUnknown(content, DAG_KEYS, () => [path, path.length === 0 ? 'the file' : `instance ${path[0]}`]);
  const rows = json.list(content.tasks, [...path, 'tasks'], '"tasks"');
  const tasks: string[] = [];
  for (let task = 0; task < rows.length; task++) {
    const row = rows[task] as Fields;
    if (isPlainObject(row) && typeof row.name === 'string' && row.name !== '') tasks.push(row.name);
    else tasks.push(nameOf(json, row, [...path, 'tasks', task]));
    json.refuseUnknown(row, TASK_KEYS, () => [[...path, 'tasks', task], `task ${shown(tasks[task])}`]);
  }
  const places: Places = {
    task: (task, message) => json.fault([...path, 'tasks', task], message),
    edge: (edge, message) => json.fault([...path, 'edges', edge], message),
  };
  const numbers = numberTasks(tasks, places);
  const edges = readEdges({ json, path: [...path, 'edges'], numbers, taskCount: tasks.length }, content.edges);
  checkEdges(tasks, edges, places);
  const related = rows.every((row) => (row as Fields).cost === undefined);
  const work = related ? readWork(json, rows, { path, tasks }) : null;
  const cost = related ? null : readCosts(json, rows, { path, tasks });
  const processors = readProcessors(json, content, { path, columns: cost === null ? -1 : cost.length / tasks.length });
  const name = content.name === undefined ? '' : json.text(content.name, [...path, 'name'], '"name"');
  return { name, tasks, edges, work, cost, processors };
}

function nameOf(json: JsonSource, row: unknown, path: JsonPath): string {
  const { name } = json.object(row, path, `task ${path[path.length - 1]}`);
  return json.text(name, [...path, 'name'], `the name of task ${path[path.length - 1]}`);
}

interface TaskList {
  readonly path: JsonPath; // of the DAG
  readonly tasks: readonly string[];
}

function readWork(json: JsonSource, rows: readonly unknown[], { path, tasks }: TaskList): Float64Array {
  const work = new Float64Array(tasks.length);
  for (let task = 0; task < tasks.length; task++) {
    const value = (rows[task] as Fields).work;
    if (isAmount(value)) work[task] = value;
    else {
      const place = [...path, 'tasks', task, 'work'];
      throw json.fault(place, `task ${shown(tasks[task])} has work ${kindOf(value)} (a number ≥ 0 is expected)`);
    }
  }
  return work;
}

function readCosts(json: JsonSource, rows: readonly unknown[], { path, tasks }: TaskList): Float64Array {
  const double = rows.findIndex((row) => (row as Fields).work !== undefined && (row as Fields).cost !== undefined);
  if (double >= 0)
    throw json.fault([...path, 'tasks', double], `task ${shown(tasks[double])} has work and cost (one is expected)`);
  const costs = rows.map((row) => (row as Fields).cost);
  return costMatrix(json, costs, { tasks, place: (task) => [...path, 'tasks', task, 'cost'] });
}

/** The matrix [n·m] of rows of costs; all rows are as long as the first. Errors: `ArenaError`. */
export function costMatrix(
  json: JsonSource,
  rows: readonly unknown[],
  { tasks, place }: { readonly tasks: readonly string[]; readonly place: (task: number) => JsonPath },
): Float64Array {
  const m = Array.isArray(rows[0]) ? rows[0].length : 0;
  if (m > MOST_PROCESSORS) throw json.fault(place(0), `${m} processors are too many (at most ${MOST_PROCESSORS})`);
  const cost = new Float64Array(rows.length * m);
  for (let task = 0; task < rows.length; task++) {
    const row = rows[task];
    const who = `task ${shown(tasks[task])}`;
    if (!Array.isArray(row))
      throw json.fault(place(task), `${who} has cost ${kindOf(row)} (a list with one time per processor is expected)`);
    if (row.length !== m || m === 0)
      throw json.fault(
        place(task),
        `${who} has ${row.length} costs (${m || 'at least 1'} expected, one per processor)`,
      );
    for (let k = 0; k < m; k++) {
      const value: unknown = row[k];
      const time = value === null || value === 'Infinity' ? Number.POSITIVE_INFINITY : value;
      if (!isAmount(time) && time !== Number.POSITIVE_INFINITY)
        throw json.fault([...place(task), k], `${who} has cost ${kindOf(value)} (a number ≥ 0 or null is expected)`);
      cost[task * m + k] = time;
    }
    if (row.every((_, k) => cost[task * m + k] === Number.POSITIVE_INFINITY))
      throw json.fault(place(task), `${who} runs on none of the ${m} processors`);
  }
  return cost;
}

interface EdgeList {
  readonly json: JsonSource;
  readonly path: JsonPath; // of the list
  readonly numbers: ReadonlyMap<string, number>;
  readonly taskCount: number;
}

/** Edges `[from, to, volume]` between names or numbers of tasks; a missing volume is 0. Errors: `ArenaError`. */
export function readEdges(list: EdgeList, value: unknown): Edge[] {
  const rows = list.json.list(value ?? [], list.path, '"edges"');
  const edges: Edge[] = [];
  for (let e = 0; e < rows.length; e++) {
    const row = rows[e];
    if (!Array.isArray(row) || row.length < 2 || row.length > 3)
      throw list.json.fault([...list.path, e], `edge ${e} is ${kindOf(row)} ([from, to, volume] is expected)`);
    const volume: unknown = row.length === 3 ? row[2] : 0;
    if (!isAmount(volume))
      throw list.json.fault([...list.path, e, 2], `edge ${e} has volume ${kindOf(volume)} (a number ≥ 0 is expected)`);
    edges.push([taskNumber(list, row[0], [e, 0]), taskNumber(list, row[1], [e, 1]), volume]);
  }
  return edges;
}

function taskNumber({ json, path, numbers, taskCount }: EdgeList, value: unknown, place: JsonPath): number {
  const task = typeof value === 'string' ? numbers.get(value) : value;
  if (typeof task === 'number' && Number.isInteger(task) && task >= 0 && task < taskCount) return task;
  const allowed = taskCount > 0 ? `a name, or a number 0…${taskCount - 1}, is expected` : 'there are no tasks';
  throw json.fault(
    [...path, ...place],
    `edge ${place[0]} names task ${kindOf(value)}, which does not exist (${allowed})`,
  );
}

interface ProcessorList {
  readonly path: JsonPath; // of the object that holds the list
  readonly columns: number; // costs per task; −1 = related machines
  readonly keys?: Readonly<Record<string, string>>; // where the file has what is called otherwise here
}

/** The processors and links of an object with `processors`, `bandwidth`, `startup` and `contention`. Errors: `ArenaError`. */
export function readProcessors(
  json: JsonSource,
  content: Fields,
  { path, columns, keys = {} }: ProcessorList,
): Processors | null {
  const unrelated = columns >= 0;
  if (content.processors === undefined && !unrelated) return null;
  const place = [...path, keys.processors ?? 'processors'];
  const rows = json.list(content.processors ?? numberedNames('P', columns || 0), place, '"processors"');
  const m = rows.length;
  if (m === 0 || m > MOST_PROCESSORS)
    throw json.fault(place, `there are ${m} processors (1…${MOST_PROCESSORS} expected)`);
  if (columns > 0 && m !== columns) throw json.fault(place, `there are ${m} processors, but ${columns} costs per task`);
  const names: string[] = [];
  const speed = new Float64Array(m).fill(1);
  for (let k = 0; k < m; k++) {
    const row = typeof rows[k] === 'string' ? { name: rows[k] } : json.object(rows[k], [...place, k], `processor ${k}`);
    if (keys.processors === undefined)
      json.refuseUnknown(row as Fields, PROCESSOR_KEYS, () => [[...place, k], `processor ${k}`]);
    const name = json.text((row as Fields).name, [...place, k, 'name'], `the name of processor ${k}`);
    if (names.includes(name)) throw json.fault([...place, k], `two processors are called ${shown(name)}`);
    names.push(name);
    const value = (row as Fields).speed ?? 1;
    if (!isAmount(value) || value === 0)
      throw json.fault(
        [...place, k, 'speed'],
        `processor ${shown(name)} has speed ${kindOf(value)} (a number > 0 is expected)`,
      );
    if (!unrelated) speed[k] = value;
  }
  const fault: LinkFault = ([key, ...rest], message) => json.fault([...path, keys[key] ?? key, ...rest], message);
  return { names, speed, ...readLinks(content, m, fault) };
}
