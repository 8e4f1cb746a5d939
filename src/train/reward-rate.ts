/**
 * The running reward rate ρ of average-reward learning: reward per time over the latest steps that took time, in a ring
 * (Decima keeps 100 000 of them). Differential returns r − ρ·Δt then do not grow with the length of an episode. What is
 * earned in no time joins the next step that takes some.
 */
import { ensure } from '../error.js';

/** Survives `structuredClone`. */
export interface RewardRateSnapshot {
  readonly rewards: Float64Array; // [slot]
  readonly times: Float64Array; // [slot]
  readonly seen: number;
  readonly pending: number;
}

export class RewardRate {
  private readonly rewards: Float64Array; // [slot]
  private readonly times: Float64Array; // [slot]
  private seen = 0; // steps taken in so far
  private pending = 0; // earned in no time

  /** Errors: `ArenaError` unless the window is an integer ≥ 1. */
  constructor(window = 100_000) {
    ensure(Number.isInteger(window) && window >= 1, `train/reward-rate: window ${window} (an integer ≥ 1 is needed)`);
    this.rewards = new Float64Array(window);
    this.times = new Float64Array(window);
  }

  /** Takes in what was earned and how long it took, step by step. */
  observe(rewards: Float64Array, elapsed: Float64Array): void {
    for (let k = 0; k < rewards.length; k++) {
      this.pending += rewards[k];
      if (!(elapsed[k] > 0)) continue;
      const slot = this.seen % this.times.length;
      this.rewards[slot] = this.pending;
      this.times[slot] = elapsed[k];
      this.pending = 0;
      this.seen++;
    }
  }

  /** Reward per unit of the elapsed times; 0 before any time has passed. Summed anew, so that it depends on the window alone. */
  get rate(): number {
    let reward = 0;
    let time = 0;
    for (let slot = 0; slot < this.times.length; slot++) {
      reward += this.rewards[slot];
      time += this.times[slot];
    }
    return time > 0 ? reward / time : 0;
  }

  snapshot(): RewardRateSnapshot {
    return { rewards: this.rewards.slice(), times: this.times.slice(), seen: this.seen, pending: this.pending };
  }

  /** Errors: `ArenaError` for a snapshot of another window. */
  restore(saved: RewardRateSnapshot): void {
    const window = this.times.length;
    ensure(
      saved.times.length === window,
      `train/reward-rate: a snapshot of window ${saved.times.length} (${window} needed)`,
    );
    this.rewards.set(saved.rewards);
    this.times.set(saved.times);
    this.seen = saved.seen;
    this.pending = saved.pending;
  }
}
