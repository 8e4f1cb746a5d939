/**
 * Collects the rows of a trace file into columns and refuses what is no request: lengths that are not whole numbers
 * ≥ 1, times that are not numbers or run backwards. Every complaint is one line with file and line number.
 */
import { ArenaError } from '../../../../src/error.js';
import { emptyColumns } from '../request-columns.js';
import type { RequestColumns } from '../source.js';
import { limitTokens } from '../token-limits.js';
import type { FileShape } from './file-shape.js';

const FIRST_CAPACITY = 4096;
const LONGEST = 100_000_000; // tokens; more is a mistake in the file

export class RowCollector {
  readonly path: string;
  private readonly shape: FileShape;
  private readonly seconds: boolean; // times of rows are seconds as doubles, not whole ns
  private passed = 0; // rows seen before `start`
  private count = 0;
  private arrival = new Float64Array(FIRST_CAPACITY);
  private prompt = new Int32Array(FIRST_CAPACITY);
  private output = new Int32Array(FIRST_CAPACITY);
  private session = new Int32Array(FIRST_CAPACITY);
  private prefixStart = new Int32Array(FIRST_CAPACITY + 1);
  private prefixId = new Int32Array(FIRST_CAPACITY);
  private sorted = true;

  constructor(path: string, shape: FileShape, seconds: boolean) {
    this.path = path;
    this.shape = shape;
    this.seconds = seconds;
  }

  /** Whether this row lies before `start`; counts it. */
  skips(): boolean {
    return this.passed++ < this.shape.start;
  }

  /** Whether `limit` rows have been taken. */
  get full(): boolean {
    return this.shape.limit !== null && this.count >= this.shape.limit;
  }

  /** A number ≥ 0 of tokens, from text or JSON; `name` and `line` say where. */
  tokens(given: unknown, name: string, line: number): number {
    const value =
      typeof given === 'number' ? given : typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
    if (!Number.isInteger(value) || value < 0 || value > LONGEST) {
      this.fail(line, `${name} is ${shown(given)} (a whole number ≥ 1 is expected)`);
    }
    return value;
  }

  /** A finite number, e.g. a time. */
  number(given: unknown, name: string, line: number): number {
    const value =
      typeof given === 'number' ? given : typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
    if (!Number.isFinite(value)) this.fail(line, `${name} is ${shown(given)} (a number is expected)`);
    return value;
  }

  /** Adds a request. Arrival in whole ns (or seconds); `session` −1 = none. */
  add(
    row: { readonly arrival: number; readonly prompt: number; readonly output: number },
    line: number,
    session = -1,
  ): void {
    const { arrival, prompt, output } = row;
    if (prompt === 0 || output === 0) {
      if (this.shape.empty === 'drop') return;
      const what = prompt === 0 ? 'an empty prompt' : 'an empty answer';
      this.fail(line, `${what} (0 tokens); set empty: "drop" to leave such rows out`);
    }
    const n = this.count;
    if (n === this.prompt.length) this.grow();
    if (n > 0 && arrival < this.arrival[n - 1]) {
      if (!this.shape.sort)
        this.fail(line, 'arrives before the line above; set sort: true to accept an unsorted trace');
      this.sorted = false;
    }
    this.arrival[n] = arrival;
    this.prompt[n] = prompt;
    this.output[n] = output;
    this.session[n] = session;
    this.prefixStart[n + 1] = this.prefixStart[n];
    this.count = n + 1;
  }

  /** Adds a granule to the request added last. */
  addGranule(id: number): void {
    const end = this.prefixStart[this.count];
    if (end === this.prefixId.length) this.prefixId = doubled(this.prefixId);
    this.prefixId[end] = id;
    this.prefixStart[this.count] = end + 1;
  }

  /** Number of requests added. */
  get rows(): number {
    return this.count;
  }

  /** @throws ArenaError naming the file and the line (0 = the file as a whole). */
  fail(line: number, complaint: string): never {
    throw new ArenaError(`envs/serving: ${this.path}${line > 0 ? `:${line}` : ''}: ${complaint}`);
  }

  /** The columns, sorted if need be, shifted and scaled as asked. */
  finish(): RequestColumns {
    const { count } = this;
    if (count === 0) this.fail(0, `no requests${this.passed > 0 ? ` (of ${this.passed} rows)` : ''}`);
    const columns = { ...emptyColumns(count), ...this.ordered() };
    this.shiftAndScale(columns.arrival);
    limitTokens(columns, this.shape);
    return columns;
  }

  private ordered() {
    const { count } = this;
    const [arrival, promptTokens] = [this.arrival.slice(0, count), this.prompt.slice(0, count)];
    const [outputTokens, session] = [this.output.slice(0, count), this.session.slice(0, count)];
    const prefixStart = this.prefixStart.slice(0, count + 1);
    const prefixId = this.prefixId.slice(0, prefixStart[count]);
    if (this.sorted) return { arrival, promptTokens, outputTokens, session, prefixStart, prefixId };
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    order.sort((a, b) => arrival[a] - arrival[b] || a - b);
    const starts = new Int32Array(count + 1);
    const ids = new Int32Array(prefixId.length);
    for (let i = 0; i < count; i++) {
      const from = order[i];
      ids.set(prefixId.subarray(prefixStart[from], prefixStart[from + 1]), starts[i]);
      starts[i + 1] = starts[i] + prefixStart[from + 1] - prefixStart[from];
    }
    return {
      arrival: arrival.map((_, i) => this.arrival[order[i]]),
      promptTokens: promptTokens.map((_, i) => this.prompt[order[i]]),
      outputTokens: outputTokens.map((_, i) => this.output[order[i]]),
      session: session.map((_, i) => this.session[order[i]]),
      prefixStart: starts,
      prefixId: ids,
    };
  }

  private shiftAndScale(arrival: Float64Array): void {
    const { rate, timeScale } = this.shape;
    const origin = this.shape.origin ?? (this.seconds ? 'file' : 'first');
    const begin = arrival[0];
    const span = arrival[arrival.length - 1] - begin;
    if (rate !== null && span <= 0) this.fail(0, 'a rate needs arrivals at different times');
    const unit = this.seconds ? 1 : 1e9;
    const scale = rate === null ? timeScale : ((arrival.length - 1) / rate / span) * unit;
    const shift = origin === 'first' ? begin : 0;
    if (scale === 1 && shift === 0) return;
    for (let i = 0; i < arrival.length; i++) {
      const moved = (arrival[i] - shift) * scale;
      arrival[i] = this.seconds ? moved : Math.round(moved);
    }
  }

  private grow(): void {
    const arrival = new Float64Array(this.arrival.length * 2);
    arrival.set(this.arrival);
    this.arrival = arrival;
    this.prompt = doubled(this.prompt);
    this.output = doubled(this.output);
    this.session = doubled(this.session);
    const starts = new Int32Array(this.prompt.length + 1);
    starts.set(this.prefixStart);
    this.prefixStart = starts;
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function shown(given: unknown): string {
  if (given === undefined) return 'missing';
  const text = JSON.stringify(given) ?? String(given);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
