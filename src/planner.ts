/**
 * The contract of an offline scheduler: one DAG on heterogeneous processors, every cost known beforehand.
 * Processors may be busy until a time, and some tasks may already be placed; so the same planner serves static
 * scheduling and re-planning on arrival.
 */

import { ArenaError } from './error.js';
import { compileDag, type Edge } from './sim/dag.js';

/** One problem. n tasks, m processors, e edges; all times in one unit. */
export interface DagProblem {
  readonly taskCount: number; // n
  readonly processorCount: number; // m
  readonly cost: Float64Array; // [n·m] processing time; Infinity = unsupported
  readonly successorStart: Int32Array; // [n + 1]
  readonly successor: Int32Array; // [e] task
  readonly volume: Float64Array; // [e] data moved
  readonly bandwidth: Float64Array; // [m·m] volume per time; Infinity = free
  readonly startup: Float64Array; // [m·m] time before the first byte
  readonly release: Float64Array; // [n] earliest start
  readonly availableFrom: Float64Array; // [m] the processor is busy before this time
  readonly fixedProcessor: Int32Array; // [n] −1 = to be planned; else already placed there
  readonly fixedStart: Float64Array; // [n] of placed tasks
  readonly fixedFinish: Float64Array; // [n] of placed tasks
}

/** Where and when each task runs. */
export interface Schedule {
  readonly processor: Int32Array; // [n]
  readonly start: Float64Array; // [n]
  readonly finish: Float64Array; // [n]
  readonly makespan: number;
}

export interface Planner {
  readonly name: string;
  plan(problem: DagProblem): Schedule;
}

/** A DAG as papers print it. */
export interface DagTable {
  readonly cost: readonly (readonly number[])[]; // [task][processor] processing time; Infinity = unsupported
  readonly edges: readonly Edge[]; // task, task, volume
  readonly bandwidth?: number; // volume per time between any two processors, default 1; Infinity = free
}

/**
 * The problem of a printed DAG: every processor is free from time 0, nothing is placed, links have no start-up time.
 * Errors: `ArenaError` for rows of different length and for edges that are no DAG.
 */
export function problemOf({ cost, edges, bandwidth = 1 }: DagTable): DagProblem {
  const n = cost.length;
  const m = cost[0]?.length ?? 0;
  const uneven = cost.findIndex((row) => row.length !== m);
  if (uneven >= 0) throw new ArenaError(`planner: task ${uneven} has ${cost[uneven].length} costs, task 0 has ${m}`);
  const { successorStart, successor, volume } = compileDag(n, edges, 'planner');
  return {
    taskCount: n,
    processorCount: m,
    cost: Float64Array.from(cost.flat()),
    successorStart,
    successor,
    volume,
    bandwidth: Float64Array.from({ length: m * m }, (_, link) =>
      link % (m + 1) === 0 ? Number.POSITIVE_INFINITY : bandwidth,
    ),
    startup: new Float64Array(m * m),
    release: new Float64Array(n),
    availableFrom: new Float64Array(m),
    fixedProcessor: new Int32Array(n).fill(-1),
    fixedStart: new Float64Array(n),
    fixedFinish: new Float64Array(n),
  };
}
