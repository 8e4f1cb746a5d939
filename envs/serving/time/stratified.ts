/**
 * Stratified linear fit of Llama-3-8B on one A100, published with the Niyama deadline scheduler (microsoft/
 * sarathi-serve, branch niyama_asplos2026): one set of coefficients for batches of at most 512 tokens, one for larger
 * ones, in seconds. The fit of large batches comes from prefill chunks and gives decodes a negative cost; where it
 * would be used outside its range, two rules keep it sane: a batch of more than 512 decodes and no prefill stays on
 * the small fit, and no batch is faster than the small fit's intercept. Left out: lengths of single requests.
 */
import type { BatchWork } from '../batch-work.js';
import { DecodeTable, wholeNanoseconds } from './decode-table.js';
import type { TimeModel } from './time-model.js';

/** Seconds, and seconds per token of each count. */
export interface StratumCoefficients {
  readonly intercept: number;
  readonly tokens: number; // per N
  readonly prefillTokens: number; // per Np
  readonly decodes: number; // per Nd
  readonly decodeContext: number; // per token of Cd
  readonly prefillContext: number; // per token of Cp
}

export interface StratifiedCoefficients {
  /** Largest batch, in tokens, of the small fit. */
  readonly boundary: number;
  readonly small: StratumCoefficients;
  readonly large: StratumCoefficients;
}

export const STRATIFIED_LLAMA_3_8B_A100: StratifiedCoefficients = Object.freeze({
  boundary: 512,
  small: {
    intercept: 0.014936,
    tokens: 5.882475e-5,
    prefillTokens: 2.247956e-5,
    decodes: 3.634519e-5,
    decodeContext: 1.111258e-7,
    prefillContext: 7.554773e-7,
  },
  large: {
    intercept: 0.005004,
    tokens: 2.71905e-5,
    prefillTokens: 6.863043e-5,
    decodes: -4.143993e-5,
    decodeContext: 1.663409e-7,
    prefillContext: 2.727223e-6,
  },
});

export class StratifiedTimeModel implements TimeModel {
  readonly name: string = 'stratified';
  readonly affineDecode = true;
  readonly coefficients: StratifiedCoefficients;
  readonly #decode: DecodeTable;

  constructor(coefficients: StratifiedCoefficients = STRATIFIED_LLAMA_3_8B_A100) {
    this.coefficients = coefficients;
    const { intercept, tokens, decodes, decodeContext } = coefficients.small;
    this.#decode = new DecodeTable({
      base: (count) => 1e9 * (intercept + (tokens + decodes) * count),
      slope: () => 1e9 * decodeContext,
    });
  }

  nanoseconds(work: BatchWork): number {
    if (work.chunks === 0) return this.#decode.nanoseconds(work.decodes, work.decodeContext);
    const { boundary, small, large } = this.coefficients;
    const fit = work.tokens <= boundary ? small : large;
    const seconds =
      fit.intercept +
      fit.tokens * work.tokens +
      fit.prefillTokens * work.prefillTokens +
      fit.decodes * work.decodes +
      fit.decodeContext * work.decodeContext +
      fit.prefillContext * work.prefillContext;
    return wholeNanoseconds(1e9 * Math.max(small.intercept, seconds));
  }

  decodeBase(decodes: number): number {
    return this.#decode.base(decodes);
  }

  decodeSlope(decodes: number): number {
    return this.#decode.slope(decodes);
  }
}
