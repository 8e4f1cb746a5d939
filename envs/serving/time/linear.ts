/**
 * The exact test model, linear form: ns = a + b·N + c·K + d·P with whole coefficients, N tokens of the batch, K
 * context of its decodes, P = Σ n·(k + n) of its prefill chunks. Everything is an integer, so that simulators can be
 * compared to the last bit. The default coefficients resemble Llama-2-7B on an A100. Left out: whatever is not
 * linear, among it the idle cost of a small batch (see roofline.ts).
 */
import type { BatchWork } from '../batch-work.js';
import { DECODE_PARTS, type TimeModel } from './time-model.js';

/** Whole, ≥ 0: a ns, b ns per token, c ns per token of decode context, d ns per token pair of prefill. */
export interface LinearCoefficients {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export const EXACT_COEFFICIENTS: LinearCoefficients = Object.freeze({ a: 6_000_000, b: 60_000, c: 260, d: 3 });

export class LinearTimeModel implements TimeModel {
  readonly name: string = 'linear';
  readonly affineDecode = true;
  readonly a: number; // ns
  readonly b: number; // ns per token
  readonly c: number; // ns per token of decode context
  readonly d: number; // ns per token pair

  constructor({ a, b, c, d }: LinearCoefficients = EXACT_COEFFICIENTS) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  nanoseconds(work: BatchWork): number {
    const ns = this.a + this.b * work.tokens + this.c * work.decodeContext + this.d * work.prefillProduct;
    return ns < 1 ? 1 : ns;
  }

  decodeBase(decodes: number): number {
    return DECODE_PARTS * (this.a + this.b * decodes);
  }

  decodeSlope(_decodes: number): number {
    return DECODE_PARTS * this.c;
  }
}
