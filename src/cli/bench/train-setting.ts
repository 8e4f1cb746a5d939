/**
 * What the benchmarks of training train: policies of hidden width 16 on a chip with up to five live jobs of ten tasks, and
 * two algorithms with the settings of the usual length. Everything is built by the registries that presets use.
 */
import type { Backend } from '../../nn/backend.js';
import { Parameters } from '../../nn/parameters.js';
import { createRng } from '../../rng.js';
import type { Json } from '../../space/space.js';
import { algorithms } from '../../train/algorithms.js';
import { type CollectOptions, Collector, type Harvest } from '../../train/collector.js';
import { RolloutPool, sharedWeights } from '../../train/rollout-pool.js';
import type { WeightedScenario } from '../../train/scenario-mix.js';
import type { Trainer } from '../../train/trainer.js';
import { createPolicy, type PolicyChoice } from '../../train/workbench.js';
import '../../train/trainers.js';

export const SEED = 7;

/** 30 jobs of ten tasks an episode: up to 300 decisions, on graphs of 20 to 30 unfinished tasks in the mean. */
export const SCENARIO: WeightedScenario = {
  scenario: 'soc/profiles-5-queue-5-scale-25',
  weight: 1,
  config: { episode: { jobs: 30 } },
};

/** A policy of width 16 by the name that its lines bear, without and with a critic. */
export interface BenchPolicy {
  readonly name: string;
  readonly actor: PolicyChoice;
  readonly critic: PolicyChoice;
}

const pairnet = (options: Json): Omit<BenchPolicy, 'name'> => {
  const choice = { id: 'pairnet', options };
  return { actor: choice, critic: choice };
};

export const POLICIES: readonly BenchPolicy[] = [
  { name: 'pairnet', ...pairnet({ start: 'none', drain: false }) },
  { name: 'pairnet with drain columns', ...pairnet({ start: 'drain', drain: true }) },
  { name: 'decima', actor: { id: 'decima' }, critic: { id: 'decima', options: { critic: true } } },
];

const EPISODES = { mode: 'episodes', sequences: 1, rolloutsPerSequence: 4 } as const;

/** PPO: 1024 decisions, four epochs of four minibatches. REINFORCE: four episodes of the same arrivals, one update. */
export const ALGORITHMS = [
  {
    name: 'PPO',
    id: 'ppo',
    hasCritic: true,
    options: {
      collect: { mode: 'lanes', lanes: 8, decisionsPerLane: 128 },
      credit: { kind: 'gae', discountRate: 0.005 },
      epochs: 4,
      minibatches: 4,
    },
  },
  {
    name: 'REINFORCE',
    id: 'reinforce',
    hasCritic: false,
    options: { collect: EPISODES, credit: { kind: 'monte-carlo', discountRate: 0.005 } },
  },
] as const;

export type BenchAlgorithm = (typeof ALGORITHMS)[number];

/** What a trainer and a collector are given besides their settings. */
export interface Hands {
  readonly backend: Backend;
  readonly workers: number; // threads that play
  readonly modules: readonly string[]; // URLs, for the threads
}

/** The trainer that a preset of these settings would make. */
export function makeTrainer(algorithm: BenchAlgorithm, policy: BenchPolicy, hands: Hands): Promise<Trainer> | Trainer {
  return algorithms.get(algorithm.id).create(algorithm.options as unknown as Json, {
    ...hands,
    policy: algorithm.hasCritic ? policy.critic : policy.actor,
    scenarios: [SCENARIO],
    iterations: 100,
    seed: SEED,
  });
}

/** First weights of a policy, as a trainer draws them. */
export function firstWeights(choice: PolicyChoice): Parameters {
  return new Parameters(createPolicy(choice).network.parameters).initialize(createRng(SEED).fork('weights'));
}

/** Plays as a trainer's iteration does, without learning; lanes stay open from call to call. */
export class RolloutPlayer {
  private readonly pool: RolloutPool;
  private readonly collector: Collector;
  private readonly weights: Float32Array;
  private iteration = 0;

  constructor(policy: PolicyChoice, options: CollectOptions, { workers, modules, withValues }: PlayerOptions) {
    this.pool = new RolloutPool({ workers, modules });
    this.weights = sharedWeights(firstWeights(policy).flat);
    this.collector = new Collector({
      pool: this.pool,
      policy,
      mixture: [SCENARIO],
      seed: SEED,
      options,
      rewardScale: 1,
      withValues,
    });
  }

  async play(): Promise<Harvest> {
    const harvest = await this.collector.collect({ iteration: this.iteration++, weights: this.weights });
    this.collector.lanes = harvest.lanes;
    return harvest;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

export interface PlayerOptions extends Omit<Hands, 'backend'> {
  readonly withValues: boolean; // the policy has a critic, which is asked
}
