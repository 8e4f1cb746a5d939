/**
 * The bars of a Gantt chart: one per piece of work that is wide enough to see, and one for every run of pieces too
 * short to draw, so that ten thousand tasks make a small file that still shows where the time went.
 */
import type { ScheduleTrace } from '../env.js';
import { type GanttColours, MIXED_COLOUR } from './gantt-colours.js';
import { fitName, fitTransfer, unitSuffix } from './gantt-labels.js';
import { escapeXml } from './svg-text.js';
import { formatTime, type TimeAxis } from './time-axis.js';
import type { Tracks } from './tracks.js';

/** Where a lane stands and what it holds. */
export interface Lane {
  readonly top: number; // px
  readonly height: number; // px
  readonly transfers: boolean; // it shows what is sent or received, no tasks
}

export interface BarLayout {
  readonly axis: TimeAxis;
  readonly left: number; // px of axis.from
  readonly width: number; // px of the window
  readonly lanes: readonly Lane[]; // [resource]
}

const SMALLEST_WIDTH = 0.7; // px; shorter pieces are drawn together
const TEXT_COLOUR = '#10202C';

interface Bar {
  readonly row: number; // first row
  readonly last: number; // last row, in the tracks' order
  readonly pieces: number;
  readonly from: number; // px
  readonly to: number; // px
  readonly colour: string;
}

/** All bars as SVG elements, lane by lane. */
export function ganttBars(
  trace: ScheduleTrace,
  paint: { readonly tracks: Tracks; readonly colours: GanttColours },
  layout: BarLayout,
): string[] {
  const { tracks, colours } = paint;
  const elements: string[] = [];
  const open = new Map<number, Bar>(); // run of short pieces by track of the present resource
  let resource = -1;
  const flush = (): void => {
    for (const [track, bar] of open) elements.push(drawBar(trace, { bar, track, tracks }, layout));
    open.clear();
  };
  for (const row of tracks.order) {
    if (trace.resource[row] !== resource) flush();
    resource = trace.resource[row];
    const bar = placeBar(trace, row, { tracks, colours, layout });
    if (!bar) continue;
    const track = tracks.trackOf[row];
    const run = open.get(track);
    const short = bar.to - bar.from < SMALLEST_WIDTH;
    if (run && short && bar.from - run.to < SMALLEST_WIDTH) {
      const colour = run.colour === bar.colour ? run.colour : MIXED_COLOUR;
      open.set(track, { ...run, last: row, pieces: run.pieces + 1, to: Math.max(run.to, bar.to), colour });
      continue;
    }
    if (run) {
      elements.push(drawBar(trace, { bar: run, track, tracks }, layout));
      open.delete(track);
    }
    if (short) open.set(track, bar);
    else elements.push(drawBar(trace, { bar, track, tracks }, layout));
  }
  flush();
  return elements;
}

/** The visible part of a piece of work; undefined outside the window. */
function placeBar(
  trace: ScheduleTrace,
  row: number,
  to: { readonly tracks: Tracks; readonly colours: GanttColours; readonly layout: BarLayout },
): Bar | undefined {
  const { axis, left, width } = to.layout;
  const start = trace.start[row];
  const finish = Number.isNaN(trace.finish[row]) ? Math.max(to.tracks.end, axis.until) : trace.finish[row];
  if (start > axis.until || finish < axis.from || (start === axis.until && finish > start)) return undefined;
  const scale = width / (axis.until - axis.from);
  const position = (time: number): number =>
    left + (Math.min(Math.max(time, axis.from), axis.until) - axis.from) * scale;
  return { row, last: row, pieces: 1, from: position(start), to: position(finish), colour: to.colours.fill[row] };
}

function drawBar(
  trace: ScheduleTrace,
  piece: { readonly bar: Bar; readonly track: number; readonly tracks: Tracks },
  layout: BarLayout,
): string {
  const { bar, track, tracks } = piece;
  const resource = trace.resource[bar.row];
  const lane = layout.lanes[resource];
  const margin = lane.height >= 14 ? 2 : 1;
  const height = (lane.height - 2 * margin) / tracks.count[resource];
  const top = lane.top + margin + track * height;
  const width = Math.max(bar.to - bar.from, 1);
  const running = Number.isNaN(trace.finish[bar.last]);
  const inner = Math.max(0.8, height - (tracks.count[resource] > 1 ? 1 : 0));
  const radius = Math.min(2.5, width / 4, inner / 4);
  const look = running ? `fill-opacity="0.45" stroke="${bar.colour}" stroke-dasharray="3 2"` : edge(width);
  const shape = `<rect x="${px(bar.from)}" y="${px(top)}" width="${px(width)}" height="${px(inner)}" rx="${px(radius)}" fill="${bar.colour}" ${look}/>`;
  return `<g><title>${escapeXml(tooltip(trace, bar, lane))}</title>${shape}${barText(trace, { bar, top, width, inner, lane })}</g>`;
}

/** Neighbours of one colour stay apart by a white edge where there is room for one. */
function edge(width: number): string {
  return width >= 3 ? 'stroke="white" stroke-width="0.8"' : '';
}

function barText(
  trace: ScheduleTrace,
  look: {
    readonly bar: Bar;
    readonly top: number;
    readonly width: number;
    readonly inner: number;
    readonly lane: Lane;
  },
): string {
  const { bar, top, width, inner, lane } = look;
  const fontSize = Math.min(11, inner * 0.62);
  if (bar.pieces > 1 || fontSize < 6.5) return '';
  const room = { width: width - 7, fontSize, least: 3 };
  const text = lane.transfers ? fitTransfer(trace.label[bar.row], room) : fitName(trace.label[bar.row], room);
  if (text === '') return '';
  const middle = (bar.from + bar.from + width) / 2;
  return `<text x="${px(middle)}" y="${px(top + inner / 2 + fontSize * 0.36)}" font-size="${px(fontSize)}" fill="${TEXT_COLOUR}" text-anchor="middle" pointer-events="none">${escapeXml(text)}</text>`;
}

function tooltip(trace: ScheduleTrace, { row, last, pieces }: Bar, { transfers }: Lane): string {
  const unit = unitSuffix(trace.timeUnit.name);
  const where = trace.resources[trace.resource[row]];
  const start = trace.start[row];
  const finish = trace.finish[last];
  const times = Number.isNaN(finish)
    ? `${formatTime(start)} – still running${unit}`
    : `${formatTime(start)} – ${formatTime(finish)}${unit}`;
  if (pieces > 1) return `${pieces} ${transfers ? 'transfers' : 'pieces of work'} on ${where}\n${times}`;
  const waited = start - trace.ready[row];
  const lines = transfers
    ? [trace.label[row], `${where}: ${times}`]
    : [
        `${trace.label[row]} (task ${trace.task[row]})`,
        `${trace.jobLabel[row]} job ${trace.job[row]}`.trim(),
        `${where}: ${times}`,
      ];
  if (finish > start) lines.push(`${transfers ? 'takes' : 'runs'} ${formatTime(finish - start)}${unit}`);
  const since = transfers ? 'its sender had finished' : 'its inputs were there';
  if (waited > 0) lines.push(`waited ${formatTime(waited)}${unit} after ${since}`);
  return lines.join('\n');
}

/** Two decimals are a hundredth of a pixel. */
export function px(value: number): string {
  return String(Number(value.toFixed(2)));
}
