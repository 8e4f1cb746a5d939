/**
 * PCG64 (XSL-RR 128/64; M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms
 * for Random Number Generation", 2014): a 128-bit linear congruential state whose halves are xored and rotated into
 * the output. Seeded from a SeedSequence it equals numpy's default generator, which Gymnasium environments use.
 * Written with big integers for plainness: some hundred nanoseconds a draw. Distributions are left out.
 */
import { ensure } from '../error.js';
import { type GeneratorSnapshot, snapshotWords, type UniformGenerator } from './generator.js';
import { SeedSequence } from './seed-sequence.js';

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** A big integer from little-endian 32-bit words. */
function join(words: ArrayLike<number>, first: number, count: number): bigint {
  let value = 0n;
  for (let i = first + count - 1; i >= first; i--) value = (value << 32n) | BigInt(words[i]);
  return value;
}

function split(value: bigint): number[] {
  return [0n, 32n, 64n, 96n].map((shift) => Number((value >> shift) & 0xffffffffn));
}

/** numpy's PCG64. */
export class Pcg64 implements UniformGenerator {
  private position = 0n; // 128-bit state
  private increment = 1n; // 128-bit odd stream constant
  private spareWord = 0; // upper half of the last 64-bit output cut in two by uint32()
  private hasSpareWord = false;

  /** A seed (as numpy's `PCG64(seed)`) or a seed sequence. */
  constructor(seed: bigint | number | SeedSequence) {
    const sequence = seed instanceof SeedSequence ? seed : new SeedSequence(seed);
    const words = sequence.generate(8);
    const initial = (join(words, 0, 2) << 64n) | join(words, 2, 2);
    const stream = (join(words, 4, 2) << 64n) | join(words, 6, 2);
    this.increment = BigInt.asUintN(128, (stream << 1n) | 1n);
    this.step();
    this.position = BigInt.asUintN(128, this.position + initial);
    this.step();
  }

  /** The next raw output in 0 … 2^64 − 1. */
  uint64(): bigint {
    this.step();
    const folded = BigInt.asUintN(64, (this.position >> 64n) ^ this.position);
    const rotation = this.position >> 122n;
    return BigInt.asUintN(64, (folded >> rotation) | (folded << (64n - rotation)));
  }

  /** The lower half of a 64-bit output, then its upper half. */
  uint32(): number {
    this.hasSpareWord = !this.hasSpareWord;
    if (!this.hasSpareWord) return this.spareWord;
    const output = this.uint64();
    this.spareWord = Number(output >> 32n);
    return Number(output & 0xffffffffn);
  }

  /** Uniform number in [0, 1) with 53 random bits. */
  next(): number {
    return Number(this.uint64() >> 11n) / 9007199254740992;
  }

  snapshot(): GeneratorSnapshot {
    const words = [...split(this.position), ...split(this.increment), this.spareWord, this.hasSpareWord ? 1 : 0];
    return { generator: 'pcg64', words };
  }

  restore(saved: GeneratorSnapshot): void {
    const words = snapshotWords(saved, 'pcg64', 10);
    ensure((words[4] & 1) === 1, 'generators/pcg64: the snapshot has an even stream constant (it must be odd)');
    ensure(words[9] <= 1, `generators/pcg64: snapshot flag ${words[9]} is not allowed (0 or 1)`);
    this.position = join(words, 0, 4);
    this.increment = join(words, 4, 4);
    this.spareWord = words[8];
    this.hasSpareWord = words[9] === 1;
  }

  private step(): void {
    this.position = BigInt.asUintN(128, this.position * MULTIPLIER + this.increment);
  }
}
