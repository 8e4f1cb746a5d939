/**
 * A recorded schedule as a Gantt chart in SVG: a lane per resource, a bar per piece of work coloured by application or
 * job, a time axis with units, a legend, the share of time each resource was busy, and details on hover. Lanes that show
 * what is sent and received are thin. Made for one task as for ten thousand; nothing in it refers to anything outside, so it may stand in a page or a paper.
 */
import type { ScheduleTrace } from '../env.js';
import { ensure } from '../error.js';
import { ganttBars, type Lane, px } from './gantt-bars.js';
import { type GanttColouring, type GanttColours, ganttColours } from './gantt-colours.js';
import { fitName, unitSuffix } from './gantt-labels.js';
import { escapeXml, fitText, textWidth } from './svg-text.js';
import { formatTime, type TimeAxis, timeAxis } from './time-axis.js';
import { layTracks, type Tracks } from './tracks.js';

export interface GanttOptions {
  /** Heading; empty for none. */
  readonly title: string;
  /** Whole width in pixels, at least 320; the height follows from the lanes. */
  readonly width: number;
  /** Beginning of the time window; null = 0, or the first start where that is far off. */
  readonly from: number | null;
  /** End of the time window; null = the last finish. */
  readonly until: number | null;
  /** What colours stand for; null = applications, jobs where there is one application, types of tasks in a single job. */
  readonly colourBy: GanttColouring | null;
  /** Lanes that show transfers [resource], drawn thin; null = none. */
  readonly transferLanes: readonly boolean[] | null;
}

export const DEFAULT_GANTT: GanttOptions = Object.freeze({
  title: '',
  width: 1200,
  from: null,
  until: null,
  colourBy: null,
  transferLanes: null,
});

const INK = '#1C2126';
const SOFT = '#5B646E';
const MARGIN = 20;
const LEGEND_ROWS = 3;
const THIN_LANE = 13; // px
const BOLD = 1.12; // bold letters are that much wider

