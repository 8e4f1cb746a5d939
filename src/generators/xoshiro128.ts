/**
 * xoshiro128** 1.1 (Blackman & Vigna 2021, doi 10.1145/3460772): four words of linear state with a scrambled
 * output and period 2^128 − 1. The all-zero state is the one forbidden seed. Jump functions are left out.
 */
import { ensure } from '../error.js';
import {
  ensureUint32,
  type GeneratorSnapshot,
  snapshotWords,
  UINT32_STEP,
  type UniformGenerator,
} from './generator.js';

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The xoshiro128** stream from four raw state words, not all zero. */
export class Xoshiro128StarStar implements UniformGenerator {
  private readonly words = new Uint32Array(4);

  constructor(state: readonly [number, number, number, number]) {
    for (const word of state) ensureUint32('generators/xoshiro128starstar: state word', word);
    this.load(state);
  }

  uint32(): number {
    const s = this.words;
    const output = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] = s[2] ^ s[0];
    s[3] = s[3] ^ s[1];
    s[1] = s[1] ^ s[2];
    s[0] = s[0] ^ s[3];
    s[2] = s[2] ^ shifted;
    s[3] = rotateLeft(s[3], 11);
    return output;
  }

  /** Uniform number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() * UINT32_STEP;
  }

  snapshot(): GeneratorSnapshot {
    return { generator: 'xoshiro128starstar', words: Array.from(this.words) };
  }

  restore(saved: GeneratorSnapshot): void {
    this.load(snapshotWords(saved, 'xoshiro128starstar', 4));
  }

  private load(state: readonly number[]): void {
    ensure(
      state.some((word) => word !== 0),
      'generators/xoshiro128starstar: the all-zero state is not allowed (it would stay zero for ever)',
    );
    this.words.set(state);
  }
}
