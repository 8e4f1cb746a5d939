/**
 * Centres and scales Box observations by running mean and deviation, element by element. Set `learning` to false to
 * freeze the statistics for evaluation; they travel with snapshots and forks, and as JSON with `statistics`.
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { RunningMoments, type RunningMomentsSnapshot } from '../running.js';
import { BoxSpace, type BoxValue, box } from '../space/box.js';
import { ObservationWrapper } from './observation-wrapper.js';

export interface NormalizeObservationOptions {
  /** Added to the variance under the root. */
  readonly epsilon?: number;
  /** Limit of the absolute value after scaling; Infinity = none. */
  readonly clip?: number;
}

export const DEFAULT_NORMALIZE_OBSERVATION_OPTIONS: Required<NormalizeObservationOptions> = Object.freeze({
  epsilon: 1e-8,
  clip: Number.POSITIVE_INFINITY,
});

interface Memory {
  readonly learning: boolean;
  readonly moments: RunningMomentsSnapshot;
}

export class NormalizeObservation<Act> extends ObservationWrapper<BoxValue, Act, BoxValue> {
  readonly observationSpace: BoxSpace; // float32
  readonly options: Required<NormalizeObservationOptions>;
  /** False: statistics stay as they are. */
  learning = true;
  private readonly moments: RunningMoments;
  private readonly row: Float64Array; // [element]

  /** Errors: `ArenaError` unless the observations are a Box. */
  constructor(inner: Env<BoxValue, Act>, options: NormalizeObservationOptions = {}) {
    super(inner);
    this.options = { ...DEFAULT_NORMALIZE_OBSERVATION_OPTIONS, ...options };
    const { epsilon, clip } = this.options;
    ensure(epsilon > 0 && clip > 0, `wrappers: epsilon ${epsilon} and clip ${clip} must be above 0`);
    const space = inner.observationSpace;
    ensure(
      space instanceof BoxSpace,
      `wrappers: NormalizeObservation needs box observations, ${inner.id} has ${space.kind} (FlattenObservation helps)`,
    );
    this.moments = new RunningMoments(space.size);
    this.row = new Float64Array(space.size);
    this.observationSpace = box({ low: -clip, high: clip, shape: space.shape, dtype: 'float32' });
  }

  /** The running statistics, plain JSON; assign what another run saved to continue from it. */
  get statistics(): RunningMomentsSnapshot {
    return this.moments.snapshot();
  }

  set statistics(saved: RunningMomentsSnapshot) {
    this.moments.restore(saved);
  }

  protected transform(observation: BoxValue): BoxValue {
    const { row, moments } = this;
    const { epsilon, clip } = this.options;
    row.set(observation);
    if (this.learning) moments.update(row, 1);
    const scaled = this.observationSpace.zeros();
    for (let i = 0; i < row.length; i++) {
      const value = (row[i] - moments.mean[i]) / Math.sqrt(moments.variance[i] + epsilon);
      scaled[i] = Math.min(clip, Math.max(-clip, value));
    }
    return scaled;
  }

  protected override saveState(): Memory {
    return { learning: this.learning, moments: this.moments.snapshot() };
  }

  protected override loadState(own: unknown): void {
    const { learning, moments } = own as Memory;
    this.learning = learning;
    this.moments.restore(moments);
  }

  protected rewrap(inner: Env<BoxValue, Act>): NormalizeObservation<Act> {
    return new NormalizeObservation(inner, this.options);
  }
}
