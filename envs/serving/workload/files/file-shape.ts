/** Which rows of a trace file are taken, and how times and lengths are changed. */
import { z } from 'zod';

const positive = z.number().positive();

export const fileShape = {
  /** Rows passed over at the beginning. */
  start: z.number().int().min(0).default(0),
  /** Rows taken at most; null = all. */
  limit: z.number().int().min(1).nullable().default(null),
  /** All times are multiplied by this… */
  timeScale: positive.default(1),
  /** … or so that this many requests come per second on average. */
  rate: positive.nullable().default(null),
  /** Time 0 is the first row taken, or what the file counts from; null = the first row (in a clock of seconds: the file). */
  origin: z.enum(['first', 'file']).nullable().default(null),
  /** Accept rows that are not in order of time. */
  sort: z.boolean().default(false),
  /** What to do with rows of 0 tokens (failed requests). */
  empty: z.enum(['error', 'drop']).default('error'),
};

export interface FileShape {
  readonly start: number;
  readonly limit: number | null;
  readonly timeScale: number;
  readonly rate: number | null;
  readonly origin: 'first' | 'file' | null;
  readonly sort: boolean;
  readonly empty: 'error' | 'drop';
  readonly maxTokens: number | null;
  readonly minOutput: number;
}
