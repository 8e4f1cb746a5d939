/**
 * The charts of a plan as Vega-Lite specifications with their data inside: schedule length ratios as bars, and time to
 * plan against makespan. Only valid schedules are drawn.
 */
import type { Chart, ChartSpec } from './charts.js';
import type { PlanBoard, PlannedEntry } from './plan-entries.js';
import { type PlacedName, placeNames } from './plan-time-labels.js';
import { formatNumber } from './quantity.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
const BLUE = '#0072B2';
const GREEN = '#009E73';
const ORANGE = '#D55E00';
const BAR_ROW = 21; // pixels per planner
const NAME_LIMIT = 320; // pixels of a planner's name
const PLOT = { width: 620, height: 400, fontSize: 10, radius: 4 }; // pixels
const FAR_LONGER = 2;
const PLOT_EDGE = 24; // pixels between the outermost points and the frame
const WELL_KNOWN = 'heft'; // what others are compared with; always named

function frame(spec: ChartSpec): ChartSpec {
  const config = {
    axis: { labelFontSize: 11.5, titleFontSize: 12, titleFontWeight: 'normal' },
    view: { stroke: null },
  };
  return { $schema: SCHEMA, width: 580, autosize: { type: 'fit-x', contains: 'padding' }, config, ...spec };
}

function reference(at: number, colour: string): ChartSpec {
  return {
    data: { values: [{ at }] },
    mark: { type: 'rule', strokeDash: [5, 4], strokeWidth: 1.6 },
    encoding: { x: { field: 'at', type: 'quantitative' }, color: { value: colour } },
  };
}

/** SLR of every planner, the best on top, with the lower bound and the optimum as lines. */
export function slrChart({ bounds, optimum, entries }: PlanBoard): Chart | undefined {
  const drawn = entries.filter(({ violations, quality }) => violations.length === 0 && Number.isFinite(quality.slr));
  if (drawn.length === 0) return undefined;
  const least = optimum?.makespan ?? Number.NaN;
  const values = drawn.map(({ planner, quality }) => ({
    planner,
    slr: quality.slr,
    text: quality.slr.toFixed(3),
    optimal: quality.makespan <= least * (1 + 1e-9),
  }));
  const y = {
    field: 'planner',
    type: 'nominal',
    sort: drawn.map(({ planner }) => planner),
    axis: { title: null, labelLimit: NAME_LIMIT, domain: false, ticks: false },
  };
  const x = { field: 'slr', type: 'quantitative', title: 'schedule length ratio (lower is better)' };
  const lines = [reference(bounds.best / bounds.cpMin, ORANGE)];
  if (optimum) lines.push(reference(optimum.makespan / bounds.cpMin, GREEN));
  return {
    id: 'slr',
    title: 'Schedule length ratio',
    caption: `Makespan divided by the longest path of least processing times. Dashed: the lower bound (orange)${optimum ? ' and the optimum (green); schedules as short as the optimum are green' : '; the optimum is not known'}.`,
    spec: frame({
      height: BAR_ROW * drawn.length,
      layer: [
        {
          data: { values },
          mark: { type: 'bar', height: { band: 0.72 }, cornerRadiusEnd: 2 },
          encoding: { y, x, color: { condition: { test: 'datum.optimal', value: GREEN }, value: BLUE } },
        },
        {
          data: { values },
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, fontSize: 11 },
          encoding: { y, x, text: { field: 'text' } },
        },
        ...lines,
      ],
    }),
  };
}

/** True for entries that no other beats in both time and makespan. */
function efficient(entries: readonly PlannedEntry[]): boolean[] {
  return entries.map(({ quality, times }) => {
    const beaten = entries.some(
      (other) =>
        other.times.medianMs <= times.medianMs &&
        other.quality.makespan <= quality.makespan &&
        (other.times.medianMs < times.medianMs || other.quality.makespan < quality.makespan),
    );
    return !beaten;
  });
}

/** Maps a range of values to pixels, with an edge on both sides. */
function scaleTo(length: number, values: readonly number[]): { readonly at: (value: number) => number } & Domain {
  const least = values.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const range = most - least || Math.max(1e-9, Math.abs(most) * 0.1);
  const edge = (range * PLOT_EDGE) / (length - 2 * PLOT_EDGE);
  const [from, until] = [(most + least - range) / 2 - edge, (most + least + range) / 2 + edge];
  return { at: (value) => ((value - from) / (until - from)) * length, from, until };
}

