/**
 * The charts of a report as Vega-Lite specifications with their data inside: score intervals, performance profiles,
 * latency distributions of one episode, and decision time against quality. Colours are those of Okabe & Ito (2008),
 * told apart without colour vision; where there are more agents than colours, dashes and shapes tell them apart.
 */
import type { BoardSection, Leaderboard } from './leaderboard.js';
import type { OverallTable } from './overall-table.js';
import type { ScenarioTable } from './scenario-table.js';
import { type Interval, performanceProfile, scoreMatrix } from './statistics/index.js';

/** A Vega-Lite specification: plain JSON. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** One chart with what has to be said beside it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly spec: ChartSpec;
}

/** Latencies of the finished jobs of one episode. */
export interface EpisodeLatencies {
  readonly agent: string;
  readonly latencies: Float64Array; // [job] in `unit`
}

/** One recorded episode, played by every agent. */
export interface LatencyEpisode {
  readonly env: string;
  readonly timeUnit: string;
  readonly entries: readonly EpisodeLatencies[];
}

/** A section, or the whole board. */
export type BoardPart = Pick<BoardSection, 'overall' | 'scenarios'>;

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#56B4E9'];
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
];
const LOWEST_SCORE = -1; // what lies below is drawn here
const HIGHEST_PROFILE = 2; // thresholds end here at the latest
const OUTLINES = 5; // agents emphasised at first
const ECDF_POINTS = 200; // per agent
const NAME_TIME_RATIO = 1.5; // apart along the logarithmic axis
const NAME_SCORE_GAP = 0.06;
const SCORE_ROW = 21; // pixels per agent
const LEGEND_ROW = 14.5; // pixels per agent

/** Colour and dash of every agent, in the given order; the same in all charts. */
function identity(agents: readonly string[]) {
  const colour = agents.map((_, i) => COLOURS[i % COLOURS.length]);
  const dash = agents.map((_, i) => DASHES[Math.floor(i / COLOURS.length) % DASHES.length]);
  const legend = { columns: 1, symbolLimit: 0, labelLimit: 180, symbolType: 'stroke', symbolStrokeWidth: 2.5 };
  return {
    color: {
      field: 'agent',
      scale: { domain: agents, range: colour },
      legend: { ...legend, title: 'click to emphasise' },
    },
    strokeDash: { field: 'agent', scale: { domain: agents, range: dash } },
  };
}

/** Height of a chart with a legend of all agents, pixels. */
function curveHeight(agents: readonly string[]): number {
  return Math.max(300, 30 + LEGEND_ROW * agents.length);
}

/** A selection by clicks on the legend, with some agents chosen at first. */
function emphasis(initial: readonly string[]) {
  return {
    name: 'chosen',
    select: { type: 'point', fields: ['agent'], toggle: 'true' },
    bind: 'legend',
    value: initial.map((agent) => ({ agent })),
  };
}

function frame(spec: ChartSpec): ChartSpec {
  return {
    $schema: SCHEMA,
    background: 'transparent',
    width: 'container',
    autosize: { type: 'fit-x', contains: 'padding' },
    ...spec,
  };
}

function clipped(score: number): number {
  return Math.max(score, LOWEST_SCORE);
}

interface ScoreMark {
  readonly view: string;
  readonly agent: string;
  readonly oracle: boolean;
  readonly score: number;
  readonly interval: Interval;
}

/** The interval of the mean metric as an interval of the score. */
function scoreInterval({ scale }: ScenarioTable, { lower, upper }: Interval): Interval {
  const score = (value: number) => (scale!.floor - value) / (scale!.floor - scale!.reference);
  const ends = [score(lower), score(upper)];
  return { lower: Math.min(...ends), upper: Math.max(...ends) };
}

function overallMarks(view: string, { entries }: OverallTable): ScoreMark[] {
  return entries.flatMap(({ agent, oracle, iqm, iqmInterval }) =>
    iqmInterval ? [{ view, agent, oracle, score: iqm, interval: iqmInterval }] : [],
  );
}

function scoreMarks(board: Leaderboard): ScoreMark[] {
  const several = board.sections.length > 1;
  const overall = [
    ...overallMarks('overall', board.overall),
    ...board.sections.flatMap(({ name, overall }) => (several ? overallMarks(`all of ${name}`, overall) : [])),
  ];
  const scenarios = board.scenarios
    .filter((table) => table.scale)
    .flatMap((table) =>
      table.entries.flatMap(({ agent, oracle, score, meanInterval }) =>
        meanInterval
          ? [{ view: table.scenario.env, agent, oracle, score, interval: scoreInterval(table, meanInterval) }]
          : [],
      ),
    );
  return [...overall, ...scenarios];
}

