/**
 * The exact test model, roofline form: ns = max(a, b·N) + c·K + d·P with whole coefficients (the letters are those of
 * linear.ts): a small batch costs what reading the weights costs, a large one what its tokens cost. Left out: the
 * hardware behind the coefficients; roofline-hardware.ts computes from FLOP/s and bandwidth.
 */
import type { BatchWork } from '../batch-work.js';
import { EXACT_COEFFICIENTS, type LinearCoefficients } from './linear.js';
import { DECODE_PARTS, type TimeModel } from './time-model.js';

export class RooflineTimeModel implements TimeModel {
  readonly name: string = 'roofline';
  readonly affineDecode = true;
  readonly a: number; // ns, floor of a batch
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
    const tokens = this.b * work.tokens;
    const ns = (tokens > this.a ? tokens : this.a) + this.c * work.decodeContext + this.d * work.prefillProduct;
    return ns < 1 ? 1 : ns;
  }

  decodeBase(decodes: number): number {
    return DECODE_PARTS * Math.max(this.a, this.b * decodes);
  }

  decodeSlope(_decodes: number): number {
    return DECODE_PARTS * this.c;
  }
}
