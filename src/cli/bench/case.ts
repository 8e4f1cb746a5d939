/**
 * What a benchmark reports and how it measures. An area is a module with a {@link BenchArea}; it times its cases
 * together with a plain baseline of the same semantics in the same run, and reports one line per figure, so that
 * figures can be compared between versions and machines by their ratio.
 */
import { Bench } from 'tinybench';
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
}

/** Times a case and its baseline and reports units per second, from the median call. */
export async function measureRate(rate: RateCase, { emit, timeMs }: BenchContext): Promise<BenchLine> {
  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 4, iterations: 3, warmupIterations: 1, throws: true });
  bench.add('run', rate.run);
  if (rate.baseline) bench.add('baseline', rate.baseline);
  await bench.run();
  const perSecond = (name: string, work: number): number => {
    const result = bench.getTask(name)?.result;
    ensure(result?.state === 'completed', `bench: ${rate.area}/${rate.case}: ${name} did not complete`);
    return work / (result.latency.p50 / 1000);
  };
  const value = perSecond('run', rate.work);
  const baseline = rate.baseline ? perSecond('baseline', rate.baselineWork ?? rate.work) : null;
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
