/**
 * A recorded schedule in Chrome's trace event format, which Perfetto (ui.perfetto.dev) and chrome://tracing open: one
 * process per environment, one thread per resource (more where a resource runs several pieces of work at once), one
 * complete event per piece of work, and on request arrows from a task to those that waited for it. Timestamps of that
 * format are microseconds; how many of them a unit of the trace became is stated in `otherData`.
 */
import type { ScheduleTrace } from '../env.js';
import { ensure } from '../error.js';
import { layTracks, type Tracks } from './tracks.js';

export interface PerfettoOptions {
  /** Name of the process. */
  readonly process: string;
  /** Distinguishes several schedules in one file. */
  readonly processId: number;
  /** Length of one unit of the trace; null takes the unit's own length in seconds. */
  readonly microsecondsPerUnit: number | null;
  /** Pairs of rows: an arrow leads from the end of the first to the start of the second. */
  readonly flows: readonly (readonly [from: number, to: number])[];
}

export const DEFAULT_PERFETTO: PerfettoOptions = Object.freeze({
  process: 'sched-arena',
  processId: 1,
  microsecondsPerUnit: null,
  flows: Object.freeze([]),
});

type TraceEvent = Readonly<Record<string, unknown>>;

/** The schedule as JSON text. Errors: `ArenaError` for a flow between rows that do not exist. */
export function perfettoJson(trace: ScheduleTrace, options: Partial<PerfettoOptions> = {}): string {
  const resolved = { ...DEFAULT_PERFETTO, ...options };
  const scale = resolved.microsecondsPerUnit ?? trace.timeUnit.seconds * 1e6;
  const tracks = layTracks(trace);
  const threadStart = firstThreads(tracks);
  const events = threadNames(trace, tracks, { threadStart, options: resolved });
  const pid = resolved.processId;
  const thread = (row: number) => threadStart[trace.resource[row]] + tracks.trackOf[row];
  for (const row of tracks.order) {
    const running = Number.isNaN(trace.finish[row]);
    const finish = running ? tracks.end : trace.finish[row];
    events.push({
      name: trace.label[row],
      cat: trace.jobLabel[row],
      ph: 'X',
      pid,
      tid: thread(row),
      ts: trace.start[row] * scale,
      dur: (finish - trace.start[row]) * scale,
      args: {
        task: trace.task[row],
        job: trace.job[row],
        [`ready (${trace.timeUnit.name})`]: trace.ready[row],
        [`start (${trace.timeUnit.name})`]: trace.start[row],
        [`finish (${trace.timeUnit.name})`]: running ? null : trace.finish[row],
      },
    });
  }
  resolved.flows.forEach(([from, to], id) => {
    ensure(
      from >= 0 && to >= 0 && from < trace.length && to < trace.length,
      `report/perfetto: flow ${from} → ${to} names a row that does not exist (0…${trace.length - 1})`,
    );
    const end = Number.isNaN(trace.finish[from]) ? tracks.end : trace.finish[from];
    // an arrow belongs to the slice around its foot, so it leaves a hair before the end
    const foot = end - (end - trace.start[from]) / 1000;
    const flow = { name: 'data', cat: 'flow', id, pid };
    events.push({ ...flow, ph: 's', tid: thread(from), ts: foot * scale });
    events.push({ ...flow, ph: 'f', bp: 'e', tid: thread(to), ts: trace.start[to] * scale });
  });
  const otherData = { timeUnit: trace.timeUnit.name, microsecondsPerUnit: scale };
  return `{"displayTimeUnit":"ns","otherData":${JSON.stringify(otherData)},"traceEvents":[\n${events
    .map((event) => JSON.stringify(event))
    .join(',\n')}\n]}\n`;
}

/** Number of the first thread of every resource: [resource], from 1. */
function firstThreads({ count }: Tracks): Int32Array {
  const first = new Int32Array(count.length);
  let next = 1;
  for (let r = 0; r < count.length; r++) {
    first[r] = next;
    next += count[r];
  }
  return first;
}

function threadNames(
  trace: ScheduleTrace,
  { count }: Tracks,
  { threadStart, options }: { readonly threadStart: Int32Array; readonly options: PerfettoOptions },
): TraceEvent[] {
  const pid = options.processId;
  const events: TraceEvent[] = [{ name: 'process_name', ph: 'M', pid, args: { name: options.process } }];
  trace.resources.forEach((resource, r) => {
    for (let track = 0; track < count[r]; track++) {
      const tid = threadStart[r] + track;
      const name = track === 0 ? resource : `${resource} · ${track + 1}`;
      events.push({ name: 'thread_name', ph: 'M', pid, tid, args: { name } });
      events.push({ name: 'thread_sort_index', ph: 'M', pid, tid, args: { sort_index: tid } });
    }
  });
  return events;
}
