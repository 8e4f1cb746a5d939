/**
 * MT19937, the Mersenne Twister (Matsumoto & Nishimura 1998, doi 10.1145/272991.272995; initialisation of 2002):
 * 624 words of state, period 2^19937 − 1. `fromSeed` is numpy's legacy seeding (`RandomState(seed)`), `fromKey`
 * the key-array seeding (CPython's `random.seed(s)` for 0 < s < 2^32 is `fromKey([s])`). `next()` is the 53-bit
 * double that both use; it consumes two words.
 */
import { ensure } from '../error.js';
import {
  doubleFromWords,
  ensureUint32,
  type GeneratorSnapshot,
  snapshotWords,
  type UniformGenerator,
} from './generator.js';

const STATE_WORDS = 624;
const MIDDLE_WORD = 397;
const KEY_BASE_SEED = 19650218;

/** The Mersenne Twister. */
export class Mt19937 implements UniformGenerator {
  private readonly words = new Uint32Array(STATE_WORDS);
  private index = STATE_WORDS; // next word to temper; 624 = refresh first

  private constructor() {}

  /** Seeded by one 32-bit number: numpy's `RandomState(seed)`. */
  static fromSeed(seed: number): Mt19937 {
    ensureUint32('generators/mt19937: seed', seed);
    const generator = new Mt19937();
    generator.fill(seed);
    return generator;
  }

  /** Seeded by a non-empty array of 32-bit words. */
  static fromKey(key: readonly number[]): Mt19937 {
    ensure(key.length > 0, 'generators/mt19937: the key is empty (at least one 32-bit word is needed)');
    for (const word of key) ensureUint32('generators/mt19937: key word', word);
    const generator = new Mt19937();
    generator.fill(KEY_BASE_SEED);
    generator.mixKey(key);
    return generator;
  }

  uint32(): number {
    if (this.index === STATE_WORDS) this.refresh();
    let y = this.words[this.index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Uniform number in [0, 1) with 53 random bits. */
  next(): number {
    const first = this.uint32();
    return doubleFromWords(first, this.uint32());
  }

  snapshot(): GeneratorSnapshot {
    return { generator: 'mt19937', words: [...this.words, this.index] };
  }

  restore(saved: GeneratorSnapshot): void {
    const words = snapshotWords(saved, 'mt19937', STATE_WORDS + 1);
    const index = words[STATE_WORDS];
    ensure(index <= STATE_WORDS, `generators/mt19937: snapshot index ${index} is not allowed (0 … ${STATE_WORDS})`);
    this.words.set(words.slice(0, STATE_WORDS));
    this.index = index;
  }

  private fill(seed: number): void {
    const words = this.words;
    words[0] = seed;
    for (let i = 1; i < STATE_WORDS; i++) {
      words[i] = Math.imul(1812433253, words[i - 1] ^ (words[i - 1] >>> 30)) + i;
    }
    this.index = STATE_WORDS;
  }

  private mixKey(key: readonly number[]): void {
    const words = this.words;
    let i = 1;
    let j = 0;
    for (let step = Math.max(STATE_WORDS, key.length); step > 0; step--) {
      words[i] = (words[i] ^ Math.imul(1664525, words[i - 1] ^ (words[i - 1] >>> 30))) + key[j] + j;
      i = this.advance(i);
      j = (j + 1) % key.length;
    }
    for (let step = STATE_WORDS - 1; step > 0; step--) {
      words[i] = (words[i] ^ Math.imul(1566083941, words[i - 1] ^ (words[i - 1] >>> 30))) - i;
      i = this.advance(i);
    }
    words[0] = 0x80000000;
  }

  /** The next index of the key mixing; on wrapping, word 0 takes the value of the last word. */
  private advance(i: number): number {
    if (i + 1 < STATE_WORDS) return i + 1;
    this.words[0] = this.words[STATE_WORDS - 1];
    return 1;
  }

  private refresh(): void {
    const words = this.words;
    for (let i = 0; i < STATE_WORDS; i++) {
      const joined = (words[i] & 0x80000000) | (words[(i + 1) % STATE_WORDS] & 0x7fffffff);
      const twist = joined & 1 ? 0x9908b0df : 0;
      words[i] = words[(i + MIDDLE_WORD) % STATE_WORDS] ^ (joined >>> 1) ^ twist;
    }
    this.index = 0;
  }
}
