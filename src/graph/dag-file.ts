/**
 * What a file of tasks says, whatever its format: a DAG, the cost of its tasks, and perhaps the processors. All readers
 * end here, so that names, numbers of edges and cycles are judged by the same rules and with the same words.
 */
import { ArenaError } from '../error.js';
import type { Processors } from '../plan/instance.js';
import { compileDag, type Edge } from '../sim/dag.js';
import { shown } from './source.js';

export type DagFormat = 'json' | 'dot' | 'graphlib' | 'wfformat' | 'stg' | 'tgff';

export const DAG_FORMATS: readonly DagFormat[] = Object.freeze(['json', 'dot', 'graphlib', 'wfformat', 'stg', 'tgff']);

/** One DAG of a file. n tasks, m processors. Either `work` or `cost` is given. */
export interface DagFile {
  readonly format: DagFormat;
  readonly file: string; // as named in messages
  readonly name: string;
  readonly tasks: readonly string[]; // [n] distinct names
  readonly edges: readonly Edge[]; // task, task, volume
  readonly work: Float64Array | null; // [n] time on a processor of speed 1; null = unrelated machines
  readonly cost: Float64Array | null; // [n·m] time; Infinity = unsupported; null = related machines
  readonly processors: Processors | null; // never null beside `cost`, whose speeds are then all 1 and mean nothing
  /** Remarks on what was read, each a line: nothing is wrong, but it may not be what was meant. */
  readonly notes?: readonly string[]; // absent = none
}

/** Where the parts of a DAG stand in a file: makes a complaint about one of them. */
export interface Places {
  readonly task: (task: number, message: string) => ArenaError;
  readonly edge: (edge: number, message: string) => ArenaError; // edge = position in the list of edges
}

/** Task numbers by name. Errors: `ArenaError` for two tasks of one name. */
export function numberTasks(tasks: readonly string[], places: Places): Map<string, number> {
  const numbers = new Map<string, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (numbers.has(tasks[task])) throw places.task(task, `two tasks are called ${shown(tasks[task])}`);
    numbers.set(tasks[task], task);
  }
  return numbers;
}

/**
 * Checks that the edges, all between existing tasks, form a DAG. Errors: `ArenaError` for self-loops, repeated edges,
 * volumes that are negative or not finite, and cycles, which are told by name.
 */
export function checkEdges(tasks: readonly string[], edges: readonly Edge[], places: Places): void {
  try {
    compileDag(tasks.length, edges);
  } catch (error) {
    if (!(error instanceof ArenaError)) throw error;
    throw faultyEdge(tasks, edges, places) ?? cycleFault(tasks, edges, places);
  }
}

function faultyEdge(tasks: readonly string[], edges: readonly Edge[], places: Places): ArenaError | undefined {
  const seen = new Set<number>();
  for (let e = 0; e < edges.length; e++) {
    const [from, to, volume] = edges[e];
    const name = `edge ${shown(tasks[from])} → ${shown(tasks[to])}`;
    if (from === to) return places.edge(e, `task ${shown(tasks[from])} has an edge to itself`);
    if (!(volume >= 0 && volume < Number.POSITIVE_INFINITY))
      return places.edge(e, `${name} has volume ${volume} (a number ≥ 0 is expected)`);
    const pair = from * tasks.length + to;
    if (seen.has(pair)) return places.edge(e, `${name} is given twice`);
    seen.add(pair);
  }
  return undefined;
}

const LONGEST_CYCLE = 8; // tasks named

function cycleFault(tasks: readonly string[], edges: readonly Edge[], places: Places): ArenaError {
  const entering = edgeOnCycle(tasks.length, edges); // [task] an edge from a task that is itself on or behind a cycle
  let task = entering.findIndex((edge) => edge >= 0);
  for (let step = 0; step < tasks.length; step++) task = edges[entering[task]][0]; // now surely on a cycle
  const cycle = [task];
  for (let next = edges[entering[task]][0]; next !== task; next = edges[entering[next]][0]) cycle.push(next);
  const names = [...cycle.slice(0, LONGEST_CYCLE - 1), ...cycle.slice(LONGEST_CYCLE - 1).slice(-1), task].reverse();
  const words = names.map((node) => shown(tasks[node]));
  if (cycle.length > LONGEST_CYCLE) words.splice(2, 0, '…');
  return places.edge(entering[task], `the tasks form a cycle: ${words.join(' → ')}`);
}

/** For each task that Kahn's rule never releases, one edge from another such task; −1 for the others. */
function edgeOnCycle(taskCount: number, edges: readonly Edge[]): Int32Array {
  const open = new Int32Array(taskCount);
  const outgoing: number[][] = Array.from({ length: taskCount }, () => []);
  edges.forEach(([from, to]) => {
    outgoing[from].push(to);
    open[to]++;
  });
  const free: number[] = [];
  for (let task = 0; task < taskCount; task++) if (open[task] === 0) free.push(task);
  for (let task = free.pop(); task !== undefined; task = free.pop())
    for (const to of outgoing[task]) if (--open[to] === 0) free.push(to);
  const entering = new Int32Array(taskCount).fill(-1);
  edges.forEach(([from, to], e) => {
    if (open[from] > 0 && open[to] > 0) entering[to] = e;
  });
  return entering;
}
