/**
 * WfFormat, the JSON schema of the WfCommons project (Coleman et al. 2022, doi 10.1016/j.future.2021.09.043), version
 * 1.5: `workflow.specification` has the tasks with parents, children and files, `workflow.execution` the runtimes and
 * machines. The older layout (1.3, 1.4), with both in `workflow.tasks`, is read too. The volume of an edge is the size of
 * all files that are output of one and input of the other. Work is the runtime × the speed of the machine it was measured
 * on, in GHz, and a processor's speed is its GHz; where the machine or its speed is unknown, 1. Core counts, memory,
 * energy and files that no edge moves are not kept. Links are no part of the format.
 */
import { numberedNames, type Processors, uniformLinks } from '../plan/instance.js';
import type { Edge } from '../sim/dag.js';
import type { DagContent } from './arena-json.js';
import { checkEdges, numberTasks, type Places } from './dag-file.js';
import type { JsonPath } from './json-scan.js';
import { isAmount, type JsonSource, kindOf } from './json-source.js';
import { MOST_PROCESSORS, shown } from './source.js';

type Fields = Readonly<Record<string, unknown>>;

/** Where the parts are in one of the two layouts. */
interface Layout {
  readonly json: JsonSource;
  readonly rows: readonly Fields[]; // [n] tasks of the specification
  readonly place: JsonPath; // of those
  readonly tasks: readonly string[]; // [n] ids
  readonly numbers: ReadonlyMap<string, number>;
}

/** Reads a workflow. Errors: `ArenaError` naming the line. */
export function readWfFormat(json: JsonSource): DagContent {
  const content = json.object(json.content, [], 'the file');
  const workflow = json.object(content.workflow, ['workflow'], '"workflow"');
  const split = workflow.specification !== undefined;
  const place: JsonPath = split ? ['workflow', 'specification', 'tasks'] : ['workflow', 'tasks'];
  const specification = split ? json.object(workflow.specification, place.slice(0, 2), '"specification"') : workflow;
  const execution = split ? json.object(workflow.execution ?? {}, ['workflow', 'execution'], '"execution"') : workflow;
  const layout = readTasks(json, specification.tasks, place);
  const machinesAt = split ? ['workflow', 'execution', 'machines'] : ['workflow', 'machines'];
  const processors = readMachines(json, execution.machines, machinesAt);
  const sizes = split ? readSizes(json, specification.files) : null;
  const edges = readEdges(layout, sizes);
  const work = split
    ? readExecution(layout, execution.tasks, processors)
    : Float64Array.from(layout.rows, (row, task) => workOf(json, row, { processors, place: [...place, task] }));
  const name = typeof content.name === 'string' ? content.name : '';
  return { name, tasks: layout.tasks, edges, work, cost: null, processors };
}

function readTasks(json: JsonSource, value: unknown, place: JsonPath): Layout {
  const rows = json.list(value, place, '"tasks"').map((row, i) => json.object(row, [...place, i], `task ${i}`));
  const tasks = rows.map((row, i) => json.text(row.id ?? row.name, [...place, i, 'id'], `the id of task ${i}`));
  const numbers = numberTasks(tasks, placesOf(json, place));
  return { json, rows, place, tasks, numbers: withNames(rows, numbers) };
}

function placesOf(json: JsonSource, place: JsonPath): Places {
  const task: Places['task'] = (i, message) => json.fault([...place, i], message);
  return { task, edge: task };
}

/** In the older layout parents may be given by name; names count where they are no other task's id. */
function withNames(rows: readonly Fields[], ids: Map<string, number>): Map<string, number> {
  const numbers = new Map(ids);
  rows.forEach((row, task) => {
    if (typeof row.name === 'string' && !numbers.has(row.name)) numbers.set(row.name, task);
  });
  return numbers;
}

/** Tasks that a row lists under `key`. */
function relatives({ json, rows, place, tasks, numbers }: Layout, task: number, key: 'parents' | 'children'): number[] {
  const at = [...place, task, key];
  return json.list(rows[task][key] ?? [], at, `"${key}" of task ${shown(tasks[task])}`).map((name, i) => {
    const other = typeof name === 'string' ? numbers.get(name) : undefined;
    if (other !== undefined) return other;
    throw json.fault(
      [...at, i],
      `task ${shown(tasks[task])} has ${key} ${kindOf(name)}, which is no task (an id is expected)`,
    );
  });
}

