/**
 * The two fits of the simulator in Llumnix (AlibabaPAI/llumnix): prefill = a·tokens + b, decode = a·batch + b·Σ
 * lengths + c with the batch padded to a multiple of 8, in ms. Its coefficients come from profiles that are not
 * published, so they have to be given. Its engines never mix prefill with decode; a mixed batch costs both passes
 * here. Left out: prefill attention (the fit is linear in tokens).
 */
import type { BatchWork } from '../batch-work.js';
import { DecodeTable, wholeNanoseconds } from './decode-table.js';
import type { TimeModel } from './time-model.js';

/** Milliseconds. */
export interface LlumnixCoefficients {
  readonly prefill: { readonly perToken: number; readonly constant: number };
  readonly decode: { readonly perSequence: number; readonly perContextToken: number; readonly constant: number };
}

/** Decode batches are padded to a multiple of this. */
const PADDING = 8;

export class LlumnixSimulatorTimeModel implements TimeModel {
  readonly name: string = 'llumnix-simulator';
  readonly affineDecode = true;
  readonly coefficients: LlumnixCoefficients;
  readonly #decode: DecodeTable;

  constructor(coefficients: LlumnixCoefficients) {
    this.coefficients = coefficients;
    const { perSequence, perContextToken, constant } = coefficients.decode;
    this.#decode = new DecodeTable({
      base: (decodes) => 1e6 * (perSequence * Math.ceil(decodes / PADDING) * PADDING + constant),
      slope: () => 1e6 * perContextToken,
    });
  }

  nanoseconds(work: BatchWork): number {
    const decode = work.decodes > 0 ? this.#decode.nanoseconds(work.decodes, work.decodeContext) : 0;
    if (work.chunks === 0) return Math.max(1, decode);
    const { perToken, constant } = this.coefficients.prefill;
    return decode + wholeNanoseconds(1e6 * (perToken * work.prefillTokens + constant));
  }

  decodeBase(decodes: number): number {
    return this.#decode.base(decodes);
  }

  decodeSlope(decodes: number): number {
    return this.#decode.slope(decodes);
  }
}
