/**
 * The figures of the papers on learned schedulers for systems-on-chip (DeepSoCS and DS3Gym, SoCRATES, SCARL), drawn anew
 * beside the published numbers: by the exact repetition of the released simulator where it has the scheduler, and by
 * agents trained here in its semantics; ours beside them.
 */
import { formatNumber } from '../../report/quantity.js';
import type { Json } from '../../space/space.js';
import { registered, settingsJson } from './contest.js';
import { changeOf, changeText, meanText } from './paired-change.js';
import { type Estimate, estimateJson, estimateText, plainNumbers } from './paired-ratio.js';
import {
  MEASURED_RELEASED_SOCRATES,
  PUBLISHED_CLAIMS,
  PUBLISHED_COMPLETED_JOBS,
  PUBLISHED_CURVES,
  PUBLISHED_REAL_WORLD,
  type PublishedCurve,
  publishedComparisons,
  standIns,
} from './soc-learned-published.js';
import { OWN } from './soc-learned-settings.js';
import { publishedAccount } from './soc-published-account.js';
import { figureCharts } from './soc-published-charts.js';
import {
  OURS,
  type PublishedRuns,
  playPublished,
  SPOTS,
  spotSetting,
  spotTitle,
  standInNames,
} from './soc-published-runs.js';
import type { PublishedComparison, Study, StudyOptions, StudyResult, StudyTable } from './study.js';

function settings({ quick }: Pick<StudyOptions, 'seeds' | 'quick'>): Json {
  return {
    exact: standInNames(true),
    agents: [...OURS, ...standInNames(false)],
    settings: settingsJson(SPOTS.map((spot) => spotSetting(spot, quick))),
  };
}

async function run(options: StudyOptions): Promise<StudyResult> {
  const runs = await playPublished(options);
  return {
    title: 'Published figures of learned schedulers, drawn anew',
    introduction:
      'Mean latency on synthetic graphs of ten tasks on three processors in the semantics of the published simulator (arrivals at a full ' +
      `chip are lost, 5000 ticks), ${options.seeds} test seeds. “Exact” rows repeat the released schedulers in the exact repetition of that ` +
      'simulator; the others are agents of this package in the compatible environments, learned ones with weights trained here. ' +
      'Published numbers were read off plots, about ±1; the papers tell no intervals and, of learned schedulers, no number of ' +
      'training runs. Intervals cover 95 %.',
    settings: settings(options),
    tables: [...figures().map((figure) => figureTable(runs, figure)), oursTable(runs), completedTable(runs)],
    charts: figureCharts(runs, figures()),
    published: [
      ...publishedComparisons((exact) => (name, point) => runs.estimate(name, exact, point)),
      ...completedComparisons(runs),
      ...largestGains(runs),
      ...realWorld(),
    ],
    account: publishedAccount(runs),
    data: dataOf(runs),
  };
}

/** The plots, each with its curves. */
export function figures(): { readonly title: string; readonly curves: readonly PublishedCurve[] }[] {
  const titles = [...new Set(PUBLISHED_CURVES.map(({ figure, source }) => `${figure}\n${source}`))];
  return titles.map((key) => ({
    title: key.split('\n')[0],
    curves: PUBLISHED_CURVES.filter(({ figure, source }) => `${figure}\n${source}` === key),
  }));
}

const text = (title: string) => ({ title, numeric: false });
const number = (title: string) => ({ title, numeric: true });

function shown(estimate: Estimate | undefined): string {
  return estimate ? estimateText(estimate, 4) : 'not run';
}

function figureTable(runs: PublishedRuns, figure: ReturnType<typeof figures>[number]): StudyTable {
  const { title, curves } = figure;
  const spots = curves[0].points;
  const rows = curves.flatMap((curve) => [
    [curve.scheduler, 'published', ...curve.points.map(({ latency }) => formatNumber(latency, 4))],
    ...standIns(curve).map(({ name, exact }) => [
      curve.scheduler,
      exact ? `${name}, exact` : name,
      ...curve.points.map((point) => shown(runs.estimate(name, exact, point))),
    ]),
  ]);
  const ours = registered(OURS).map((name) => [
    'not published',
    name,
    ...spots.map((spot) => shown(runs.estimate(name, false, spot))),
  ]);
  return {
    id: `figure-${title.split(',')[0].replaceAll(' ', '-')}`,
    title: `Figure: ${title}`,
    caption: `Mean latency in ticks with its 95 % t interval. Source: ${curves[0].source}.`,
    columns: [text('Scheduler'), text('By'), ...spots.map((spot) => number(spotTitle(spot)))],
    rows: [...rows, ...ours],
  };
}

