/**
 * What a finished job is worth in look-ahead with cost `ratio`: the loss (minus the reward) per finished job, by entry of
 * the mixture. It is measured by playing before the first iteration, and then follows the episodes that end.
 */
import { ensure } from '../error.js';
import type { AgentChoice } from './agent-choice.js';
import { evaluatePolicy } from './evaluate-policy.js';
import type { FinishedEpisode } from './play.js';
import type { RolloutPool } from './rollout-pool.js';
import type { WeightedScenario } from './scenario-mix.js';
import type { PolicyChoice } from './workbench.js';

const METRIC = 'completedJobs';
/** Weight of an iteration's episodes against what was known before. */
const FRESHNESS = 0.2;

export interface CreditMeasurement {
  readonly pool: RolloutPool;
  readonly policy: PolicyChoice;
  readonly weights: Float32Array; // [parameter]
  readonly mixture: readonly WeightedScenario[];
  readonly agent: AgentChoice | null; // who plays; null = the policy
  readonly seeds: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

/** [entry of the mixture] from whole episodes. Errors: `ArenaError` where finished jobs are not counted, or none finished. */
export async function measuredCredits({ mixture, ...rest }: CreditMeasurement): Promise<number[]> {
  const scores = await evaluatePolicy({ ...rest, scenarios: mixture });
  return scores.map((episodes, entry) => {
    if (mixture[entry].anchor) return 0; // nothing is tried there
    const credit = lossPerJob(episodes);
    ensure(
      Number.isFinite(credit),
      `train/look-ahead: cost "ratio" needs finished jobs (metric ${METRIC}), ${mixture[entry].scenario} has none`,
    );
    return credit;
  });
}

/** Credits after an iteration. */
export function followedCredits(credits: readonly number[], finished: readonly FinishedEpisode[]): number[] {
  return credits.map((credit, entry) => {
    const fresh = lossPerJob(finished.filter((episode) => episode.entry === entry));
    return Number.isFinite(fresh) ? credit + FRESHNESS * (fresh - credit) : credit;
  });
}

type Loss = Pick<FinishedEpisode, 'episodicReturn' | 'metrics'>;

/** NaN or infinite where no job was finished. */
function lossPerJob(episodes: readonly Loss[]): number {
  let loss = 0;
  let jobs = 0;
  for (const { episodicReturn, metrics } of episodes) {
    loss -= episodicReturn;
    jobs += metrics[METRIC] ?? Number.NaN;
  }
  return loss / jobs;
}
