/**
 * Iteration times measured by Splitwise (Patel et al., ISCA 2024; performance table of its simulator): the median time
 * of all rows with equal prompt_size · batch_size, linear between those points and on beyond the ends. A batch counts
 * all tokens of its prompts and one per generating request; prompts and decodes mixed cost 10 % on top of prompts alone.
 * Leaves out power, and that the table was measured with equal prompts.
 */
import { ArenaError, ensure } from '../../../../src/error.js';

/** A piecewise linear function; `x` ascending, two points or more. */
export interface TimePoints {
  readonly x: readonly number[]; // [point] tokens of the batch
  readonly y: readonly number[]; // [point] s
}

/** Iteration times of one kind of server. */
export interface PhaseTimes {
  readonly prompt: TimePoints;
  readonly token: TimePoints;
}

export interface TableSelection {
  readonly model: string; // 'llama2-70b'
  readonly hardware: string; // 'h100-80gb'
  readonly tensorParallel: number; // GPUs
}

/** A mixed batch against a batch of prompts alone. */
const MIXED_FACTOR = 1.1;

/** Seconds of one iteration with `tokens` in the batch. */
export function iterationTime(times: PhaseTimes, tokens: number, hasPrompt: boolean, hasToken: boolean): number {
  if (!hasPrompt) return interpolated(times.token, tokens);
  const alone = interpolated(times.prompt, tokens);
  return hasToken ? alone * MIXED_FACTOR : alone;
}

/** Value at `at`, beyond the ends on the line of the last segment. */
export function interpolated({ x, y }: TimePoints, at: number): number {
  let high = 1;
  while (high < x.length - 1 && x[high] < at) high++;
  const slope = (y[high] - y[high - 1]) / (x[high] - x[high - 1]);
  return slope * (at - x[high - 1]) + y[high - 1];
}

/**
 * The points of one model, hardware and number of GPUs from the text of the table (perf_model.csv).
 * Errors: `ArenaError` naming `file` for missing columns, numbers that are none, and fewer than two points.
 */
export function readPhaseTimes(text: string, selection: TableSelection, file = 'perf_model.csv'): PhaseTimes {
  const [header, ...rows] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  const column = (name: string): number => {
    const index = names.indexOf(name);
    ensure(index >= 0, `${file}: column "${name}" is missing (given: ${header})`);
    return index;
  };
  const [model, hardware, parallel] = ['model', 'hardware', 'tensor_parallel'].map(column);
  const numbers = ['prompt_size', 'batch_size', 'prompt_time', 'token_time'].map(column);
  const prompt = new Map<number, number[]>(); // tokens → s
  const token = new Map<number, number[]>();
  rows.forEach((row, i) => {
    const cells = row.split(',');
    if (cells[model] !== selection.model || cells[hardware] !== selection.hardware) return;
    if (Number(cells[parallel]) !== selection.tensorParallel) return;
    const [size, batch, promptTime, tokenTime] = numbers.map((index) => Number(cells[index] || Number.NaN));
    if (!(size > 0 && batch > 0 && promptTime > 0 && tokenTime > 0))
      throw new ArenaError(`${file}: line ${i + 2}: sizes and times must be numbers > 0 (given: ${row})`);
    append(prompt, size * batch, promptTime / 1000);
    append(token, size * batch, tokenTime / 1000);
  });
  const { model: name, hardware: kind, tensorParallel } = selection;
  const rule = `${file}: ${name} on ${kind} with tensor_parallel ${tensorParallel}`;
  ensure(prompt.size >= 2, `${rule} needs measurements of two batch sizes or more (found: ${prompt.size})`);
  return { prompt: medians(prompt), token: medians(token) };
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function medians(lists: ReadonlyMap<number, readonly number[]>): TimePoints {
  const x = [...lists.keys()].sort((a, b) => a - b);
  return { x, y: x.map((key) => median(lists.get(key) as readonly number[])) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
