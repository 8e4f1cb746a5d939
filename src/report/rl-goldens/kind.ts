/**
 * A kind of golden case: how to recognise it (by the keys of its input, or by its name), what fields it has, and how
 * to replay it. Every kind is one small file; the list of kinds stands in `index.ts`.
 */
import type * as z from 'zod';
import type { Comparison } from './comparison.js';
import { type GoldenCase, readCase } from './golden-file.js';

/** A kind of golden case. */
export interface GoldenKind {
  /** What it is and what tells it, for error messages. */
  readonly label: string;
  accepts(golden: GoldenCase): boolean;
  /** Recomputes the case and compares; throws an ArenaError on malformed fields. */
  replay(golden: GoldenCase, comparison: Comparison): void;
}

/** A kind from its schema and a replay of typed fields. */
export function defineKind<T>(kind: {
  readonly label: string;
  readonly accepts: (golden: GoldenCase) => boolean;
  readonly schema: z.ZodType<T>;
  readonly replay: (golden: T, comparison: Comparison) => void;
}): GoldenKind {
  return {
    label: kind.label,
    accepts: kind.accepts,
    replay: (golden, comparison) => kind.replay(readCase(golden, kind.schema), comparison),
  };
}

/** Recognises cases whose input has all the given keys. */
export function hasInputs(...keys: readonly string[]): (golden: GoldenCase) => boolean {
  return (golden) => keys.every((key) => key in golden.in);
}
