/** The worker thread of contests: one episode of an agent in a registered environment per message, told as its metrics. */
import { ensure } from '../../error.js';
import { agents, makeAgent, makeEnv } from '../../registry.js';
import { playEpisode } from '../../report/episode.js';
import type { Json } from '../../space/space.js';

/** One episode. */
export interface ContestEpisode {
  readonly modules: readonly string[]; // URLs that register environments and agents
  readonly env: string;
  readonly config?: Json; // override
  readonly agent: string;
  readonly seed: number;
}

let ready: Promise<unknown> | undefined;

/** Plays the episode to its end. Errors: those of configuration and agent; a broken invariant. */
export default async function work(episode: ContestEpisode): Promise<Readonly<Record<string, number>>> {
  const { modules, env: id, config, agent, seed } = episode;
  ready ??= Promise.all(modules.map((url) => import(url)));
  await ready;
  const env = makeEnv(id, config === undefined ? {} : { config });
  const { oracle } = agents.get(agent);
  const { metrics } = playEpisode(env, makeAgent(agent), { seed, agentId: agent, oracle });
  const broken = env.invariants?.() ?? [];
  ensure(broken.length === 0, `study: ${agent} in ${id}, seed ${seed}: ${broken[0]}`);
  env.close();
  return metrics;
}
