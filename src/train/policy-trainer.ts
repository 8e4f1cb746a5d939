/**
 * What all trainers share: the policy and its weights, threads that play, the number of iterations done, and snapshots.
 * An iteration happens as a whole or not at all: one that is interrupted or fails leaves the state as it was before.
 */
import { canonicalJSON, configHash } from '../config.js';
import { ensure } from '../error.js';
import { Parameters } from '../nn/parameters.js';
import type { Policy } from '../nn/policy.js';
import { createRng, type Rng } from '../rng.js';
import type { Json } from '../space/space.js';
import type { TrainerContext } from './algorithms.js';
import { RolloutPool, sharedWeights } from './rollout-pool.js';
import { checkMixture } from './scenario-mix.js';
import type { IterationReport, Trainer } from './trainer.js';
import { createPolicy } from './workbench.js';

interface SavedTrainer {
  readonly algorithm: string;
  readonly settings: string; // hash
  readonly iteration: number;
  readonly weights: Float32Array; // [parameter]
  readonly own: unknown;
}

export abstract class PolicyTrainer implements Trainer {
  readonly parameters: Parameters;
  protected readonly algorithm: string;
  protected readonly context: TrainerContext;
  protected readonly policy: Policy;
  protected readonly pool: RolloutPool;
  protected readonly rng: Rng; // never advanced, only forked
  private readonly settings: string;
  private readonly played: Float32Array; // [parameter] what the threads see
  private done = 0;

  /** Errors: `ArenaError` for an unknown policy or scenario and for options that these refuse. */
  constructor(algorithm: string, options: unknown, context: TrainerContext) {
    const { policy, scenarios, seed, workers, modules } = context;
    this.algorithm = algorithm;
    this.context = context;
    checkMixture(scenarios, `train/${algorithm}`);
    this.policy = createPolicy(policy);
    this.rng = createRng(seed);
    this.parameters = new Parameters(this.policy.network.parameters).initialize(this.rng.fork('weights'));
    this.pool = new RolloutPool({ workers, modules });
    this.played = sharedWeights(this.parameters.flat);
    const plain = { algorithm, options, policy, scenarios, seed };
    this.settings = configHash(JSON.parse(canonicalJSON(JSON.parse(JSON.stringify(plain)))) as Json);
  }

  get iteration(): number {
    return this.done;
  }

  async iterate(signal?: AbortSignal): Promise<IterationReport> {
    const before = this.snapshot();
    try {
      const report = await this.advance(signal);
      this.done++;
      return report;
    } catch (error) {
      this.restore(before);
      throw error;
    }
  }

  snapshot(): SavedTrainer {
    const { algorithm, settings, done: iteration } = this;
    return { algorithm, settings, iteration, weights: this.parameters.flat.slice(), own: this.saveOwn() };
  }

  restore(saved: unknown): void {
    const { algorithm, settings, iteration, weights, own } = saved as SavedTrainer;
    ensure(
      algorithm === this.algorithm && settings === this.settings,
      `train/${this.algorithm}: the snapshot is of ${algorithm} with settings ${settings} (here ${this.settings})`,
    );
    this.parameters.flat.set(weights);
    this.done = iteration;
    this.loadOwn(own);
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  /** One iteration. */
  protected abstract advance(signal?: AbortSignal): Promise<IterationReport>;

  /** What the algorithm has besides weights and counter; survives `structuredClone`, is never changed afterwards. */
  protected abstract saveOwn(): unknown;

  protected abstract loadOwn(own: unknown): void;

  /** The present weights for tasks; to be called while no task runs. */
  protected weightsToPlay(): Float32Array {
    this.played.set(this.parameters.flat);
    return this.played;
  }

  /** Share of the planned iterations that is done, 0 … 1. */
  protected get progress(): number {
    return Math.min(1, this.done / Math.max(1, this.context.iterations));
  }
}
