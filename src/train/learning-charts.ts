/**
 * Learning curves as Vega-Lite charts: means as lines, intervals as bands, other agents as lines across with their names at
 * the right edge. Costs span decades while learning begins, so that a wide range gets a logarithmic axis; bands that reach
 * far beyond what else is drawn are cut at the frame.
 */
import type { Chart, ChartSpec } from '../report/charts.js';
import { type CurveGroup, learningCurve, type Measure } from './learning-curve.js';

const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9']; // Okabe & Ito (2008)
const GREY = '#4a525a';
const DASHES: readonly (readonly number[])[] = [
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
];
const HEIGHT = 300; // pixels
const NAME_HEIGHT = 13; // pixels between the names of neighbouring lines
const MARGIN = 0.06; // of the range, above and below
const MOST_BAND = 0.75; // a band may widen the range by this part of it on either side
const LOGARITHMIC_FROM = 4; // ratio of the largest to the smallest value

interface Drawn {
  readonly measure: Measure;
  readonly over: 'iteration' | 'decisions';
}

interface Scale {
  readonly domain: readonly [number, number];
  readonly logarithmic: boolean;
}

/** The vertical axis: all means and lines, and as much of the bands as fits. */
function scaleOf(middle: readonly number[], band: readonly number[]): Scale {
  const [low, high] = [Math.min(...middle), Math.max(...middle)];
  const logarithmic = low > 0 && high / low > LOGARITHMIC_FROM;
  const to = (value: number) => (logarithmic ? Math.log(value) : value);
  const from = (value: number) => (logarithmic ? Math.exp(value) : value);
  const range = to(high) - to(low) || Math.abs(high) || 1;
  const reach = (values: readonly number[]) => values.filter((value) => !logarithmic || value > 0).map(to);
  const bottom = Math.min(to(low), Math.max(to(low) - MOST_BAND * range, ...[Math.min(...reach(band), to(low))]));
  const top = Math.max(to(high), Math.min(to(high) + MOST_BAND * range, ...[Math.max(...reach(band), to(high))]));
  const margin = MARGIN * (top - bottom || range);
  return { domain: [from(bottom - margin), from(top + margin)], logarithmic };
}

/** Heights for names so that neighbours do not touch; in order of the values. */
function namePositions(values: readonly number[], { domain, logarithmic }: Scale): number[] {
  const to = (value: number) => (logarithmic ? Math.log(value) : value);
  const [bottom, top] = [to(domain[0]), to(domain[1])];
  const pixels = values.map((value) => (HEIGHT * (top - to(value))) / (top - bottom));
  const order = [...pixels.keys()].sort((a, b) => pixels[a] - pixels[b]);
  let last = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    pixels[i] = Math.max(pixels[i], last + NAME_HEIGHT);
    last = pixels[i];
  }
  let next = HEIGHT;
  for (const i of order.reverse()) {
    pixels[i] = Math.min(pixels[i], next);
    next = pixels[i] - NAME_HEIGHT;
  }
  return pixels;
}

interface Baseline {
  readonly label: string;
  readonly score: number;
}

/**
 * Lines of agents that were scored on the same seeds, largest first; equal scores share a line. Where groups were scored
 * on different seeds, an agent has a line for each, named after the group.
 */
function baselinesOf(groups: readonly CurveGroup[]): Baseline[] {
  const scores = new Map<number, string[]>();
  const seen = new Map<string, number>(); // agent → score in the first group
  for (const { manifest, label } of groups) {
    for (const [agent, score] of Object.entries(manifest.baselines)) {
      const name = (seen.get(agent) ?? score) === score ? agent : `${agent} (${label})`;
      if (!seen.has(agent)) seen.set(agent, score);
      const names = scores.get(score) ?? [];
      if (!names.includes(name)) scores.set(score, [...names, name]);
    }
  }
  return [...scores].sort(([a], [b]) => b - a).map(([score, names]) => ({ score, label: names.join(', ') }));
}

/** A line across the chart for every agent, its name at the right edge. */
function baselineLayers(lines: readonly Baseline[], scale: Scale): ChartSpec[] {
  const heights = namePositions(
    lines.map(({ score }) => score),
    scale,
  );
  return lines.flatMap(({ label, score }, i) => [
    {
      data: { values: [{ label, score }] },
      mark: { type: 'rule', strokeDash: DASHES[i % DASHES.length], color: GREY, strokeWidth: 1.4 },
      encoding: { y: { field: 'score', type: 'quantitative' } },
    },
    {
      data: { values: [{ label }] },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, fontSize: 11, color: GREY },
      encoding: { x: { value: 'width' }, y: { value: heights[i] }, text: { field: 'label' } },
    },
  ]);
}

