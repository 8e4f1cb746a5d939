/** Charts of the capacity study: capacities of the engines in every setting, and how many times the others Sarathi takes. */
import type { Chart, ChartSpec } from '../../report/charts.js';
import { type Comparison, capacityOf, type Estimate, settingTitle } from './sarathi-capacities.js';
import { ENGINE_TITLES, ENGINES } from './sarathi-cells.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
const COLOURS = ['#D55E00', '#E69F00', '#0072B2'];
const ROW = 34; // pixels per setting

interface Point {
  readonly setting: string;
  readonly series: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

function point(setting: string, series: string, { value, interval }: Estimate): Point {
  return { setting, series, value, lower: interval?.lower ?? value, upper: interval?.upper ?? value };
}

/** Points with intervals, one row a setting, on a logarithmic axis. */
function intervals(points: readonly Point[], x: string, marked?: number): ChartSpec {
  const series = [...new Set(points.map((each) => each.series))];
  const settings = [...new Set(points.map((each) => each.setting))];
  const positive = points
    .filter(({ value }) => value > 0 && Number.isFinite(value))
    .map((each) => ({ ...each, lower: Math.max(each.lower, each.value / 10) })); // an interval may reach below 0
  const y = { field: 'setting', type: 'nominal', sort: settings, title: null, axis: { labelLimit: 420 } };
  const shared = {
    y,
    yOffset: { field: 'series', sort: series },
    color: {
      field: 'series',
      title: null,
      scale: { domain: series, range: COLOURS.slice(-series.length) },
      legend: { orient: 'top' },
    },
  };
  const axis = { type: 'quantitative', title: x, scale: { type: 'log', nice: false } };
  return {
    $schema: SCHEMA,
    width: 'container',
    height: ROW * settings.length,
    data: { values: positive },
    layer: [
      ...(marked === undefined
        ? []
        : [{ mark: { type: 'rule', strokeDash: [4, 3], color: '#666' }, encoding: { x: { datum: marked } } }]),
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { ...shared, x: { field: 'lower', ...axis }, x2: { field: 'upper' } },
      },
      {
        mark: { type: 'point', filled: true, size: 46, opacity: 1 },
        encoding: {
          ...shared,
          x: { field: 'value', ...axis },
          tooltip: ['setting', 'series', 'value', 'lower', 'upper'].map((field) => ({ field })),
        },
      },
    ],
  };
}

export function capacityChart(compared: readonly Comparison[]): Chart {
  const points = compared.flatMap((each) =>
    ENGINES.map((engine) => point(settingTitle(each), ENGINE_TITLES[engine], capacityOf(each.cells[engine]))),
  );
  return {
    id: 'capacity',
    title: 'Capacity by engine',
    caption: 'Mean over seeds with its 95 % interval; logarithmic axis.',
    spec: intervals(points, 'capacity, requests/s'),
  };
}

export function ratioChart(compared: readonly Comparison[]): Chart {
  const points = compared.flatMap((each) => [
    point(settingTitle(each), 'over Orca', each.overOrca),
    point(settingTitle(each), 'over vLLM', each.overVllm),
  ]);
  return {
    id: 'gain',
    title: 'Capacity of Sarathi over that of the others',
    caption:
      'Geometric mean of the ratios of each seed with its 95 % interval; right of the dashed line Sarathi takes more.',
    spec: intervals(points, 'times the capacity', 1),
  };
}
