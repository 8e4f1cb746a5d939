/**
 * Makespan ratios over sets of random instances: a planner's makespan divided by the best that any of the compared
 * planners reached on the same instance, as in the comparisons of the literature (1 = nobody was better). Beside the
 * mean with a bootstrap interval over instances stand the worst ratio, how often the planner was (among) the best, and
 * the mean schedule length ratio. Pure functions of rows.
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

/** One planner on one instance: figures, or why there are none. */
export type RatioRow =
  | {
      readonly set: string;
      readonly number: number; // of the instance within its set
      readonly planner: string;
      readonly makespan: number; // time
      readonly slr: number; // schedule length ratio
      readonly boundRatio: number; // makespan / greatest lower bound
      readonly milliseconds: number; // to plan
      readonly failure?: undefined;
    }
  | { readonly set: string; readonly number: number; readonly planner: string; readonly failure: string };

/** One planner on one set. */
export interface RatioEntry {
  readonly planner: string;
  readonly instances: number; // with a schedule
  readonly failures: number;
  readonly mean: number; // makespan ratio
  readonly interval: Interval;
  readonly median: number; // makespan ratio
  readonly worst: number; // makespan ratio
  readonly bestShare: number; // 0…1, of the instances on which nobody was better
  readonly slr: number; // mean
  readonly slrInterval: Interval;
  readonly boundRatio: number; // mean makespan / greatest lower bound
  readonly milliseconds: number; // median
}

/** A table; the planner with the least mean ratio first, those that failed on an instance last. */
export interface RatioTable {
  readonly set: string;
  readonly instances: number;
  readonly entries: readonly RatioEntry[];
}

export interface RatioOptions {
  readonly replicates: number; // of the bootstrap
  readonly confidence: number;
}

export const DEFAULT_RATIOS: RatioOptions = Object.freeze({ replicates: 10_000, confidence: 0.95 });

/** Makespans within this of each other, relatively, are equal: rounding must not decide who was best. */
const EQUAL = 1e-9;

type Measured = Exclude<RatioRow, { readonly failure: string }>;

function isMeasured(row: RatioRow): row is Measured {
  return row.failure === undefined;
}

/** Figures of one planner: set after set, each in the order of its instances. */
interface Figures {
  readonly values: readonly number[];
  readonly strata: number; // sets of equal size, 1 where some are incomplete
}

/** Interval of the mean; instances are redrawn within their sets. */
function interval({ values, strata }: Figures, name: string, options: RatioOptions): Interval {
  const perSet = values.length / strata;
  const matrix = scoreMatrix(
    Array.from({ length: perSet }, (_, run) => Array.from({ length: strata }, (_, set) => values[set * perSet + run])),
  );
  // streams are named after the figure, not the planner: equal planners get equal intervals
  return bootstrapInterval(matrix, aggregateMeasures.mean, { uniform: createRng('ratios').fork(name), ...options });
}

/** The table of one set. */
function ratioTable(set: string, rows: readonly RatioRow[], options: RatioOptions & { sets: number }): RatioTable {
  const best = new Map<number, number>(); // instance → least makespan
  for (const row of rows.filter(isMeasured)) {
    best.set(row.number, Math.min(best.get(row.number) ?? Number.POSITIVE_INFINITY, row.makespan));
  }
  const planners = [...new Set(rows.map(({ planner }) => planner))];
  const entries = planners.flatMap((planner): RatioEntry[] => {
    const own = rows.filter((row) => row.planner === planner);
    const measured = own.filter(isMeasured);
    if (measured.length === 0) return [];
    const ratios = measured.map(({ makespan, number }) => ratio(makespan, best.get(number)!));
    const slrs = measured.map(({ slr }) => slr);
    const strata = measured.length === own.length && own.length % options.sets === 0 ? options.sets : 1;
    return [
      {
        planner,
        instances: measured.length,
        failures: own.length - measured.length,
        mean: mean(ratios),
        interval: interval({ values: ratios, strata }, 'ratio', options),
        median: quantile(ratios, 0.5),
        worst: Math.max(...ratios),
        bestShare: ratios.filter((value) => value <= 1 + EQUAL).length / ratios.length,
        slr: mean(slrs),
        slrInterval: interval({ values: slrs, strata }, 'slr', options),
        boundRatio: mean(measured.map(({ boundRatio }) => boundRatio)),
        milliseconds: quantile(
          measured.map(({ milliseconds }) => milliseconds),
          0.5,
        ),
      },
    ];
  });
  entries.sort(
    (a, b) =>
      Number(a.failures > 0) - Number(b.failures > 0) || a.mean - b.mean || a.planner.localeCompare(b.planner, 'en'),
  );
  return { set, instances: best.size, entries };
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
  return [...tables, ratioTable(ALL_SETS, inOrder(numbered), { ...chosen, sets: sets.length })];
}

/** Rows come as workers finish; tables must not depend on that. */
function inOrder<R extends RatioRow>(rows: readonly R[]): R[] {
  return [...rows].sort((a, b) => a.number - b.number);
}
