/**
 * By how much an agent's figure differs from another's on the same seeds: relative changes, Σ own / Σ baseline − 1, negative
 * = less, with paired bootstrap intervals; their average over settings; differences of rates in percentage points.
 */
import { formatNumber, NOTHING_KNOWN } from '../../report/quantity.js';
import { mean, pairedBootstrap, percentileInterval } from '../../report/statistics/index.js';
import { createRng } from '../../rng.js';
import { type Estimate, ratioOf } from './paired-ratio.js';

const REPLICATES = 5_000;

/** Figures of two agents. [seed] each, paired. */
export interface Pair {
  readonly own: readonly number[];
  readonly baseline: readonly number[];
}

/** Relative change; `name` seeds the draws. */
export function changeOf({ own, baseline }: Pair, name: string): Estimate {
  const { value, interval } = ratioOf(own, baseline, name);
  return { value: value - 1, interval: interval && { lower: interval.lower - 1, upper: interval.upper - 1 } };
}

/** Own − baseline, of means. */
export function differenceOf({ own, baseline }: Pair, name: string): Estimate {
  const value = mean(own) - mean(baseline);
  if (own.length < 2 || !Number.isFinite(value)) return { value, interval: undefined };
  const uniform = createRng(`study/${name}`);
  return { value, interval: pairedBootstrap(own, baseline, { uniform, replicates: REPLICATES }).meanDifference };
}

/** Mean over settings of the relative changes; whole seeds are drawn anew, the same in every setting. */
export function averageChange(pairs: readonly Pair[], name: string): Estimate {
  const seeds = pairs[0].own.length;
  const at = (drawn: ArrayLike<number>) => mean(pairs.map((pair) => drawnChange(pair, drawn)));
  const value = at(Array.from({ length: seeds }, (_, seed) => seed));
  if (seeds < 2 || !Number.isFinite(value)) return { value, interval: undefined };
  const uniform = createRng(`study/${name}`);
  const drawn = new Int32Array(seeds);
  const replicates = Float64Array.from({ length: REPLICATES }, () => {
    for (let i = 0; i < seeds; i++) drawn[i] = Math.floor(uniform() * seeds);
    return at(drawn);
  });
  return { value, interval: percentileInterval(replicates) };
}

function drawnChange({ own, baseline }: Pair, drawn: ArrayLike<number>): number {
  let above = 0;
  let below = 0;
  for (let i = 0; i < drawn.length; i++) {
    above += own[drawn[i]];
    below += baseline[drawn[i]];
  }
  return above / below - 1;
}

/** Whether the interval lies below 0, above it, or holds it. */
export function side({ value, interval }: Estimate): 'less' | 'more' | 'undecided' {
  if ((interval?.upper ?? value) < 0) return 'less';
  return (interval?.lower ?? value) > 0 ? 'more' : 'undecided';
}

/** How many of the estimates lie where. */
export function sides(estimates: readonly Estimate[]): Readonly<Record<'less' | 'more' | 'undecided', number>> {
  const counts = { less: 0, more: 0, undecided: 0 };
  for (const estimate of estimates) counts[side(estimate)]++;
  return counts;
}

function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
}

/** `−5.2 % [−6.1, −4.3]`. */
export function changeText(estimate: Estimate): string {
  return hundredths(estimate, '%');
}

/** Differences of rates: `−5.2 points [−6.1, −4.3]`. */
export function pointsText(estimate: Estimate): string {
  return hundredths(estimate, 'points');
}

function hundredths({ value, interval }: Estimate, unit: string): string {
  if (!Number.isFinite(value)) return NOTHING_KNOWN;
  const short = (share: number) => signed(100 * share, 1);
  return interval
    ? `${short(value)} ${unit} [${short(interval.lower)}, ${short(interval.upper)}]`
    : `${short(value)} ${unit}`;
}

/** A mean of at most five digits. */
export function meanText(values: readonly number[]): string {
  return values.every(Number.isFinite) ? formatNumber(mean(values), 4) : NOTHING_KNOWN;
}