/** Score intervals of every agent, overall or of one scenario at a time. */
export function scoreChart(board: Leaderboard): Chart {
  const marks = scoreMarks(board);
  const values = marks.map(({ interval, score, ...mark }) => ({
    ...mark,
    score,
    lower: interval.lower,
    upper: interval.upper,
    shown: clipped(score),
    shownLower: clipped(interval.lower),
    shownUpper: clipped(interval.upper),
    kind: score < LOWEST_SCORE ? 'below the chart' : mark.oracle ? 'oracle' : 'agent',
  }));
  const views = [...new Set(marks.map((mark) => mark.view))];
  const y = {
    field: 'agent',
    type: 'nominal',
    sort: { field: 'score', op: 'max', order: 'descending' },
    axis: { title: null, labelLimit: 200 },
  };
  const tooltip = ['agent', 'score', 'lower', 'upper'].map((field) => ({
    field,
    format: field === 'agent' ? '' : '.4f',
  }));
  const x = { field: 'shown', type: 'quantitative', title: 'normalised score', scale: { zero: false, nice: true } };
  const line = (at: number) => ({
    data: { values: [{ at }] },
    mark: { type: 'rule', strokeDash: [4, 4], opacity: 0.6 },
    encoding: { x: { datum: at }, color: { value: at === 0 ? '#D55E00' : '#009E73' } },
  });
  return {
    id: 'scores',
    title: 'Scores with intervals',
    caption:
      'Overall: interquartile mean of all scores. Scenario: mean over seeds. Dashed lines: 0 = floor agent, 1 = reference agent. Triangles lie left of the chart.',
    spec: frame({
      height: { step: SCORE_ROW }, // not every view shows every agent
      data: { values },
      params: [
        { name: 'view', value: views[0] ?? 'overall', bind: { input: 'select', options: views, name: 'Scenario ' } },
      ],
      transform: [{ filter: 'datum.view === view' }],
      layer: [
        line(0),
        line(1),
        {
          mark: { type: 'rule', strokeWidth: 3, opacity: 0.55 },
          encoding: {
            y,
            x: { ...x, field: 'shownLower' },
            x2: { field: 'shownUpper' },
            color: { value: '#0072B2' },
            tooltip,
          },
        },
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: {
            y,
            x,
            shape: {
              field: 'kind',
              legend: null,
              scale: { domain: ['agent', 'oracle', 'below the chart'], range: ['circle', 'diamond', 'triangle-left'] },
            },
            color: { value: '#0072B2' },
            tooltip,
          },
        },
      ],
    }),
  };
}

/** Performance profiles: for every threshold, the fraction of runs that score above it. */
export function profileChart(board: BoardPart): Chart | undefined {
  const complete = board.overall.entries.filter((entry) => entry.iqmInterval);
  const tables = board.scenarios.filter((table) => table.scale);
  if (complete.length === 0 || tables.length === 0) return undefined;
  const scoresOf = (agent: string) =>
    tables.flatMap((table) => table.entries.find((entry) => entry.agent === agent)!.scores);
  const highest = Math.min(HIGHEST_PROFILE, 1.05 * Math.max(...complete.flatMap(({ agent }) => scoresOf(agent))));
  const thresholds = Array.from({ length: 201 }, (_, i) => (i / 200) * highest);
  const values = complete.flatMap(({ agent }) => {
    const { runScore } = performanceProfile(scoreMatrix(scoresOf(agent).map((score) => [score])), thresholds);
    return thresholds.map((threshold, i) => ({ agent, threshold, fraction: runScore[i] }));
  });
  const agents = complete.map(({ agent }) => agent);
  return {
    id: 'profile',
    title: 'Performance profile',
    caption:
      'For every score τ, the fraction of runs (scenario and seed) that score above it. Higher is better everywhere.',
    spec: frame({
      height: curveHeight(agents),
      data: { values },
      params: [emphasis(agents.slice(0, OUTLINES))],
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.2 },
      encoding: {
        x: { field: 'threshold', type: 'quantitative', title: 'score τ' },
        y: { field: 'fraction', type: 'quantitative', title: 'fraction of runs above τ', scale: { domain: [0, 1] } },
        ...identity(agents),
        opacity: { condition: { param: 'chosen', value: 1 }, value: 0.12 },
        tooltip: [{ field: 'agent' }, { field: 'threshold', format: '.2f' }, { field: 'fraction', format: '.2f' }],
      },
    }),
  };
}

