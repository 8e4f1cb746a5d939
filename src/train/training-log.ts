/**
 * The log of a training run: `log.jsonl`, one line of JSON an iteration, and the same numbers as a TensorBoard event
 * file. Everything in a line but `time` is a function of preset and seed: an interrupted and resumed run has the lines of
 * one that ran through. Lines after the checkpoint from which a run goes on are cut off. Numbers that JSON has no numeral
 * for travel as text.
 */
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nowMs } from '../clock.js';
import { ArenaError, ensure } from '../error.js';
import { EventFile, type ScalarEvent } from './tensorboard.js';
import type { IterationReport } from './trainer.js';

export const LOG_FILE = 'log.jsonl';

const numeral = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

const lineSchema = z.object({
  iteration: z.int().nonnegative(),
  decisions: z.number(),
  report: z.record(z.string(), numeral),
  validation: z.record(z.string(), numeral).optional(),
  best: z.boolean().optional(),
  time: z.record(z.string(), numeral),
});

/** One iteration; iteration 0 is the start, with a validation only. */
export interface TrainingLine {
  readonly iteration: number;
  readonly decisions: number; // taken in training up to here
  readonly report: IterationReport;
  /** Where this iteration was evaluated: `score` of the selection rule, and a number for every scenario. */
  readonly validation?: Readonly<Record<string, number>>;
  readonly best?: boolean; // the validation is the best so far
  /** What differs between runs: `at` (ms since 1970), `seconds` of the run, durations, rates. */
  readonly time: Readonly<Record<string, number>>;
}

/** Names of reports that depend on the machine and not on the run. */
const TIMING = /^time\/|(^|\/)(SPS|fps)$/;

/** Parts a report into what the run determines and what the machine does. */
export function splitTimings(report: IterationReport): {
  readonly report: IterationReport;
  readonly timings: IterationReport;
} {
  const entries = Object.entries(report);
  return {
    report: Object.fromEntries(entries.filter(([name]) => !TIMING.test(name))),
    timings: Object.fromEntries(entries.filter(([name]) => TIMING.test(name))),
  };
}

function formatLine(line: TrainingLine): string {
  return JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** Reads a log; a last line without line end is torn and ignored. Errors: `ArenaError` for any other bad line. */
export function readTrainingLog(file: string): TrainingLine[] {
  if (!existsSync(file)) return [];
  return wholeLines(readFileSync(file, 'utf8')).map((line, i) => parseLine(line, `${file}:${i + 1}`));
}

function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

function parseLine(line: string, where: string): TrainingLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new ArenaError(`${where}: not a line of JSON`);
  }
  const parsed = lineSchema.safeParse(json);
  if (parsed.success) return parsed.data as TrainingLine;
  const issue = parsed.error.issues[0];
  throw new ArenaError(`${where}: not a line of a training log (${issue.path.join('.') || 'line'}: ${issue.message})`);
}

/** The scalars of a line as TensorBoard shows them; `eval/` for validations, `time/` for durations. */
function scalarEvent({ iteration, decisions, report, validation, time }: TrainingLine): ScalarEvent {
  const named = (prefix: string, values: Readonly<Record<string, number>> = {}) =>
    Object.entries(values).map(([name, value]) => [
      name.includes('/') && prefix === 'time/' ? name : prefix + name,
      value,
    ]);
  const { at, ...durations } = time;
  const scalars = [
    ['charts/decisions', decisions],
    ...Object.entries(report),
    ...named('eval/', validation),
    ...named('time/', durations),
  ];
  return { wallTime: (at ?? 0) / 1000, step: iteration, scalars: Object.fromEntries(scalars) };
}

export class TrainingLog {
  private readonly descriptor: number;
  private readonly events: EventFile;

  private constructor(folder: string, lines: readonly TrainingLine[]) {
    this.descriptor = openSync(join(folder, LOG_FILE), 'a');
    this.events = new EventFile(folder, { wallTime: nowMs() / 1000, events: lines.map(scalarEvent) });
  }

  /** The log of a new run; what an attempt that never came to a checkpoint wrote is dropped. */
  static create(folder: string): TrainingLog {
    const file = join(folder, LOG_FILE);
    if (existsSync(file)) truncateSync(file);
    return new TrainingLog(folder, []);
  }

  /** The log of a run that goes on after `iteration`. Errors: `ArenaError` where lines up to there are missing. */
  static resume(folder: string, iteration: number): TrainingLog {
    return new TrainingLog(folder, cutLog(join(folder, LOG_FILE), iteration));
  }

  append(line: TrainingLine): void {
    writeSync(this.descriptor, `${formatLine(line)}\n`);
    this.events.append(scalarEvent(line));
  }

  /** Forces what was appended to the disk; a checkpoint must not be newer than its log. */
  sync(): void {
    fdatasyncSync(this.descriptor);
  }

  close(): void {
    this.sync();
    closeSync(this.descriptor);
  }
}

/** Cuts the lines after an iteration off and returns the others. */
function cutLog(file: string, iteration: number): TrainingLine[] {
  const texts = existsSync(file) ? wholeLines(readFileSync(file, 'utf8')) : [];
  const lines = texts.map((text, i) => parseLine(text, `${file}:${i + 1}`));
  const past = lines.findIndex((line) => line.iteration > iteration);
  const kept = past < 0 ? lines.length : past;
  const complete = kept === iteration + 1 && lines.slice(0, kept).every((line, i) => line.iteration === i);
  ensure(
    complete,
    `${file}: the lines of iterations 0 … ${iteration} are not all there; the checkpoint is of another run`,
  );
  truncateSync(
    file,
    texts.slice(0, kept).reduce((bytes, text) => bytes + Buffer.byteLength(text) + 1, 0),
  );
  return lines.slice(0, kept);
}
