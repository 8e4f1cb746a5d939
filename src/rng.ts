/**
 * Randomness as a value. An `Rng` is a uniform generator that knows the path of names it was forked along;
 * `rng.fork('arrivals')` is seeded by that path alone, so a new consumer never shifts another's stream and
 * the order of forking does not matter. Seeds are hashed (never `seed + i`). The stream is seedrandom's
 * xor128; its seed is a 128-bit non-linear hash of the path, because xor-shift streams of similar text seeds
 * would be linear images of each other.
 */
import seedrandom from 'seedrandom';
import { ensure } from './error.js';

/** The saved position of a generator: plain JSON. */
export interface RngSnapshot {
  readonly path: string;
  readonly words: readonly [number, number, number, number];
}

/** A uniform pseudo-random generator. Calling it returns a number in [0, 1) with 32 random bits. */
export interface Rng {
  (): number;
  /** Uniform integer in 0 … 2^32 − 1. */
  uint32(): number;
  /** Uniform integer in 0 … bound − 1. */
  integer(bound: number): number;
  /** A new generator for the named consumer; independent of how far this one has been advanced. */
  fork(name: string | number): Rng;
  /** The names from the seed to this generator, joined by `/`. */
  readonly path: string;
  snapshot(): RngSnapshot;
  restore(saved: RngSnapshot): void;
}

/** Non-linear 32-bit hash of a text (FNV-1a with a murmur finaliser), one of 2^32 functions by `salt`. */
export function hashText(text: string, salt: number): number {
  let h = (0x811c9dc5 ^ salt) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A generator for an integer seed ≥ 0 or a text seed. */
export function createRng(seed: number | string): Rng {
  ensure(
    typeof seed === 'string' || (Number.isSafeInteger(seed) && seed >= 0),
    `rng: seed ${String(seed)} is not allowed (an integer ≥ 0, or a text)`,
  );
  return fromPath(String(seed));
}

function fromPath(initialPath: string): Rng {
  let path = initialPath;
  const key = [1, 2, 3, 4].map((salt) => hashText(path, Math.imul(salt, 0x9e3779b9)).toString(16)).join('.');
  let stream = seedrandom.xor128(key, { state: true });
  const rng = (() => stream.quick()) as (() => number) & { -readonly [K in keyof Rng]: Rng[K] };
  rng.uint32 = () => stream.int32() >>> 0;
  rng.integer = (bound) => Math.floor(stream.quick() * bound);
  rng.fork = (name) => fromPath(`${path}/${name}`);
  Object.defineProperty(rng, 'path', { get: () => path });
  rng.snapshot = () => {
    const { x, y, z, w } = stream.state() as unknown as { x: number; y: number; z: number; w: number };
    return { path, words: [x, y, z, w] };
  };
  rng.restore = (saved) => {
    const [x, y, z, w] = saved.words;
    path = saved.path;
    stream = seedrandom.xor128('', { state: { x, y, z, w } as unknown as seedrandom.State.Xor128 });
  };
  return rng as Rng;
}
