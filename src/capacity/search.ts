/**
 * Capacity search as Sarathi-Serve does it (Agrawal et al., OSDI 2024; capacity_search.py): the largest request rate at
 * which the median scheduling delay and the P99 time between tokens stay within their limits. A bisection whose upper
 * end moves: up while delays are far below their limit, down in jumps while they are far above it.
 *
 * Corrected here: the jump for delays above 1000 s is reachable; an upper end that a jump has put at or below a rate
 * that has met, or that was never seen to fail, is opened again before the search ends; a rate is measured once. So the
 * result is bracketed by a rate that failed. `compat` keeps the published rules to the letter.
 */
import { ensure } from '../error.js';

/** What a rate is judged by. */
export interface RateMeasurement {
  readonly delayMedian: number; // s, scheduling delay; Infinity where nothing was served
  readonly tbtP99: number; // s, time between tokens
}

export interface CapacityOptions {
  /** Limit of the P99 time between tokens, s. */
  readonly tbtLimit: number;
  /** Limit of the median scheduling delay, s. */
  readonly delayLimit?: number;
  /** The first rate that is tried, requests/s. */
  readonly start?: number;
  /** The search ends when its bracket is narrower than this share of the rate, %. */
  readonly granularity?: number;
  /** Rates tried at most. */
  readonly maxProbes?: number;
  /** The search gives up above this rate when none has failed, requests/s. */
  readonly maxRate?: number;
  /** The published rules to the letter, faults included. */
  readonly compat?: boolean;
}

/** Defaults of {@link CapacityOptions}: those of the published experiments. */
export const DEFAULT_CAPACITY = Object.freeze({
  delayLimit: 2,
  start: 1,
  granularity: 2,
  maxProbes: 40,
  maxRate: 10_000,
  compat: false,
});

/** One rate that was tried. */
export type RateProbe<M extends RateMeasurement = RateMeasurement> = M & {
  readonly rate: number; // requests/s
  readonly met: boolean; // both limits
};

/** bracketed = the next rate fails or is too near to matter; unbounded = no rate failed; none = no rate met; probes = out of probes. */
export type CapacityEnding = 'bracketed' | 'unbounded' | 'none' | 'probes';

export interface Capacity<M extends RateMeasurement = RateMeasurement> {
  /** The largest rate that met, requests/s; 0 = none did. */
  readonly rate: number;
  /** The smallest rate that failed, requests/s; null = none did. */
  readonly failing: number | null;
  readonly ending: CapacityEnding;
  readonly probes: readonly RateProbe<M>[]; // in the order of trying
}

const LONG_DELAY = 500; // s
const VERY_LONG_DELAY = 1000; // s

/** Two digits, as the published search rounds rates. */
function twoDigits(rate: number): number {
  return Number(rate.toFixed(2));
}

/** Errors: `ArenaError` for limits and rates that are not positive. */
export function checkCapacityOptions(options: CapacityOptions): Required<CapacityOptions> {
  const all = { ...DEFAULT_CAPACITY, ...options };
  const { tbtLimit, delayLimit, start, granularity, maxProbes, maxRate } = all;
  const positive = { tbtLimit, delayLimit, start, granularity, maxRate };
  for (const [name, value] of Object.entries(positive)) {
    ensure(Number.isFinite(value) && value > 0, `capacity: ${name} ${value} is not allowed (a number > 0)`);
  }
  ensure(start >= 0.01, `capacity: start ${start} is not allowed (≥ 0.01: rates have two digits)`);
  ensure(
    Number.isInteger(maxProbes) && maxProbes >= 1,
    `capacity: maxProbes ${maxProbes} is not allowed (an integer ≥ 1)`,
  );
  return all;
}

/**
 * Finds the largest rate within the limits; `evaluate` measures one rate.
 * @throws ArenaError for options that are not allowed, and whatever `evaluate` throws.
 */
