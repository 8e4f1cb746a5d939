/**
 * One probe of a capacity search: an agent plays one episode of a serving environment at a given request rate, and the
 * episode's metrics say how long requests waited and how long tokens took. The rate is the only thing that changes, so
 * that all probes of a seed have the same requests, closer together. The median delay counts requests that were still
 * waiting for their first batch when the episode was cut, with their age: an overloaded engine must not look fast
 * because most of its requests never came to be served.
 */
import { mergeConfig } from '../config.js';
import type { PlacementEnv } from '../env.js';
import { ensure } from '../error.js';
import { agents, buildEnv, envs, makeAgent } from '../registry.js';
import { playEpisode } from '../report/episode.js';
import type { Json } from '../space/space.js';
import type { RateMeasurement } from './search.js';

/** What is told of an episode at one rate. */
export interface ServingMeasurement extends RateMeasurement {
  readonly ttftP99: number; // s; NaN = no request had a first token
  readonly throughput: number; // completed requests/s
  readonly completed: number; // requests
  readonly unfinished: number; // requests, cut off by the end of the episode
  readonly rejected: number; // requests that no instance could ever hold
  readonly preemptions: number;
  readonly iterations: number;
}

/** Whose capacity is searched. */
export interface CapacitySubject {
  readonly env: string; // registered id
  /** Override of its configuration; `workload.rate` is set by the search. */
  readonly config: Json;
  readonly agent: string; // registered id
  readonly seed: number;
}

/** What the configuration of an environment says about rates. */
interface RatedConfig {
  readonly workload?: { readonly kind?: string; readonly rate?: number | null };
}

/**
 * Checks that the environment exists, takes the override and has a rate to vary.
 * @throws ArenaError, one line.
 */
export function checkSubject({ env, config, agent }: Omit<CapacitySubject, 'seed'>): void {
  const { id } = envs.get(env);
  agents.get(agent);
  const built = buildEnv(envs.get(env), { config });
  const { workload } = built.config as RatedConfig;
  built.close();
  ensure(
    workload !== undefined && 'rate' in workload,
    `capacity: ${id} has no workload.rate to vary${workload?.kind ? ` (its workload is of kind "${workload.kind}")` : ''}`,
  );
}

/** Plays the episode. Errors: whatever environment and agent throw. */
export function measureRate({ env, config, agent, seed }: CapacitySubject, rate: number): ServingMeasurement {
  const spec = agents.get(agent);
  const at = mergeConfig(config, { workload: { rate } });
  const built = buildEnv(envs.get(env), { config: at });
  const { metrics } = playEpisode(built, makeAgent(spec.id), { seed, agentId: spec.id, oracle: spec.oracle });
  built.close();
  return measurement(built, metrics);
}

function measurement(env: PlacementEnv<unknown>, metrics: Readonly<Record<string, number>>): ServingMeasurement {
  const { schedulingDelayP50Censored: delay, tbtP99, completedJobs } = metrics;
  ensure(
    delay !== undefined && tbtP99 !== undefined,
    `capacity: ${env.id} reports no scheduling delay and no time between tokens (an environment of serving is expected)`,
  );
  const served = completedJobs > 0;
  return {
    delayMedian: served ? delay : Number.POSITIVE_INFINITY,
    tbtP99: served && Number.isNaN(tbtP99) ? 0 : tbtP99, // requests of one token each have no gaps
    ttftP99: metrics.ttftP99,
    throughput: metrics.throughput,
    completed: completedJobs,
    unfinished: metrics.unfinishedJobs,
    rejected: metrics.droppedJobs,
    preemptions: metrics.preemptions,
    iterations: metrics.iterations,
  };
}
