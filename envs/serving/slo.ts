/**
 * Service level objectives: what a class of requests is promised, and whether a request got it. A request meets its
 * class when the first token came in time, when its tokens then came fast enough (time per output token, their mean; or
 * time between tokens, the largest gap), and when it ended in time, as far as each is promised. An unfinished request
 * has missed as soon as its age says so; until then it is undecided.
 */
import { z } from 'zod';

const limit = z.number().positive().nullable();

/** Limits in seconds; null = not promised. */
export const sloClassSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'letters, digits, dots and dashes are allowed'),
  ttftSeconds: limit.default(null).describe('time to first token'),
  tpotSeconds: limit.default(null).describe('mean time per output token after the first'),
  tbtSeconds: limit.default(null).describe('largest time between two tokens'),
  e2eSeconds: limit.default(null).describe('time from arrival to the last token'),
});

/** What a class of requests is promised. */
export type SloClass = z.output<typeof sloClassSchema>;

/** A class that is promised nothing. */
export const NO_SLO: SloClass = Object.freeze({
  name: 'all',
  ttftSeconds: null,
  tpotSeconds: null,
  tbtSeconds: null,
  e2eSeconds: null,
});

/** Times of one request so far, clock units. */
export interface RequestTimes {
  readonly ttft: number; // its age while the first token has not come
  readonly tpot: number; // NaN with less than two tokens
  readonly gap: number; // largest between two tokens
  readonly e2e: number; // its age while it is unfinished
}

/** Limits of all classes in clock units, Infinity = none; whole ns on a nanosecond clock. */
export class SloLimits {
  readonly ttft: Float64Array; // [class]
  readonly tpot: Float64Array; // [class]
  readonly tbt: Float64Array; // [class]
  readonly e2e: Float64Array; // [class]

  constructor(classes: readonly SloClass[], secondsPerUnit: number) {
    const column = (name: 'ttftSeconds' | 'tpotSeconds' | 'tbtSeconds' | 'e2eSeconds') =>
      Float64Array.from(classes, (each) => {
        const seconds = each[name] ?? Number.POSITIVE_INFINITY;
        return secondsPerUnit === 1e-9 ? Math.round(seconds * 1e9) : seconds / secondsPerUnit;
      });
    this.ttft = column('ttftSeconds');
    this.tpot = column('tpotSeconds');
    this.tbt = column('tbtSeconds');
    this.e2e = column('e2eSeconds');
  }

  /** Whether no limit of the class is broken. A request without a second token breaks no limit on tokens. */
  meets(sloClass: number, { ttft, tpot, gap, e2e }: RequestTimes): boolean {
    return (
      ttft <= this.ttft[sloClass] &&
      !(tpot > this.tpot[sloClass]) &&
      gap <= this.tbt[sloClass] &&
      e2e <= this.e2e[sloClass]
    );
  }
}
