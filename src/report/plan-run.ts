/**
 * Lets planners plan one problem, one after another on a worker thread, so that one that takes too long can be stopped:
 * a planner cannot be interrupted from within, but its thread can be ended. Times are those of whole plans; the first
 * is reported apart from the median of the repetitions, since its code has not been compiled yet.
 */
import { Tinypool } from 'tinypool';
import { monotonicMs } from '../clock.js';
import { ArenaError } from '../error.js';
import type { DagProblem, Planner, Schedule } from '../planner.js';
import type { Json } from '../space/space.js';

/** A registered planner with the options it is given. */
export interface Contestant {
  readonly planner: string; // id
  readonly options?: Json;
  /** Stops it after so many seconds, whatever the run allows, and plans once only. */
  readonly limitSeconds?: number;
}

/** How long plans took. */
export interface PlanTimes {
  readonly runs: number; // at least 1
  readonly firstMs: number; // first plan, code not compiled yet
  readonly medianMs: number; // over the other plans; the first one's where there is no other
}

/** What came of one planner. */
export type PlanResult =
  | { readonly status: 'planned'; readonly schedule: Schedule; readonly times: PlanTimes }
  | { readonly status: 'refused' | 'failed' | 'stopped'; readonly reason: string };

/** One message to the worker; without `contestant` it only loads the modules. */
export interface PlanTask {
  readonly modules: readonly string[]; // URLs that register planners
  readonly contestant?: Contestant;
  readonly problem?: DagProblem;
  readonly repeatMs?: number;
}

const MOST_RUNS = 200;

/**
 * Plans once, then again for about `repeatMs` milliseconds, and slow planners for up to ten times as long so that a few
 * plans are timed. The planner is made inside, so that it may refuse.
 */
export function measurePlanner(makePlanner: () => Planner, problem: DagProblem, repeatMs: number): PlanResult {
  try {
    const planner = makePlanner();
    const begin = monotonicMs();
    const schedule = planner.plan(problem);
    const firstMs = monotonicMs() - begin;
    const budget = Math.max(repeatMs, Math.min(3 * firstMs, 10 * repeatMs));
    const again: number[] = [];
    while (again.length < MOST_RUNS && monotonicMs() - begin + firstMs / 2 < budget) {
      const start = monotonicMs();
      planner.plan(problem);
      again.push(monotonicMs() - start);
    }
    return {
      status: 'planned',
      schedule,
      times: { runs: again.length + 1, firstMs, medianMs: median(again) ?? firstMs },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return error instanceof ArenaError
      ? { status: 'refused', reason }
      : { status: 'failed', reason: `${(error as Error)?.name ?? 'Error'}: ${reason}` };
  }
}

function median(values: readonly number[]): number | undefined {
  const ascending = Float64Array.from(values).sort();
  const half = ascending.length >> 1;
  if (ascending.length === 0) return undefined;
  return ascending.length % 2 === 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
}

/** How to let planners plan. */
export interface PlanRunOptions {
  /** URLs of the modules that register the planners, for the worker to import. */
  readonly modules: readonly string[];
  /** Seconds after which a planner is stopped, repetitions included; Infinity = never. */
  readonly limitSeconds: number;
  /** Milliseconds in which plans are repeated for their median time. */
  readonly repeatMs: number;
  /** Called after every planner. */
  readonly onResult?: (contestant: Contestant, result: PlanResult) => void;
}

/** Runs the planners in the given order; their results in the same order. */
export async function runPlanners(
  problem: DagProblem,
  contestants: readonly Contestant[],
  options: PlanRunOptions,
): Promise<PlanResult[]> {
  const pool = new Tinypool({
    filename: new URL('./plan-worker.js', import.meta.url).href,
    runtime: 'worker_threads',
    isolateWorkers: false,
    minThreads: 1,
    maxThreads: 1,
  });
  const shared = sharedProblem(problem);
  const results: PlanResult[] = [];
  try {
    for (const contestant of contestants) {
      const result = await runOne(pool, { contestant, problem: shared }, options);
      options.onResult?.(contestant, result);
      results.push(result);
    }
  } finally {
    await pool.destroy();
  }
  return results;
}

async function runOne(
  pool: Tinypool,
  task: { readonly contestant: Contestant; readonly problem: DagProblem },
  { modules, ...general }: PlanRunOptions,
): Promise<PlanResult> {
  const { limitSeconds = general.limitSeconds } = task.contestant;
  const repeatMs = task.contestant.limitSeconds === undefined ? general.repeatMs : 0;
  await pool.run({ modules } satisfies PlanTask); // a fresh thread takes its time, which is not the planner's
  const stop = new AbortController();
  const timer = limitSeconds < 1e6 ? setTimeout(() => stop.abort(), limitSeconds * 1000) : undefined;
  const message: PlanTask = { modules, repeatMs: Math.min(repeatMs, limitSeconds * 50), ...task };
  try {
    return (await pool.run(message, { signal: stop.signal })) as PlanResult;
  } catch (error) {
    if (stop.signal.aborted) return { status: 'stopped', reason: `not done after ${limitSeconds} s` };
    return { status: 'failed', reason: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}

/** The problem in memory that all threads share, so that it is not copied for every planner. */
function sharedProblem(problem: DagProblem): DagProblem {
  return {
    ...problem,
    cost: sharedFloats(problem.cost),
    successorStart: sharedIntegers(problem.successorStart),
    successor: sharedIntegers(problem.successor),
    volume: sharedFloats(problem.volume),
    bandwidth: sharedFloats(problem.bandwidth),
    startup: sharedFloats(problem.startup),
    release: sharedFloats(problem.release),
    availableFrom: sharedFloats(problem.availableFrom),
    fixedProcessor: sharedIntegers(problem.fixedProcessor),
    fixedStart: sharedFloats(problem.fixedStart),
    fixedFinish: sharedFloats(problem.fixedFinish),
  };
}

function sharedFloats(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function sharedIntegers(values: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
