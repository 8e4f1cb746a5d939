/**
 * Limits every reward to a range.
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { RewardWrapper } from './reward-wrapper.js';

export interface ClipRewardOptions {
  readonly min?: number;
  readonly max?: number;
}

export const DEFAULT_CLIP_REWARD_OPTIONS: Required<ClipRewardOptions> = Object.freeze({ min: -1, max: 1 });

export class ClipReward<Obs, Act> extends RewardWrapper<Obs, Act> {
  readonly options: Required<ClipRewardOptions>;

  constructor(inner: Env<Obs, Act>, options: ClipRewardOptions = {}) {
    super(inner);
    this.options = { ...DEFAULT_CLIP_REWARD_OPTIONS, ...options };
    const { min, max } = this.options;
    ensure(min < max, `wrappers: a reward range of ${min} … ${max} is not allowed (min < max)`);
  }

  protected transform(reward: number): number {
    return Math.min(this.options.max, Math.max(this.options.min, reward));
  }

  protected rewrap(inner: Env<Obs, Act>): ClipReward<Obs, Act> {
    return new ClipReward(inner, this.options);
  }
}
