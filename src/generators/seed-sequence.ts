/**
 * SeedSequence: turns any amount of entropy into as many well-mixed 32-bit words as a generator needs, and spawns
 * independent children (after M. E. O'Neill's seed_seq design, as numpy documents and uses it). Words and children
 * equal numpy's bit for bit. Left out: pool sizes other than four, and entropy drawn from the operating system.
 */
import { ensure } from '../error.js';
import { ensureUint32 } from './generator.js';

const POOL_WORDS = 4;

/** The running multiplicative hash of the pool: its constant advances with every call. */
class EntropyHash {
  private constant = 0x43b0d7e5;

  mix(value: number): number {
    let v = value ^ this.constant;
    this.constant = Math.imul(this.constant, 0x931e8875);
    v = Math.imul(v, this.constant);
    return (v ^ (v >>> 16)) >>> 0;
  }
}

function mixWords(x: number, y: number): number {
  const v = (Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715)) | 0;
  return (v ^ (v >>> 16)) >>> 0;
}

/** Little-endian 32-bit words of a non-negative integer, at least one. */
function entropyWords(entropy: bigint | number): number[] {
  ensure(
    typeof entropy === 'bigint' || Number.isSafeInteger(entropy),
    `generators/seed-sequence: entropy ${String(entropy)} is not allowed (an integer ≥ 0; above 2^53 a bigint)`,
  );
  let rest = BigInt(entropy);
  ensure(rest >= 0n, `generators/seed-sequence: entropy ${String(entropy)} is not allowed (an integer ≥ 0)`);
  const words: number[] = [];
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

/** Mixed entropy that seeds generators and spawns children. */
export class SeedSequence {
  readonly entropy: bigint | number;
  readonly spawnKey: readonly number[];
  private readonly pool = new Uint32Array(POOL_WORDS);
  private spawned = 0; // children handed out by spawn() so far

  /** `spawnKey` is the path of child numbers from the root; leave it out for a root. */
  constructor(entropy: bigint | number, spawnKey: readonly number[] = []) {
    for (const key of spawnKey) ensureUint32('generators/seed-sequence: spawn key', key);
    this.entropy = entropy;
    this.spawnKey = spawnKey;
    const words = entropyWords(entropy);
    if (spawnKey.length > 0) while (words.length < POOL_WORDS) words.push(0);
    this.fillPool([...words, ...spawnKey]);
  }

  /** The first `count` output words; the same words every time. */
  generate(count: number): Uint32Array {
    const output = new Uint32Array(count);
    let constant = 0x8b51f9dd;
    for (let i = 0; i < count; i++) {
      let v = this.pool[i % POOL_WORDS] ^ constant;
      constant = Math.imul(constant, 0x58f38ded);
      v = Math.imul(v, constant);
      output[i] = v ^ (v >>> 16);
    }
    return output;
  }

  /** The child with a given number, whatever has been spawned. */
  child(number: number): SeedSequence {
    return new SeedSequence(this.entropy, [...this.spawnKey, number]);
  }

  /** The next `count` children, numbered on from the last call. */
  spawn(count: number): SeedSequence[] {
    const first = this.spawned;
    this.spawned += count;
    return Array.from({ length: count }, (_, i) => this.child(first + i));
  }

  private fillPool(words: readonly number[]): void {
    const { pool } = this;
    const hash = new EntropyHash();
    for (let i = 0; i < POOL_WORDS; i++) pool[i] = hash.mix(words[i] ?? 0);
    for (let source = 0; source < POOL_WORDS; source++) {
      for (let target = 0; target < POOL_WORDS; target++) {
        if (source !== target) pool[target] = mixWords(pool[target], hash.mix(pool[source]));
      }
    }
    for (let i = POOL_WORDS; i < words.length; i++) {
      for (let target = 0; target < POOL_WORDS; target++) pool[target] = mixWords(pool[target], hash.mix(words[i]));
    }
  }
}
