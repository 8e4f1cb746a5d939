/**
 * Heat maps of makespan ratios as the literature draws them: one cell a pair, its value written into it, the colour on
 * a logarithmic scale that ends at the largest value, at 5 at the latest, so that one bad pair does not bleach the others
 * (the limit of SAGA's figures).
 */
import type { ChartSpec } from './charts.js';

/** One cell; cells that are left out stay empty. */
export interface HeatCell {
  readonly row: string;
  readonly column: string;
  readonly value: number; // ratio ≥ 1 as a rule; below 1 is drawn like 1
  readonly text?: string; // default: the value with two decimals
}

export interface HeatMap {
  readonly title: string;
  readonly rows: readonly string[]; // from the top
  readonly columns: readonly string[]; // from the left
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly legend: string;
  readonly cells: readonly HeatCell[];
}

const CLIP = 5; // colours end here at the latest
const LEAST_SPAN = 1.2; // nor earlier than here, so that noise is not painted
const FINE = 1.3; // three decimals where no value is larger
const CELL = 44; // pixels
const CELL_HEIGHT = 24; // pixels
const DARK_FROM = 0.55; // white text from this share of the colours on

/** `1.07`, `12.3`, `> 1000`. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return Number.isNaN(ratio) ? '–' : '∞';
  if (ratio > 1000) return '> 1000';
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);
}

/** Values named in the legend, from 1 to the end of the colours. */
function legendValues(end: number): number[] {
  return [1, 1.05, 1.1, 1.2, 1.5, 2, 3, CLIP].filter((value) => value <= end);
}

/** The chart as a Vega-Lite specification, cells of fixed size. */
export function heatMap({ title, rows, columns, rowTitle, columnTitle, legend, cells }: HeatMap): ChartSpec {
  const largest = cells.reduce((most, { value }) => (value > most ? value : most), 1);
  const end = Math.min(CLIP, Math.max(LEAST_SPAN, largest));
  const values = cells.map(({ row, column, value, text }) => ({
    row,
    column,
    value,
    shown: Math.min(end, Math.max(1, value)),
    text: text ?? (largest <= FINE ? value.toFixed(3) : formatRatio(value)),
    dark: Math.log(value) >= DARK_FROM * Math.log(end),
  }));
  const axis = { labelLimit: 220, domain: false, ticks: false };
  const x = {
    field: 'column',
    type: 'nominal',
    sort: columns,
    title: columnTitle,
    axis: { ...axis, orient: 'top', labelAngle: -60 },
  };
  const y = { field: 'row', type: 'nominal', sort: rows, title: rowTitle, axis };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, anchor: 'start' },
    background: 'transparent',
    width: CELL * columns.length,
    height: CELL_HEIGHT * rows.length,
    data: { values },
    layer: [
      {
        mark: { type: 'rect', stroke: 'white', strokeWidth: 1 },
        encoding: {
          x,
          y,
          color: {
            field: 'shown',
            type: 'quantitative',
            title: legend,
            scale: { type: 'log', domain: [1, end], scheme: 'oranges' },
            legend: { values: legendValues(end), labelExpr: `datum.value >= ${CLIP} ? '≥ ${CLIP}' : datum.label` },
          },
          tooltip: [{ field: 'row' }, { field: 'column' }, { field: 'value', format: '.4f' }],
        },
      },
      {
        mark: { type: 'text', fontSize: 10.5 },
        encoding: {
          x,
          y,
          text: { field: 'text' },
          color: { condition: { test: 'datum.dark', value: 'white' }, value: '#222' },
        },
      },
    ],
  };
}
