/**
 * The performance table of Splitwise (ISCA 2024; Mutinifni/splitwise-sim@8f99e7d, MIT): time by tokens of the batch,
 * linear between the medians and along the end segments beyond them. A batch of prompts takes prompt time, one of
 * decodes token time (context does not matter there), a mixed one 1.1 times the prompt time of all its tokens. The
 * medians of Llama-2-70B at TP 8 are built in with the one decimal they are published with; the file gives all
 * digits. Dropped: the Llama-2-70B TP 2 rows at 32,768 tokens, of a run that failed. Prompt times on H100 fall
 * between 128 and 512 tokens; so they were measured.
 */
import { ensure } from '../../../src/error.js';
import type { BatchWork } from '../batch-work.js';
import { DecodeTable, wholeNanoseconds } from './decode-table.js';
import { PiecewiseLinear } from './piecewise-linear.js';
import { readTable } from './table-file.js';
import type { TimeModel } from './time-model.js';

/** [batch tokens, prompt s, token s], ascending. */
export type SplitwiseMedian = readonly [tokens: number, prompt: number, token: number];

const TOKENS = [128, 512, 1024, 2048, 4096, 8192, 16_384, 32_768];

function builtIn(prompt: readonly number[], token: readonly number[]): readonly SplitwiseMedian[] {
  return TOKENS.map((tokens, i) => [tokens, prompt[i] / 1000, token[i] / 1000]);
}

/** Llama-2-70B, TP 8, by hardware name of the file. */
export const SPLITWISE_MEDIANS: Readonly<Record<string, readonly SplitwiseMedian[]>> = Object.freeze({
  'h100-80gb': builtIn(
    [58.2, 53.9, 77.7, 134.4, 376.2, 831.5, 1551.7, 2936.3],
    [29.9, 30.6, 30.0, 31.6, 31.3, 32.6, 38.6, 50.2],
  ),
  'a100-80gb': builtIn(
    [65.3, 93.0, 160.9, 282.7, 708.4, 1781.0, 3524.5, 7554.0],
    [43.0, 45.0, 44.6, 45.7, 46.5, 48.5, 53.0, 71.6],
  ),
});

export interface SplitwiseSelection {
  readonly model: string; // as in the file, e.g. llama2-70b
  readonly hardware: string; // as in the file, e.g. a100-80gb
  readonly tensorParallel: number;
}

/**
 * Medians of one configuration of perf_model.csv.
 * @throws ArenaError for an unreadable file, or when it has no row of the configuration.
 */
export function readSplitwiseMedians(path: string, selection: SplitwiseSelection): readonly SplitwiseMedian[] {
  const { model, hardware, tensorParallel } = selection;
  const table = readTable(path, {
    numbers: ['prompt_size', 'batch_size', 'prompt_time', 'token_time', 'tensor_parallel'],
    words: ['model', 'hardware'],
  });
  const [prompt, batch, tensor] = ['prompt_size', 'batch_size', 'tensor_parallel'].map((name) => table.number(name));
  const [promptTime, tokenTime] = ['prompt_time', 'token_time'].map((name) => table.number(name));
  const rows = new Map<number, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const matches = table.word('model')[row] === model && table.word('hardware')[row] === hardware;
    if (!matches || tensor[row] !== tensorParallel) continue;
    const tokens = prompt[row] * batch[row];
    if (model === 'llama2-70b' && tensorParallel === 2 && tokens === 32_768) continue;
    rows.set(tokens, [...(rows.get(tokens) ?? []), row]);
  }
  const known = [
    ...new Set(Array.from(tensor, (t, row) => `${table.word('model')[row]} on ${table.word('hardware')[row]} TP${t}`)),
  ];
  const asked = `${model} on ${hardware} TP${tensorParallel}`;
  ensure(rows.size >= 2, `envs/serving: ${path}: no table for ${asked} (there are: ${known.join(', ')})`);
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([tokens, at]) => [tokens, median(at, promptTime), median(at, tokenTime)]);
}

/** Median of a column in ms over some rows, in s; each entry is converted before. */
function median(rows: readonly number[], column: Float64Array): number {
  const sorted = rows.map((row) => column[row] / 1000).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export class SplitwiseTimeModel implements TimeModel {
  readonly name: string = 'splitwise-table';
  readonly affineDecode = true;
  readonly #prompt: PiecewiseLinear; // tokens → s
  readonly #token: PiecewiseLinear; // tokens → s
  readonly #decode: DecodeTable;

  constructor(medians: readonly SplitwiseMedian[] = SPLITWISE_MEDIANS['h100-80gb']) {
    this.#prompt = new PiecewiseLinear(medians.map(([tokens, prompt]) => [tokens, prompt]));
    this.#token = new PiecewiseLinear(medians.map(([tokens, , token]) => [tokens, token]));
    this.#decode = new DecodeTable({ base: (decodes) => 1e9 * this.#token.at(decodes), slope: () => 0 });
  }

  /** s of an iteration of `tokens` tokens, as the simulator of the table has it: not rounded to ns. */
  seconds(tokens: number, kind: 'prompt' | 'token' | 'mixed'): number {
    if (kind === 'token') return this.#token.at(tokens);
    const prompt = this.#prompt.at(tokens);
    return kind === 'prompt' ? prompt : prompt * 1.1;
  }

  nanoseconds(work: BatchWork): number {
    if (work.chunks === 0) return this.#decode.nanoseconds(work.decodes, work.decodeContext);
    return wholeNanoseconds(1e9 * this.seconds(work.tokens, work.decodes === 0 ? 'prompt' : 'mixed'));
  }

  decodeBase(decodes: number): number {
    return this.#decode.base(decodes);
  }

  decodeSlope(decodes: number): number {
    return this.#decode.slope(decodes);
  }
}
