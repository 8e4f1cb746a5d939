/** Relative changes with intervals around 0: one row a setting, one colour a series. */
import type { ChartSpec } from '../../report/charts.js';
import { SERIES_COLOURS } from './interval-chart.js';
import type { Estimate } from './paired-ratio.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

export interface ChangePoint {
  readonly setting: string;
  readonly series: string;
  readonly change: Estimate; // share; −0.05 = 5 % less
}

export interface ChangeChart {
  readonly points: readonly ChangePoint[];
  readonly axis: string; // title
  readonly row?: number; // pixels per setting
  readonly marked?: number; // a second line, share
}

/** The chart, in percent; what is not known is left out. */
export function changeChart({ points, axis, row = 34, marked }: ChangeChart): ChartSpec {
  const series = [...new Set(points.map((each) => each.series))];
  const settings = [...new Set(points.map((each) => each.setting))];
  const values = points
    .filter(({ change }) => Number.isFinite(change.value))
    .map(({ setting, series: name, change: { value, interval } }) => ({
      setting,
      series: name,
      value: 100 * value,
      lower: 100 * (interval?.lower ?? value),
      upper: 100 * (interval?.upper ?? value),
    }));
  const shared = {
    y: { field: 'setting', type: 'nominal', sort: settings, title: null, axis: { labelLimit: 300 } },
    yOffset: { field: 'series', sort: series },
    color: {
      field: 'series',
      title: null,
      sort: series,
      scale: { domain: series, range: SERIES_COLOURS.slice(0, series.length) },
      legend: { orient: 'top', labelLimit: 240, columns: 3 },
    },
  };
  const x = { type: 'quantitative', title: axis, scale: { zero: true } };
  const line = (at: number, dash: readonly number[]) => ({
    data: { values: [{ at }] },
    mark: { type: 'rule', strokeDash: dash, color: '#666' },
    encoding: { x: { field: 'at', type: 'quantitative' } },
  });
  return {
    $schema: SCHEMA,
    width: 'container',
    height: row * settings.length,
    data: { values },
    layer: [
      line(0, [1, 0]),
      ...(marked === undefined ? [] : [line(100 * marked, [4, 3])]),
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { ...shared, x: { field: 'lower', ...x }, x2: { field: 'upper' } },
      },
      {
        mark: { type: 'point', filled: true, size: 36, opacity: 1 },
        encoding: {
          ...shared,
          x: { field: 'value', ...x },
          tooltip: ['setting', 'series', 'value', 'lower', 'upper'].map((field) => ({ field })),
        },
      },
    ],
  };
}