function readEdges(layout: Layout, sizes: ReadonlyMap<string, number> | null): Edge[] {
  const { json, rows, tasks, place } = layout;
  const parents = rows.map((_, task) => relatives(layout, task, 'parents'));
  const inputs = rows.map((_, task) => filesOf(layout, task, { sizes, direction: 'input' }));
  const outputs = rows.map((_, task) => filesOf(layout, task, { sizes, direction: 'output' }));
  const isParent = parents.map((list) => new Set(list));
  const edges: Edge[] = []; // volumes are still 0
  const from: number[] = []; // [edge] task in whose row the edge stands
  for (let task = 0; task < rows.length; task++) {
    for (const child of relatives(layout, task, 'children')) {
      if (rows[child].parents !== undefined && !isParent[child].has(task)) {
        const [a, b] = [shown(tasks[task]), shown(tasks[child])];
        throw json.fault(
          [...place, task, 'children'],
          `task ${a} lists child ${b}, which does not list it as a parent`,
        );
      }
      edges.push([task, child, 0]);
      from.push(task);
    }
  }
  addParents(layout, parents, { edges, from });
  const edge = (e: number, message: string) => json.fault([...place, from[e]], message);
  checkEdges(tasks, edges, { task: placesOf(json, place).task, edge });
  return edges.map(([parent, child]) => [parent, child, sharedSize(outputs[parent], inputs[child])]);
}

function sharedSize(outputs: ReadonlyMap<string, number>, inputs: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [file, size] of outputs) if (inputs.has(file)) total += size;
  return total;
}

/** Parents must agree with children; a task without a list of children has those that call it a parent. */
function addParents(
  layout: Layout,
  parents: readonly number[][],
  to: { readonly edges: Edge[]; readonly from: number[] },
): void {
  const { json, rows, tasks, place } = layout;
  const listed = new Set(to.edges.map(([from, child]) => from * tasks.length + child));
  parents.forEach((list, task) => {
    for (const parent of list) {
      if (listed.has(parent * tasks.length + task)) continue;
      const [a, b] = [shown(tasks[task]), shown(tasks[parent])];
      if (rows[parent].children !== undefined)
        throw json.fault([...place, task, 'parents'], `task ${a} lists parent ${b}, which does not list it as a child`);
      to.edges.push([parent, task, 0]);
      to.from.push(task);
    }
  });
}

/** Sizes of the files by id (1.5). */
function readSizes(json: JsonSource, value: unknown): Map<string, number> {
  const place: JsonPath = ['workflow', 'specification', 'files'];
  const sizes = new Map<string, number>();
  json.list(value ?? [], place, '"files"').forEach((row, i) => {
    const file = json.object(row, [...place, i], `file ${i}`);
    const id = json.text(file.id, [...place, i, 'id'], `the id of file ${i}`);
    if (sizes.has(id)) throw json.fault([...place, i], `two files are called ${shown(id)}`);
    sizes.set(id, json.amount(file.sizeInBytes, [...place, i, 'sizeInBytes'], `the size of file ${shown(id)}`));
  });
  return sizes;
}

interface FileSearch {
  readonly sizes: ReadonlyMap<string, number> | null; // null = the older layout, where tasks tell sizes
  readonly direction: 'input' | 'output';
}

