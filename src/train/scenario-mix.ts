/**
 * What is trained on: scenarios with weights, each an environment id and perhaps an override of its configuration, and
 * episodes drawn from them: scenario, seed of the training range, and how long the episode may last. The length may be
 * memoryless with a mean that grows over the iterations (a curriculum, as in Mao et al. 2019, arXiv 1810.01963): short
 * episodes at first, and no moment at which an agent could know that the end is near.
 */
import { z } from 'zod';
import { ensure } from '../error.js';
import { envs, makeEnv } from '../registry.js';
import { FIRST_SEED, SEEDS_PER_RANGE } from '../report/seeds.js';
import type { Rng } from '../rng.js';
import type { Json } from '../space/space.js';

export const scenarioSchema = z.strictObject({
  scenario: z.string().min(1), // id
  weight: z.number().positive().default(1),
  config: z.custom<Json>().optional(), // override of the registered configuration
  /**
   * Here the policy is to stay what it is with all weights 0, in place of learning from look-ahead: for policies with a
   * head start, where that is hard to improve.
   */
  anchor: z.boolean().optional(),
});

/** One scenario of a mixture. */
export type WeightedScenario = z.output<typeof scenarioSchema>;

export const curriculumSchema = z.strictObject({
  /** Mean length of the first iteration's episodes, time units of the environment. */
  initialMean: z.number().positive(),
  /** Factor per iteration. */
  growth: z.number().min(1).default(1),
  /** The mean grows no further; null = without bound. */
  finalMean: z.number().positive().nullable().default(null),
});

export type Curriculum = z.output<typeof curriculumSchema>;

/** An episode to be played. */
export interface EpisodeStart {
  readonly scenario: number; // index into the mixture
  readonly seed: number;
  /** Rollouts of equal sequence meet the same arrivals and noise. */
  readonly sequence: number;
  readonly timeLimit: number; // time units after the start at which it is truncated; Infinity = played to its end
}

/** Mean length of episodes in an iteration; Infinity without a curriculum. */
export function meanLength(curriculum: Curriculum | null, iteration: number): number {
  if (curriculum === null) return Number.POSITIVE_INFINITY;
  const { initialMean, growth, finalMean } = curriculum;
  return Math.min(initialMean * growth ** iteration, finalMean ?? Number.POSITIVE_INFINITY);
}

/** Draws an episode; takes three numbers from the generator. */
export function drawEpisode(
  mixture: readonly WeightedScenario[],
  { rng, sequence, mean }: { readonly rng: Rng; readonly sequence: number; readonly mean: number },
): EpisodeStart {
  let total = 0;
  for (const { weight } of mixture) total += weight;
  let left = rng() * total;
  let scenario = 0;
  while (scenario < mixture.length - 1 && left >= mixture[scenario].weight) left -= mixture[scenario++].weight;
  const seed = FIRST_SEED.training + rng.integer(SEEDS_PER_RANGE);
  const exponential = -Math.log(1 - rng());
  return { scenario, seed, sequence, timeLimit: Number.isFinite(mean) ? mean * exponential : mean };
}

/** Builds every scenario once. Errors: `ArenaError` for unknown ids, refused configurations, and an empty mixture. */
export function checkMixture(mixture: readonly WeightedScenario[], who: string): void {
  ensure(mixture.length > 0, `${who}: no scenario is given (at least 1 needed)`);
  for (const scenario of mixture) scenarioEnv(scenario).close();
}

/** The environment of a scenario; guarded by a wrapper only where it has a time limit, because that costs time. */
export function scenarioEnv({ scenario, config }: Pick<WeightedScenario, 'scenario' | 'config'>) {
  const wrap = envs.get(scenario).maxEpisodeSteps !== undefined;
  return makeEnv(scenario, { wrap, ...(config === undefined ? {} : { config }) });
}
