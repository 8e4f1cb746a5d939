/**
 * Seeds for the copies of a vector environment. By default each copy's seed is hashed from the given one and its
 * index, so that runs seeded 1 and 2 share no stream. The compatible mode is `seed + i`, as in Gymnasium,
 * Stable-Baselines3 and EnvPool, where neighbouring runs share all copies but one.
 */
import { ensure } from '../error.js';
import { createRng } from '../rng.js';

export type VectorSeeding = 'forked' | 'gymnasium';

/** Derived seeds begin here, above every seed that is given out for training, validation or testing. */
export const FIRST_DERIVED_SEED = 2 ** 24;

/** One integer seed a copy. Errors: `ArenaError` unless the seed is an integer ≥ 0. */
export function vectorSeeds(seed: number, count: number, seeding: VectorSeeding = 'forked'): number[] {
  ensure(Number.isSafeInteger(seed) && seed >= 0, `vector: seed ${seed} is not allowed (an integer ≥ 0)`);
  if (seeding === 'gymnasium') return Array.from({ length: count }, (_, i) => seed + i);
  const rng = createRng(seed).fork('vector');
  const span = 2 ** 32 - FIRST_DERIVED_SEED;
  return Array.from({ length: count }, (_, i) => FIRST_DERIVED_SEED + (rng.fork(i).uint32() % span));
}
