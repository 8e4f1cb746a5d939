/**
 * The contract of an offline scheduler: one DAG on heterogeneous processors, every cost known beforehand.
 * Processors may be busy until a time, and some tasks may already be placed; so the same planner serves static
 * scheduling and re-planning on arrival.
 */

import { ArenaError, ensure } from './error.js';
import { compileDag, type Edge } from './sim/dag.js';

/**
 * What transfers share. `none`: any number at once, the usual assumption. `one-port`: a processor sends one transfer at
 * a time and receives one at a time. `link`: one at a time from each processor to each other. `bus`: one at a time in all.
 */
export type Contention = 'none' | 'one-port' | 'link' | 'bus';

export const CONTENTIONS: readonly Contention[] = Object.freeze(['none', 'one-port', 'link', 'bus']);

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
  readonly contention?: Contention; // absent = none
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
  /** [e] start of each edge's transfer, in the order of `successor`; NaN = nothing to transfer. Only under contention. */
  readonly transferStart?: Float64Array;
  /** True: no schedule is shorter, and this has been proved. */
  readonly optimal?: boolean;
}

export interface Planner {
  readonly name: string;
  plan(problem: DagProblem): Schedule;
}

/** The same problem in arrays of its own, so that whoever changes one of them leaves the other as it was. */
export function copyProblem(problem: DagProblem): DagProblem {
  return {
    ...problem,
    cost: problem.cost.slice(),
    successorStart: problem.successorStart.slice(),
    successor: problem.successor.slice(),
    volume: problem.volume.slice(),
    bandwidth: problem.bandwidth.slice(),
    startup: problem.startup.slice(),
    release: problem.release.slice(),
    availableFrom: problem.availableFrom.slice(),
    fixedProcessor: problem.fixedProcessor.slice(),
    fixedStart: problem.fixedStart.slice(),
    fixedFinish: problem.fixedFinish.slice(),
  };
}

/** A DAG as papers print it. */
export interface DagTable {
  readonly cost: readonly (readonly number[])[]; // [task][processor] processing time; Infinity = unsupported
  readonly edges: readonly Edge[]; // task, task, volume
  readonly bandwidth?: number; // volume per time between any two processors, default 1; Infinity = free
}

/** Everything a problem consists of when all processors are free and nothing is placed. */
export interface ProblemParts {
  readonly taskCount: number; // n
  readonly processorCount: number; // m
  readonly cost: Float64Array; // [n·m]
  readonly edges: readonly Edge[];
  readonly bandwidth: Float64Array; // [m·m]; the diagonal is not used
  readonly startup: Float64Array; // [m·m]; the diagonal is not used
  readonly contention?: Contention;
}

/**
 * Compiles a problem; `who` begins the error messages.
 * Errors: `ArenaError` for no processors, costs that are negative or NaN, tasks that no processor runs, links without a
 * bandwidth > 0 or with a start-up time that is negative or not finite, and edges that are no DAG.
 */
export function compileProblem(parts: ProblemParts, who = 'planner'): DagProblem {
  const { taskCount: n, processorCount: m, cost, bandwidth, startup, contention = 'none' } = parts;
  ensure(m >= 1, `${who}: there are no processors (at least 1 is needed)`);
  checkCosts(parts, who);
  checkLinks(parts, who);
  checkRange(parts, who);
  const { successorStart, successor, volume } = compileDag(n, parts.edges, who);
  return {
    taskCount: n,
    processorCount: m,
    cost,
    successorStart,
    successor,
    volume,
    bandwidth,
    startup,
    contention,
    release: new Float64Array(n),
    availableFrom: new Float64Array(m),
    fixedProcessor: new Int32Array(n).fill(-1),
    fixedStart: new Float64Array(n),
    fixedFinish: new Float64Array(n),
  };
}

function checkCosts({ taskCount: n, processorCount: m, cost }: ProblemParts, who: string): void {
  ensure(cost.length === n * m, `${who}: ${cost.length} costs are given, ${n} tasks × ${m} processors need ${n * m}`);
  for (let task = 0; task < n; task++) {
    let supported = false;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (!(time >= 0))
        throw new ArenaError(`${who}: task ${task} costs ${time} on processor ${k} (a number ≥ 0 is needed)`);
      if (time < Number.POSITIVE_INFINITY) supported = true;
    }
    if (!supported) throw new ArenaError(`${who}: task ${task} runs on none of the ${m} processors`);
  }
}

/** Refuses times so large that their sum, which a schedule may reach, is no finite number any more. */
function checkRange({ cost, edges, bandwidth, startup, processorCount: m }: ProblemParts, who: string): void {
  let total = 0;
  for (let i = 0; i < cost.length; i++) if (cost[i] < Number.POSITIVE_INFINITY) total += cost[i];
  let slowest = Number.POSITIVE_INFINITY;
  let longestStart = 0;
  for (let link = 0; link < m * m; link++) {
    if (link % (m + 1) === 0) continue;
    slowest = Math.min(slowest, bandwidth[link]);
    longestStart = Math.max(longestStart, startup[link]);
  }
  for (let e = 0; e < edges.length; e++) total += longestStart + edges[e][2] / slowest;
  if (!(total < Number.POSITIVE_INFINITY))
    throw new ArenaError(`${who}: the times are too large: all together they are no finite number`);
}

function checkLinks({ processorCount: m, bandwidth, startup, contention }: ProblemParts, who: string): void {
  ensure(bandwidth.length === m * m, `${who}: ${bandwidth.length} bandwidths are given, ${m} processors need ${m * m}`);
  ensure(startup.length === m * m, `${who}: ${startup.length} start-up times are given, ${m} processors need ${m * m}`);
  ensure(
    contention === undefined || CONTENTIONS.includes(contention),
    `${who}: contention "${contention}" does not exist (${CONTENTIONS.join(', ')})`,
  );
  for (let from = 0; from < m; from++) {
    for (let to = 0; to < m; to++) {
      if (from === to) continue;
      const link = from * m + to;
      if (!(bandwidth[link] > 0))
        throw new ArenaError(`${who}: the bandwidth from ${from} to ${to} is ${bandwidth[link]} (> 0 is needed)`);
      if (!(startup[link] >= 0 && startup[link] < Number.POSITIVE_INFINITY))
        throw new ArenaError(`${who}: the start-up time from ${from} to ${to} is ${startup[link]} (≥ 0 is needed)`);
    }
  }
}

/**
 * The problem of a printed DAG: every processor is free from time 0, nothing is placed, links have no start-up time.
 * Errors: `ArenaError` for rows of different length and for what {@link compileProblem} refuses.
 */
export function problemOf({ cost, edges, bandwidth = 1 }: DagTable): DagProblem {
  const n = cost.length;
  const m = cost[0]?.length ?? 0;
  const uneven = cost.findIndex((row) => row.length !== m);
  if (uneven >= 0) throw new ArenaError(`planner: task ${uneven} has ${cost[uneven].length} costs, task 0 has ${m}`);
  return compileProblem({
    taskCount: n,
    processorCount: m,
    cost: Float64Array.from(cost.flat()),
    edges,
    bandwidth: new Float64Array(m * m).fill(bandwidth),
    startup: new Float64Array(m * m),
  });
}
