/**
 * Recorded runs of the phase-split simulator as files hold them: a list of cases in cases.json, the requests of a case
 * in NAME.csv beside it, its trace one folder up. Small recordings may hold all of that in the case itself: `requests`,
 * `rows` and the table's medians as `times`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import {
  type PhaseTimes,
  ROUTER_NAMES,
  readPhaseTimes,
  type TimePoints,
  type TracedRequest,
} from '../../../envs/serving/compat/splitwise/index.js';
import { isPlainObject } from '../../config.js';
import { ArenaError, ensure } from '../../error.js';

/** Columns of a recorded request, in the order of the files; sizes in tokens, times in s. */
export const ROW_COLUMNS = [
  'request_ids',
  'response_times',
  'queue_times',
  'ttft_times',
  'tbt_times',
  'nth_token_overheads',
  'prompt_sizes',
  'token_sizes',
] as const;
const TRACE_COLUMNS = ['arrived_at', 'num_prefill_tokens', 'num_decode_tokens'] as const;

const count = z.int().nonnegative();
const milliseconds = z.array(z.number().positive()).min(2);
const medians = z.object({ tokens: milliseconds, prompt: milliseconds, token: milliseconds });

const caseSchema = z.object({
  name: z.string().min(1),
  trace: z.string().min(1),
  scheduler: z.enum(ROUTER_NAMES),
  instance: z.enum(['ORCA', 'Splitwise']),
  split: z.boolean(),
  prompt_instances: count,
  token_instances: count,
  a100: count,
  h100: count,
  model: z.string().min(1),
  tensor_parallel: count,
  expect: z.object({ completed: count, iterations: count, contiguous_groups: count }).catchall(z.number()),
  requests: z.array(z.tuple([z.number(), count, count])).optional(), // [request] arrival in s, prompt, output tokens
  rows: z.array(z.array(z.number()).length(ROW_COLUMNS.length)).optional(), // [request] in ROW_COLUMNS
  times: z.record(z.string(), medians).optional(), // by hardware, ms
});

export type SplitwiseRecord = z.infer<typeof caseSchema>;

/** Whether the parsed content of a file is a list of such cases. */
export function isSplitwiseRecording(content: unknown): boolean {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  if (!isPlainObject(first) || !isPlainObject(first.expect)) return false;
  return 'contiguous_groups' in first.expect;
}

/** The cases of a file. Errors: `ArenaError` naming the file and the field. */
export function splitwiseRecords(file: string, text: string): SplitwiseRecord[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${file}: not valid JSON (${(error as Error).message})`);
  }
  const parsed = z.array(caseSchema).safeParse(content);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new ArenaError(`${file}: ${path.join('.') || 'the file'}: ${message}`);
}

/** Requests to play, by arrival. */
export function recordedTrace({ requests, trace }: SplitwiseRecord, file: string): TracedRequest[] {
  const rows = requests ?? readTable(join(dirname(file), '..', trace), TRACE_COLUMNS);
  return rows.map(([arrival, promptTokens, outputTokens]) => ({ arrival, promptTokens, outputTokens }));
}

/** What is recorded of every request, in {@link ROW_COLUMNS}, by its number. */
export function recordedRows({ rows, name }: SplitwiseRecord, file: string): readonly (readonly number[])[] {
  const list = rows ?? readTable(join(dirname(file), `${name}.csv`), ROW_COLUMNS);
  return [...list].sort((a, b) => a[0] - b[0]);
}

/** Iteration times of every server, A100 first. `data`: the folder that holds `serving/splitwise/perf_model.csv`. */
export function recordedTimes(record: SplitwiseRecord, data: string): PhaseTimes[] {
  const { a100, h100 } = record;
  const kinds = [
    { hardware: 'a100-80gb', servers: a100 },
    { hardware: 'h100-80gb', servers: h100 },
  ];
  return kinds.flatMap(({ hardware, servers }) =>
    servers > 0 ? Array<PhaseTimes>(servers).fill(timesOf(record, hardware, data)) : [],
  );
}

function timesOf({ model, tensor_parallel, times }: SplitwiseRecord, hardware: string, data: string): PhaseTimes {
  const inCase = times?.[hardware];
  if (inCase) {
    const points = (values: readonly number[]): TimePoints => ({ x: inCase.tokens, y: values.map((ms) => ms / 1000) });
    return { prompt: points(inCase.prompt), token: points(inCase.token) };
  }
  const file = join(data, 'serving', 'splitwise', 'perf_model.csv');
  return readPhaseTimes(readText(file), { model, hardware, tensorParallel: tensor_parallel }, file);
}

function readText(file: string): string {
  ensure(existsSync(file), `${file}: there is no such file`);
  return readFileSync(file, 'utf8');
}

/** Rows of a table of numbers with exactly these columns. */
function readTable(file: string, columns: readonly string[]): number[][] {
  const [header, ...rows] = readText(file).trim().split(/\r?\n/);
  ensure(header === columns.join(','), `${file}: columns must be ${columns.join(',')} (given: ${header})`);
  return rows.map((row, i) => {
    const cells = row.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
    const valid = cells.length === columns.length && cells.every(Number.isFinite);
    ensure(valid, `${file}: line ${i + 2} must hold ${columns.length} numbers (given: ${row})`);
    return cells;
  });
}
