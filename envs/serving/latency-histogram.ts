/**
 * Counts of durations in buckets of 1/128 octave: the exponent and the first seven mantissa bits of a double, so a
 * bucket is found without a logarithm and its bounds are exact; a quantile is off by at most 0.4 %. Time between
 * tokens is kept so, because there are as many gaps as tokens. One row per class of request. Durations are in
 * nanoseconds; another clock states how many nanoseconds its unit has.
 */
import { DECODE_PARTS } from './time/time-model.js';

const OCTAVES = 52;
/** Buckets of a row; durations of less than 1 count in the first, beyond 2^52 in the last. */
export const BUCKETS = OCTAVES * 128;
const FIRST = 1023 << 7; // bits of 1.0

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Bucket of a duration, ns. */
export function bucketOf(duration: number): number {
  double[0] = duration;
  const bucket = (words[HIGH] >>> 13) - FIRST;
  return bucket < 0 || duration < 1 ? 0 : bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** Least duration of a bucket, ns. */
export function lowerBound(bucket: number): number {
  words[HIGH] = ((bucket + FIRST) << 13) >>> 0;
  words[1 - HIGH] = 0;
  return double[0];
}

/** The duration that stands for a bucket: no duration in it is further away than 1/256 of itself. */
export function middleOf(bucket: number): number {
  return (lowerBound(bucket) + lowerBound(bucket + 1)) / 2;
}

/** The used part of a histogram. */
export interface HistogramSnapshot {
  readonly first: number; // bucket of the first column
  readonly counts: readonly Float64Array[]; // [class][bucket − first]
}

export class LatencyHistogram {
  readonly classes: number;
  readonly counts: Float64Array; // [class · BUCKETS]
  private readonly scale: number; // ns of a clock unit

  constructor(classes: number, nanosecondsPerUnit = 1) {
    this.classes = classes;
    this.counts = new Float64Array(classes * BUCKETS);
    this.scale = nanosecondsPerUnit;
  }

  clear(): void {
    this.counts.fill(0);
  }

  /** A duration in clock units, `times` times. */
  add(row: number, duration: number, times = 1): void {
    this.counts[row * BUCKETS + bucketOf(duration * this.scale)] += times;
  }

  /**
   * The durations floor((offset + slope·j) / 1024) ns for j in [from, to), each `times` times: one step per bucket that
   * they cross, the same counts as adding them one by one.
   */
  addRun(row: number, run: { offset: number; slope: number; from: number; to: number }, times: number): void {
    const { offset, slope, to } = run;
    for (let j = run.from; j < to; ) {
      const bucket = bucketOf(Math.floor((offset + slope * j) / DECODE_PARTS));
      let next = to;
      if (slope > 0 && bucket < BUCKETS - 1) {
        const bound = Math.ceil(lowerBound(bucket + 1)) * DECODE_PARTS;
        next = Math.min(to, Math.ceil((bound - offset) / slope));
      }
      this.counts[row * BUCKETS + bucket] += (next - j) * times;
      j = next;
    }
  }

  /** Durations of some rows, of all where none are named. */
  total(rows: readonly number[] = this.allRows()): number {
    let sum = 0;
    for (const row of rows) {
      for (let i = row * BUCKETS, end = i + BUCKETS; i < end; i++) sum += this.counts[i];
    }
    return sum;
  }

  /** Share of the durations of some rows that are at most `limit` clock units, by whole buckets; NaN of none. */
  shareWithin(limit: number, rows: readonly number[] = this.allRows()): number {
    const last = bucketOf(limit * this.scale);
    let within = 0;
    for (const row of rows) for (let b = 0; b <= last; b++) within += this.counts[row * BUCKETS + b];
    return within / this.total(rows);
  }

  /**
   * Quantile q of some rows taken together, of all where none are named, in ns; NaN of none. Definition 7 of Hyndman &
   * Fan between the two order statistics, each known to 1/256.
   */
  quantile(q: number, rows: readonly number[] = this.allRows()): number {
    const total = this.total(rows);
    if (total === 0) return Number.NaN;
    const rank = q * (total - 1);
    const below = Math.floor(rank);
    const low = this.orderStatistic(below, rows);
    const high = rank > below ? this.orderStatistic(below + 1, rows) : low;
    return low + (high - low) * (rank - below);
  }

  /** The used buckets, copied. */
  snapshot(): HistogramSnapshot {
    let first = BUCKETS;
    let last = -1;
    for (let row = 0; row < this.classes; row++) {
      for (let b = 0; b < BUCKETS; b++) {
        if (this.counts[row * BUCKETS + b] === 0) continue;
        if (b < first) first = b;
        if (b > last) last = b;
      }
    }
    if (last < 0) return { first: 0, counts: [] };
    const counts = this.allRows().map((row) => this.counts.slice(row * BUCKETS + first, row * BUCKETS + last + 1));
    return { first, counts };
  }

  restore(saved: HistogramSnapshot): void {
    this.clear();
    saved.counts.forEach((counts, row) => {
      this.counts.set(counts, row * BUCKETS + saved.first);
    });
  }

  private allRows(): number[] {
    return Array.from({ length: this.classes }, (_, row) => row);
  }

  private orderStatistic(rank: number, rows: readonly number[]): number {
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      for (const row of rows) seen += this.counts[row * BUCKETS + bucket];
      if (seen > rank) return middleOf(bucket);
    }
    return middleOf(BUCKETS - 1);
  }
}
