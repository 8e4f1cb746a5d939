/**
 * What was published of the learned schedulers for systems-on-chip, to be set beside own figures: mean latencies in ticks
 * of DS3Gym (Sung & Ryu, arXiv 2104.13187) and SoCRATES (Sung & Ryu, ICMLA 2021, arXiv 2104.14354; IEEE Access 2022, arXiv
 * 2207.14595), read by eye off plots, about ±1. The release of SoCRATES cannot run EFT and ETF, so its plots show neither.
 * Each curve names the agents that stand for it here, and the scheduler of the compatible mode where the released one is
 * repeated exactly; the environments of its points have the arrivals and losses of the published simulator (`…-compat`).
 */
import { formatNumber } from '../../report/quantity.js';
import type { Estimate } from './paired-ratio.js';
import type { PublishedComparison } from './study.js';

/** Ticks by which a number read off a plot may be wrong. */
export const READ_OFF_TICKS = 1;

export interface PublishedPoint {
  readonly profiles: number; // job graphs in the mix
  readonly queue: number; // jobs inside at most
  readonly scale: number; // mean interval of arrivals, ticks
  readonly latency: number; // mean, ticks
}

export interface PublishedCurve {
  readonly figure: string; // which plot
  readonly scheduler: string; // as the plot calls it
  /** Agents that stand for it: as released first, then as intended. */
  readonly agents: readonly string[];
  /** Scheduler of the compatible mode (`envs/soc/compat`) that repeats the released one exactly; null = there is none. */
  readonly exact: string | null;
  readonly points: readonly PublishedPoint[];
  readonly source: string;
}

/** Agents that stand for a published name. */
const AGENTS: Readonly<Record<string, readonly string[]>> = {
  SoCRATES: ['socrates-released', 'socrates'],
  DeepSoCS: ['deepsocs-released', 'deepsocs'],
  SCARL: ['scarl-released', 'scarl'],
  HEFT: ['runtime-heft-compat'],
  MET: ['met'],
  EFT: ['eft'],
  ETF: ['etf'],
  random: ['random-oldest'],
};

/** Schedulers of the compatible mode that repeat a published one exactly. */
const EXACT: Readonly<Record<string, string>> = {
  DeepSoCS: 'deepsocs-released',
  HEFT: 'HEFT_RT',
  MET: 'MET',
  EFT: 'EFT',
  ETF: 'ETF',
  random: 'random',
};

type Setting = readonly [profiles: number, queue: number, scale: number];

interface Plot {
  readonly figure: string;
  readonly source: string;
  readonly settings: readonly Setting[];
  readonly latencies: Readonly<Record<string, readonly number[]>>; // by scheduler, one per setting
}

const DS3GYM = 'Sung & Ryu, DS3Gym, arXiv 2104.13187 [fig]';
const SOCRATES = 'Sung & Ryu, SoCRATES, arXiv 2104.14354 and 2207.14595 [fig]';

const PLOTS: readonly Plot[] = [
  {
    figure: 'latency by interval, five profiles, queue 3',
    source: DS3GYM,
    settings: [
      [5, 3, 25],
      [5, 3, 50],
      [5, 3, 75],
      [5, 3, 100],
    ],
    latencies: {
      ETF: [115, 115, 115, 115],
      EFT: [119, 118, 120, 119],
      DeepSoCS: [130.5, 123, 117, 117.5],
      MET: [126, 127, 125, 126],
      HEFT: [132, 132, 132, 132],
    },
  },
  {
    figure: 'latency by queue, five profiles, interval 25',
    source: SOCRATES,
    settings: [
      [5, 3, 25],
      [5, 4, 25],
      [5, 5, 25],
    ],
    latencies: {
      SoCRATES: [117, 138.5, 164.5],
      DeepSoCS: [135, 138.5, 151.5],
      MET: [125.5, 140, 160],
      HEFT: [136.5, 153, 175],
      SCARL: [181, 213, 248],
      random: [181, 211, 245],
    },
  },
  {
    figure: 'latency by profiles, queue 3, interval 25',
    source: SOCRATES,
    settings: [
      [5, 3, 25],
      [10, 3, 25],
    ],
    latencies: {
      SoCRATES: [117, 115.5],
      MET: [125, 120],
      DeepSoCS: [131, 125],
      HEFT: [136, 131],
    },
  },
];

