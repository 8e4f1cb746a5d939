/** Batches for the tests of time models, and arbitrary ones. */
import fc from 'fast-check';
import { BatchWork } from '../../../../envs/serving/batch-work.js';

export interface Chunk {
  readonly tokens: number;
  readonly context?: number;
  readonly target?: number;
}

/** A batch of decodes with these contexts and of prefill chunks. */
export function batch(contexts: readonly number[], chunks: readonly Chunk[] = []): BatchWork {
  const work = new BatchWork(Math.max(1, chunks.length));
  for (const context of contexts) work.addDecode(context);
  for (const { tokens, context = 0, target = context + tokens } of chunks) work.addPrefill(tokens, context, target);
  return work;
}

/** `decodes` decodes of `context` tokens each. */
export function decodes(count: number, context = 512): BatchWork {
  return batch(new Array<number>(count).fill(context));
}

/** One whole prompt. */
export function prompt(tokens: number, context = 0): BatchWork {
  return batch([], [{ tokens, context }]);
}

/** Milliseconds of a duration in ns. */
export const ms = (nanoseconds: number): number => nanoseconds / 1e6;

export const arbitraryContexts = fc.array(fc.integer({ min: 1, max: 16_384 }), { maxLength: 300 });

export const arbitraryChunks = fc.array(
  fc
    .record({
      tokens: fc.integer({ min: 1, max: 2048 }),
      context: fc.integer({ min: 0, max: 16_384 }),
      rest: fc.nat(4096),
    })
    .map(({ tokens, context, rest }) => ({ tokens, context, target: context + tokens + rest })),
  { maxLength: 8 },
);
