/**
 * Evaluation of one agent on one scenario and seed. The seed fixes the workload, whoever schedules (common random
 * numbers). Whatever goes wrong becomes a failed row with its message, so that one bad episode never costs the
 * others.
 */
import { monotonicMs } from '../clock.js';
import { agents, configHash, envs, makeAgent, makeEnv } from '../registry.js';
import { type EpisodeOutcome, playEpisode } from './episode.js';
import { packageManifest } from './package-root.js';
import type { EpisodeKey, ResultRow } from './rows.js';

/** The outcome of an episode that came to nothing. */
const NOTHING: EpisodeOutcome = Object.freeze({
  episodeReturn: Number.NaN,
  decisions: 0,
  truncated: false,
  metrics: {},
  replayHash: '',
  decisionMicroseconds: { sampled: 0, mean: Number.NaN, p50: Number.NaN, p95: Number.NaN },
});

/** Plays the episode and returns its row. Errors: only for unknown ids. */
export function evaluate(episode: EpisodeKey): ResultRow {
  const begin = monotonicMs();
  const seconds = () => (monotonicMs() - begin) / 1000;
  const envId = envs.get(episode.env).id;
  const agentId = agents.get(episode.agent).id;
  try {
    const env = makeEnv(envId);
    const outcome = playEpisode(env, makeAgent(agentId), {
      seed: episode.seed,
      agentId,
      oracle: agents.get(agentId).oracle,
    });
    env.close();
    return row(episode, outcome, { status: 'ok', wallClockSeconds: seconds() });
  } catch (error) {
    return failedRow(episode, error, seconds());
  }
}

/** The row of an episode that failed. Errors: only for unknown ids. */
export function failedRow(episode: EpisodeKey, error: unknown, wallClockSeconds: number): ResultRow {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return row(episode, NOTHING, { status: 'failed', message, wallClockSeconds });
}

function row(
  { env, agent, seed }: EpisodeKey,
  outcome: EpisodeOutcome,
  ending: Pick<ResultRow, 'status' | 'message' | 'wallClockSeconds'>,
): ResultRow {
  const envSpec = envs.get(env);
  const agentSpec = agents.get(agent);
  return {
    env: envSpec.id,
    agent: agentSpec.id,
    oracle: agentSpec.oracle,
    seed,
    configHash: configHash(envSpec.config),
    version: packageManifest().version,
    ...outcome,
    censored: outcome.truncated || (outcome.metrics.unfinishedJobs ?? 0) > 0,
    ...ending,
  };
}
