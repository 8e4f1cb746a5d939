/**
 * The contract of an iteration-time model: how long one instance takes for one batch, in whole nanoseconds. Models
 * whose decode-only time is affine in the context say so by coefficients in 1/1024 ns, because runs of identical
 * decode iterations can then be summed in closed form and still equal the sum of the rounded steps to the last bit.
 */
import type { BatchWork } from '../batch-work.js';

/** Parts of a nanosecond in which affine decode coefficients are integers. */
export const DECODE_PARTS = 1024;

export interface TimeModel {
  readonly name: string;
  /** Whole nanoseconds of one iteration of the whole model, ≥ 1. Pipeline stages are split by the simulator. */
  nanoseconds(work: BatchWork): number;
  /**
   * True: a batch of B decodes alone (B sequences, context sum K) takes exactly
   * max(1, floor((decodeBase(B) + decodeSlope(B)·K) / DECODE_PARTS)) ns, all integers; `nanoseconds` returns the same.
   */
  readonly affineDecode: boolean;
  /** Integer ≥ 0, 1/1024 ns; only where `affineDecode`. */
  decodeBase(decodes: number): number;
  /** Integer ≥ 0, 1/1024 ns per token of context; only where `affineDecode`. */
  decodeSlope(decodes: number): number;
}
