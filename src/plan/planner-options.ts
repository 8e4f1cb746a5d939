/**
 * Options of planners: the choices on which the literature differs, checked in one place. Every planner names those it
 * has by a zod schema; `compat: 'saga'` sets all of them to what the SAGA library does, so that its makespans are
 * reproduced (its known faults included), and single options may still be given beside it.
 */
import { z } from 'zod';
import { allowedValues } from '../allowed-values.js';
import { ArenaError, didYouMean, ensure } from '../error.js';

/**
 * How transfers are averaged before processors are known. `paper`: mean start-up time plus volume by mean bandwidth.
 * `pairs`: mean transfer time over ordered pairs of different processors. `saga`: over unordered pairs of processors,
 * a processor with itself (no time) included.
 */
export const commAverage = z.enum(['paper', 'pairs', 'saga']).default('paper');
/** Whether a gap of exactly a task's length holds it (`nonstrict`) or must be longer (`strict`). */
export const gapRule = z.enum(['nonstrict', 'strict']).default('nonstrict');
/** `saga`: as the SAGA library does it. */
export const compat = z.enum(['none', 'saga']).default('none');

export type CommAverage = z.output<typeof commAverage>;
export type GapRule = z.output<typeof gapRule>;

/** What is needed to read options. */
export interface OptionReader<S extends z.ZodObject> {
  readonly who: string; // begins the error messages, e.g. `agents/heft`
  readonly schema: S; // strict, every option with a default
  readonly given: unknown; // an object; undefined = all defaults
  /** What `compat: 'saga'` stands for; absent = the planner has no `compat` or it changes nothing. */
  readonly saga?: Partial<z.input<S>>;
}

/** Checked, complete options. Errors: `ArenaError` naming the option, what was given and what is allowed. */
export function readPlannerOptions<S extends z.ZodObject>(reader: OptionReader<S>): z.output<S> {
  const { who, schema, given = {}, saga } = reader;
  ensure(
    typeof given === 'object' && given !== null && !Array.isArray(given),
    `${who}: options must be an object, got ${JSON.stringify(given)}`,
  );
  const base = (given as { compat?: unknown }).compat === 'saga' ? saga : undefined;
  const parsed = schema.strict().safeParse({ ...base, ...given });
  if (parsed.success) return parsed.data as z.output<S>;
  const issue = parsed.error.issues[0];
  const known = Object.keys(schema.shape);
  if (issue.code === 'unrecognized_keys') {
    const allowed = known.length > 0 ? ` (known: ${known.join(', ')})` : ' (it takes none)';
    throw new ArenaError(
      `${who}: option "${issue.keys[0]}" does not exist${didYouMean(issue.keys[0], known) || allowed}`,
    );
  }
  const [key] = issue.path.map(String);
  const value = JSON.stringify((given as Readonly<Record<string, unknown>>)[key]);
  const expected = issue.code === 'custom' ? issue.message : allowedValues(schema.shape[key] as z.ZodType);
  throw new ArenaError(`${who}: option "${issue.path.join('.')}" is ${value}: ${expected}`);
}
