/**
 * The charts of a timeline: the panels of a lane under each other on one time axis, and items as rows of coloured
 * spans. Drawn beforehand through Vega-Lite; colours of the page are CSS variables, so that the drawings follow its
 * light and dark. Colours of series are those of Okabe & Ito (2008).
 */
import type { Timeline, TimelinePanel } from '../timeline.js';
import { chartSvg } from './chart-svg.js';
import type { ChartSpec } from './charts.js';
import { timeAxis } from './time-axis.js';

/** Of the first, second, … series of a panel. */
export const SERIES_COLOURS = ['#E69F00', '#56B4E9', '#009E73', '#CC79A7'] as const;
/** Of the first, second, … kind of span. */
export const SPAN_COLOURS = ['#9AA5B1', '#E69F00', '#56B4E9', '#CC79A7', '#D55E00', '#009E73'] as const;

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
const WIDTH = 1200; // px
const ROW = 13; // px of an item
const AXIS_ROOM = 52; // px left of the plot, so that panels are aligned

interface Window {
  readonly from: number; // timeline units
  readonly until: number;
}

/** A time axis in a unit in which numbers stay short, and the factor to it. */
function horizontal(timeline: Timeline, window: Window, labelled: boolean) {
  const axis = timeAxis(window, timeline.timeUnit.name, 10);
  const values = axis.ticks.map(({ time }) => time / axis.unitsPerLabel);
  return {
    scale: 1 / axis.unitsPerLabel,
    x: {
      field: 'from',
      type: 'quantitative',
      title: labelled ? `time, ${axis.unit}` : null,
      scale: { domain: [axis.from / axis.unitsPerLabel, axis.until / axis.unitsPerLabel], nice: false },
      axis: { values, labels: labelled, ticks: labelled, format: '.9~r' },
    },
  };
}

function frame(spec: ChartSpec): ChartSpec {
  return {
    $schema: SCHEMA,
    width: WIDTH,
    padding: { left: 2, right: 8, top: 4, bottom: 2 },
    autosize: { type: 'fit-x', contains: 'padding' },
    config: {
      font: "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif",
      view: { stroke: 'var(--line)' },
      axis: {
        labelColor: 'var(--soft)',
        titleColor: 'var(--soft)',
        gridColor: 'var(--line)',
        gridOpacity: 0.7,
        domainColor: 'var(--line)',
        tickColor: 'var(--line)',
        labelFontSize: 11,
        titleFontSize: 11.5,
        titleFontWeight: 'normal',
      },
      legend: { disable: true },
    },
    ...spec,
  };
}

/** One panel of one lane; `last` has the time axis under it. */
export async function panelSvg(
  timeline: Timeline,
  panel: TimelinePanel,
  place: { readonly lane: number; readonly last: boolean },
): Promise<string> {
  const { scale, x } = horizontal(timeline, timeline, place.last);
  const { time, until } = timeline;
  const names = panel.series.map(({ name }) => name);
  const values = panel.series.flatMap(({ name, values: lanes }) => {
    const series = lanes[place.lane];
    const points = Array.from(time, (at, point) => ({ from: at * scale, value: series[point], name }));
    return [...points, { from: until * scale, value: series[series.length - 1] ?? 0, name }];
  });
  const top = 2 * values.reduce((most, { value }) => Math.max(most, value), 1); // a little room on a logarithmic axis
  const y = {
    field: 'value',
    type: 'quantitative',
    title: panel.unit,
    stack: panel.stacked ? 'zero' : null,
    scale: panel.scale === 'symlog' ? { type: 'symlog', nice: false, domain: [0, top] } : { nice: true, domainMin: 0 },
    axis: {
      ...(panel.scale === 'symlog' ? { values: [0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6] } : { tickCount: 4 }),
      labelExpr: "format(datum.value, '~s')",
      minExtent: AXIS_ROOM - 14,
      maxExtent: AXIS_ROOM - 14,
    },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range: SERIES_COLOURS.slice(0, names.length) },
  };
  const order = { field: 'order', type: 'quantitative' };
  const mark = panel.stacked
    ? { type: 'area', interpolate: 'step-after', opacity: 0.9 }
    : names.length === 1 || panel.scale === 'symlog'
      ? { type: 'area', interpolate: 'step-after', opacity: 0.35, line: { strokeWidth: 1.3 } }
      : { type: 'line', interpolate: 'step-after', strokeWidth: 1.4 };
  const capacity = panel.capacity?.[place.lane];
  const layers: ChartSpec[] = [
    {
      transform: [{ calculate: `indexof(${JSON.stringify(names)}, datum.name)`, as: 'order' }],
      mark: { ...mark, clip: true },
      encoding: { x, y, color, ...(panel.stacked ? { order } : {}) },
    },
  ];
  if (capacity !== undefined) {
    layers.push({
      data: { values: [{ value: capacity }] },
      mark: { type: 'rule', strokeDash: [5, 4], stroke: '#D55E00', strokeWidth: 1.2 },
      encoding: { y: { field: 'value', type: 'quantitative' } },
    });
  }
  const spec = frame({ height: 92, data: { values }, layer: layers });
  return chartSvg(spec, { width: WIDTH, background: 'transparent' });
}

/** Items as rows of spans within a window, in the order given. */
export async function spansSvg(timeline: Timeline, window: Window, items: readonly number[]): Promise<string> {
  const { spans, lanes, itemName } = timeline;
  const { scale, x } = horizontal(timeline, window, true);
  const shown = new Set(items);
  const values: Record<string, unknown>[] = [];
  for (let span = 0; span < spans.count; span++) {
    if (!shown.has(spans.item[span])) continue;
    if (spans.finish[span] <= window.from || spans.start[span] >= window.until) continue;
    values.push({
      item: `${spans.item[span]}`,
      kind: spans.kinds[spans.kind[span]],
      lane: spans.lane[span] < 0 ? 'nowhere' : lanes[spans.lane[span]],
      from: Math.max(spans.start[span], window.from) * scale,
      to: Math.min(spans.finish[span], window.until) * scale,
    });
  }
  const { kinds } = spans;
  const spec = frame({
    height: ROW * items.length,
    data: { values },
    mark: { type: 'bar', height: { band: 0.78 }, clip: true },
    encoding: {
      x,
      x2: { field: 'to' },
      y: {
        field: 'item',
        type: 'nominal',
        sort: items.map(String),
        title: itemName,
        axis: { ticks: false, domain: false, minExtent: AXIS_ROOM - 14, labelFontSize: 9 },
      },
      color: {
        field: 'kind',
        type: 'nominal',
        scale: { domain: kinds, range: kinds.map((_, kind) => SPAN_COLOURS[kind % SPAN_COLOURS.length]) },
      },
      description: { field: 'description' },
    },
    transform: [
      { calculate: `'${itemName} ' + datum.item + ': ' + datum.kind + ', ' + datum.lane`, as: 'description' },
    ],
  });
  return chartSvg(spec, { width: WIDTH, background: 'transparent' });
}