interface Domain {
  readonly from: number;
  readonly until: number;
}

/** The layers with the names: placed in pixels beforehand, with lines to those points that are not next to theirs. */
function nameLayers(placed: readonly PlacedName[]): ChartSpec[] {
  const pixels = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
  const lines = placed.filter(({ far }) => far).map(({ x, y, point }) => ({ x, y, x2: point.x, y2: point.y }));
  const layers: ChartSpec[] = [];
  if (lines.length > 0)
    layers.push({
      data: { values: lines },
      mark: { type: 'rule', strokeWidth: 0.7, opacity: 0.5 },
      encoding: { x: pixels('x'), y: pixels('y'), x2: { field: 'x2' }, y2: { field: 'y2' } },
    });
  for (const align of ['left', 'center', 'right'] as const) {
    const values = placed.filter((each) => each.align === align).map(({ name, x, y }) => ({ name, x, y }));
    if (values.length === 0) continue;
    layers.push({
      data: { values },
      mark: { type: 'text', align, baseline: 'middle', fontSize: PLOT.fontSize },
      encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'name' } },
    });
  }
  return layers;
}

/** Time to plan against makespan: what a shorter schedule costs. */
export function planTimeChart({ entries }: PlanBoard): Chart | undefined {
  const valid = entries.filter(({ violations, times }) => violations.length === 0 && times.medianMs > 0);
  const near = valid.filter(({ quality }) => quality.makespan <= FAR_LONGER * valid[0].quality.makespan);
  const drawn = near.length < 2 ? valid : near; // the very long would press all others together
  if (drawn.length < 2) return undefined;
  const left = valid.filter((entry) => !drawn.includes(entry));
  const notDrawn = left.map(({ planner, quality }) => `${planner} (${formatNumber(quality.makespan)})`).join(', ');
  const front = efficient(drawn);
  const values = drawn.map(({ quality, times }, i) => ({
    makespan: quality.makespan,
    ms: times.medianMs,
    efficient: front[i],
  }));
  const across = scaleTo(
    PLOT.width,
    values.map(({ ms }) => Math.log(ms)),
  );
  const up = scaleTo(
    PLOT.height,
    values.map(({ makespan }) => makespan),
  );
  const points = drawn.map(({ planner, quality, times }, i) => ({
    name: planner,
    x: across.at(Math.log(times.medianMs)),
    y: PLOT.height - up.at(quality.makespan),
    needed: front[i] || planner === WELL_KNOWN,
  }));
  const x = {
    field: 'ms',
    type: 'quantitative',
    title: 'time to plan, ms',
    scale: { type: 'log', domain: [Math.exp(across.from), Math.exp(across.until)], nice: false },
    axis: { format: '~g', labelOverlap: 'greedy', grid: false },
  };
  const y = {
    field: 'makespan',
    type: 'quantitative',
    title: 'makespan',
    scale: { zero: false, domain: [up.from, up.until], nice: false },
  };
  const color = { condition: { test: 'datum.efficient', value: ORANGE }, value: BLUE };
  const fastest =
    drawn[drawn.reduce((best, { times }, i) => (times.medianMs < drawn[best].times.medianMs ? i : best), 0)];
  return {
    id: 'time',
    title: 'Time to plan and makespan',
    caption: `Down and to the left is better; planners on the dashed line are efficient: none is both faster and better. From ${fastest.planner} (makespan ${formatNumber(fastest.quality.makespan)}) to ${drawn[0].planner} (${formatNumber(drawn[0].quality.makespan)}). Times were measured on this machine: the median of whole plans, repeated after every planner had planned once.${left.length > 0 ? ` Not drawn, more than twice as long as the best: ${notDrawn}.` : ''}`,
    spec: frame({
      width: PLOT.width,
      height: PLOT.height,
      autosize: 'pad',
      resolve: { scale: { x: 'shared', y: 'shared' } },
      layer: [
        {
          data: { values },
          transform: [{ filter: 'datum.efficient' }],
          mark: { type: 'line', interpolate: 'step-after', strokeDash: [3, 3], opacity: 0.6 },
          encoding: { x, y, color: { value: ORANGE } },
        },
        {
          data: { values },
          mark: { type: 'point', filled: true, size: Math.PI * PLOT.radius ** 2, opacity: 0.9 },
          encoding: { x, y, color },
        },
        ...nameLayers(placeNames(points, PLOT)),
      ],
    }),
  };
}
