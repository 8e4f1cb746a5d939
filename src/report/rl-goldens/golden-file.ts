/**
 * The file format of the reinforcement-learning goldens: `{"meta": {about, versions, tolerance?}, "cases": [{name,
 * in, out, note?}]}`, float64, non-finite numbers as `{"$f": "NaN" | "Infinity" | "-Infinity"}`. Reading is strict:
 * a field that nobody would check is an error, so that a golden can never pass unread.
 */
import * as z from 'zod';
import { ArenaError } from '../../error.js';

/** One recorded case, fields not yet interpreted. */
export interface GoldenCase {
  readonly file: string;
  readonly name: string;
  readonly in: Readonly<Record<string, unknown>>;
  readonly out: Readonly<Record<string, unknown>>;
  readonly [extra: string]: unknown;
}

/** A parsed golden file. */
export interface GoldenFile {
  readonly tolerance: number; // relative to max(1, |golden|); 0 = bit for bit
  readonly float32Tolerance: number; // the same for single precision
  readonly cases: readonly GoldenCase[];
}

const fileSchema = z.object({
  meta: z.object({ tolerance: z.number().positive().optional(), float32_tolerance: z.number().positive().optional() }),
  cases: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.record(z.string(), z.unknown()),
        out: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1),
});

/** Where a file does not say. */
const DEFAULT_FLOAT32_TOLERANCE = 1e-5;

const NON_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** Revives `{"$f": "NaN"}` and its like while parsing. */
function reviveNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$f' in value)) return value;
  return NON_FINITE[String(value.$f)] ?? value;
}

/** One line about the first thing that a schema found wrong. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${path.replace(/^\./, '') || 'the file'}: ${issue.message}`;
}

/** Parses a golden file; throws an ArenaError that names the file and what is expected. */
export function parseGoldenFile(file: string, text: string): GoldenFile {
  let content: unknown;
  try {
    content = JSON.parse(text, reviveNumber);
  } catch (error) {
    throw new ArenaError(
      `rl golden ${file}: not valid JSON (${(error as Error).message}); expected {"meta": {…}, "cases": [{"name", "in", "out"}, …]}`,
    );
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    throw new ArenaError(
      `rl golden ${file}: ${firstIssue(parsed.error)}; expected {"meta": {…}, "cases": [{"name", "in", "out"}, …]}`,
    );
  }
  const cases = parsed.data.cases.map((golden) => ({ ...golden, file }));
  const { tolerance = 0, float32_tolerance: float32Tolerance = DEFAULT_FLOAT32_TOLERANCE } = parsed.data.meta;
  return { tolerance, float32Tolerance, cases };
}

/** The case as its schema types it; throws an ArenaError that names file, case and field. */
export function readCase<T>(golden: GoldenCase, schema: z.ZodType<T>): T {
  const { file, ...fields } = golden;
  const parsed = schema.safeParse(fields);
  if (!parsed.success) {
    throw new ArenaError(`rl golden ${file}, case "${golden.name}": ${firstIssue(parsed.error)}`);
  }
  return parsed.data;
}
