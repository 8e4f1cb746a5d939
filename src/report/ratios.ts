/**
 * Makespan ratios over sets of instances: a planner's makespan divided by the best that any of the compared planners
 * reached on the same instance, as in the comparisons of the literature (1 = nobody was better). That depends on who
 * else is compared, so beside it stands the ratio to one reference planner, pair by pair. Means have bootstrap intervals
 * over instances. Pure functions of rows.
 */
import { createRng } from '../rng.js';
import {
  aggregateMeasures,
  bootstrapInterval,
  type Interval,
  mean,
  quantile,
  scoreMatrix,
} from './statistics/index.js';

interface RowKey {
  readonly set: string;
  readonly number: number; // of the instance within its set
  readonly seed?: number; // of a random instance
  readonly planner: string;
}

/** One planner on one instance: figures, or why there are none. */
export type RatioRow =
  | (RowKey & {
      readonly makespan: number; // time
      readonly slr: number; // schedule length ratio
      readonly boundRatio: number; // makespan / greatest lower bound
      readonly milliseconds: number; // to plan
      readonly failure?: undefined;
    })
  | (RowKey & {
      readonly failure: string;
      readonly refused: boolean; // it said that it cannot plan this; else it did something wrong
    });

/** A mean over instances with its interval; NaN and none where there is nothing to average. */
export interface MeanRatio {
  readonly mean: number;
  readonly interval: Interval | undefined;
}

/** One planner against the reference, on the instances that both planned. */
export interface AgainstReference extends MeanRatio {
  readonly wins: number; // instances on which the planner was shorter
  readonly losses: number;
}

/** One planner on one set. */
export interface RatioEntry {
  readonly planner: string;
  readonly instances: number; // with a schedule
  readonly failures: number; // refusals and faults
  readonly ratio: MeanRatio;
  readonly median: number; // makespan ratio
  readonly worst: number; // makespan ratio
  readonly bestShare: number; // 0…1, of the instances on which nobody was better
  readonly against: AgainstReference | undefined; // ratio to the reference's makespan
  readonly slr: MeanRatio;
  readonly boundRatio: number; // mean makespan / greatest lower bound
  readonly milliseconds: number; // median
}

/** A table; the planner with the least mean ratio first, those that failed on an instance last. */
export interface RatioTable {
  readonly set: string;
  readonly instances: number;
  readonly reference: string | undefined; // planner id
  readonly entries: readonly RatioEntry[];
}

export interface RatioOptions {
  readonly replicates: number; // of the bootstrap
  readonly confidence: number;
  readonly reference: string | undefined; // planner id; undefined = no pairwise comparison
}

export const DEFAULT_RATIOS: RatioOptions = Object.freeze({
  replicates: 10_000,
  confidence: 0.95,
  reference: undefined,
});

/** Makespans within this of each other, relatively, are equal: rounding must not decide who was best. */
const EQUAL = 1e-9;

type Measured = Extract<RatioRow, { readonly makespan: number }>;
type Settings = RatioOptions & { readonly sets: number }; // sets of instances the rows come from

function isMeasured(row: RatioRow): row is Measured {
  return row.failure === undefined;
}

/**
 * A mean over the instances of sets that follow one another. They are redrawn within their sets where all are complete.
 * Streams are named after the figure, not the planner: equal planners get equal intervals.
 */
function meanRatio(name: string, values: readonly number[], { strata, settings }: Figures): MeanRatio {
  if (values.length === 0) return { mean: Number.NaN, interval: undefined };
  const perSet = values.length / strata;
  const matrix = scoreMatrix(
    Array.from({ length: perSet }, (_, run) => Array.from({ length: strata }, (_, set) => values[set * perSet + run])),
  );
  const { replicates, confidence } = settings;
  const uniform = createRng('ratios').fork(name);
  return {
    mean: mean(values),
    interval: bootstrapInterval(matrix, aggregateMeasures.mean, { uniform, replicates, confidence }),
  };
}

interface Figures {
  readonly strata: number; // sets of equal size, 1 where some are incomplete
  readonly settings: Settings;
}

