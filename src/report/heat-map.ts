/**
 * Heat maps of makespan ratios as the literature draws them: one cell a pair, its value written into it, the colour on
 * a logarithmic scale that ends at 5, so that one bad pair does not bleach the others (the limit of SAGA's figures).
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

const CLIP = 5; // colours end here
const CELL = 44; // pixels
const CELL_HEIGHT = 24; // pixels
const DARK_FROM = 2.4; // white text from here on

/** `1.07`, `12.3`, `> 1000`. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return Number.isNaN(ratio) ? '–' : '∞';
  if (ratio > 1000) return '> 1000';
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);
}

/** The chart as a Vega-Lite specification, cells of fixed size. */
export function heatMap({ title, rows, columns, rowTitle, columnTitle, legend, cells }: HeatMap): ChartSpec {
  const values = cells.map(({ row, column, value, text }) => ({
    row,
    column,
    value,
    shown: Math.min(CLIP, Math.max(1, value)),
    text: text ?? formatRatio(value),
    dark: value >= DARK_FROM,
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
            scale: { type: 'log', domain: [1, CLIP], scheme: 'oranges' },
            legend: { values: [1, 1.5, 2, 3, 5], labelExpr: `datum.value >= ${CLIP} ? '≥ ${CLIP}' : datum.label` },
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