/** Every published curve. */
export const PUBLISHED_CURVES: readonly PublishedCurve[] = PLOTS.flatMap(({ figure, source, settings, latencies }) =>
  Object.entries(latencies).map(([scheduler, row]) => ({
    figure,
    scheduler,
    agents: AGENTS[scheduler],
    exact: EXACT[scheduler] ?? null,
    points: settings.map(([profiles, queue, scale], i) => ({ profiles, queue, scale, latency: row[i] })),
    source,
  })),
);

/** Jobs that SoCRATES completed in 5000 ticks, by queue 3, 4, 5 at five profiles; read off the same plot. */
export const PUBLISHED_COMPLETED_JOBS: readonly number[] = Object.freeze([99.5, 111, 119]);

/** Mean latencies, ticks, of a box plot of synthetic jobs whose number of profiles, queue and interval are not told. */
export const PUBLISHED_SYNTHETIC: Readonly<Record<string, number>> = Object.freeze({
  SoCRATES: 98,
  MET: 101.5,
  STF: 101.5,
  DeepSoCS: 111,
  HEFT_RT: 115.5,
  SCARL: 153,
  random: 159.5,
});

/** What cannot be run again: its job profile was not released. Mean latencies of a box plot, ticks. */
export const PUBLISHED_REAL_WORLD: Readonly<Record<string, number>> = Object.freeze({
  DeepSoCS: 38,
  HEFT_RT: 38,
  SoCRATES: 60,
  MET: 128,
  STF: 248,
  SCARL: 290,
  random: 760,
});

/** Claims in words. */
export const PUBLISHED_CLAIMS = Object.freeze([
  { claim: 'SoCRATES lowers latency by up to', published: '38 %', source: 'SoCRATES, abstract [paper]' },
]);

/**
 * One short training run of the released SoCRATES code: 71 updates of two episodes at one profile, queue 3, interval 25, about
 * nine minutes on one core. Mean latency in ticks; the last is of the final sampled policy, ± between seeds. Not converged.
 */
export const MEASURED_RELEASED_SOCRATES = Object.freeze({
  first: 166,
  last: 145,
  final: 140.4,
  deviation: 2.8,
  etf: 104,
});

/** The environment in which a point was measured. */
export function environmentOf({ profiles, queue, scale }: PublishedPoint): string {
  return `soc/profiles-${profiles}-queue-${queue}-scale-${scale}-compat`;
}

/** Own mean latency at a point, ticks, of an agent or of an `exact` scheduler; undefined where it was not run. */
export type OwnLatency = (scheduler: string, point: PublishedPoint) => Estimate | undefined;

/** How a published scheduler is run here: exactly, where that can be, and as agents. A name may be both. */
export function standIns({ exact, agents }: PublishedCurve): { readonly name: string; readonly exact: boolean }[] {
  const others = agents.map((name) => ({ name, exact: false }));
  return exact === null ? others : [{ name: exact, exact: true }, ...others];
}

/** Every published point beside ours, once for each that stands for it. */
export function publishedComparisons(own: (exact: boolean) => OwnLatency): PublishedComparison[] {
  return PUBLISHED_CURVES.flatMap((curve) =>
    curve.points.flatMap((point) =>
      standIns(curve).map(({ name, exact }) =>
        compared(curve, point, exact ? `${name}, exact` : name, own(exact)(name, point)),
      ),
    ),
  );
}

function compared(
  { figure, scheduler, source }: PublishedCurve,
  point: PublishedPoint,
  agent: string,
  own: Estimate | undefined,
): PublishedComparison {
  const { profiles, queue, scale, latency } = point;
  return {
    claim: `${scheduler} (${agent}), ${profiles} profiles, queue ${queue}, interval ${scale}: ${figure}`,
    published: `${latency} ticks`,
    ours: own === undefined ? '–' : ticks(own),
    verdict: own === undefined ? 'not run' : verdict(latency, own),
    source,
  };
}

function ticks({ value, interval }: Estimate): string {
  const short = (number: number) => formatNumber(number, 4);
  return interval
    ? `${short(value)} [${short(interval.lower)}, ${short(interval.upper)}] ticks`
    : `${short(value)} ticks`;
}

/** Agreement: the interval, widened by what a reading may be wrong, holds the published number. */
function verdict(published: number, { value, interval }: Estimate): string {
  const lower = (interval?.lower ?? value) - READ_OFF_TICKS;
  const upper = (interval?.upper ?? value) + READ_OFF_TICKS;
  if (published >= lower && published <= upper) return 'agrees';
  return value < published ? 'lower here' : 'higher here';
}
