/**
 * Noise that belongs to a (job, task), not to a moment: a counter-based generator turns (seed, stream, job, task)
 * into a number. Whatever order a scheduler runs the tasks in, each keeps its noise, so two schedulers with one seed
 * meet the same execution times (common random numbers). The generator is Threefry-2×32 with 20 rounds (Salmon,
 * Moraes, Dror & Shaw 2011, doi 10.1145/2063384.2063405), key (seed, stream), counter (job, task). Normal variates
 * come from the inverse distribution function: one hash each, and monotone in the uniform.
 */
import { normalQuantile } from './normal-quantile.js';

const PARITY = 0x1bd11bda;

function rotate(word: number, left: number): number {
  return (word << left) | (word >>> (32 - left));
}

/**
 * A hash of four 32-bit integers: the upper 26 bits of both output words of Threefry as one integer in 0 … 2^52 − 1.
 * Seeds above 2^32 are told apart as long as streams stay below 2048.
 */
export function hashCounter(seed: number, stream: number, job: number, task: number): number {
  let k0 = seed | 0;
  let k1 = (stream + 2048 * Math.floor(seed / 4294967296)) | 0;
  let k2 = PARITY ^ k0 ^ k1;
  let a = (job + k0) | 0;
  let b = (task + k1) | 0;
  for (let part = 1; part <= 5; part++) {
    if (part & 1) {
      a = (a + b) | 0;
      b = rotate(b, 13) ^ a;
      a = (a + b) | 0;
      b = rotate(b, 15) ^ a;
      a = (a + b) | 0;
      b = rotate(b, 26) ^ a;
      a = (a + b) | 0;
      b = rotate(b, 6) ^ a;
    } else {
      a = (a + b) | 0;
      b = rotate(b, 17) ^ a;
      a = (a + b) | 0;
      b = rotate(b, 29) ^ a;
      a = (a + b) | 0;
      b = rotate(b, 16) ^ a;
      a = (a + b) | 0;
      b = rotate(b, 24) ^ a;
    }
    a = (a + k1) | 0;
    b = (b + k2 + part) | 0;
    // the parts of the key take turns
    const first = k0;
    k0 = k1;
    k1 = k2;
    k2 = first;
  }
  return (a >>> 6) * 67108864 + (b >>> 6);
}

/** Uniform in (0, 1), ends excluded, 52 bits. */
export function uniformNoise(seed: number, stream: number, job: number, task: number): number {
  return (hashCounter(seed, stream, job, task) + 0.5) / 4503599627370496;
}

/** Standard normal. */
export function normalNoise(seed: number, stream: number, job: number, task: number): number {
  return normalQuantile(uniformNoise(seed, stream, job, task));
}

/** Where and how strong the noise of an episode is. */
export interface NoiseOptions {
  readonly seed: number; // an integer ≥ 0
  readonly stream: number; // one small integer per use
  readonly std: number; // standard deviation relative to the expected value
  readonly distribution: 'normal' | 'log-normal';
}

/** No noise at all. */
export const DEFAULT_NOISE: NoiseOptions = Object.freeze({ seed: 0, stream: 0, std: 0, distribution: 'normal' });

/** Smallest factor of normal noise: no work becomes free or negative. */
export const SMALLEST_FACTOR = 0.01;

/**
 * The factor on an expected duration, exactly 1 for std 0. Normal: 1 + std·z, at least {@link SMALLEST_FACTOR} (the
 * cut raises the mean: by under 0.1 % up to std 0.4, by 8 % at std 1). Log-normal: mean exactly 1, always positive.
 */
export function multiplicativeNoise(options: NoiseOptions, job: number, task: number): number {
  const { seed, stream, std } = options;
  if (options.distribution === 'normal') return noiseFactor(seed, stream, job, task, std);
  if (std === 0) return 1;
  const variance = Math.log1p(std * std);
  return Math.exp(Math.sqrt(variance) * normalNoise(seed, stream, job, task) - variance / 2);
}

/** Normal {@link multiplicativeNoise} for kernels that keep their options in fields of their own. */
export function noiseFactor(seed: number, stream: number, job: number, task: number, std: number): number {
  if (std === 0) return 1;
  return Math.max(SMALLEST_FACTOR, 1 + std * normalNoise(seed, stream, job, task));
}
