/**
 * Whole batches as they were measured: Yi-34B, TP 2, two A100 (microsoft/sarathi-serve, branch osdi-sarathi-serve,
 * Apache-2.0). Decode time by sequences, prefill time by tokens, linear between the measurements and beyond them, the
 * smallest measurement below them. A mixed batch takes the prefill time of all its tokens (decodes ride along nearly
 * free: 217.6 against 217.2 ms measured), but at least its decode time. A chunk after k tokens adds `contextPair` ns
 * per pair; 7.54 ns is the least-squares value over the published chunking overheads. Left out: context of decodes,
 * which the measurements do not vary, and the 0.05…0.7 ms between batches. Prefill of 256 tokens was measured
 * slower than of 512; it is kept.
 */
import { join } from 'node:path';
import type { BatchWork } from '../batch-work.js';
import { DecodeTable, wholeNanoseconds } from './decode-table.js';
import { PiecewiseLinear } from './piecewise-linear.js';
import { readTable } from './table-file.js';
import type { TimeModel } from './time-model.js';

/** [tokens of the batch, s], ascending. */
export type MeasuredPoints = readonly (readonly [tokens: number, seconds: number])[];

export interface MeasuredTables {
  readonly prefill: MeasuredPoints;
  readonly decode: MeasuredPoints;
  /** ns per token of a chunk and token computed before it. */
  readonly contextPair: number;
}

export const MEASURED_YI_34B_TP2_A100: MeasuredTables = Object.freeze<MeasuredTables>({
  prefill: [
    [128, 0.0480941],
    [256, 0.1213534],
    [512, 0.1055817],
    [1024, 0.2143006],
    [2048, 0.3660253],
    [4096, 0.7576026],
    [8192, 1.8632649],
    [16_384, 4.4075011],
  ],
  decode: [
    [1, 0.0468033],
    [2, 0.0475024],
    [4, 0.0488451],
    [8, 0.0696755],
    [16, 0.0772537],
    [32, 0.0878965],
    [64, 0.1278069],
    [128, 0.1893305],
  ],
  contextPair: 7.54,
});

/**
 * prefill.csv and decode.csv of a folder, columns batch_tokens and batch_execution_s.
 * @throws ArenaError in one line for a missing or broken file.
 */
export function readMeasuredTables(folder: string, contextPair: number): MeasuredTables {
  const read = (name: string): MeasuredPoints => {
    const table = readTable(join(folder, name), { numbers: ['batch_tokens', 'batch_execution_s'] });
    const seconds = table.number('batch_execution_s');
    return Array.from(table.number('batch_tokens'), (tokens, row) => [tokens, seconds[row]] as const);
  };
  return { prefill: read('prefill.csv'), decode: read('decode.csv'), contextPair };
}

export class MeasuredTableTimeModel implements TimeModel {
  readonly name: string = 'measured-table';
  readonly affineDecode = true;
  readonly #prefill: PiecewiseLinear; // tokens → s
  readonly #contextPair: number; // ns
  readonly #decode: DecodeTable;

  constructor({ prefill, decode, contextPair }: MeasuredTables = MEASURED_YI_34B_TP2_A100) {
    this.#prefill = new PiecewiseLinear(prefill, 'clamp');
    this.#contextPair = contextPair;
    const line = new PiecewiseLinear(decode, 'clamp');
    this.#decode = new DecodeTable({ base: (decodes) => 1e9 * line.at(decodes), slope: () => 0 });
  }

  nanoseconds(work: BatchWork): number {
    const decode = work.decodes > 0 ? this.#decode.nanoseconds(work.decodes, work.decodeContext) : 0;
    if (work.chunks === 0) return Math.max(1, decode);
    let ns = 1e9 * this.#prefill.at(work.tokens);
    for (let chunk = 0; chunk < work.chunks; chunk++) {
      ns += this.#contextPair * work.chunkTokens[chunk] * work.chunkContext[chunk];
    }
    return Math.max(decode, wholeNanoseconds(ns));
  }

  decodeBase(decodes: number): number {
    return this.#decode.base(decodes);
  }

  decodeSlope(decodes: number): number {
    return this.#decode.slope(decodes);
  }
}
