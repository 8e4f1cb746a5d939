/**
 * sfc32 (Chris Doty-Humphrey, PractRand): small fast counting generator with three mixing words and a counter.
 * The constructor takes the four raw words, as published vectors do; the usual twelve warming draws after seeding
 * are left to the caller.
 */
import {
  ensureUint32,
  type GeneratorSnapshot,
  snapshotWords,
  UINT32_STEP,
  type UniformGenerator,
} from './generator.js';

/** The sfc32 stream from four raw state words (a, b, c and the counter d). */
export class Sfc32 implements UniformGenerator {
  private readonly words = new Uint32Array(4); // [a, b, c, counter]

  constructor(state: readonly [number, number, number, number]) {
    for (const word of state) ensureUint32('generators/sfc32: state word', word);
    this.words.set(state);
  }

  uint32(): number {
    const words = this.words;
    const output = (words[0] + words[1] + words[3]) >>> 0;
    const c = words[2];
    words[3] = words[3] + 1;
    words[0] = words[1] ^ (words[1] >>> 9);
    words[1] = c + (c << 3);
    words[2] = ((c << 21) | (c >>> 11)) + output;
    return output;
  }

  /** Uniform number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() * UINT32_STEP;
  }

  snapshot(): GeneratorSnapshot {
    return { generator: 'sfc32', words: Array.from(this.words) };
  }

  restore(saved: GeneratorSnapshot): void {
    this.words.set(snapshotWords(saved, 'sfc32', 4));
  }
}
