/**
 * splitmix32: the 32-bit form of SplitMix (Steele, Lea & Flood 2014, doi 10.1145/2660193.2660195) with the
 * finaliser constants 21F0AAAD and 735A2D97. The output is a bijection of the walking word, so every 32-bit value
 * occurs exactly once in its period of 2^32. Good for filling the state of larger generators.
 */
import {
  ensureUint32,
  type GeneratorSnapshot,
  snapshotWords,
  UINT32_STEP,
  type UniformGenerator,
} from './generator.js';

/** The splitmix32 stream of a 32-bit seed. */
export class Splitmix32 implements UniformGenerator {
  private position: number; // uint32, the walking word

  constructor(seed: number) {
    ensureUint32('generators/splitmix32: seed', seed);
    this.position = seed;
  }

  uint32(): number {
    this.position = (this.position + 0x9e3779b9) >>> 0;
    let t = this.position;
    t = Math.imul(t ^ (t >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  }

  /** Uniform number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() * UINT32_STEP;
  }

  snapshot(): GeneratorSnapshot {
    return { generator: 'splitmix32', words: [this.position] };
  }

  restore(saved: GeneratorSnapshot): void {
    this.position = snapshotWords(saved, 'splitmix32', 1)[0];
  }
}
