/**
 * The length classes of Llumnix (Sun et al., OSDI 2024; serving artifact): a Zipf law over 1 … 2·mean − 1 with an
 * exponent chosen per mean, multiplied so that the sample has the wanted mean, rounded up and cut at 6,144 tokens.
 * Input and output are independent. The sample's mean is that of all requests, so it is found in one pass beforehand
 * (numbers only, nothing is kept). The cut lowers the real mean of the longer classes, as in the original.
 */
import { uniformNoise } from '../../../src/sim/noise.js';
import type { LengthSampler } from './length-table.js';

/** Mean in tokens before the cut, and exponent, of the classes. */
export const ZIPF_CLASSES = {
  S: { mean: 128, exponent: 2.0 },
  M: { mean: 256, exponent: 1.5 },
  L: { mean: 512, exponent: 1.15 },
  XL: { mean: 1024, exponent: 1.0005 },
} as const;

export type ZipfClass = keyof typeof ZIPF_CLASSES;

/** Longest input or output, tokens. */
export const ZIPF_LONGEST = 6144;

/** One column of Zipf lengths for `count` requests. */
class ZipfColumn {
  private readonly cumulated: Float64Array; // [value − 1] probability of at most this value
  private readonly seed: number;
  private readonly stream: number;
  private readonly factor: number;

  constructor(options: { readonly name: ZipfClass; readonly count: number; readonly seed: number; stream: number }) {
    const { mean, exponent } = ZIPF_CLASSES[options.name];
    this.seed = options.seed;
    this.stream = options.stream;
    this.cumulated = new Float64Array(2 * mean - 1);
    let total = 0;
    for (let value = 1; value < 2 * mean; value++) this.cumulated[value - 1] = total += value ** -exponent;
    for (let k = 0; k < this.cumulated.length; k++) this.cumulated[k] /= total;
    let sum = 0;
    for (let request = 0; request < options.count; request++) sum += this.draw(request);
    this.factor = (mean * options.count) / sum;
  }

  /** Tokens of a request. */
  tokens(request: number): number {
    return Math.min(ZIPF_LONGEST, Math.ceil(this.draw(request) * this.factor));
  }

  private draw(request: number): number {
    const u = uniformNoise(this.seed, this.stream, request, 0);
    let low = 0;
    let high = this.cumulated.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.cumulated[middle] > u) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  }
}

/** Lengths of two classes, e.g. `S` in and `L` out. */
export class ZipfLengths implements LengthSampler {
  private readonly input: ZipfColumn;
  private readonly output: ZipfColumn;

  /** @param options.count requests in all, ≥ 1; @param options.seed an integer ≥ 0 */
  constructor(options: { readonly input: ZipfClass; readonly output: ZipfClass; count: number; seed: number }) {
    const { count, seed } = options;
    this.input = new ZipfColumn({ name: options.input, count, seed, stream: 0 });
    this.output = new ZipfColumn({ name: options.output, count, seed, stream: 1 });
  }

  fill(first: number, prompt: Int32Array, output: Int32Array): void {
    for (let i = 0; i < prompt.length; i++) {
      prompt[i] = this.input.tokens(first + i);
      output[i] = this.output.tokens(first + i);
    }
  }
}
