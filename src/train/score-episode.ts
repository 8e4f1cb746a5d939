/** One episode played by the deterministic policy, or by an agent, for its figures only: what evaluation is made of. */
import { playEpisode } from '../report/episode.js';
import type { AgentChoice } from './agent-choice.js';
import type { WeightedScenario } from './scenario-mix.js';
import { type PolicyChoice, workbench } from './workbench.js';

export interface ScoreTask {
  readonly kind: 'score';
  readonly policy: PolicyChoice;
  readonly weights: Float32Array; // [parameter]
  readonly agent: AgentChoice | null; // plays in place of the policy
  readonly scenario: Pick<WeightedScenario, 'scenario' | 'config'>;
  readonly seed: number;
}

/** An episode's outcome. */
export interface EpisodeScore {
  readonly scenario: string;
  readonly seed: number;
  readonly episodicReturn: number; // raw rewards
  readonly decisions: number;
  readonly metrics: Readonly<Record<string, number>>;
}

export function scoreEpisode({ policy, weights, agent, scenario, seed }: ScoreTask): EpisodeScore {
  const bench = workbench(policy, weights);
  const { env } = bench.seat(scenario, 'play');
  const outcome = playEpisode(env, bench.agent(agent), { seed });
  return {
    scenario: env.id,
    seed,
    episodicReturn: outcome.episodeReturn,
    decisions: outcome.decisions,
    metrics: outcome.metrics,
  };
}
