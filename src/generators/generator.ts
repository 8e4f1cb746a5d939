/**
 * What every reference generator offers: uniform doubles, uniform 32-bit integers, and a saved position that is
 * plain JSON. These generators exist to reproduce published streams bit for bit; everything new in the framework
 * draws from `Rng`, which forks by name. None of them is fit for cryptography.
 */
import { ensure } from '../error.js';

/** The saved position of a generator: its name and its state as unsigned 32-bit words. */
export interface GeneratorSnapshot {
  readonly generator: string;
  readonly words: readonly number[];
}

/** A uniform pseudo-random generator with a saved position. */
export interface UniformGenerator {
  /** Uniform number in [0, 1). */
  next(): number;
  /** Uniform integer in 0 … 2^32 − 1. */
  uint32(): number;
  snapshot(): GeneratorSnapshot;
  /** Continues from a saved position; throws when it is of another generator or malformed. */
  restore(saved: GeneratorSnapshot): void;
}

/** 2^−32: turns an unsigned 32-bit integer into a number in [0, 1). */
export const UINT32_STEP = 1 / 4294967296;

/** The double with 53 random bits made from two 32-bit draws: the upper 27 bits of the first, 26 of the second. */
export function doubleFromWords(first: number, second: number): number {
  return ((first >>> 5) * 67108864 + (second >>> 6)) / 9007199254740992;
}

/** Throws unless the value is an integer in 0 … 2^32 − 1. */
export function ensureUint32(who: string, value: number): void {
  ensure(
    Number.isInteger(value) && value >= 0 && value <= 0xffffffff,
    `${who} ${String(value)} is not allowed (an integer in 0 … 4294967295)`,
  );
}

/** The words of a snapshot after checking that it belongs to this generator and has the right length. */
export function snapshotWords(saved: GeneratorSnapshot, generator: string, length: number): readonly number[] {
  ensure(
    saved.generator === generator,
    `generators/${generator}: the snapshot is of "${saved.generator}", not "${generator}"`,
  );
  ensure(
    saved.words.length === length,
    `generators/${generator}: the snapshot has ${saved.words.length} words (${length} are needed)`,
  );
  for (const word of saved.words) ensureUint32(`generators/${generator}: snapshot word`, word);
  return saved.words;
}
