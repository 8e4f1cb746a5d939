/**
 * mulberry32 (Tommy Ettinger, 2017, public domain): one 32-bit word of state that walks by a constant, hashed into
 * the output. Quick and portable; its period is 2^32 and about a third of all outputs never occur, so use it for
 * reproducible tests and bootstraps, not for long simulations.
 */
import {
  ensureUint32,
  type GeneratorSnapshot,
  snapshotWords,
  UINT32_STEP,
  type UniformGenerator,
} from './generator.js';

/** The mulberry32 stream of a 32-bit seed. */
export class Mulberry32 implements UniformGenerator {
  private position: number; // uint32, the walking word

  constructor(seed: number) {
    ensureUint32('generators/mulberry32: seed', seed);
    this.position = seed;
  }

  uint32(): number {
    this.position = (this.position + 0x6d2b79f5) >>> 0;
    let t = this.position;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** Uniform number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() * UINT32_STEP;
  }

  snapshot(): GeneratorSnapshot {
    return { generator: 'mulberry32', words: [this.position] };
  }

  restore(saved: GeneratorSnapshot): void {
    this.position = snapshotWords(saved, 'mulberry32', 1)[0];
  }
}
