/**
 * Tracks of a recorded schedule: a resource that runs several pieces of work at once gets as many tracks side by side
 * as it needs, and each piece goes to the first that is free (interval partitioning by start, which needs the fewest).
 * Work of length 0 occupies nothing and stays on the first track.
 */
import type { ScheduleTrace } from '../env.js';

export interface Tracks {
  readonly trackOf: Int32Array; // [row] track within its resource
  readonly count: Int32Array; // [resource] tracks, at least 1
  readonly order: Int32Array; // [row] rows by resource, then start
  readonly end: number; // latest time in the trace; running work is taken to last until then
}

export function layTracks(trace: ScheduleTrace): Tracks {
  const { length, resource, start } = trace;
  const finish = trace.finish.subarray(0, length);
  const trackOf = new Int32Array(length);
  const count = new Int32Array(trace.resources.length).fill(1);
  const order = Int32Array.from({ length }, (_, row) => row);
  order.sort((a, b) => resource[a] - resource[b] || start[a] - start[b] || finish[a] - finish[b] || a - b);
  let freeAt: number[] = [];
  let previous = -1;
  for (const row of order) {
    const r = resource[row];
    if (r !== previous) freeAt = [];
    previous = r;
    if (finish[row] === start[row]) continue;
    let track = freeAt.findIndex((time) => time <= start[row]);
    if (track < 0) track = freeAt.length;
    freeAt[track] = Number.isNaN(finish[row]) ? Number.POSITIVE_INFINITY : finish[row];
    trackOf[row] = track;
    count[r] = Math.max(count[r], freeAt.length);
  }
  let end = 0;
  for (let row = 0; row < length; row++) end = Math.max(end, Number.isNaN(finish[row]) ? start[row] : finish[row]);
  return { trackOf, count, order, end };
}
