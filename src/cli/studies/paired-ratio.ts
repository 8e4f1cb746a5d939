/** How many times as much one policy costs as another on the same seeds: ratio of the sums, paired bootstrap interval. */

import { formatNumber, NOTHING_KNOWN } from '../../report/quantity.js';
import { mean as finiteMean, type Interval, pairedBootstrap, tInterval } from '../../report/statistics/index.js';
import { createRng } from '../../rng.js';
import type { Json } from '../../space/space.js';

const REPLICATES = 5_000;

/** A number and its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | undefined; // absent where there is none to tell
}

/** The mean; NaN where a value is not known. */
function mean(values: readonly number[]): number {
  return values.every(Number.isFinite) ? finiteMean(values) : Number.NaN;
}

/** Mean over seeds. */
export function meanOf(values: readonly number[]): Estimate {
  const known = values.length > 1 && values.every(Number.isFinite);
  return { value: mean(values), interval: known ? tInterval(values) : undefined };
}

/** Σ above / Σ below. [seed] each, paired; `name` seeds the draws. */
export function ratioOf(above: readonly number[], below: readonly number[], name: string): Estimate {
  const value = mean(above) / mean(below);
  const known = above.length > 1 && Number.isFinite(value) && [...above, ...below].every(Number.isFinite);
  if (!known || below.some((each) => each <= 0)) return { value, interval: undefined };
  const uniform = createRng(`study/${name}`);
  return { value, interval: pairedBootstrap(above, below, { uniform, replicates: REPLICATES }).ratioOfSums };
}

/** 1 − Σ of / Σ instead: what is saved, as a share. */
export function savingOf(of: readonly number[], instead: readonly number[], name: string): Estimate {
  const { value, interval } = ratioOf(of, instead, name);
  return { value: 1 - value, interval: interval && { lower: 1 - interval.upper, upper: 1 - interval.lower } };
}

export function estimateText({ value, interval }: Estimate, digits = 3): string {
  if (Number.isNaN(value)) return NOTHING_KNOWN;
  const short = (number: number) => formatNumber(number, digits);
  return interval ? `${short(value)} [${short(interval.lower)}, ${short(interval.upper)}]` : short(value);
}

/** `2.6× [2.1, 3.2]`. */
export function timesText({ value, interval }: Estimate): string {
  if (Number.isNaN(value)) return NOTHING_KNOWN;
  const short = (number: number) => formatNumber(number, 3);
  return interval ? `${short(value)}× [${short(interval.lower)}, ${short(interval.upper)}]` : `${short(value)}×`;
}

/** `70 % [65, 74]`. */
export function percentText({ value, interval }: Estimate): string {
  if (!Number.isFinite(value)) return NOTHING_KNOWN;
  const short = (share: number) => formatNumber(100 * share, 3);
  return interval ? `${short(value)} % [${short(interval.lower)}, ${short(interval.upper)}]` : `${short(value)} %`;
}

export function estimateJson({ value, interval }: Estimate): Json {
  const finite = (number: number) => (Number.isFinite(number) ? Number(number.toPrecision(6)) : null);
  return {
    value: finite(value),
    interval: interval ? { lower: finite(interval.lower), upper: finite(interval.upper) } : null,
  };
}

/** Numbers of a table of data: six digits, null for what is not known. */
export function plainNumbers(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null));
}