/** The chart as a self-contained SVG document. Errors: `ArenaError` for an empty time window or a width below 320. */
export function ganttSvg(trace: ScheduleTrace, options: Partial<GanttOptions> = {}): string {
  const { title, width, from, until, colourBy, transferLanes } = { ...DEFAULT_GANTT, ...options };
  ensure(width >= 320, `report/gantt: width ${width} is not allowed (at least 320)`);
  const tracks = layTracks(trace);
  const window = { from: from ?? naturalStart(trace, tracks), until: until ?? Math.max(tracks.end, 0) };
  ensure(window.until >= window.from, `report/gantt: the time window ${window.from} … ${window.until} is empty`);
  const labels = labelColumn(trace.resources);
  const left = MARGIN + labels.width;
  const plot = { left, width: width - left - MARGIN - 44 };
  const axis = timeAxis(window, trace.timeUnit.name, plot.width / 110);
  const colours = ganttColours(trace, { by: colourBy, transferLanes });
  const head = heading(trace, { title, axis, transferLanes, width });
  const legend = drawLegend(colours, { top: head.bottom, width });
  const lanes = stackLanes(tracks, { top: legend.bottom + 26, transferLanes });
  const bottom = lanes.length === 0 ? legend.bottom + 26 : lanes.at(-1)!.top + lanes.at(-1)!.height;
  const height = bottom + 46;
  const busy = busyShares(trace, tracks, axis);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" font-family="'DejaVu Sans', Verdana, 'Segoe UI', sans-serif" role="img">`,
    `<title>${escapeXml(title === '' ? 'Schedule' : title)}</title>`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...head.elements,
    ...legend.elements,
    ...drawLanes(trace.resources, { lanes, labels, plot, busy, width }),
    ...drawAxis(axis, { ...plot, top: legend.bottom + 26, bottom }),
    ...ganttBars(trace, { tracks, colours }, { axis, ...plot, lanes }),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

/** 0, unless more than half of the chart would then be empty. */
function naturalStart(trace: ScheduleTrace, { end }: Tracks): number {
  let first = Number.POSITIVE_INFINITY;
  for (let row = 0; row < trace.length; row++) first = Math.min(first, trace.start[row]);
  return first < 0 || (first > end / 2 && first < end) ? first : 0;
}

function labelColumn(resources: readonly string[]): { readonly width: number; readonly fontSize: number } {
  const fontSize = resources.length > 60 ? 8.5 : 11.5;
  const widest = resources.reduce((most, name) => Math.max(most, textWidth(name, fontSize)), 0);
  return { width: Math.min(190, Math.max(40, widest + 12)), fontSize };
}

/** Lanes shrink with their number, and grow with the tracks they hold. */
function stackLanes(
  { count }: Tracks,
  { top, transferLanes }: { readonly top: number; readonly transferLanes: readonly boolean[] | null },
): Lane[] {
  const base = Math.max(11, Math.min(28, 900 / Math.max(1, count.length)));
  const lanes: Lane[] = [];
  let y = top;
  count.forEach((tracks, r) => {
    const transfers = transferLanes?.[r] ?? false;
    const least = transfers ? Math.min(THIN_LANE, base) : base;
    const height = tracks === 1 ? least : Math.min(160, Math.max(least, tracks * (transfers ? 6 : 9) + 4));
    lanes.push({ top: y, height, transfers });
    y += height;
  });
  return lanes;
}

/**
 * Share of time in which a resource ran something, overlapping bars counted once: [resource]. Of the window, or of the
 * schedule where that ends before the window does: an axis made longer for comparison does not make anybody idle.
 */
function busyShares(trace: ScheduleTrace, { count, end }: Tracks, { from, until }: TimeAxis): Float64Array {
  const running = trace.finish.subarray(0, trace.length).some(Number.isNaN);
  const last = running || end <= from ? until : Math.min(end, until);
  const share = new Float64Array(count.length);
  const covered = new Float64Array(count.length).fill(from); // [resource] up to here it is counted
  const rows = Int32Array.from({ length: trace.length }, (_, row) => row);
  rows.sort((a, b) => trace.start[a] - trace.start[b]);
  for (const row of rows) {
    const resource = trace.resource[row];
    const finish = Math.min(Number.isNaN(trace.finish[row]) ? last : trace.finish[row], last);
    const begin = Math.max(trace.start[row], covered[resource]);
    if (finish <= begin) continue;
    share[resource] += finish - begin;
    covered[resource] = finish;
  }
  for (let r = 0; r < share.length; r++) share[r] /= last - from;
  return share;
}

interface Block {
  readonly elements: readonly string[];
  readonly bottom: number; // px
}

function heading(
  trace: ScheduleTrace,
  chart: {
    readonly title: string;
    readonly axis: TimeAxis;
    readonly transferLanes: readonly boolean[] | null;
    readonly width: number;
  },
): Block {
  const { axis, transferLanes } = chart;
  const rows = Int32Array.from({ length: trace.length }, (_, row) => row).filter(
    (row) => trace.start[row] <= axis.until && !(trace.finish[row] < axis.from),
  );
  const tasks = rows.filter((row) => !transferLanes?.[trace.resource[row]]);
  const jobs = new Set(tasks.map((row) => trace.job[row])).size;
  const resources = trace.resources.length - (transferLanes?.filter(Boolean).length ?? 0);
  const times = `${formatTime(axis.from, 6)} – ${formatTime(axis.until, 6)}${unitSuffix(trace.timeUnit.name)}`;
  const facts =
    rows.length === 0
      ? 'nothing ran'
      : `${plural(tasks.length, 'task')} of ${plural(jobs, 'job')} on ${plural(resources, 'resource')}, ${times}`;
  const elements: string[] = [];
  let y = MARGIN;
  if (chart.title !== '') {
    y += 12;
    const title = fitText(chart.title, { width: chart.width - 2 * MARGIN, fontSize: 16 * BOLD, least: 1 });
    elements.push(
      `<text x="${MARGIN}" y="${y}" font-size="16" font-weight="bold" fill="${INK}">${escapeXml(title)}</text>`,
    );
    y += 8;
  }
  y += 11;
  elements.push(`<text x="${MARGIN}" y="${y}" font-size="11.5" fill="${SOFT}">${escapeXml(facts)}</text>`);
  return { elements, bottom: y + 8 };
}

function plural(count: number, noun: string): string {
  return `${formatTime(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Swatches in rows from the left; what finds no room is summed up. */
function drawLegend(colours: GanttColours, at: { readonly top: number; readonly width: number }): Block {
  const elements: string[] = [];
  let x = MARGIN;
  let y = at.top + 12;
  let rows = 1;
  for (let i = 0; i < colours.legend.length; i++) {
    const { label, colour } = colours.legend[i];
    const shown = fitText(label, { width: 260, fontSize: 11, least: 1 });
    const room = textWidth(shown, 11) + 30;
    const tail = i === colours.legend.length - 1 ? 0 : rows === LEGEND_ROWS ? 220 : 0;
    if (x + room + tail > at.width - MARGIN && x > MARGIN) {
      if (rows === LEGEND_ROWS) {
        const rest = `and ${colours.legend.length - i} more (colours repeat)`;
        elements.push(`<text x="${px(x)}" y="${px(y)}" font-size="11" fill="${SOFT}">${rest}</text>`);
        break;
      }
      x = MARGIN;
      y += 18;
      rows++;
    }
    elements.push(`<rect x="${px(x)}" y="${px(y - 9.5)}" width="11" height="11" rx="2.5" fill="${colour}"/>`);
    elements.push(`<text x="${px(x + 16)}" y="${px(y)}" font-size="11" fill="${INK}">${escapeXml(shown)}</text>`);
    x += room;
    const hint = colours.shaded && i === colours.legend.length - 1 ? 'shades tell jobs apart' : '';
    if (hint !== '' && x + textWidth(hint, 11) < at.width - MARGIN)
      elements.push(`<text x="${px(x)}" y="${px(y)}" font-size="11" fill="${SOFT}">${hint}</text>`);
  }
  return { elements, bottom: colours.legend.length === 0 ? at.top : y + 4 };
}

function drawLanes(
  resources: readonly string[],
  chart: {
    readonly lanes: readonly Lane[];
    readonly labels: { readonly width: number; readonly fontSize: number };
    readonly plot: { readonly left: number; readonly width: number };
    readonly busy: Float64Array; // [resource] share
    readonly width: number;
  },
): string[] {
  const { lanes, labels, plot, busy, width } = chart;
  const right = plot.left + plot.width;
  const grouped = lanes.filter(({ transfers }) => transfers).length > 1; // every processor has some of its own
  const elements = [
    `<text x="${px(width - MARGIN)}" y="${px((lanes[0]?.top ?? 0) - 9)}" font-size="10" fill="${SOFT}" text-anchor="end">busy</text>`,
  ];
  resources.forEach((name, r) => {
    const { top, height, transfers } = lanes[r];
    const fontSize = transfers ? Math.min(9.5, labels.fontSize) : labels.fontSize;
    const ink = transfers ? SOFT : INK;
    const baseline = px(top + height / 2 + fontSize * 0.36);
    const shown = fitName(name, { width: labels.width - 8, fontSize, least: 1 });
    const stripe = (grouped ? !transfers : r % 2 === 0) ? '#F4F6F8' : '#FFFFFF';
    elements.push(
      `<rect x="${px(plot.left)}" y="${px(top)}" width="${px(plot.width)}" height="${px(height)}" fill="${stripe}"/>`,
      `<text x="${px(plot.left - 8)}" y="${baseline}" font-size="${fontSize}" fill="${ink}" text-anchor="end"><title>${escapeXml(name)}</title>${escapeXml(shown)}</text>`,
      `<text x="${px(right + 44)}" y="${baseline}" font-size="${px(Math.min(10.5, fontSize))}" fill="${SOFT}" text-anchor="end">${Math.round(busy[r] * 100)} %</text>`,
    );
  });
  return elements;
}

function drawAxis(
  axis: TimeAxis,
  plot: { readonly left: number; readonly width: number; readonly top: number; readonly bottom: number },
): string[] {
  const scale = plot.width / (axis.until - axis.from);
  const elements: string[] = [];
  for (const { time, label } of axis.ticks) {
    const x = px(plot.left + (time - axis.from) * scale);
    elements.push(
      `<line x1="${x}" x2="${x}" y1="${px(plot.top)}" y2="${px(plot.bottom + 5)}" stroke="#D8DEE3" stroke-width="1"/>`,
      `<text x="${x}" y="${px(plot.bottom + 18)}" font-size="10.5" fill="${SOFT}" text-anchor="middle">${label}</text>`,
    );
  }
  const middle = px(plot.left + plot.width / 2);
  elements.push(
    `<line x1="${px(plot.left)}" x2="${px(plot.left + plot.width)}" y1="${px(plot.bottom)}" y2="${px(plot.bottom)}" stroke="#8A94A0" stroke-width="1"/>`,
    `<text x="${middle}" y="${px(plot.bottom + 36)}" font-size="11" fill="${INK}" text-anchor="middle">time${unitSuffix(axis.unit) === '' ? '' : ` (${escapeXml(axis.unit)})`}</text>`,
  );
  return elements;
}
