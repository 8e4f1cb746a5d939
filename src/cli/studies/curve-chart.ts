/** Curves with bands: a figure over a number that was varied, one colour a series. */
import type { ChartSpec } from '../../report/charts.js';
import { SERIES_COLOURS } from './interval-chart.js';
import type { Estimate } from './paired-ratio.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

export interface CurvePoint {
  readonly at: number;
  readonly series: string;
  readonly estimate: Estimate;
  readonly dashed?: boolean; // told elsewhere, not found here
}

export interface CurveChart {
  readonly points: readonly CurvePoint[];
  readonly across: string; // title of the axis
  readonly up: string; // title of the axis
  readonly zero?: boolean; // a line at 0
  readonly ticks?: readonly number[]; // of the axis across
}

export function curveChart({ points, across, up, zero = false, ticks }: CurveChart): ChartSpec {
  const series = [...new Set(points.map((each) => each.series))];
  const values = points
    .filter(({ estimate }) => Number.isFinite(estimate.value))
    .map(({ at, series: name, estimate: { value, interval }, dashed = false }) => ({
      at,
      series: name,
      value,
      lower: interval?.lower ?? value,
      upper: interval?.upper ?? value,
      origin: dashed ? 'published' : 'here',
    }));
  const x = {
    field: 'at',
    type: 'quantitative',
    title: across,
    scale: { zero: false, padding: 12 },
    ...(ticks === undefined ? {} : { axis: { values: [...ticks] } }),
  };
  const y = { type: 'quantitative', title: up, scale: { zero: false } };
  const color = {
    field: 'series',
    title: null,
    sort: series,
    scale: { domain: series, range: series.map((_, i) => [...SERIES_COLOURS, '#000000', '#999999'][i % 8]) },
    legend: { orient: 'right', labelLimit: 240, symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 3 },
  };
  const both = values.some(({ origin }) => origin === 'published');
  const dash = both
    ? {
        strokeDash: {
          field: 'origin',
          title: null,
          scale: { domain: ['here', 'published'], range: [[1, 0], [5, 4]] }, // biome-ignore format: two pairs
          legend: { orient: 'right', symbolType: 'stroke' },
        },
      }
    : {};
  const rule = {
    data: { values: [{ at: 0 }] },
    mark: { type: 'rule', color: '#666' },
    encoding: { y: { field: 'at', type: 'quantitative' } },
  };
  return {
    $schema: SCHEMA,
    width: 'container',
    height: 320,
    data: { values },
    layer: [
      ...(zero ? [rule] : []),
      {
        transform: [{ filter: "datum.origin === 'here'" }],
        mark: { type: 'area', opacity: 0.15 },
        encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
      },
      { mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y: { ...y, field: 'value' }, color, ...dash } },
      {
        mark: { type: 'point', filled: true, size: 36, opacity: 1 },
        encoding: {
          x,
          y: { ...y, field: 'value' },
          color,
          tooltip: ['series', 'origin', 'at', 'value', 'lower', 'upper'].map((field) => ({ field })),
        },
      },
    ],
  };
}
