/** The field types of golden files: numbers, vectors, rectangular matrices, flags, and the frame of a case. */
import * as z from 'zod';

/** Any number, NaN and infinities included. */
export const real = z.custom<number>((value) => typeof value === 'number', 'a number is expected');

/** Numbers [entry]. */
export const vector = z.array(real).min(1);

/** Numbers [row][column], at least one row, all rows equally long. */
export const matrix = z
  .array(vector)
  .min(1)
  .refine((rows) => rows.every((row) => row.length === rows[0].length), 'rows of equal length are expected');

const flag = z.union([z.literal(0), z.literal(1)]);

/** 0 or 1 [entry]. */
export const flags = z.array(flag).min(1);

/** 0 or 1 [row][column]. */
export const flagMatrix = z
  .array(flags)
  .min(1)
  .refine((rows) => rows.every((row) => row.length === rows[0].length), 'rows of equal length are expected');

/** Whether all given matrices have as many rows and columns as the first; absent ones do not count. */
export function sameShape(...matrices: readonly (readonly (readonly number[])[] | undefined)[]): boolean {
  const [first] = matrices;
  return matrices.every((rows) => !rows || (rows.length === first!.length && rows[0].length === first![0].length));
}

/** Unsigned 32-bit integer. */
export const uint32 = z.number().int().min(0).max(0xffffffff);

/** Lower and upper bound. */
export const bounds = z.tuple([real, real]);

/** A case with the given inputs and outputs and nothing unknown beside them. */
export function caseOf<In extends z.ZodType, Out extends z.ZodType>(input: In, output: Out) {
  return z.strictObject({ name: z.string(), in: input, out: output, note: z.string().optional() });
}

/** Rows flattened, [row × column]. */
export function flatten(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows.flat());
}