function against(measured: readonly Measured[], reference: ReadonlyMap<number, number>, figures: Figures) {
  const paired = measured.filter(({ number }) => reference.has(number));
  const ratios = paired.map(({ makespan, number }) => ratio(makespan, reference.get(number)!));
  const strata = paired.length === measured.length ? figures.strata : 1;
  return {
    ...meanRatio('against', ratios, { ...figures, strata }),
    wins: ratios.filter((value) => value < 1 - EQUAL).length,
    losses: ratios.filter((value) => value > 1 + EQUAL).length,
  };
}

/** Makespans by instance: the least of all planners, or those of one. */
function makespans(rows: readonly RatioRow[]): Map<number, number> {
  const least = new Map<number, number>();
  for (const { number, makespan } of rows.filter(isMeasured)) {
    least.set(number, Math.min(least.get(number) ?? Number.POSITIVE_INFINITY, makespan));
  }
  return least;
}

/** The table of one set. */
function ratioTable(set: string, rows: readonly RatioRow[], settings: Settings): RatioTable {
  const best = makespans(rows);
  const { reference } = settings;
  const yardstick = makespans(rows.filter(({ planner }) => planner === reference));
  const planners = [...new Set(rows.map(({ planner }) => planner))];
  const entries = planners.map((planner): RatioEntry => {
    const own = rows.filter((row) => row.planner === planner);
    const measured = own.filter(isMeasured);
    const ratios = measured.map(({ makespan, number }) => ratio(makespan, best.get(number)!));
    const complete = measured.length === own.length && own.length % settings.sets === 0;
    const figures = { strata: complete ? settings.sets : 1, settings };
    const middle = (values: readonly number[]) => (values.length === 0 ? Number.NaN : quantile(values, 0.5));
    const slrs = measured.map(({ slr }) => slr);
    const bounds = measured.map(({ boundRatio }) => boundRatio);
    return {
      planner,
      instances: measured.length,
      failures: own.length - measured.length,
      ratio: meanRatio('ratio', ratios, figures),
      median: middle(ratios),
      worst: ratios.reduce((most, value) => (value > most ? value : most), ratios[0] ?? Number.NaN),
      bestShare: ratios.filter((value) => value <= 1 + EQUAL).length / ratios.length,
      against: reference === undefined ? undefined : against(measured, yardstick, figures),
      slr: meanRatio('slr', slrs, figures),
      boundRatio: bounds.length === 0 ? Number.NaN : mean(bounds),
      milliseconds: middle(measured.map(({ milliseconds }) => milliseconds)),
    };
  });
  const incomplete = ({ failures }: RatioEntry) => Number(failures > 0);
  const height = ({ ratio: { mean: value } }: RatioEntry) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  entries.sort(
    (a, b) =>
      incomplete(a) - incomplete(b) ||
      (height(a) === height(b) ? a.planner.localeCompare(b.planner, 'en') : height(a) - height(b)),
  );
  return { set, instances: new Set(rows.map(({ number }) => number)).size, reference, entries };
}

/** An empty schedule is as good as another. */
function ratio(makespan: number, least: number): number {
  return least === 0 && makespan === 0 ? 1 : makespan / least;
}

/** The name of the table over all sets. */
export const ALL_SETS = 'all sets';

/** One table per set in the order of the rows, and one over all of them where there are several. */
export function ratioTables(rows: readonly RatioRow[], options: Partial<RatioOptions> = {}): RatioTable[] {
  const chosen = { ...DEFAULT_RATIOS, ...options };
  const sets = [...new Set(rows.map(({ set }) => set))];
  const tables = sets.map((set) => {
    const own = rows.filter((row) => row.set === set);
    return ratioTable(set, inOrder(own), { ...chosen, sets: 1 });
  });
  if (sets.length < 2) return tables;
  const most = Math.max(...rows.map(({ number }) => number)) + 1;
  const numbered = rows.map((row) => ({ ...row, number: sets.indexOf(row.set) * most + row.number }));
  const sizes = new Set(tables.map(({ instances }) => instances));
  const strata = sizes.size === 1 ? sets.length : 1; // sets of unlike size cannot be redrawn side by side
  return [...tables, ratioTable(ALL_SETS, inOrder(numbered), { ...chosen, sets: strata })];
}

/** Rows come as workers finish; tables must not depend on that. */
function inOrder(rows: readonly RatioRow[]): RatioRow[] {
  return [...rows].sort((a, b) => a.number - b.number);
}
