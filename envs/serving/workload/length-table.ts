/**
 * Token lengths from quantile functions: a list of knots (probability, tokens), straight lines between them. A table
 * has one function for the input and, by band of the input's rank, one for the output, so that long prompts may have
 * other answers than short ones. Drawing is by inversion of a counter-based uniform: request r has its lengths
 * whatever is drawn elsewhere. Left out: dependence between successive requests.
 */
import { uniformNoise } from '../../../src/sim/noise.js';

/** A quantile function. Both ascending; probability from 0 to 1 (equal neighbours are a jump). */
export interface QuantileKnots {
  readonly probability: readonly number[]; // [knot]
  readonly tokens: readonly number[]; // [knot] tokens
}

/** Output lengths of requests whose input has a rank below `inputBelow` (and not below the band before). */
export interface OutputBand extends QuantileKnots {
  readonly inputBelow: number; // in (0, 1]; the last is 1
}

export interface LengthTable {
  readonly input: QuantileKnots;
  readonly output: readonly OutputBand[];
}

/** What fills the length columns of requests `first` …. */
export interface LengthSampler {
  /** @param prompt [request] and @param output [request] are filled with tokens ≥ 1. */
  fill(first: number, prompt: Int32Array, output: Int32Array): void;
}

/** The quantile u in [0, 1], not rounded. */
export function quantileAt(knots: QuantileKnots, u: number): number {
  const { probability, tokens } = knots;
  let low = 0;
  let high = probability.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (probability[middle] <= u) low = middle;
    else high = middle;
  }
  const width = probability[high] - probability[low];
  if (width <= 0) return tokens[high];
  return tokens[low] + ((tokens[high] - tokens[low]) * (u - probability[low])) / width;
}

const STREAM_INPUT = 0;
const STREAM_OUTPUT = 1;

/** Lengths of a {@link LengthTable}; request r is a function of (seed, r) alone. */
export class TableLengths implements LengthSampler {
  private readonly table: LengthTable;
  private readonly seed: number;

  /** @param seed an integer ≥ 0 */
  constructor(table: LengthTable, seed: number) {
    this.table = table;
    this.seed = seed;
  }

  fill(first: number, prompt: Int32Array, output: Int32Array): void {
    const { input, output: bands } = this.table;
    for (let i = 0; i < prompt.length; i++) {
      const u = uniformNoise(this.seed, STREAM_INPUT, first + i, 0);
      let band = 0;
      while (u >= bands[band].inputBelow && band < bands.length - 1) band++;
      const v = uniformNoise(this.seed, STREAM_OUTPUT, first + i, 0);
      prompt[i] = Math.max(1, Math.round(quantileAt(input, u)));
      output[i] = Math.max(1, Math.round(quantileAt(bands[band], v)));
    }
  }
}
