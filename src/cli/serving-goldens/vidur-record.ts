/**
 * Recorded runs of vidur as files hold them: a list of cases in cases.json, beside it the traces, and per case a table
 * of requests DIR/NAME.csv and, where it was kept, the log of its batches. Small recordings may hold all of that in the
 * case itself: `requests`, `rows` and `log`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { VidurCase, VidurTrace } from '../../../envs/serving/compat/vidur.js';
import { ArenaError, ensure } from '../../error.js';

/** Columns of a recorded request, in the order of the files; times in s. */
export const ROW_COLUMNS = [
  'id',
  'replica',
  'arrived_at',
  'scheduled_at',
  'first_token_at',
  'completed_at',
  'ttft',
  'e2e',
  'restarts',
] as const;
const TRACE_COLUMNS = ['arrived_at', 'num_prefill_tokens', 'num_decode_tokens'] as const;

const count = z.int().nonnegative();
const positive = z.int().positive();

const batchSchema = z.object({
  replica: count,
  start: z.number(), // s, when it was formed
  end: z.number(), // s
  reqs: z.array(count).min(1),
  tokens: z.array(positive),
});

const caseSchema = z.object({
  dir: z.string(),
  name: z.string().min(1),
  trace: z.string().min(1),
  scheduler: z.enum(['sarathi', 'vllm', 'orca']),
  router: z.enum(['rr', 'lor']),
  replicas: positive,
  pipeline_stages: positive,
  num_blocks: positive,
  block_size: positive,
  batch_cap: positive,
  watermark: z.number().nonnegative(),
  chunk: positive,
  max_tokens_in_batch: positive,
  max_tokens: positive,
  planner_max_batch: positive,
  time_model: z.enum(['linear', 'roofline']),
  ns: z.tuple([count, count, count, count]),
  batches: z.string().nullable(),
  expect: z.object({ n: count, iterations: count, restarts: count, makespan: z.number() }).catchall(z.number()),
  requests: z.array(z.tuple([z.number(), positive, positive])).optional(), // [request] arrival in s, prompt, output tokens
  rows: z.array(z.array(z.number()).length(ROW_COLUMNS.length)).optional(), // [request] in ROW_COLUMNS
  log: z.array(batchSchema).optional(), // [batch] in order of completion
});

export type VidurRecord = z.infer<typeof caseSchema>;
export type RecordedBatch = z.infer<typeof batchSchema>;

/** The cases of a file. Errors: `ArenaError` naming the file and the field. */
export function vidurRecords(file: string, text: string): VidurRecord[] {
  const parsed = z.array(caseSchema).safeParse(json(file, text));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new ArenaError(`${file}: ${path.join('.') || 'the file'}: ${message}`);
}

/** The settings of a case in the words of the simulator. */
export function vidurCase(record: VidurRecord): VidurCase {
  const [a, b, c, d] = record.ns;
  return {
    scheduler: record.scheduler,
    router: record.router,
    replicas: record.replicas,
    stages: record.pipeline_stages,
    blocks: record.num_blocks,
    blockTokens: record.block_size,
    batchCap: record.batch_cap,
    watermark: record.watermark,
    chunk: record.chunk,
    maxBatchedTokens: record.max_tokens_in_batch,
    maxTokens: record.max_tokens,
    plannerMaxBatch: record.planner_max_batch,
    timeModel: record.time_model,
    coefficients: { a, b, c, d },
  };
}

/** The requests to play. */
export function recordedTrace({ requests, trace }: VidurRecord, file: string): VidurTrace {
  const rows = requests ?? readTable(join(dirname(file), trace), TRACE_COLUMNS);
  return {
    arrival: Float64Array.from(rows, (row) => row[0]),
    promptTokens: Int32Array.from(rows, (row) => row[1]),
    outputTokens: Int32Array.from(rows, (row) => row[2]),
  };
}

/** What is recorded of every request, in {@link ROW_COLUMNS}, by its number. */
export function recordedRows({ rows, dir, name }: VidurRecord, file: string): readonly (readonly number[])[] {
  const list = rows ?? readTable(join(dirname(file), dir, `${name}.csv`), ROW_COLUMNS);
  return [...list].sort((a, b) => a[0] - b[0]);
}

/** The batches in order of completion; nothing where no log was kept. */
export function recordedBatches({ log, batches, dir }: VidurRecord, file: string): RecordedBatch[] | undefined {
  if (log || batches === null) return log;
  const path = join(dirname(file), dir, batches);
  const lines = readText(path).trim().split('\n');
  return lines.map((line, i) => {
    const parsed = batchSchema.safeParse(json(`${path}: line ${i + 1}`, line));
    ensure(parsed.success, `${path}: line ${i + 1} is no batch with replica, start, end, reqs and tokens`);
    return parsed.data;
  });
}

function json(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${where}: not valid JSON (${(error as Error).message})`);
  }
}

function readText(file: string): string {
  ensure(existsSync(file), `${file}: there is no such file`);
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
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
