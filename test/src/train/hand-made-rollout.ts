/** Small rollouts with numbers that can be followed by hand. */
import type { Segment } from '../../../src/train/rollout.js';

export interface HandMadeSegment {
  readonly times: readonly number[];
  readonly rewards: readonly number[];
  readonly end: number; // time at which the segment ends
  readonly values?: readonly number[];
  readonly sequence?: number;
  readonly terminated?: boolean;
  readonly finalValue?: number;
}

/** Segments end to end; elapsed times follow from the times. */
export function handMade(...parts: readonly HandMadeSegment[]) {
  const segments: Segment[] = [];
  const columns = { times: [] as number[], rewards: [] as number[], elapsed: [] as number[], values: [] as number[] };
  for (const { times, rewards, end, values, sequence = 0, terminated = false, finalValue = 0 } of parts) {
    const first = columns.times.length;
    columns.times.push(...times);
    columns.rewards.push(...rewards);
    columns.elapsed.push(...times.map((time, i) => (times[i + 1] ?? end) - time));
    columns.values.push(...(values ?? times.map(() => Number.NaN)));
    const range = { first, end: columns.times.length };
    const how = { terminated, truncated: !terminated, finalValue };
    segments.push({ scenario: 'hand/made', seed: 1, sequence, ...range, ...how, metrics: {} });
  }
  return {
    segments,
    times: Float64Array.from(columns.times),
    rewards: Float64Array.from(columns.rewards),
    elapsed: Float64Array.from(columns.elapsed),
    values: Float64Array.from(columns.values),
  };
}
