/**
 * Running statistics for normalising observations and rewards. `RunningMoments` merges batches into a mean and a
 * population variance per component (parallel update of Chan, Golub & LeVeque 1979), starting from mean 0,
 * variance 1 and a tiny count, as Gymnasium does. `DiscountedReturnScale` divides rewards by the deviation of the
 * running discounted return; only termination resets that return, truncation does not. Freezing for evaluation is
 * left to the caller: simply do not update.
 */
import { ensure } from './error.js';

/** Count before any data: small, so that the first batch outweighs the assumed mean 0 and variance 1. */
export const INITIAL_COUNT = 1e-4;

/** Saved running moments: plain JSON. */
export interface RunningMomentsSnapshot {
  readonly mean: readonly number[]; // [component]
  readonly variance: readonly number[]; // [component]
  readonly count: number; // rows seen, plus the initial count
}

/** Running mean and population variance of vectors with `size` components. */
export class RunningMoments {
  readonly size: number;
  readonly mean: Float64Array; // [component]
  readonly variance: Float64Array; // [component] population variance
  count = INITIAL_COUNT; // rows seen, plus the initial count

  constructor(size: number) {
    ensure(Number.isInteger(size) && size > 0, `running: size ${size} is not allowed (an integer ≥ 1)`);
    this.size = size;
    this.mean = new Float64Array(size);
    this.variance = new Float64Array(size).fill(1);
  }

  /** Merges `rows` rows laid out [row × component]; no rows change nothing. */
  update(batch: Float64Array, rows: number): void {
    ensure(
      Number.isInteger(rows) && rows >= 0 && batch.length >= rows * this.size,
      `running: ${rows} rows of ${this.size} components do not fit a batch of ${batch.length} numbers`,
    );
    if (rows === 0) return;
    for (let component = 0; component < this.size; component++) this.merge(batch, rows, component);
    this.count += rows;
  }

  snapshot(): RunningMomentsSnapshot {
    return { mean: Array.from(this.mean), variance: Array.from(this.variance), count: this.count };
  }

  restore(saved: RunningMomentsSnapshot): void {
    ensure(
      saved.mean.length === this.size && saved.variance.length === this.size,
      `running: the snapshot has ${saved.mean.length} means and ${saved.variance.length} variances (${this.size} of each are needed)`,
    );
    this.mean.set(saved.mean);
    this.variance.set(saved.variance);
    this.count = saved.count;
  }

  private merge(batch: Float64Array, rows: number, component: number): void {
    const { size, count } = this;
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += batch[row * size + component];
    const batchMean = sum / rows;
    let squares = 0;
    for (let row = 0; row < rows; row++) squares += (batch[row * size + component] - batchMean) ** 2;
    const total = count + rows;
    const delta = batchMean - this.mean[component];
    const pooled = this.variance[component] * count + squares + (delta * delta * count * rows) / total;
    this.variance[component] = pooled / total;
    this.mean[component] = this.mean[component] + (delta * rows) / total;
  }
}

/** Added to the variance under the root unless the caller says otherwise. */
export const DEFAULT_SCALE_EPSILON = 1e-8;

/** Saved reward scale: plain JSON. */
export interface DiscountedReturnScaleSnapshot {
  readonly discountedReturn: number;
  readonly moments: RunningMomentsSnapshot;
}

/** Scales rewards by the running deviation of the discounted return. */
export class DiscountedReturnScale {
  readonly gamma: number; // discount per step
  readonly epsilon: number;
  readonly moments = new RunningMoments(1); // of the discounted return
  private discountedReturn = 0;
  private readonly single = new Float64Array(1);

  constructor(gamma: number, epsilon: number = DEFAULT_SCALE_EPSILON) {
    ensure(gamma >= 0 && gamma <= 1, `running: discount ${gamma} is not allowed (0 … 1)`);
    ensure(epsilon > 0, `running: epsilon ${epsilon} is not allowed (a number > 0)`);
    this.gamma = gamma;
    this.epsilon = epsilon;
  }

  /** Takes one reward and whether its step terminated the episode; returns the scaled reward. */
  update(reward: number, terminated: boolean): number {
    const carried = terminated ? 0 : this.discountedReturn * this.gamma;
    this.discountedReturn = carried + reward;
    this.single[0] = this.discountedReturn;
    this.moments.update(this.single, 1);
    return this.scale(reward);
  }

  /** The reward divided by the present deviation, without learning from it. */
  scale(reward: number): number {
    return reward / Math.sqrt(this.moments.variance[0] + this.epsilon);
  }

  snapshot(): DiscountedReturnScaleSnapshot {
    return { discountedReturn: this.discountedReturn, moments: this.moments.snapshot() };
  }

  restore(saved: DiscountedReturnScaleSnapshot): void {
    this.discountedReturn = saved.discountedReturn;
    this.moments.restore(saved.moments);
  }
}