/** Sizes by file of what a task reads or writes. */
function filesOf(
  { json, rows, place, tasks }: Layout,
  task: number,
  { sizes, direction }: FileSearch,
): Map<string, number> {
  const key = sizes === null ? 'files' : `${direction}Files`;
  const at = [...place, task, key];
  const found = new Map<string, number>();
  json.list(rows[task][key] ?? [], at, `"${key}" of task ${shown(tasks[task])}`).forEach((row, i) => {
    if (sizes === null) {
      const file = json.object(row, [...at, i], `file ${i} of task ${shown(tasks[task])}`);
      if (file.link !== direction) return;
      const id = json.text(file.id ?? file.name, [...at, i], `the name of file ${i}`);
      found.set(id, json.amount(file.sizeInBytes ?? file.size, [...at, i], `the size of file ${shown(id)}`));
      return;
    }
    const size = typeof row === 'string' ? sizes.get(row) : undefined;
    if (size === undefined)
      throw json.fault([...at, i], `task ${shown(tasks[task])} uses file ${kindOf(row)}, which is not among "files"`);
    found.set(row as string, size);
  });
  return found;
}

/** Machines with their names and speeds; null when none are listed. */
function readMachines(json: JsonSource, value: unknown, place: JsonPath): Processors | null {
  const rows = json.list(value ?? [], place, '"machines"');
  if (rows.length === 0) return null;
  if (rows.length > MOST_PROCESSORS)
    throw json.fault(place, `${rows.length} machines are too many (at most ${MOST_PROCESSORS})`);
  const names = numberedNames('M', rows.length);
  const speed = new Float64Array(rows.length).fill(1);
  rows.forEach((row, k) => {
    const machine = json.object(row, [...place, k], `machine ${k}`);
    names[k] = json.text(machine.nodeName, [...place, k, 'nodeName'], `the name of machine ${k}`);
    if (names.indexOf(names[k]) < k) throw json.fault([...place, k], `two machines are called ${shown(names[k])}`);
    const cpu = json.object(machine.cpu ?? {}, [...place, k, 'cpu'], `"cpu" of machine ${shown(names[k])}`);
    const clock = cpu.speedInMHz ?? cpu.speed;
    if (clock === undefined || clock === null) return;
    if (!isAmount(clock) || clock === 0)
      throw json.fault(
        [...place, k, 'cpu'],
        `machine ${shown(names[k])} has speed ${kindOf(clock)} (MHz > 0 are expected)`,
      );
    speed[k] = clock / 1000;
  });
  return { names, speed, ...uniformLinks(rows.length) };
}

/** Work by task from `execution.tasks` (1.5). */
function readExecution(layout: Layout, value: unknown, processors: Processors | null): Float64Array {
  const { json, tasks, numbers, place } = layout;
  const executionAt: JsonPath = ['workflow', 'execution', 'tasks'];
  const work = new Float64Array(tasks.length).fill(Number.NaN);
  json.list(value ?? [], executionAt, '"execution.tasks"').forEach((row, i) => {
    const at = [...executionAt, i];
    const fields = json.object(row, at, `execution task ${i}`);
    const id = json.text(fields.id ?? fields.name, [...at, 'id'], `the id of execution task ${i}`);
    const task = numbers.get(id);
    if (task === undefined)
      throw json.fault(at, `the execution of task ${shown(id)} is told, which the specification lacks`);
    if (!Number.isNaN(work[task])) throw json.fault(at, `the execution of task ${shown(id)} is told twice`);
    work[task] = workOf(json, fields, { processors, place: at });
  });
  const missing = work.findIndex((time) => Number.isNaN(time));
  if (missing >= 0)
    throw json.fault(
      [...place, missing],
      `task ${shown(tasks[missing])} has no entry in "execution.tasks", which tells its runtime`,
    );
  return work;
}

/** Runtime × speed of the machine, as far as it is known. */
function workOf(
  json: JsonSource,
  row: Fields,
  at: { readonly processors: Processors | null; readonly place: JsonPath },
): number {
  const name = shown(row.id ?? row.name);
  const runtime = json.amount(
    row.runtimeInSeconds ?? row.runtime,
    [...at.place, 'runtimeInSeconds'],
    `the runtime of task ${name}`,
  );
  const machine = Array.isArray(row.machines) ? (row.machines as unknown[])[0] : row.machine;
  if (machine === undefined || at.processors === null) return runtime;
  const k = at.processors.names.indexOf(machine as string);
  if (k >= 0) return runtime * at.processors.speed[k];
  throw json.fault([...at.place], `task ${name} ran on machine ${kindOf(machine)}, which is not among "machines"`);
}
