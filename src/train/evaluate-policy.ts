/**
 * How good a policy is: its deterministic form, or any agent for comparison, on given scenarios and seeds, in parallel.
 * The outcome depends on weights, scenarios and seeds alone. Seeds for choosing between iterations come from the
 * validation range, those for claims from the test range.
 */
import { ensure } from '../error.js';
import type { AgentChoice } from './agent-choice.js';
import type { RolloutPool } from './rollout-pool.js';
import { sharedWeights } from './rollout-pool.js';
import type { WeightedScenario } from './scenario-mix.js';
import type { EpisodeScore, ScoreTask } from './score-episode.js';
import { createPolicy, type PolicyChoice } from './workbench.js';

export interface PolicyEvaluation {
  readonly pool: RolloutPool;
  readonly policy: PolicyChoice;
  readonly weights: Float32Array; // [parameter]
  readonly scenarios: readonly Pick<WeightedScenario, 'scenario' | 'config'>[];
  readonly seeds: readonly number[];
  /** Plays in place of the policy; default null. */
  readonly agent?: AgentChoice | null;
  readonly signal?: AbortSignal | undefined;
}

/** Scores in order of scenarios, then seeds. Errors: whatever an episode throws; interrupted by the signal. */
export async function evaluatePolicy(evaluation: PolicyEvaluation): Promise<EpisodeScore[][]> {
  const { pool, policy, scenarios, seeds, agent = null, signal } = evaluation;
  ensure(seeds.length > 0, 'train/evaluate: no seed is given (at least 1 needed)');
  const weights = pool.workers > 0 ? sharedWeights(evaluation.weights) : evaluation.weights;
  const tasks = scenarios.flatMap((scenario) =>
    seeds.map((seed): ScoreTask => ({ kind: 'score', policy, weights, agent, scenario, seed })),
  );
  const scores = await pool.run(tasks, signal);
  return scenarios.map((_, i) => scores.slice(i * seeds.length, (i + 1) * seeds.length));
}

/** Mean of a metric over episodes. Errors: `ArenaError` where the environment does not have it. */
export function meanMetric(scores: readonly EpisodeScore[], metric: string): number {
  let sum = 0;
  for (const { metrics, scenario } of scores) {
    ensure(metrics[metric] !== undefined, `train/evaluate: ${scenario} has no metric "${metric}"`);
    sum += metrics[metric];
  }
  return sum / scores.length;
}

/** Weights of a policy that nobody has trained, for evaluations in which an agent plays. */
export function untrainedWeights(policy: PolicyChoice): Float32Array {
  const { parameters } = createPolicy(policy).network;
  return new Float32Array(parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
}
