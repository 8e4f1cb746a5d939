/**
 * The public trace formats whose rows are requests with arrival times:
 *
 * | format | columns |
 * |---|---|
 * | `azure` | TIMESTAMP, ContextTokens, GeneratedTokens (AzureLLMInferenceTrace 2023 and 2024) |
 * | `mooncake` | JSON lines: timestamp ms, input_length, output_length, hash_ids of 512-token granules |
 * | `burstgpt` | Timestamp s, Request tokens, Response tokens; Session ID, if there, makes sessions |
 * | `vidur` | arrived_at s, num_prefill_tokens, num_decode_tokens |
 *
 * Model names, log types and elapsed times are left out.
 */
import type { RequestColumns } from '../source.js';
import { readTable } from './csv-table.js';
import type { FileShape } from './file-shape.js';
import { readLines } from './line-reader.js';
import { RowCollector } from './row-collector.js';
import { TimestampReader } from './timestamp.js';

export const TIMED_FORMATS = ['azure', 'mooncake', 'burstgpt', 'vidur'] as const;
export type TimedFormat = (typeof TIMED_FORMATS)[number];

/** Tokens that a hash id of the Mooncake files stands for. */
export const MOONCAKE_GRANULE = 512;

export interface LoadOptions {
  readonly path: string;
  readonly shape: FileShape;
  /** Times as seconds in doubles, exactly as the file has them, instead of whole ns. */
  readonly seconds: boolean;
}

/**
 * Reads a trace.
 * @throws ArenaError, one line with file and line number.
 */
export function loadTrace(format: TimedFormat, options: LoadOptions): RequestColumns {
  const rows = new RowCollector(options.path, options.shape, options.seconds);
  const unit = options.seconds ? 1 : 1e9; // per second
  switch (format) {
    case 'azure':
      loadAzure(rows, unit);
      break;
    case 'mooncake':
      loadMooncake(rows, unit);
      break;
    case 'burstgpt':
      loadBurstGpt(rows, unit);
      break;
    case 'vidur':
      loadSeconds(rows, unit, ['arrived_at', 'num_prefill_tokens', 'num_decode_tokens']);
  }
  return rows.finish();
}

/** Seconds → clock units; whole ns unless the clock counts seconds. */
function toClock(seconds: number, unit: number): number {
  return unit === 1 ? seconds : Math.round(seconds * unit);
}

/** Times count from midnight (UTC) of the first row's day. */
function loadAzure(rows: RowCollector, unit: number): void {
  let midnight: number | undefined;
  const times = new TimestampReader();
  readTable(rows, ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'], ([time, context, generated], line) => {
    const stamp = times.read(time!);
    if (!stamp) rows.fail(line, `TIMESTAMP is "${time}" (e.g. 2023-11-16 18:15:46.6805900 is expected)`);
    midnight ??= Math.floor(stamp.seconds / 86_400) * 86_400;
    const seconds = stamp.seconds - midnight;
    const arrival = unit === 1 ? seconds + stamp.ns * 1e-9 : seconds * 1e9 + stamp.ns;
    const prompt = rows.tokens(context, 'ContextTokens', line);
    rows.add({ arrival, prompt, output: rows.tokens(generated, 'GeneratedTokens', line) }, line);
  });
}

function loadSeconds(rows: RowCollector, unit: number, [time, input, output]: readonly string[]): void {
  readTable(rows, [time, input, output], ([arrivedAt, prefill, decode], line) => {
    const arrival = toClock(rows.number(arrivedAt, time, line), unit);
    if (arrival < 0) rows.fail(line, `${time} is ${arrivedAt} (a number ≥ 0 is expected)`);
    rows.add({ arrival, prompt: rows.tokens(prefill, input, line), output: rows.tokens(decode, output, line) }, line);
  });
}

function loadBurstGpt(rows: RowCollector, unit: number): void {
  const sessions = new Map<string, number>();
  readTable(rows, ['Timestamp', 'Request tokens', 'Response tokens', 'Session ID?'], (fields, line) => {
    const [time, request, response, sessionId] = fields;
    const arrival = toClock(rows.number(time, 'Timestamp', line), unit);
    if (arrival < 0) rows.fail(line, `Timestamp is ${time} (a number ≥ 0 is expected)`);
    let session = -1;
    if (sessionId !== undefined && sessionId.trim() !== '') {
      session = sessions.get(sessionId) ?? sessions.size;
      sessions.set(sessionId, session);
    }
    const prompt = rows.tokens(request, 'Request tokens', line);
    rows.add({ arrival, prompt, output: rows.tokens(response, 'Response tokens', line) }, line, session);
  });
}

function loadMooncake(rows: RowCollector, unit: number): void {
  readLines(rows.path, (text, line) => {
    if (rows.full) return false;
    if (rows.skips()) return true;
    const row = jsonObject(rows, text, line);
    const time = rows.number(row.timestamp, 'timestamp', line);
    if (time < 0) rows.fail(line, `timestamp is ${time} (a number ≥ 0 is expected)`);
    const arrival = unit === 1 ? time / 1000 : Math.round(time * 1e6);
    const prompt = rows.tokens(row.input_length, 'input_length', line);
    const before = rows.rows;
    rows.add({ arrival, prompt, output: rows.tokens(row.output_length, 'output_length', line) }, line);
    if (row.hash_ids !== undefined && !Array.isArray(row.hash_ids)) rows.fail(line, 'hash_ids is no list');
    if (rows.rows > before) for (const id of row.hash_ids ?? []) rows.addGranule(rows.tokens(id, 'hash_ids', line));
    return true;
  });
}

interface MooncakeRow {
  readonly timestamp?: unknown;
  readonly input_length?: unknown;
  readonly output_length?: unknown;
  readonly hash_ids?: readonly unknown[];
}

function jsonObject(rows: RowCollector, text: string, line: number): MooncakeRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    rows.fail(line, 'the line is no JSON (a truncated file?)');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) rows.fail(line, 'a JSON object is expected');
  return value as MooncakeRow;
}
