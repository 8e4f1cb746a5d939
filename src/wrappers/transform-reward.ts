/**
 * Applies a pure function to every reward.
 */
import type { Env } from '../env.js';
import { RewardWrapper } from './reward-wrapper.js';

export interface TransformRewardOptions {
  readonly transform: (reward: number) => number;
}

export class TransformReward<Obs, Act> extends RewardWrapper<Obs, Act> {
  private readonly options: TransformRewardOptions;

  constructor(inner: Env<Obs, Act>, options: TransformRewardOptions) {
    super(inner);
    this.options = options;
  }

  protected transform(reward: number): number {
    return this.options.transform(reward);
  }

  protected rewrap(inner: Env<Obs, Act>): TransformReward<Obs, Act> {
    return new TransformReward(inner, this.options);
  }
}
