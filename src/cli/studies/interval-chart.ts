/** Points with intervals on a logarithmic or linear axis: one row a setting, one colour a series. */
import type { ChartSpec } from '../../report/charts.js';
import type { Estimate } from './paired-ratio.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** Okabe and Ito (2008). */
export const SERIES_COLOURS = ['#D55E00', '#E69F00', '#56B4E9', '#0072B2', '#009E73', '#CC79A7'];

export interface IntervalPoint {
  readonly setting: string;
  readonly series: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export function intervalPoint(setting: string, series: string, { value, interval }: Estimate): IntervalPoint {
  return { setting, series, value, lower: interval?.lower ?? value, upper: interval?.upper ?? value };
}

export interface IntervalChart {
  readonly points: readonly IntervalPoint[];
  readonly axis: string; // title
  readonly marked?: number; // dashed line
  readonly row?: number; // pixels per setting
  readonly linear?: boolean; // from 0; default logarithmic
}

/** The chart; only what is above 0 is drawn. */
export function intervalChart({ points, axis, marked, row = 26, linear = false }: IntervalChart): ChartSpec {
  const series = [...new Set(points.map((each) => each.series))];
  const settings = [...new Set(points.map((each) => each.setting))];
  const drawn = points
    .filter(({ value }) => value > 0 && Number.isFinite(value))
    .map((each) => ({ ...each, lower: Math.max(each.lower, each.value / 10) })); // an interval may reach below 0
  const shared = {
    y: { field: 'setting', type: 'nominal', sort: settings, title: null, axis: { labelLimit: 280 } },
    yOffset: { field: 'series', sort: series },
    color: {
      field: 'series',
      title: null,
      scale: { domain: series, range: SERIES_COLOURS.slice(0, series.length) },
      legend: { orient: 'top', labelLimit: 240 },
    },
  };
  const x = { type: 'quantitative', title: axis, scale: linear ? { zero: true } : { type: 'log', nice: false } };
  const rule = { mark: { type: 'rule', strokeDash: [4, 3], color: '#666' }, encoding: { x: { datum: marked } } };
  return {
    $schema: SCHEMA,
    width: 'container',
    height: row * settings.length,
    data: { values: drawn },
    layer: [
      ...(marked === undefined ? [] : [rule]),
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { ...shared, x: { field: 'lower', ...x }, x2: { field: 'upper' } },
      },
      {
        mark: { type: 'point', filled: true, size: 40, opacity: 1 },
        encoding: {
          ...shared,
          x: { field: 'value', ...x },
          tooltip: ['setting', 'series', 'value', 'lower', 'upper'].map((field) => ({ field })),
        },
      },
    ],
  };
}