/** One chart of all groups; nothing where no run has points. */
function chart(groups: readonly CurveGroup[], { measure, over }: Drawn): Chart | undefined {
  const curves = groups.map((group) => ({ label: group.label, points: learningCurve(group, measure) }));
  const points = curves.flatMap(({ label, points }) => points.map((point) => ({ label, ...point, at: point[over] })));
  if (points.length === 0) return undefined;
  const labels = curves.map(({ label }) => label);
  const lines = measure === 'validation' ? baselinesOf(groups) : [];
  const banded = points.filter(({ lower }) => Number.isFinite(lower));
  const scale = scaleOf(
    [...points.map((point) => point.mean), ...lines.map(({ score }) => score)],
    banded.flatMap(({ lower, upper }) => [lower, upper]),
  );
  const { domain, logarithmic } = scale;
  const title = measure === 'validation' ? 'Validation score' : 'Training return';
  const x = {
    field: 'at',
    type: 'quantitative',
    title: over === 'iteration' ? 'iterations' : 'decisions trained on',
    axis: { format: over === 'iteration' ? 'd' : '~s', tickCount: 6, tickMinStep: 1 },
    scale: { nice: false, zero: true },
  };
  const y = {
    type: 'quantitative',
    title: measure === 'validation' ? 'cost relative to the reference' : 'return of an episode',
    scale: { domain, nice: false, ...(logarithmic ? { type: 'log' } : { zero: false }) },
    axis: logarithmic ? { values: roundValues(domain), format: '~g' } : { tickCount: 6 },
  };
  const color = {
    field: 'label',
    type: 'nominal',
    scale: { domain: labels, range: labels.map((_, i) => COLOURS[i % COLOURS.length]) },
    legend: {
      ...{ title: null, orient: 'bottom', columns: 2, labelLimit: 280 },
      ...{ symbolType: 'stroke', symbolStrokeWidth: 3, symbolOpacity: 1 },
    },
  };
  const bottom = banded.map((point) => ({ ...point, lower: Math.max(point.lower, domain[0]) })); // logarithms
  const spec: ChartSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    height: HEIGHT,
    layer: [
      {
        data: { values: bottom },
        mark: { type: 'area', opacity: 0.2, clip: true },
        encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
      },
      ...baselineLayers(lines, scale),
      {
        data: { values: points },
        mark: { type: 'line', strokeWidth: 2.2, ...(measure === 'validation' ? { point: { size: 24 } } : {}) },
        encoding: { x, y: { ...y, field: 'mean' }, color },
      },
    ],
  };
  return {
    id: `${measure}-by-${over}`,
    title: `${title} over ${over === 'iteration' ? 'iterations' : 'decisions'}`,
    caption: captionOf(groups, measure),
    spec,
  };
}

/** 1, 2, 5 and their powers of ten within the domain. */
function roundValues([bottom, top]: readonly [number, number]): number[] {
  const values: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(bottom)); power <= top; power *= 10) {
    values.push(...[power, 2 * power, 5 * power].filter((value) => value >= bottom && value <= top));
  }
  return values;
}

function captionOf(groups: readonly CurveGroup[], measure: Measure): string {
  const seeds = groups.map((group) => `${group.label}: ${group.seeds.length} seed(s)`).join('; ');
  const meaning =
    measure === 'validation'
      ? 'On validation seeds, deterministic policy: mean over scenarios of the cost relative to the reference agent, smaller is better. Lines across: other agents on the same seeds.'
      : 'Of the episodes that ended in an iteration, played by the exploring policy on training seeds.';
  return `Mean over seeds and its 95 % t interval (${seeds}). ${meaning}`;
}

/** All charts of the groups. */
export function learningCharts(groups: readonly CurveGroup[]): Chart[] {
  const wanted: Drawn[] = [
    { measure: 'validation', over: 'iteration' },
    { measure: 'validation', over: 'decisions' },
    { measure: 'return', over: 'iteration' },
    { measure: 'return', over: 'decisions' },
  ];
  return wanted.flatMap((drawn) => chart(groups, drawn) ?? []);
}
