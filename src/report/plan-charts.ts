/**
 * The charts of a plan as Vega-Lite specifications with their data inside: schedule length ratios as bars, and time to
 * plan against makespan. Only valid schedules are drawn.
 */
import type { Chart, ChartSpec } from './charts.js';
import type { PlanBoard, PlannedEntry } from './plan-entries.js';
import { formatNumber } from './quantity.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
const BLUE = '#0072B2';
const GREEN = '#009E73';
const ORANGE = '#D55E00';
const BAR_ROW = 21; // pixels per planner
const PLOT_WIDTH = 430; // pixels between the fastest and the slowest planner
const PLOT_HEIGHT = 330; // pixels
const NAME_CHARACTER = 6.4; // pixels
const NAME_SPACE = 12; // pixels
const NAME_HEIGHT = 12; // pixels

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
    axis: { title: null, labelLimit: 200, domain: false, ticks: false },
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

interface Box {
  readonly left: number; // px
  readonly right: number; // px
  readonly middle: number; // px
}

/** Planners whose names find room without covering another: the efficient ones first, then the rest from the best down. */
function namedPlanners(entries: readonly PlannedEntry[], front: readonly boolean[]): Set<string> {
  const along = scaleTo(
    PLOT_WIDTH,
    entries.map(({ times }) => Math.log(times.medianMs)),
  );
  const up = scaleTo(
    PLOT_HEIGHT,
    entries.map(({ quality }) => quality.makespan),
  );
  const taken: Box[] = [];
  const named = new Set<string>();
  for (const wanted of [true, false]) {
    for (const [i, { planner, times, quality }] of entries.entries()) {
      if (front[i] !== wanted) continue;
      const left = along(Math.log(times.medianMs));
      const box = { left, right: left + planner.length * NAME_CHARACTER + NAME_SPACE, middle: up(quality.makespan) };
      const covers = (other: Box) =>
        box.left < other.right && other.left < box.right && Math.abs(box.middle - other.middle) < NAME_HEIGHT;
      if (taken.some(covers)) continue;
      taken.push(box);
      named.add(planner);
    }
  }
  return named;
}

/** Maps the range of values to 0…`length`. */
function scaleTo(length: number, values: readonly number[]): (value: number) => number {
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  return (value) => ((value - least) / range) * length;
}

/** Time to plan against makespan: what a shorter schedule costs. */
export function planTimeChart({ entries }: PlanBoard): Chart | undefined {
  const drawn = entries.filter(({ violations, times }) => violations.length === 0 && times.medianMs > 0);
  if (drawn.length < 2) return undefined;
  const front = efficient(drawn);
  const named = namedPlanners(drawn, front);
  const values = drawn.map(({ planner, quality, times }, i) => ({
    name: named.has(planner) ? planner : '',
    makespan: quality.makespan,
    ms: times.medianMs,
    efficient: front[i],
  }));
  const x = {
    field: 'ms',
    type: 'quantitative',
    title: 'time to plan, ms',
    scale: { type: 'log', padding: 30, nice: false },
    axis: { format: '~g', labelOverlap: 'greedy', grid: false },
  };
  const y = { field: 'makespan', type: 'quantitative', title: 'makespan', scale: { zero: false, padding: 14 } };
  const color = { condition: { test: 'datum.efficient', value: ORANGE }, value: BLUE };
  const fastest =
    drawn[drawn.reduce((best, { times }, i) => (times.medianMs < drawn[best].times.medianMs ? i : best), 0)];
  return {
    id: 'time',
    title: 'Time to plan and makespan',
    caption: `Down and to the left is better; planners on the dashed line are efficient: none is both faster and better. From ${fastest.planner} (makespan ${formatNumber(fastest.quality.makespan)}) to ${drawn[0].planner} (${formatNumber(drawn[0].quality.makespan)}). Times were measured on this machine.`,
    spec: frame({
      height: PLOT_HEIGHT,
      data: { values },
      layer: [
        {
          transform: [{ filter: 'datum.efficient' }],
          mark: { type: 'line', interpolate: 'step-after', strokeDash: [3, 3], opacity: 0.6 },
          encoding: { x, y, color: { value: ORANGE } },
        },
        { mark: { type: 'point', filled: true, size: 60, opacity: 0.9 }, encoding: { x, y, color } },
        {
          mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 6, dy: -3, fontSize: 10 },
          encoding: { x, y, text: { field: 'name' } },
        },
      ],
    }),
  };
}
