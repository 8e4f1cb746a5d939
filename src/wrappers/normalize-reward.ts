/**
 * Divides rewards by the running deviation of the discounted return, so that returns have a scale near 1. The
 * discount is per step. Set `learning` to false to freeze the scale for evaluation.
 */
import type { Env } from '../env.js';
import { DEFAULT_SCALE_EPSILON, DiscountedReturnScale, type DiscountedReturnScaleSnapshot } from '../running.js';
import { RewardWrapper } from './reward-wrapper.js';

export interface NormalizeRewardOptions {
  readonly gamma?: number; // discount per step
  /** Added to the variance under the root. */
  readonly epsilon?: number;
}

export const DEFAULT_NORMALIZE_REWARD_OPTIONS: Required<NormalizeRewardOptions> = Object.freeze({
  gamma: 0.99,
  epsilon: DEFAULT_SCALE_EPSILON,
});

interface Memory {
  readonly learning: boolean;
  readonly scale: DiscountedReturnScaleSnapshot;
}

export class NormalizeReward<Obs, Act> extends RewardWrapper<Obs, Act> {
  readonly options: Required<NormalizeRewardOptions>;
  /** False: the scale stays as it is. */
  learning = true;
  private readonly scale: DiscountedReturnScale;

  constructor(inner: Env<Obs, Act>, options: NormalizeRewardOptions = {}) {
    super(inner);
    this.options = { ...DEFAULT_NORMALIZE_REWARD_OPTIONS, ...options };
    this.scale = new DiscountedReturnScale(this.options.gamma, this.options.epsilon);
  }

  /** The running scale, plain JSON; assign what another run saved to continue from it. */
  get statistics(): DiscountedReturnScaleSnapshot {
    return this.scale.snapshot();
  }

  set statistics(saved: DiscountedReturnScaleSnapshot) {
    this.scale.restore(saved);
  }

  protected transform(reward: number, terminated: boolean): number {
    return this.learning ? this.scale.update(reward, terminated) : this.scale.scale(reward);
  }

  protected override saveState(): Memory {
    return { learning: this.learning, scale: this.scale.snapshot() };
  }

  protected override loadState(own: unknown): void {
    const { learning, scale } = own as Memory;
    this.learning = learning;
    this.scale.restore(scale);
  }

  protected rewrap(inner: Env<Obs, Act>): NormalizeReward<Obs, Act> {
    return new NormalizeReward(inner, this.options);
  }
}
