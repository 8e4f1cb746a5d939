/**
 * One episode: an agent drives an environment from reset to its end. The agent draws from its own stream,
 * `seed/agent/<id>`, so that its randomness never touches the workload. Decisions are timed by sample: after a
 * warm-up, one in `sampleEvery`, so that reading the clock neither slows the run nor fills memory. An episode that
 * ends within the warm-up is judged by its warm-up decisions.
 */
import type { Agent, Transition } from '../agent.js';
import { monotonicMs } from '../clock.js';
import type { PlacementEnv } from '../env.js';
import { ensure } from '../error.js';
import { createRng } from '../rng.js';
import { ReplayHash } from './replay-hash.js';
import type { DecisionLatency } from './rows.js';
import { mean, quantiles } from './statistics/index.js';

/** How to play an episode. */
export interface EpisodeOptions {
  readonly seed: number;
  /** Name of the agent's random stream; default its own name. */
  readonly agentId?: string;
  /** The agent may try out actions on forks before it decides; default false. */
  readonly oracle?: boolean;
  /** No exploration; default true. */
  readonly deterministic?: boolean;
  /** Decisions that do not count as timed, if the episode lasts longer; default 64. */
  readonly warmUp?: number;
  /** One decision in this many is timed; default 7. */
  readonly sampleEvery?: number;
  /** Decisions after which the episode is given up as endless; default 20 million. */
  readonly decisionLimit?: number;
}

/** Defaults of {@link EpisodeOptions}. */
export const DEFAULT_EPISODE = Object.freeze({
  deterministic: true,
  oracle: false,
  warmUp: 64,
  sampleEvery: 7,
  decisionLimit: 20_000_000,
});

/** What an episode came to. */
export interface EpisodeOutcome {
  readonly episodeReturn: number;
  readonly decisions: number;
  readonly truncated: boolean;
  readonly metrics: Readonly<Record<string, number>>;
  readonly replayHash: string;
  readonly decisionMicroseconds: DecisionLatency;
}

const LATENCY_SAMPLES = 4096; // newest kept; older ones are overwritten

/** Durations of sampled decisions in a ring. */
class LatencySample {
  private readonly microseconds = new Float64Array(LATENCY_SAMPLES);
  count = 0; // durations seen

  add(milliseconds: number): void {
    this.microseconds[this.count % LATENCY_SAMPLES] = milliseconds * 1000;
    this.count++;
  }

  /** Durations that were kept, microseconds. */
  get kept(): Float64Array {
    return this.microseconds.subarray(0, Math.min(this.count, LATENCY_SAMPLES));
  }
}

/**
 * Quantiles of the sampled decisions after the warm-up, or of the warm-up where the episode was no longer; and the mean
 * over the whole episode, the first decisions included, because that is where planners think.
 */
function decisionLatency(warmUp: LatencySample, later: LatencySample, decisions: number): DecisionLatency {
  if (warmUp.count + later.count === 0) return { sampled: 0, mean: Number.NaN, p50: Number.NaN, p95: Number.NaN };
  const sample = later.count > 0 ? later : warmUp;
  const [p50, p95] = quantiles(sample.kept, [0.5, 0.95]) as [number, number];
  const first = warmUp.kept.reduce((sum, duration) => sum + duration, 0);
  const rest = later.count > 0 ? mean(later.kept) * (decisions - warmUp.count) : 0;
  return { sampled: sample.count, mean: (first + rest) / decisions, p50, p95 };
}

/** Plays one episode to its end. Errors: whatever environment or agent throw, and an episode that does not end. */
export function playEpisode(env: PlacementEnv<unknown>, agent: Agent, options: EpisodeOptions): EpisodeOutcome {
  const { seed, deterministic, oracle, warmUp, sampleEvery, decisionLimit } = { ...DEFAULT_EPISODE, ...options };
  const context = {
    rng: createRng(seed)
      .fork('agent')
      .fork(options.agentId ?? agent.name),
    deterministic,
    ...(oracle ? { fork: () => env.fork() } : {}),
  };
  const hash = new ReplayHash();
  const warmUpLatency = new LatencySample();
  const latency = new LatencySample();
  env.reset({ seed });
  agent.reset?.();
  let episodeReturn = 0;
  let decisions = 0;
  let truncated = false;
  for (let ended = false; !ended; ) {
    const view = env.view();
    let action: number;
    if (decisions < warmUp || (decisions - warmUp) % sampleEvery === 0) {
      const begin = monotonicMs();
      action = agent.act(view, context);
      (decisions < warmUp ? warmUpLatency : latency).add(monotonicMs() - begin);
    } else {
      action = agent.act(view, context);
    }
    const result = env.step(action);
    const { reward, terminated } = result;
    truncated = result.truncated;
    ended = terminated || truncated;
    episodeReturn += reward;
    decisions++;
    hash.decision(action, reward, result.info.elapsed);
    if (agent.observe) agent.observe(transition(action, result));
    ensure(decisions < decisionLimit || ended, `${env.id}: no end after ${decisions} decisions (give it a time limit)`);
  }
  const metrics = env.metrics();
  return {
    episodeReturn,
    decisions,
    truncated,
    metrics,
    replayHash: hash.digest(metrics),
    decisionMicroseconds: decisionLatency(warmUpLatency, latency, decisions),
  };
}

function transition(
  action: number,
  result: { reward: number; terminated: boolean; truncated: boolean; info: { elapsed: number } },
): Transition {
  const { reward, terminated, truncated, info } = result;
  return { action, reward, elapsed: info.elapsed, terminated, truncated };
}
