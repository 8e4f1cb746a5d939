/**
 * Input-dependent baselines (Mao et al. 2019, arXiv 1807.02264; used by Decima, arXiv 1810.01963): most of the variance
 * of a return comes from the jobs that happened to arrive, not from what was decided. Several rollouts therefore meet
 * the same arrivals, and the baseline of a decision is the mean of their returns-to-go at the same wall time, where the
 * returns of a rollout between two of its decisions are interpolated linearly. It does not depend on the action, so the
 * gradient keeps its mean; strictly so when the rollout itself is left out.
 */
import { ensure } from '../error.js';
import type { Rollout, Segment } from './rollout.js';

export interface BaselineOptions {
  /** Whether the rollout that is judged is left out of the mean; default false, as in Decima. */
  readonly leaveOneOut?: boolean;
  /**
   * Returns of a rollout after its last decision: `hold` that of the last decision (Decima), or `sink` linearly to what
   * was left at the end of the segment (0, or `finalValue` where it was cut). Default `hold`.
   */
  readonly afterEnd?: 'hold' | 'sink';
}

/** What baselines read. */
export type TimedRollout = Pick<Rollout, 'segments' | 'times' | 'elapsed'>;

/**
 * The baseline [decision] of `returns` [decision]. Each segment is one rollout; segments of equal `scenario` and
 * `sequence` are compared. Errors: `ArenaError` for times that go backwards, and with `leaveOneOut` for a sequence
 * that was met only once.
 */
export function sequenceBaselines(
  rollout: TimedRollout,
  returns: Float64Array,
  { leaveOneOut = false, afterEnd = 'hold' }: BaselineOptions = {},
): Float64Array {
  const baselines = new Float64Array(returns.length);
  for (const group of groupsOf(rollout.segments)) {
    const { scenario, sequence } = group[0];
    ensure(
      !leaveOneOut || group.length > 1,
      `train/baselines: ${scenario}, sequence ${sequence} was met once (2 rollouts are needed to leave one out)`,
    );
    const curves = group.map((segment) => curveOf(segment, rollout, { returns, afterEnd }));
    group.forEach((judged, i) => {
      const others = leaveOneOut ? curves.filter((_, j) => j !== i) : curves;
      for (const curve of others) addCurve(curve, judged, rollout.times, baselines);
      for (let d = judged.first; d < judged.end; d++) baselines[d] /= others.length;
    });
  }
  return baselines;
}

/** Segments with decisions, by what they met. */
function groupsOf(segments: readonly Segment[]): Segment[][] {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    if (segment.end === segment.first) continue;
    const key = `${segment.scenario} ${segment.sequence}`;
    const group = groups.get(key);
    if (group) group.push(segment);
    else groups.set(key, [segment]);
  }
  return [...groups.values()];
}

/** Returns-to-go over time: the points of one rollout. */
interface Curve {
  readonly times: Float64Array; // [point] time units, never falling
  readonly values: Float64Array; // [point]
}

function curveOf(
  { first, end, scenario, terminated, finalValue }: Segment,
  { times, elapsed }: TimedRollout,
  { returns, afterEnd }: { readonly returns: Float64Array; readonly afterEnd: 'hold' | 'sink' },
): Curve {
  for (let d = first + 1; d < end; d++) {
    ensure(
      times[d] >= times[d - 1],
      `train/baselines: time goes back from ${times[d - 1]} to ${times[d]} in ${scenario} (decision ${d})`,
    );
  }
  if (afterEnd === 'hold') return { times: times.subarray(first, end), values: returns.subarray(first, end) };
  const left = terminated || Number.isNaN(finalValue) ? 0 : finalValue;
  return {
    times: appended(times.subarray(first, end), times[end - 1] + elapsed[end - 1]),
    values: appended(returns.subarray(first, end), left),
  };
}

/** Adds the curve at the times of the judged decisions; both go forward in time, so one pass is enough. */
function addCurve(curve: Curve, { first, end }: Segment, times: Float64Array, baselines: Float64Array): void {
  const last = curve.times.length - 1;
  let next = 0; // first point at or after the time
  for (let d = first; d < end; d++) {
    const time = times[d];
    while (next <= last && curve.times[next] < time) next++;
    baselines[d] += interpolated(curve, next, time);
  }
}

/** Before the first point the first value, after the last the last; of several points at one time the first. */
function interpolated({ times, values }: Curve, next: number, time: number): number {
  if (next === 0) return values[0];
  if (next === times.length) return values[next - 1];
  if (times[next] === time) return values[next];
  const share = (time - times[next - 1]) / (times[next] - times[next - 1]);
  return values[next - 1] + share * (values[next] - values[next - 1]);
}

function appended(column: Float64Array, last: number): Float64Array {
  const longer = new Float64Array(column.length + 1);
  longer.set(column);
  longer[column.length] = last;
  return longer;
}