function oursTable(runs: PublishedRuns): StudyTable {
  const agents = registered([...OURS, 'etf', 'runtime-heft-compat']);
  return {
    id: 'ours',
    title: `${OWN} in the published settings`,
    caption:
      'Mean latency in ticks with its 95 % t interval; none of these schedulers is in the published plots but for ETF and HEFT.',
    columns: [text('Setting'), ...agents.map(number)],
    rows: SPOTS.map((spot) => [spotTitle(spot), ...agents.map((id) => shown(runs.estimate(id, false, spot)))]),
  };
}

function completedTable(runs: PublishedRuns): StudyTable {
  const exact = standInNames(true);
  const agents = registered([...OURS, ...standInNames(false)]);
  const cell = (values: readonly number[] | undefined) => (values ? meanText(values) : 'not run');
  return {
    id: 'completed',
    title: 'Completed jobs',
    caption: 'In 5000 ticks, mean over seeds: a scheduler that completes fewer met fewer arrivals.',
    columns: [text('Setting'), ...exact.map((name) => number(`${name}, exact`)), ...agents.map(number)],
    rows: SPOTS.map((spot) => [
      spotTitle(spot),
      ...exact.map((name) => cell(runs.completed(name, true, spot))),
      ...agents.map((name) => cell(runs.completed(name, false, spot))),
    ]),
  };
}

/** Jobs that SoCRATES completed, by queue. */
function completedComparisons(runs: PublishedRuns): PublishedComparison[] {
  return PUBLISHED_COMPLETED_JOBS.map((published, i) => {
    const spot = { profiles: 5, queue: 3 + i, scale: 25 };
    const own = runs.completed('socrates', false, spot);
    return {
      claim: `SoCRATES (socrates), ${spotTitle(spot)}: completed jobs`,
      published: `${published} jobs`,
      ours: own ? `${meanText(own)} jobs` : '–',
      verdict: own ? 'beside' : 'not run',
      source: 'Sung & Ryu, SoCRATES [fig]',
    };
  });
}

/** The claim of the abstract: the largest gain of the trained agent over anybody of its plots, at any spot. */
function largestGains(runs: PublishedRuns): PublishedComparison[] {
  const rivals = registered(['scarl', 'random-oldest', 'runtime-heft-compat', 'met', 'deepsocs']);
  const gains = SPOTS.flatMap((spot) => {
    const own = runs.latencies('socrates', false, spot);
    if (own === undefined) return [];
    return rivals.map((rival) => ({
      rival,
      spot,
      change: changeOf({ own, baseline: runs.latencies(rival, false, spot)! }, `gain/${spotTitle(spot)}/${rival}`),
    }));
  });
  const largest = [...gains].sort((a, b) => a.change.value - b.change.value).at(0);
  return PUBLISHED_CLAIMS.map(({ claim, published, source }) => ({
    claim,
    published,
    ours: largest ? `${changeText(largest.change)} (to ${largest.rival}, ${spotTitle(largest.spot)})` : '–',
    verdict: largest ? 'the largest of all, beside' : 'not run',
    source,
  }));
}

/** What cannot be run. */
function realWorld(): PublishedComparison[] {
  const told = Object.entries(PUBLISHED_REAL_WORLD).map(([scheduler, latency]) => `${scheduler} ${latency}`);
  return [
    {
      claim: 'latency on the “real world” profile, ticks',
      published: told.join(', '),
      ours: '–',
      verdict: 'not run: the profile was not released',
      source: 'Sung & Ryu, SoCRATES [fig]',
    },
    {
      claim: 'the released SoCRATES code, a short training run at 1 profile, queue 3, interval 25',
      published: `measured: ${MEASURED_RELEASED_SOCRATES.first} at first, ${MEASURED_RELEASED_SOCRATES.final} ± ${MEASURED_RELEASED_SOCRATES.deviation} at the end, ETF ${MEASURED_RELEASED_SOCRATES.etf}`,
      ours: '–',
      verdict: 'not converged; for orientation',
      source: 'released code, 71 updates of two episodes',
    },
  ];
}

function dataOf(runs: PublishedRuns): Json {
  const each = (name: string, exact: boolean): [string, Json] => [
    exact ? `${name}, exact` : name,
    Object.fromEntries(
      SPOTS.map((spot) => {
        const estimate = runs.estimate(name, exact, spot);
        const values = runs.latencies(name, exact, spot);
        return [
          spotTitle(spot),
          estimate && values ? { mean: estimateJson(estimate), values: plainNumbers(values) } : null,
        ];
      }),
    ) as Json,
  ];
  return Object.fromEntries([
    ...standInNames(true).map((name) => each(name, true)),
    ...[...OURS, ...standInNames(false)].map((name) => each(name, false)),
  ]);
}

export const socPublishedStudy: Study = {
  id: 'soc-published',
  description: 'figures of DeepSoCS, SoCRATES and SCARL drawn anew beside the published numbers, ours beside them',
  settings,
  run,
};
