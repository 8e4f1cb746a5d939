/** Recorded schedules as files: which format a name or a word asks for, whether it can be written, and writing it. */
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScheduleTrace } from '../env.js';
import { ArenaError, ensure } from '../error.js';
import { traceFromJson, traceToJson } from '../report/trace-json.js';

/** Formats a schedule can be written in; `json` is the one that can be read back. */
export const TRACE_FORMATS = ['json', 'perfetto', 'csv', 'svg', 'png'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** The format that a file name asks for. */
export function traceFormat(file: string): TraceFormat {
  const ending = /\.(json|csv|svg|png)$/.exec(file)?.[1];
  ensure(ending, `--trace ${file}: its ending names no format (.json, .csv, .svg or .png)`);
  return ending as TraceFormat;
}

/**
 * Refuses a file that a schedule cannot be written to, before an episode is played for it. Creates nothing.
 * Errors: the ending names no format; the folder is missing or closed; the file is a folder or closed.
 */
export function checkTraceFile(file: string): void {
  traceFormat(file);
  const folder = dirname(file);
  const refuse = (why: string) => new ArenaError(`--trace ${file}: cannot be written (${why})`);
  const known = statSync(folder, { throwIfNoEntry: false });
  if (!known?.isDirectory()) throw refuse(known ? `${folder} is no folder` : `there is no folder ${folder}`);
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw refuse('it is a folder');
  try {
    accessSync(existing ? file : folder, constants.W_OK);
  } catch {
    throw refuse('no permission');
  }
}

/** The encoders are loaded only when needed: the picture format brings native code. */
async function encode(format: TraceFormat, trace: ScheduleTrace): Promise<string | Uint8Array> {
  if (format === 'json') return traceToJson(trace);
  if (format === 'perfetto') return (await import('../report/perfetto.js')).perfettoJson(trace);
  if (format === 'csv') return (await import('../report/csv.js')).traceCsv(trace);
  const svg = (await import('../report/gantt.js')).ganttSvg(trace);
  return format === 'svg' ? svg : (await import('../report/png.js')).svgToPng(svg);
}

/** Writes a schedule. Errors: the file cannot be written. */
export async function writeTrace(file: string, trace: ScheduleTrace, format = traceFormat(file)): Promise<void> {
  const content = await encode(format, trace);
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new ArenaError(`${file}: cannot be written (${(error as Error).message})`);
  }
}

/** Reads a schedule that was written as JSON. Errors: unreadable, truncated, or something else. */
export function readTrace(file: string): ScheduleTrace {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ArenaError(`${file}: cannot be read (${(error as Error).message})`);
  }
  return traceFromJson(text, file);
}
