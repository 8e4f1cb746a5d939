/**
 * Seeds are spent once: a seed that an agent was trained or tuned on says nothing about how it does elsewhere. Three
 * disjoint ranges keep them apart — training 0 … 999 999, validation 1 000 000 … 1 999 999 (choosing between
 * checkpoints and options), test 2 000 000 … 2 999 999 (leaderboards, and nothing else). A seed fixes the workload:
 * every agent that meets it sees the same arrivals, sizes and noise.
 */
import { ensure } from '../error.js';

/** What a seed may be used for. */
export type SeedPurpose = 'training' | 'validation' | 'test';

/** First seed of every range; each holds {@link SEEDS_PER_RANGE}. */
export const FIRST_SEED: Readonly<Record<SeedPurpose, number>> = Object.freeze({
  training: 0,
  validation: 1_000_000,
  test: 2_000_000,
});

/** Seeds in each range. */
export const SEEDS_PER_RANGE = 1_000_000;

/** The first `count` seeds of a range, skipping `offset` of them. Throws when the range is left. */
export function seedList(purpose: SeedPurpose, count: number, offset = 0): number[] {
  ensure(
    Number.isInteger(count) && count >= 1 && Number.isInteger(offset) && offset >= 0,
    `seeds: ${count} seeds from offset ${offset} are not allowed (a count ≥ 1, an offset ≥ 0)`,
  );
  ensure(
    offset + count <= SEEDS_PER_RANGE,
    `seeds: ${count} seeds from offset ${offset} leave the ${purpose} range (it has ${SEEDS_PER_RANGE})`,
  );
  return Array.from({ length: count }, (_, i) => FIRST_SEED[purpose] + offset + i);
}

/** The range a seed belongs to, or nothing when it lies outside all three. */
export function seedPurpose(seed: number): SeedPurpose | undefined {
  const purposes: readonly SeedPurpose[] = ['training', 'validation', 'test'];
  return purposes.find((purpose) => seed >= FIRST_SEED[purpose] && seed < FIRST_SEED[purpose] + SEEDS_PER_RANGE);
}
