/**
 * A timeline in Chrome's trace event format, which Perfetto (ui.perfetto.dev) and chrome://tracing open: one process per
 * lane with its slices and their facts, a counter per gauge, arrows where an item moved between lanes, and one more
 * process with what every item went through. Slices of a lane that overlap go to threads of their own.
 */
import type { Timeline } from '../timeline.js';

type TraceEvent = Readonly<Record<string, unknown>>;

/** The timeline as JSON text; timestamps are microseconds. */
export function timelinePerfetto(timeline: Timeline): string {
  const scale = timeline.timeUnit.seconds * 1e6;
  const events: string[] = [];
  const emit = (event: TraceEvent) => {
    events.push(JSON.stringify(event));
  };
  const threads = slicesTo(emit, timeline, scale);
  movesTo(emit, timeline, { scale, threads });
  itemsTo(emit, timeline, scale);
  const otherData = { timeUnit: timeline.timeUnit.name, microsecondsPerUnit: scale };
  return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)},"traceEvents":[\n${events.join(',\n')}\n]}\n`;
}

type Emit = (event: TraceEvent) => void;

/** Threads of slices by their lane and a time at which they begin or end. */
interface Threads {
  readonly ending: ReadonlyMap<string, number>;
  readonly beginning: ReadonlyMap<string, number>;
}

function slicesTo(emit: Emit, { slices, lanes }: Timeline, scale: number): Threads {
  const { count, lane, start, finish, facts, gauges } = slices;
  const freeAt: number[][] = lanes.map(() => []); // [lane][thread] time
  const ending = new Map<string, number>();
  const beginning = new Map<string, number>();
  lanes.forEach((name, each) => {
    emit({ name: 'process_name', ph: 'M', pid: each + 1, args: { name } });
    emit({ name: 'process_sort_index', ph: 'M', pid: each + 1, args: { sort_index: each + 1 } });
  });
  const order = Int32Array.from({ length: count }, (_, slice) => slice);
  order.sort((a, b) => start[a] - start[b] || a - b);
  for (const slice of order) {
    const free = freeAt[lane[slice]];
    let thread = free.findIndex((time) => time <= start[slice]);
    if (thread < 0) thread = free.length;
    free[thread] = finish[slice];
    ending.set(`${lane[slice]} ${finish[slice]}`, thread + 1);
    beginning.set(`${lane[slice]} ${start[slice]}`, thread + 1);
    const pid = lane[slice] + 1;
    const args = Object.fromEntries(facts.map(({ name, values }) => [name, values[slice]]));
    emit({
      name: slices.label(slice),
      ph: 'X',
      pid,
      tid: thread + 1,
      ts: start[slice] * scale,
      dur: (finish[slice] - start[slice]) * scale,
      args,
    });
    for (const { name, values } of gauges) {
      emit({ name, ph: 'C', pid, ts: finish[slice] * scale, args: { [name]: values[slice] } });
    }
  }
  freeAt.forEach((free, each) => {
    free.forEach((_, thread) => {
      const name = thread === 0 ? 'batches' : `batches · ${thread + 1}`;
      emit({ name: 'thread_name', ph: 'M', pid: each + 1, tid: thread + 1, args: { name } });
    });
  });
  return { ending, beginning };
}

function movesTo(
  emit: Emit,
  { moves, itemName }: Timeline,
  { scale, threads }: { readonly scale: number; readonly threads: Threads },
): void {
  for (let move = 0; move < moves.count; move++) {
    const { item, fromLane, fromTime, toLane, toTime } = moves;
    const flow = { name: `${itemName} ${item[move]} moves`, cat: 'move', id: move };
    const from = threads.ending.get(`${fromLane[move]} ${fromTime[move]}`) ?? 1;
    const to = threads.beginning.get(`${toLane[move]} ${toTime[move]}`) ?? 1;
    // an arrow belongs to the slice around its foot, so it leaves a little (1 ns) before the end
    emit({ ...flow, ph: 's', pid: fromLane[move] + 1, tid: from, ts: fromTime[move] * scale - 1e-3 });
    emit({ ...flow, ph: 'f', bp: 'e', pid: toLane[move] + 1, tid: to, ts: toTime[move] * scale });
  }
}

function itemsTo(emit: Emit, { spans, lanes, itemName }: Timeline, scale: number): void {
  const pid = lanes.length + 1;
  emit({ name: 'process_name', ph: 'M', pid, args: { name: `${itemName}s` } });
  emit({ name: 'process_sort_index', ph: 'M', pid, args: { sort_index: pid } });
  const named = new Set<number>();
  for (let span = 0; span < spans.count; span++) {
    const item = spans.item[span];
    if (!named.has(item)) {
      named.add(item);
      emit({ name: 'thread_name', ph: 'M', pid, tid: item + 1, args: { name: `${itemName} ${item}` } });
    }
    emit({
      name: spans.kinds[spans.kind[span]],
      ph: 'X',
      pid,
      tid: item + 1,
      ts: spans.start[span] * scale,
      dur: (spans.finish[span] - spans.start[span]) * scale,
      args: { lane: spans.lane[span] < 0 ? null : lanes[spans.lane[span]] },
    });
  }
}