export function searchCapacity<M extends RateMeasurement>(
  evaluate: (rate: number) => M,
  options: CapacityOptions,
): Capacity<M> {
  const all = checkCapacityOptions(options);
  const search = new Search(all, evaluate);
  while (search.probes.length < all.maxProbes) {
    const rate = all.compat ? search.nextAsPublished() : search.next();
    if (rate === undefined) return search.result(true);
    search.probe(rate);
  }
  return search.result(false);
}

/** The bracket and what is known of rates. */
class Search<M extends RateMeasurement> {
  readonly probes: RateProbe<M>[] = [];
  private readonly options: Required<CapacityOptions>;
  private readonly evaluate: (rate: number) => M;
  private left = 0; // the last rate that met
  private right: number;
  private failing = Number.POSITIVE_INFINITY; // the lowest rate that failed

  constructor(options: Required<CapacityOptions>, evaluate: (rate: number) => M) {
    this.options = options;
    this.evaluate = evaluate;
    this.right = 2 * options.start;
  }

  /** The middle of the bracket; nothing when the bracket is closed and narrow. */
  next(): number | undefined {
    if (this.isNarrow() || this.wasTried(this.middle())) this.reopen();
    const rate = this.middle();
    const hopeless = rate === 0 || (rate > this.options.maxRate && this.failing === Number.POSITIVE_INFINITY);
    return hopeless || this.isNarrow() || this.wasTried(rate) ? undefined : rate;
  }

  nextAsPublished(): number | undefined {
    const rate = this.middle();
    return this.isNarrow() || rate === 0 || rate === this.last() ? undefined : rate;
  }

  probe(rate: number): void {
    const { delayLimit, tbtLimit } = this.options;
    const measured = this.evaluate(rate);
    const met = measured.delayMedian <= delayLimit && measured.tbtP99 <= tbtLimit;
    this.probes.push({ ...measured, rate, met });
    if (met) this.raise(rate, measured.delayMedian);
    else this.lower(rate, measured.delayMedian);
  }

  result(ended: boolean): Capacity<M> {
    const met = this.probes.filter((each) => each.met);
    const rate = met.at(-1)?.rate ?? 0; // rates that met ascend, but for the published rules
    const failing = this.failing === Number.POSITIVE_INFINITY ? null : this.failing;
    return { rate, failing, ending: this.ending(ended, rate, failing), probes: this.probes };
  }

  private ending(ended: boolean, rate: number, failing: number | null): CapacityEnding {
    if (failing === null) return 'unbounded';
    if (!ended) return 'probes';
    return rate === 0 ? 'none' : 'bracketed';
  }

  private raise(rate: number, delay: number): void {
    const { delayLimit } = this.options;
    const { right, failing } = this;
    if (delay < delayLimit / 8) this.right = Math.min(4 * right, failing);
    else if (delay < delayLimit / 4 || rate > 0.8 * right) this.right = Math.min(2 * right, failing);
    this.left = rate;
  }

  private lower(rate: number, delay: number): void {
    this.failing = Math.min(this.failing, rate);
    if (delay > VERY_LONG_DELAY && !this.options.compat) this.right = rate / 4;
    else this.right = delay > LONG_DELAY ? rate / 2 : rate;
  }

  /** Puts the upper end where a rate failed, or twice as high where none did. */
  private reopen(): void {
    if (this.right >= this.failing) return;
    const open = this.failing === Number.POSITIVE_INFINITY;
    this.right = open ? 2 * Math.max(this.left, this.right) : this.failing;
  }

  private middle(): number {
    return twoDigits((this.left + this.right) / 2);
  }

  private last(): number {
    return this.probes.at(-1)?.rate ?? 0;
  }

  private isNarrow(): boolean {
    const width = this.options.compat ? Math.abs(this.left - this.right) : this.right - this.left;
    return width < (this.options.granularity * this.last()) / 100;
  }

  private wasTried(rate: number): boolean {
    return this.probes.some((each) => each.rate === rate);
  }
}
