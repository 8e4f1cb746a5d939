/**
 * Lets planners plan one problem, one after another on a worker thread, so that one that takes too long can be stopped:
 * a planner cannot be interrupted from within, but its thread can be ended. First every planner plans once; then, with
 * all shared code compiled, the plans are repeated in a few rounds over all planners and timed, so that neither the
 * order of the planners nor a busy moment of the machine decides who is fast. Times are those of whole plans.
 */
import { Tinypool } from 'tinypool';
import { monotonicMs } from '../clock.js';
import { ArenaError } from '../error.js';
import { changedParts, NoSchedule, scheduleFrom } from '../plan/plan-guard.js';
import { copyProblem, type DagProblem, type Planner, type Schedule } from '../planner.js';
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
  /** Over the repeated plans; the first one's time where there are none. */
  readonly medianMs: number;
  readonly p10Ms: number; // a tenth of the repeated plans were at most as long
  readonly p90Ms: number; // a tenth of the repeated plans were at least as long
}

/** What came of one planner. */
export type PlanResult =
  | {
      readonly status: 'planned';
      readonly schedule: Schedule;
      readonly times: PlanTimes;
      /** Parts of the problem that the planner changed; absent = none. */
      readonly changed?: readonly string[];
    }
  | { readonly status: 'refused' | 'failed' | 'stopped'; readonly reason: string };

/** One message to the worker; without `contestant` it only loads the modules. */
export interface PlanTask {
  readonly modules: readonly string[]; // URLs that register planners
  readonly contestant?: Contestant;
  readonly problem?: DagProblem;
  /** Milliseconds for repeated plans; absent = plan once and return the schedule. */
  readonly repeatMs?: number;
}

const MOST_RUNS = 1000; // per planner
const ROUNDS = 5;

/** Plans once on a copy of the problem. The planner is made inside, so that it may refuse. */
export function planOnce(makePlanner: () => Planner, problem: DagProblem): PlanResult {
  const own = copyProblem(problem);
  try {
    const planner = makePlanner();
    const begin = monotonicMs();
    const returned = planner.plan(own);
    const firstMs = monotonicMs() - begin;
    const schedule = scheduleFrom(returned, problem);
    const changed = changedParts(problem, own);
    const times = { runs: 1, firstMs, medianMs: firstMs, p10Ms: firstMs, p90Ms: firstMs };
    return { status: 'planned', schedule, times, ...(changed.length === 0 ? {} : { changed }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof ArenaError) return { status: 'refused', reason };
    const named = error instanceof NoSchedule ? reason : `${(error as Error)?.name ?? 'Error'}: ${reason}`;
    return { status: 'failed', reason: named };
  }
}

/** Milliseconds of plans repeated for about `repeatMs` milliseconds, at least one. */
export function timePlans(makePlanner: () => Planner, problem: DagProblem, repeatMs: number): number[] {
  const own = copyProblem(problem);
  const planner = makePlanner();
  const times: number[] = [];
  const begin = monotonicMs();
  let latest = 0;
  while (times.length === 0 || (times.length < MOST_RUNS / ROUNDS && monotonicMs() - begin + latest / 2 < repeatMs)) {
    const start = monotonicMs();
    planner.plan(own);
    latest = monotonicMs() - start;
    times.push(latest);
  }
  return times;
}

/** The value below which a share of the values lies; between two of them in proportion (Hyndman & Fan 1996, type 7). */
function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
}

function timesOf(firstMs: number, again: readonly number[]): PlanTimes {
  const ascending = Float64Array.from(again.length === 0 ? [firstMs] : again).sort();
  const [p10Ms, medianMs, p90Ms] = [0.1, 0.5, 0.9].map((share) => quantile(ascending, share));
  return { runs: again.length + 1, firstMs, medianMs, p10Ms, p90Ms };
}

/** How to let planners plan. */
export interface PlanRunOptions {
  /** URLs of the modules that register the planners, for the worker to import. */
  readonly modules: readonly string[];
  /** Seconds after which a planner is stopped; also for its repeated plans together. Infinity = never. */
  readonly limitSeconds: number;
  /** Milliseconds in which plans are repeated for their median time; slow planners get up to ten times as much. */
  readonly repeatMs: number;
  /** Called after the first plan of every planner. */
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
      const result = await runOne<PlanResult>(pool, { contestant, problem: shared }, options);
      options.onResult?.(contestant, result);
      results.push(result);
    }
    return await repeatAll(pool, { problem: shared, contestants, results }, options);
  } finally {
    await pool.destroy();
  }
}

interface Repeated {
  readonly firstMs: number;
  readonly budgetMs: number; // for all rounds
  readonly times: number[]; // ms
  spentMs: number;
}

/** Times the plans of everyone who has one, a few in every round; who fails in this has failed. */
async function repeatAll(
  pool: Tinypool,
  run: {
    readonly problem: DagProblem;
    readonly contestants: readonly Contestant[];
    readonly results: readonly PlanResult[];
  },
  options: PlanRunOptions,
): Promise<PlanResult[]> {
  const results = [...run.results];
  const repeated = run.contestants.map((contestant, i) => repetition(contestant, results[i], options));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [i, state] of repeated.entries()) {
      if (!state || results[i].status !== 'planned') continue;
      const { times, firstMs, budgetMs } = state;
      const sliceMs = (budgetMs * round) / ROUNDS - state.spentMs;
      if ((times.at(-1) ?? firstMs) / 2 >= sliceMs) continue;
      const task = { contestant: run.contestants[i], problem: run.problem, repeatMs: sliceMs };
      const more = await runOne<number[]>(pool, task, options);
      if (Array.isArray(more)) times.push(...more);
      else if (more.status !== 'stopped') results[i] = { ...more, reason: `planned once, then: ${more.reason}` };
      state.spentMs = Array.isArray(more) ? state.spentMs + sum(more) : Number.POSITIVE_INFINITY;
    }
  }
  return results.map((result, i) =>
    result.status === 'planned' && repeated[i]
      ? { ...result, times: timesOf(result.times.firstMs, repeated[i].times) }
      : result,
  );
}

/** How long a planner's plans are repeated; undefined = not at all. */
function repetition(
  contestant: Contestant,
  result: PlanResult,
  { repeatMs, limitSeconds }: PlanRunOptions,
): Repeated | undefined {
  if (result.status !== 'planned' || contestant.limitSeconds !== undefined) return undefined;
  const { firstMs } = result.times;
  const whole = Math.min(repeatMs, limitSeconds * 50);
  return { firstMs, budgetMs: Math.max(whole, Math.min(3 * firstMs, 10 * whole) - firstMs), times: [], spentMs: 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One message to the worker, ended where it takes too long. */
async function runOne<Answer>(
  pool: Tinypool,
  task: { readonly contestant: Contestant; readonly problem: DagProblem; readonly repeatMs?: number },
  { modules, ...general }: PlanRunOptions,
): Promise<Answer | Exclude<PlanResult, { status: 'planned' }>> {
  const { limitSeconds = general.limitSeconds } = task.contestant;
  await pool.run({ modules } satisfies PlanTask); // a fresh thread takes its time, which is not the planner's
  const stop = new AbortController();
  const timer = limitSeconds < 1e6 ? setTimeout(() => stop.abort(), limitSeconds * 1000) : undefined;
  const message: PlanTask = { modules, ...task };
  try {
    return (await pool.run(message, { signal: stop.signal })) as Answer;
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
