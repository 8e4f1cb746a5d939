/**
 * Iteration time from operator profiles: the linear operators of all layers as max(floor, intercept + slope·N) or
 * interpolated in the measured table, the attention fit (one term for all decodes, one per prefill chunk) and, under
 * tensor parallelism, two all-reduces per layer. Sources: vidur's profiles (operator-fits.ts, attention-fit.ts). Left
 * out, as in the fits: embedding, output head, sampling and the time of the CPU between iterations (`overhead` may
 * stand for them).
 */
import type { BatchWork } from '../batch-work.js';
import type { AttentionFit } from './attention-fit.js';
import { DecodeTable, wholeNanoseconds } from './decode-table.js';
import type { OperatorFit } from './operator-fits.js';
import { PiecewiseLinear } from './piecewise-linear.js';
import type { TimeModel } from './time-model.js';

export interface OperatorOptions {
  /** The linear operators: a fit, or measured ns by tokens. */
  readonly linear: Pick<OperatorFit, 'floor' | 'slope' | 'intercept'> | PiecewiseLinear;
  readonly attention: AttentionFit;
  /** ns of all-reduces per iteration and per token. */
  readonly allReduceLatency?: number;
  readonly allReducePerToken?: number;
  /** ns added to every iteration. */
  readonly overhead?: number;
}

export class OperatorTimeModel implements TimeModel {
  readonly name: string = 'operators';
  readonly affineDecode = true;
  readonly #linear: OperatorOptions['linear'];
  readonly #attention: AttentionFit;
  readonly #constant: number; // ns per iteration
  readonly #perToken: number; // ns per token, all-reduces
  readonly #decode: DecodeTable;

  constructor({ linear, attention, allReduceLatency = 0, allReducePerToken = 0, overhead = 0 }: OperatorOptions) {
    this.#linear = linear;
    this.#attention = attention;
    this.#constant = allReduceLatency + overhead;
    this.#perToken = allReducePerToken;
    this.#decode = new DecodeTable({
      base: (decodes) => this.#tokens(decodes) + attention.decodeConstant + attention.perDecode * decodes,
      slope: () => attention.perContext,
    });
  }

  nanoseconds(work: BatchWork): number {
    if (work.chunks === 0) return this.#decode.nanoseconds(work.decodes, work.decodeContext);
    const fit = this.#attention;
    let ns = this.#tokens(work.tokens);
    if (work.decodes > 0) {
      ns += fit.decodeConstant + fit.perDecode * work.decodes + fit.perContext * work.decodeContext;
    }
    for (let chunk = 0; chunk < work.chunks; chunk++) {
      const n = work.chunkTokens[chunk];
      const pairs = fit.perPair * work.chunkContext[chunk] + fit.perSquare * 0.5 * n;
      ns += fit.chunkConstant + n * (fit.perToken + pairs);
    }
    return wholeNanoseconds(ns);
  }

  decodeBase(decodes: number): number {
    return this.#decode.base(decodes);
  }

  decodeSlope(decodes: number): number {
    return this.#decode.slope(decodes);
  }

  /** ns of everything that depends on the number of tokens alone. */
  #tokens(tokens: number): number {
    const fit = this.#linear;
    const linear =
      fit instanceof PiecewiseLinear ? fit.at(tokens) : Math.max(fit.floor, fit.intercept + fit.slope * tokens);
    return linear + this.#constant + this.#perToken * tokens;
  }
}
