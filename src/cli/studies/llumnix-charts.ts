/** Charts of the Llumnix study. */
import type { Chart, ChartSpec } from '../../report/charts.js';
import { intervalChart, intervalPoint, SERIES_COLOURS } from './interval-chart.js';
import { LOADS, POLICIES, POLICY_TITLES, WORKLOADS } from './llumnix-cells.js';
import { type Comparison, type Findings, SCALING_POLICIES, type ScalingRow } from './llumnix-comparisons.js';
import { cellAt, latencySetting, type PlayedCell, valuesOf } from './llumnix-experiments.js';
import type { MigrationRow } from './llumnix-migration.js';
import { meanOf } from './paired-ratio.js';

const SCALING_TITLES = {
  infaas: POLICY_TITLES.infaas,
  unmoved: 'Llumnix without migration',
  llumnix: POLICY_TITLES.llumnix,
} as const;

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

export function llumnixCharts(
  cells: readonly PlayedCell[],
  { infaas, scaling }: Findings,
  migration: readonly MigrationRow[],
): Chart[] {
  return [prefillChart(cells), ratioChart(infaas), scalingChart(scaling), migrationChart(migration)];
}

function prefillChart(cells: readonly PlayedCell[]): Chart {
  const points = WORKLOADS.flatMap(({ id }) =>
    LOADS.flatMap((load) =>
      POLICIES.map((policy) => {
        const cell = cellAt(cells, 'latencies', latencySetting(id, load), policy);
        return intervalPoint(`${id} ×${load}`, POLICY_TITLES[policy], meanOf(valuesOf(cell, 'ttftP99')));
      }),
    ),
  );
  return {
    id: 'prefill-p99',
    title: 'P99 prefill latency',
    caption: 'Mean over seeds with its 95 % interval; loads are multiples of the published rate; logarithmic axis.',
    spec: intervalChart({ points, axis: 'P99 time to the first token, s', row: 30 }),
  };
}

function ratioChart(compared: readonly Comparison[]): Chart {
  const points = compared.flatMap(({ setting, ratios }) => [
    intervalPoint(setting, 'prefill mean', ratios.ttftMean),
    intervalPoint(setting, 'prefill P99', ratios.ttftP99),
    intervalPoint(setting, 'decode P99', ratios.tpotP99),
    intervalPoint(setting, 'request P99', ratios.latencyP99),
  ]);
  return {
    id: 'infaas-over-llumnix',
    title: 'INFaaS++ over Llumnix',
    caption: 'Ratios on the same seeds with 95 % intervals; right of the dashed line Llumnix is faster.',
    spec: intervalChart({ points, axis: 'times slower than Llumnix', marked: 1, row: 30 }),
  };
}

function scalingChart(rows: readonly ScalingRow[]): Chart {
  const values = rows.flatMap(({ burstiness, threshold, cost, ttftMean }) =>
    SCALING_POLICIES.map((policy) => ({
      arrivals: burstiness === 1 ? 'Poisson' : `gamma, CV ${burstiness}`,
      policy: SCALING_TITLES[policy],
      x: threshold,
      instances: cost[policy].value,
      latency: ttftMean[policy].value,
    })),
  );
  const panel = (arrivals: string): ChartSpec => ({
    title: arrivals,
    width: 300,
    height: 240,
    transform: [{ filter: { field: 'arrivals', equal: arrivals } }],
    layer: [
      { mark: { type: 'line', point: true } },
      { mark: { type: 'text', dx: 9, dy: -7, fontSize: 10 }, encoding: { text: { field: 'x' } } },
    ],
    encoding: {
      x: { field: 'instances', type: 'quantitative', scale: { zero: false }, title: 'instances on average' },
      y: { field: 'latency', type: 'quantitative', scale: { type: 'log' }, title: 'mean time to the first token, s' },
      order: { field: 'x' },
      color: {
        field: 'policy',
        title: null,
        scale: {
          domain: SCALING_POLICIES.map((policy) => SCALING_TITLES[policy]),
          range: [SERIES_COLOURS[1], SERIES_COLOURS[0], SERIES_COLOURS[3]],
        },
        legend: { orient: 'top' },
      },
    },
  });
  return {
    id: 'scaling',
    title: 'Cost and latency with auto-scaling',
    caption: 'Numbers are the thresholds x: below this average freeness an instance is added. Lower left is better.',
    spec: {
      $schema: SCHEMA,
      data: { values },
      hconcat: [...new Set(values.map(({ arrivals }) => arrivals))].map(panel),
    },
  };
}

function migrationChart(rows: readonly MigrationRow[]): Chart {
  const values = rows.flatMap(({ tokens, downtime, recompute }) => [
    { tokens, what: 'live migration, downtime', milliseconds: 1000 * downtime },
    { tokens, what: 'recompute', milliseconds: 1000 * recompute },
  ]);
  return {
    id: 'migration',
    title: 'Downtime of a migration against recomputing',
    caption: 'Llama-7B on an A10; both axes logarithmic.',
    spec: {
      $schema: SCHEMA,
      width: 'container',
      height: 240,
      data: { values },
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'tokens', type: 'quantitative', scale: { type: 'log', base: 2 }, title: 'tokens of the sequence' },
        y: { field: 'milliseconds', type: 'quantitative', scale: { type: 'log' }, title: 'ms' },
        color: {
          field: 'what',
          title: null,
          scale: { range: [SERIES_COLOURS[3], SERIES_COLOURS[0]] },
          legend: { orient: 'top' },
        },
      },
    },
  };
}
