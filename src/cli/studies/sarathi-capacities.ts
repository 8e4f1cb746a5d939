/** Capacities of all cells over seeds, and the ratios between engines, each with its interval. */
import type { ServingMeasurement } from '../../capacity/probe.js';
import type { Capacity } from '../../capacity/search.js';
import { geometricMean, type Interval, mean, tInterval } from '../../report/statistics/index.js';
import { CELLS, type Cell, DEPLOYMENTS, type EngineName, LIMITS, type Limit, type Trace } from './sarathi-cells.js';

export const DELAY_LIMIT = 2; // s

/** One cell over all seeds. */
export interface CellCapacity extends Cell {
  readonly rates: readonly number[]; // [seed] requests/s; 0 = no rate met
  readonly tokenLimited: number; // seeds in which the lowest rate that failed broke the limit between tokens only
  readonly waitLimited: number; // seeds in which it broke the limit on waiting
}

/** Deployment, trace and limit: what engines are compared on. */
export type Setting = Omit<Cell, 'engine'>;

export const SETTINGS: readonly Setting[] = DEPLOYMENTS.flatMap((deployment) =>
  deployment.traces.flatMap((trace) => LIMITS.map((limit): Setting => ({ deployment, trace, limit }))),
);

/** From the searches, cell by cell and within it seed by seed. */
export function cellCapacities(found: readonly Capacity<ServingMeasurement>[], seeds: number): CellCapacity[] {
  return CELLS.map((cell, i): CellCapacity => {
    const own = found.slice(i * seeds, (i + 1) * seeds);
    const first = own.map(({ probes, failing }) => probes.find(({ rate, met }) => !met && rate === failing));
    const waiting = first.filter((probe) => probe !== undefined && probe.delayMedian > DELAY_LIMIT).length;
    const failed = first.filter((probe) => probe !== undefined).length;
    return { ...cell, rates: own.map(({ rate }) => rate), tokenLimited: failed - waiting, waitLimited: waiting };
  });
}

/** A mean over seeds and its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | undefined; // absent where there is none to tell
}

export function capacityOf({ rates }: CellCapacity): Estimate {
  return { value: mean(rates), interval: rates.length > 1 ? tInterval(rates) : undefined };
}

/** How many times the rate of `below` `above` takes: geometric mean over seeds, t interval of the logarithms. */
export function ratioOf(above: CellCapacity, below: CellCapacity): Estimate {
  const ratios = above.rates.map((rate, seed) => rate / below.rates[seed]);
  if (!ratios.every((ratio) => ratio > 0 && Number.isFinite(ratio))) {
    return { value: mean(above.rates) / mean(below.rates), interval: undefined };
  }
  if (ratios.length < 2) return { value: ratios[0], interval: undefined };
  const { lower, upper } = tInterval(ratios.map(Math.log));
  return { value: geometricMean(ratios), interval: { lower: Math.exp(lower), upper: Math.exp(upper) } };
}

/** Engines side by side in one setting. */
export interface Comparison extends Setting {
  readonly cells: Readonly<Record<EngineName, CellCapacity>>;
  readonly overVllm: Estimate; // Sarathi's capacity / vLLM's
  readonly overOrca: Estimate;
}

export function comparisons(capacities: readonly CellCapacity[]): Comparison[] {
  return SETTINGS.map((setting): Comparison => {
    const { deployment, trace, limit } = setting;
    const of = (engine: EngineName): CellCapacity =>
      capacities.find(
        (cell) =>
          cell.deployment.id === deployment.id &&
          cell.trace === trace &&
          cell.limit === limit &&
          cell.engine === engine,
      )!;
    const cells = { orca: of('orca'), vllm: of('vllm'), sarathi: of('sarathi') };
    return {
      ...setting,
      cells,
      overVllm: ratioOf(cells.sarathi, cells.vllm),
      overOrca: ratioOf(cells.sarathi, cells.orca),
    };
  });
}

/** Words for a trace and a limit. */
export const TRACE_TITLES: Readonly<Record<Trace, string>> = { chat: 'chat', arxiv: 'arXiv' };

export function settingTitle({
  deployment,
  trace,
  limit,
}: {
  readonly deployment: { readonly title: string };
  readonly trace: Trace;
  readonly limit: Limit;
}): string {
  return `${deployment.title}, ${TRACE_TITLES[trace]}, ${limit}`;
}
