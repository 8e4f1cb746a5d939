/**
 * The contract of an offline scheduler: one DAG on heterogeneous processors, every cost known beforehand.
 * Processors may be busy until a time, and some tasks may already be placed; so the same planner serves static
 * scheduling and re-planning on arrival.
 */

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
