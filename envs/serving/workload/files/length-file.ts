/**
 * Files that hold lengths but no times: num_prefill_tokens, num_decode_tokens per row (arXiv summarisation and others
 * prepared for vidur). Requests take rows in file order, from the beginning again when they run out, or at random
 * with replacement; their arrivals come from a process.
 */
import { uniformNoise } from '../../../../src/sim/noise.js';
import type { LengthSampler } from '../length-table.js';
import { readTable } from './csv-table.js';
import type { FileShape } from './file-shape.js';
import { RowCollector } from './row-collector.js';

/**
 * Reads the lengths.
 * @throws ArenaError, one line with file and line number.
 */
export function loadLengths(path: string, shape: FileShape): { prompt: Int32Array; output: Int32Array } {
  const rows = new RowCollector(path, shape, false);
  readTable(rows, ['num_prefill_tokens', 'num_decode_tokens'], ([prefill, decode], line) => {
    const prompt = rows.tokens(prefill, 'num_prefill_tokens', line);
    rows.add({ arrival: 0, prompt, output: rows.tokens(decode, 'num_decode_tokens', line) }, line);
  });
  const columns = rows.finish();
  return { prompt: columns.promptTokens, output: columns.outputTokens };
}

/** Lengths of a list of (input, output) pairs. */
export class RecordedLengths implements LengthSampler {
  private readonly prompt: Int32Array; // [row]
  private readonly output: Int32Array; // [row]
  private readonly seed: number | null;

  /** @param seed null = in file order; an integer = drawn at random */
  constructor(pairs: { readonly prompt: Int32Array; readonly output: Int32Array }, seed: number | null) {
    this.prompt = pairs.prompt;
    this.output = pairs.output;
    this.seed = seed;
  }

  fill(first: number, prompt: Int32Array, output: Int32Array): void {
    const rows = this.prompt.length;
    for (let i = 0; i < prompt.length; i++) {
      const row = this.seed === null ? (first + i) % rows : Math.floor(uniformNoise(this.seed, 0, first + i, 0) * rows);
      prompt[i] = this.prompt[row];
      output[i] = this.output[row];
    }
  }
}
