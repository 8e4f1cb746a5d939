/** A timeline's lanes added up to one, and which of its items and times are worth showing when there are many. */
import type { Timeline, TimelinePanel } from '../timeline.js';

/** Every panel with a single lane: the sum over all lanes. */
export function wholeFleet({ panels, time }: Timeline): TimelinePanel[] {
  return panels.map((panel) => {
    const series = panel.series.map(({ name, values }) => {
      const sum = new Float64Array(time.length);
      for (const lane of values) for (let point = 0; point < sum.length; point++) sum[point] += lane[point];
      return { name, values: [sum] };
    });
    if (!panel.capacity) return { ...panel, series };
    return { ...panel, series, capacity: Float64Array.of(panel.capacity.reduce((sum, value) => sum + value, 0)) };
  });
}

/** A window of time and the items that are seen in it, by number. */
export interface SpanWindow {
  readonly from: number;
  readonly until: number;
  readonly items: readonly number[];
  readonly others: number; // items in the window that are not shown
}

/**
 * Up to `most` items of a timeline. A window that is cut short shows the first ones in it. Otherwise the window is laid
 * around those that were in the system when most were, because there something happens.
 */
export function busiestWindow(timeline: Timeline, most: number): SpanWindow {
  const { spans } = timeline;
  const first = new Map<number, number>(); // item → start of its first span
  const last = new Map<number, number>(); // item → finish of its last span
  for (let span = 0; span < spans.count; span++) {
    const item = spans.item[span];
    if (spans.finish[span] <= timeline.from || spans.start[span] >= timeline.until) continue;
    first.set(item, Math.min(first.get(item) ?? Number.POSITIVE_INFINITY, spans.start[span]));
    last.set(item, Math.max(last.get(item) ?? Number.NEGATIVE_INFINITY, spans.finish[span]));
  }
  const seen = (item: number) => Math.max(first.get(item)!, timeline.from);
  const items = [...first.keys()].sort((a, b) => seen(a) - seen(b) || a - b);
  if (items.length <= most) return { from: timeline.from, until: timeline.until, items, others: 0 };
  const peak = fullestMoment(items, first, last);
  const present = items.findIndex((item) => last.get(item)! > peak);
  const begin = Math.max(0, Math.min(present, items.length - most));
  const chosen = items.slice(begin, begin + most);
  const from = seen(chosen[0]);
  const finishes = chosen.map((item) => last.get(item)!).sort((a, b) => a - b);
  // a few that take very long would make all others thin lines; their bars are cut at the edge
  const enough = from + 2 * Math.max(seen(chosen[most - 1]) - from, finishes[Math.floor(most / 2)] - from);
  const until = Math.min(timeline.until, finishes[most - 1], enough);
  const within = items.filter((item) => first.get(item)! < until && last.get(item)! > from).length;
  return { from, until, items: chosen, others: within - chosen.length };
}

/** A time at which most items are between their first start and last finish. */
function fullestMoment(
  items: readonly number[],
  first: ReadonlyMap<number, number>,
  last: ReadonlyMap<number, number>,
): number {
  const finishes = items.map((item) => last.get(item)!).sort((a, b) => a - b);
  let gone = 0;
  let most = 0;
  let moment = 0;
  items.forEach((item, arrived) => {
    const now = first.get(item)!;
    while (finishes[gone] <= now) gone++;
    if (arrived + 1 - gone <= most) return;
    most = arrived + 1 - gone;
    moment = now;
  });
  return moment;
}