/** Distribution of job latencies in one episode, every agent on the same workload. */
export function latencyChart(
  board: BoardPart,
  { entries: episodes, timeUnit: unit }: LatencyEpisode,
): Chart | undefined {
  const order = board.overall.entries.map(({ agent }) => agent);
  const known = episodes.filter(({ latencies }) => latencies.length > 1); // one job has no distribution
  if (known.length === 0) return undefined;
  const agents = order.filter((agent) => known.some((episode) => episode.agent === agent));
  const values = known.flatMap(({ agent, latencies }) => {
    const ascending = Float64Array.from(latencies).sort();
    const last = ascending.length - 1;
    const points = Math.min(ECDF_POINTS, ascending.length);
    return Array.from({ length: points }, (_, i) => {
      const index = points === 1 ? 0 : Math.round((i * last) / (points - 1));
      return { agent, latency: ascending[index], fraction: (index + 1) / ascending.length };
    });
  });
  const positive = values.every(({ latency }) => latency > 0);
  return {
    id: 'latency',
    title: 'Latency distribution',
    caption:
      'Fraction of the jobs of one episode that took at most so long, from the moment the first of their tasks could start to the end of the last. The same episode as in the Gantt charts; finished jobs only.',
    spec: frame({
      height: curveHeight(agents),
      data: { values },
      params: [emphasis(agents.slice(0, OUTLINES))],
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.2 },
      encoding: {
        x: {
          field: 'latency',
          type: 'quantitative',
          title: `job latency, ${unit}`,
          scale: { type: positive ? 'log' : 'linear', nice: false },
        },
        y: { field: 'fraction', type: 'quantitative', title: 'fraction of jobs', scale: { domain: [0, 1] } },
        ...identity(agents),
        opacity: { condition: { param: 'chosen', value: 1 }, value: 0.12 },
        order: { field: 'fraction' },
        tooltip: [{ field: 'agent' }, { field: 'latency', format: '.4~g' }, { field: 'fraction', format: '.2f' }],
      },
    }),
  };
}

/** True for agents that no other beats in both time and score. */
function efficient(points: readonly { readonly microseconds: number; readonly score: number }[]): boolean[] {
  return points.map((point) => {
    const beaten = points.some(
      (other) =>
        other.microseconds <= point.microseconds &&
        other.score >= point.score &&
        (other.microseconds < point.microseconds || other.score > point.score),
    );
    return !beaten;
  });
}

/** Among the efficient agents, from the best down, those far enough from the last named one for their names to fit. */
function namedAgents(
  points: readonly { readonly agent: string; readonly microseconds: number; readonly score: number }[],
) {
  const named: (typeof points)[number][] = [];
  for (const point of [...points].sort((a, b) => b.score - a.score)) {
    const last = named.at(-1);
    const far =
      !last || last.microseconds / point.microseconds > NAME_TIME_RATIO || last.score - point.score > NAME_SCORE_GAP;
    if (far) named.push(point);
  }
  return new Set(named.map(({ agent }) => agent));
}

/** Time to decide against quality: what a better schedule costs. */
export function decisionChart(board: BoardPart): Chart | undefined {
  const measured = board.overall.entries.flatMap(({ agent, iqm, iqmInterval, decisionMicroseconds: { mean } }) =>
    iqmInterval && mean > 0 ? [{ agent, score: iqm, interval: iqmInterval, microseconds: mean }] : [],
  );
  if (measured.length === 0) return undefined;
  const front = efficient(measured);
  const named = namedAgents(measured.filter((_, i) => front[i]));
  const values = measured.map(({ interval, ...point }, i) => ({
    ...point,
    name: named.has(point.agent) ? point.agent : '',
    shown: clipped(point.score),
    lower: clipped(interval.lower),
    upper: clipped(interval.upper),
    efficient: front[i],
  }));
  const x = {
    field: 'microseconds',
    type: 'quantitative',
    title: 'mean time to decide, µs',
    scale: { type: 'log', padding: 24, nice: false },
    axis: { format: '~g', labelOverlap: 'greedy' },
  };
  const y = {
    field: 'shown',
    type: 'quantitative',
    title: 'score (interquartile mean)',
    scale: { zero: false, padding: 16 },
  };
  const color = { condition: { test: 'datum.efficient', value: COLOURS[4] }, value: COLOURS[0] };
  const onFront = [{ filter: 'datum.efficient' }];
  const tooltip = [
    { field: 'agent' },
    { field: 'score', format: '.4f' },
    { field: 'microseconds', format: '.3~g', title: 'µs' },
  ];
  return {
    id: 'decisions',
    title: 'Decision time and quality',
    caption:
      'Up and to the left is better. The agents on the dashed line are efficient: none is both faster and better. Point at any of them for its name. The mean over whole episodes counts what a planner thinks at the beginning. Times were measured on this machine while all workers were busy.',
    spec: frame({
      height: 340,
      data: { values },
      layer: [
        {
          transform: onFront,
          mark: { type: 'line', interpolate: 'step-after', strokeDash: [3, 3], opacity: 0.6 },
          encoding: { x, y, color: { value: COLOURS[4] } },
        },
        {
          mark: { type: 'rule', opacity: 0.4 },
          encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
        },
        { mark: { type: 'point', filled: true, size: 80, opacity: 0.9 }, encoding: { x, y, color, tooltip } },
        {
          transform: onFront,
          mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 7, dy: -4, fontSize: 11.5 },
          encoding: { x, y, text: { field: 'name' } },
        },
      ],
    }),
  };
}
