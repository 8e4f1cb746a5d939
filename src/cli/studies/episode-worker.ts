/** The worker thread of studies: one episode of a serving configuration per message, told as its metrics. */
import { parseServingConfig } from '../../../envs/serving/config.js';
import { ServingEnv } from '../../../envs/serving/env.js';
import { ensure } from '../../error.js';
import { makeAgent } from '../../registry.js';
import { playEpisode } from '../../report/episode.js';
import type { Json } from '../../space/space.js';

/** One episode. */
export interface StudyEpisode {
  readonly modules: readonly string[]; // URLs that register agents
  readonly config: Json; // of a serving environment
  readonly agent: string;
  readonly options?: Json; // of the agent
  readonly seed: number;
}

/** Metrics by name. */
export type EpisodeMetrics = Readonly<Record<string, number>>;

let ready: Promise<unknown> | undefined;

/** Plays the episode to its end. Errors: those of configuration and agent; a broken invariant. */
export default async function work({ modules, config, agent, options, seed }: StudyEpisode): Promise<EpisodeMetrics> {
  ready ??= Promise.all(modules.map((url) => import(url)));
  await ready;
  const env = new ServingEnv(parseServingConfig(config), { id: 'serving/study' });
  const { metrics } = playEpisode(env, makeAgent(agent, options), { seed, agentId: agent });
  const broken = env.invariants();
  ensure(broken.length === 0, `study: ${agent}, seed ${seed}: ${broken[0]}`);
  return metrics;
}
