/**
 * How long a copy between two instances takes: latency + bytes / bandwidth, in whole nanoseconds, rounded up. Every pair
 * has its own bandwidth, or all the same. Left out: transfers that slow each other down (who must not copy at the same
 * time is a matter of migrations and handovers).
 */
import { ensure } from '../../../src/error.js';

export interface LinkOptions {
  readonly bandwidth: number; // bytes per second
  readonly links?: readonly (readonly number[])[] | undefined; // [m][m] bytes per second
  readonly latency: number; // seconds
}

export const NANOSECONDS = 1e9;

/** Seconds of a configuration as whole nanoseconds. */
export function toNanoseconds(seconds: number): number {
  return Math.round(seconds * NANOSECONDS);
}

export class Links {
  private readonly bytesPerNanosecond: Float64Array; // [m·m] from row to column
  private readonly latency: number; // ns
  private readonly count: number; // m

  /** @throws ArenaError where `links` is not a square of as many rows as there are instances. */
  constructor(instances: number, options: LinkOptions) {
    const { bandwidth, links, latency } = options;
    this.count = instances;
    this.latency = toNanoseconds(latency);
    this.bytesPerNanosecond = new Float64Array(instances * instances).fill(bandwidth / NANOSECONDS);
    if (links === undefined) return;
    const square = links.length === instances && links.every((row) => row.length === instances);
    ensure(square, `envs/serving: links must be ${instances} rows of ${instances} bandwidths, one per instance`);
    links.forEach((row, from) => {
      row.forEach((value, to) => {
        this.bytesPerNanosecond[from * instances + to] = value / NANOSECONDS;
      });
    });
  }

  /** ns for this many bytes. */
  nanoseconds(from: number, to: number, bytes: number): number {
    return this.latency + Math.ceil(bytes / this.bytesPerNanosecond[from * this.count + to]);
  }
}
