/**
 * Affine decode coefficients of a fitted model, rounded once: base and slope of every batch size in 1/1024 ns. A
 * model that takes its decode-only batches from here is, to the last bit, the affine function that it claims to be.
 * Rounding a fit to 1/1024 ns moves a batch by less than 1 ns per thousand tokens of context.
 */
import { DECODE_PARTS } from './time-model.js';

/** Batch sizes kept in arrays; larger ones are computed again at every call, to the same numbers. */
const KEPT = 1025;

/** A decode-only batch of B sequences takes base(B) + slope(B)·K ns, K the sum of their lengths. */
export interface DecodeFit {
  /** ns. */
  base(decodes: number): number;
  /** ns per token of context. */
  slope(decodes: number): number;
}

/** Nanoseconds as a whole number of 1/1024 ns; a fit that falls below 0 outside its range counts as 0. */
function parts(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds * DECODE_PARTS));
}

export class DecodeTable {
  readonly #fit: DecodeFit;
  readonly #base = new Float64Array(KEPT); // [decodes] 1/1024 ns
  readonly #slope = new Float64Array(KEPT); // [decodes] 1/1024 ns per token

  constructor(fit: DecodeFit) {
    this.#fit = fit;
    for (let decodes = 1; decodes < KEPT; decodes++) {
      this.#base[decodes] = parts(fit.base(decodes));
      this.#slope[decodes] = parts(fit.slope(decodes));
    }
  }

  /** Integer ≥ 0, 1/1024 ns. */
  base(decodes: number): number {
    return decodes < KEPT ? this.#base[decodes] : parts(this.#fit.base(decodes));
  }

  /** Integer ≥ 0, 1/1024 ns per token of context. */
  slope(decodes: number): number {
    return decodes < KEPT ? this.#slope[decodes] : parts(this.#fit.slope(decodes));
  }

  /** Whole ns ≥ 1 of a decode-only batch of `decodes` sequences with `context` tokens in all. */
  nanoseconds(decodes: number, context: number): number {
    return Math.max(1, Math.floor((this.base(decodes) + this.slope(decodes) * context) / DECODE_PARTS));
  }
}

/** A real number of ns as the clock counts them: whole, at least 1. */
export function wholeNanoseconds(nanoseconds: number): number {
  return Math.max(1, Math.floor(nanoseconds));
}
