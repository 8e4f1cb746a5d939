/**
 * What a benchmark reports and how it measures. An area is a module with a {@link BenchArea}; it times its cases
 * together with a plain baseline of the same semantics in the same run, and reports one line per figure, so that
 * figures can be compared between versions and machines by their ratio.
 */
import { Bench } from 'tinybench';
import { monotonicMs } from '../../clock.js';
import { ensure } from '../../error.js';

/** One figure; printed as one line of JSON. */
export interface BenchLine {
  readonly area: string;
  readonly case: string;
  readonly metric: string; // what was measured, e.g. `throughput`
  readonly value: number; // in `unit`
  readonly unit: string;
  readonly baseline: number | null; // the same figure of the plain reference; null = there is none
  readonly ratio: number | null; // how many times better than the baseline; above 1 = better
}

export interface BenchContext {
  /** Reports one figure. */
  readonly emit: (line: BenchLine) => void;
  /** Time per measurement, milliseconds. */
  readonly timeMs: number;
}

export interface BenchArea {
  readonly name: string;
  readonly description: string;
  run(context: BenchContext): Promise<void>;
}

/** One comparison of rates. Both functions do `work` units of the same work per call. */
export interface RateCase {
  readonly area: string;
  readonly case: string;
  readonly unit: string; // e.g. `tasks/s`
  readonly metric?: string; // default `throughput`
  readonly work: number; // units per call of `run`
  readonly run: () => void;
  readonly baseline?: () => void;
  readonly baselineWork?: number; // units per call of `baseline`; default `work`
  readonly clock?: () => number; // milliseconds; default the wall clock
}

const WARM_UP_MS = 120; // at least, for each function
const WARM_UP_CALLS = 4; // at least, of each function
const MOST_WARM_UP_MS = 600; // of each function; a call that takes longer than this warms itself up

const warm = new WeakSet<() => void>(); // functions that had their warm-up (several cases may share a baseline)

/**
 * Calls the functions in turn until each has had its time and its calls: the compiler then has seen all of them, and
 * whichever is measured first meets code as warm as the last one does.
 */
function warmUp(given: readonly (() => void)[]): void {
  const functions = given.filter((run) => !warm.has(run));
  const spent = functions.map(() => 0);
  const cold = (i: number, calls: number) =>
    spent[i] < MOST_WARM_UP_MS && (calls < WARM_UP_CALLS || spent[i] < WARM_UP_MS);
  for (let calls = 0; functions.some((_, i) => cold(i, calls)); calls++) {
    functions.forEach((run, i) => {
      if (!cold(i, calls)) return;
      const begin = monotonicMs();
      run();
      spent[i] += monotonicMs() - begin;
    });
  }
  for (const run of functions) warm.add(run);
}

const ROUNDS = 3; // in turn; the best counts, so that a disturbance from outside has to last to show
const ENOUGH = 10; // times the wanted time: a round that took longer is the only one

/**
 * Warms a case and its baseline up, times them in turn and reports units per second: of each the median call of
 * its best round.
 */
export async function measureRate(rate: RateCase, { emit, timeMs }: BenchContext): Promise<BenchLine> {
  const { run, baseline: plain } = rate;
  warmUp(plain ? [run, plain] : [run]);
  const calls: number[] = []; // [round] milliseconds
  const plainCalls: number[] = []; // [round] milliseconds
  const begin = monotonicMs();
  while (calls.length < ROUNDS && monotonicMs() - begin < ENOUGH * timeMs) {
    calls.push(await medianCall(rate, { run, timeMs: timeMs / ROUNDS }));
    if (plain) plainCalls.push(await medianCall(rate, { run: plain, timeMs: timeMs / ROUNDS }));
  }
  const value = (1000 * rate.work) / Math.min(...calls);
  const baseline = plain ? (1000 * (rate.baselineWork ?? rate.work)) / Math.min(...plainCalls) : null;
  const line = {
    area: rate.area,
    case: rate.case,
    metric: rate.metric ?? 'throughput',
    value,
    unit: rate.unit,
    baseline,
    ratio: baseline === null ? null : value / baseline,
  };
  emit(line);
  return line;
}

/** Milliseconds of the median call. */
async function medianCall(rate: RateCase, { run, timeMs }: { run: () => void; timeMs: number }): Promise<number> {
  const clock = rate.clock ? { now: rate.clock } : {};
  const bench = new Bench({ time: timeMs, iterations: 1, warmup: false, throws: true, ...clock });
  bench.add('run', run);
  await bench.run();
  const result = bench.getTask('run')?.result;
  ensure(result?.state === 'completed', `bench: ${rate.area}/${rate.case} did not complete`);
  return result.latency.p50;
}
