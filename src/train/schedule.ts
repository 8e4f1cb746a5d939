/**
 * Numbers that change over a run: learning rates, clip ranges, entropy bonuses, and the curriculum of episode lengths.
 * A schedule maps iterations, from 0, to a value. The curriculum is Decima's (Mao et al. 2019, arXiv 1810.01963): an
 * episode is cut with a constant chance per time unit, so that its end cannot be foreseen, and the chance falls over the
 * run, so that the first episodes are short and the last ones long.
 */
import { randomExponential } from 'd3-random';
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';

export type Schedule =
  | number
  | { readonly kind: 'constant'; readonly value: number }
  /** From `from` to `to` in equal steps over `iterations`, then `to`. */
  | { readonly kind: 'linear'; readonly from: number; readonly to: number; readonly iterations: number }
  /** From `from` to `to` by equal factors over `iterations`, then `to`; both of one sign. */
  | { readonly kind: 'exponential'; readonly from: number; readonly to: number; readonly iterations: number };

/** The value in iteration 0, 1, 2, …. Errors: `ArenaError` for a schedule that cannot be. */
export function scheduled(schedule: Schedule, iteration: number): number {
  if (typeof schedule === 'number') return schedule;
  if (schedule.kind === 'constant') return schedule.value;
  const { kind, from, to, iterations } = schedule;
  ensure(iterations > 0, `train/schedule: ${iterations} iterations are not allowed (a number > 0)`);
  const share = Math.min(1, Math.max(0, iteration / iterations));
  if (share === 1) return to;
  if (kind === 'linear') return from + (to - from) * share;
  ensure(from * to > 0, `train/schedule: an exponential cannot lead from ${from} to ${to} (both > 0, or both < 0)`);
  return from * (to / from) ** share;
}

/** Decima's entropy weight: from 1 down by 1e-3 an iteration, to 1e-4. */
export const DECIMA_ENTROPY: Schedule = Object.freeze({ kind: 'linear', from: 1, to: 1e-4, iterations: 999.9 });

/** Decima's chance of a cut: from 5e-7 down by 4e-10 an iteration, to 5e-8 per millisecond. */
export const DECIMA_CUTS: Schedule = Object.freeze({ kind: 'linear', from: 5e-7, to: 5e-8, iterations: 1125 });

/**
 * Draws how long an episode of this iteration may last, in time units, from an exponential distribution; `cuts` is
 * the chance of a cut per time unit. Rollouts of one arrival sequence must share the draw: give them equal generators.
 * Errors: `ArenaError` for a chance that is not positive.
 */
export function drawEpisodeLimit(cuts: Schedule, iteration: number, rng: Rng): number {
  const chance = scheduled(cuts, iteration);
  ensure(chance > 0, `train/schedule: a chance of ${chance} per time unit never cuts an episode (a number > 0)`);
  return randomExponential.source(rng)(chance)();
}
