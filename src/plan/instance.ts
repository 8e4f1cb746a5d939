/**
 * An instance of static scheduling with its names: one DAG, the processors, the links. Files and generators make
 * them; planners need only `problem`. Two machine models: unrelated (any cost matrix) and related, where a task has
 * work, a processor a speed, and the cost is work / speed (Graham et al. 1979, doi 10.1016/S0167-5060(08)70356-X).
 */
import { ArenaError, ensure } from '../error.js';
import { type Contention, compileProblem, type DagProblem } from '../planner.js';
import type { Edge } from '../sim/dag.js';

/** A named problem. n tasks, m processors. */
export interface DagInstance {
  readonly name: string;
  readonly tasks: readonly string[]; // [n] distinct names
  readonly processors: readonly string[]; // [m] distinct names
  readonly work: Float64Array | null; // [n] related machines: cost = work / speed; null = unrelated
  readonly speed: Float64Array | null; // [m] related machines: work per time
  readonly problem: DagProblem;
}

/** A DAG by itself, as most file formats hold it. */
export interface TaskGraph {
  readonly name: string;
  readonly tasks: readonly string[]; // [n] distinct names
  readonly work: Float64Array; // [n] time on a processor of speed 1
  readonly edges: readonly Edge[]; // task, task, volume
}

/** Links between m processors. */
export interface Links {
  readonly bandwidth: Float64Array; // [m·m] volume per time; Infinity = free; the diagonal is not used
  readonly startup: Float64Array; // [m·m] time; the diagonal is not used
  readonly contention: Contention;
}

/** Related machines. */
export interface Processors extends Links {
  readonly names: readonly string[]; // [m] distinct
  readonly speed: Float64Array; // [m] work per time
}

/** The same link between all processors; by default bandwidth 1, no start-up time, no contention. */
export function uniformLinks(
  processorCount: number,
  { bandwidth = 1, startup = 0, contention = 'none' as Contention } = {},
): Links {
  const size = processorCount * processorCount;
  return {
    bandwidth: new Float64Array(size).fill(bandwidth),
    startup: new Float64Array(size).fill(startup),
    contention,
  };
}

/** `P0`, `P1`, … or another letter. */
export function numberedNames(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${i}`);
}

/**
 * Related machines: cost = work / speed, in this division. `who` begins the error messages.
 * Errors: `ArenaError` for speeds or work that are no finite numbers (> 0, ≥ 0), and as `compileProblem`.
 */
export function relatedInstance(graph: TaskGraph, processors: Processors, who = 'instance'): DagInstance {
  const { name, tasks, work, edges } = graph;
  const { names, speed, bandwidth, startup, contention } = processors;
  const [n, m] = [tasks.length, names.length];
  ensure(work.length === n, `${who}: ${n} tasks have ${work.length} amounts of work`);
  ensure(speed.length === m, `${who}: ${m} processors have ${speed.length} speeds`);
  for (let task = 0; task < n; task++) {
    if (!(work[task] >= 0 && work[task] < Number.POSITIVE_INFINITY))
      throw new ArenaError(`${who}: task "${tasks[task]}" has work ${work[task]} (a finite number ≥ 0 is needed)`);
  }
  for (let k = 0; k < m; k++) {
    if (!(speed[k] > 0 && speed[k] < Number.POSITIVE_INFINITY))
      throw new ArenaError(`${who}: processor "${names[k]}" has speed ${speed[k]} (a finite number > 0 is needed)`);
  }
  const cost = new Float64Array(n * m);
  for (let task = 0; task < n; task++) for (let k = 0; k < m; k++) cost[task * m + k] = work[task] / speed[k];
  const parts = { taskCount: n, processorCount: m, cost, edges, bandwidth, startup, contention };
  return { name, tasks, processors: names, work, speed, problem: compileProblem(parts, who) };
}

/** What an instance with a cost matrix is made of. */
export interface UnrelatedParts extends Links {
  readonly name: string;
  readonly tasks: readonly string[]; // [n]
  readonly processors: readonly string[]; // [m]
  readonly cost: Float64Array; // [n·m]; Infinity = unsupported
  readonly edges: readonly Edge[];
}

/** Unrelated machines. Errors: as `compileProblem`. */
export function unrelatedInstance(parts: UnrelatedParts, who = 'instance'): DagInstance {
  const { name, tasks, processors, cost, edges, bandwidth, startup, contention } = parts;
  const sizes = { taskCount: tasks.length, processorCount: processors.length };
  const problem = compileProblem({ ...sizes, cost, edges, bandwidth, startup, contention }, who);
  return { name, tasks, processors, work: null, speed: null, problem };
}
