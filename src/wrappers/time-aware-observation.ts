/**
 * Appends the fraction of the episode's decisions already taken (0 … 1) to Box observations: under a time limit the
 * remaining time is part of the state (Pardo et al. 2018, arXiv:1712.00378).
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { BoxSpace, type BoxValue, box } from '../space/box.js';
import { ObservationWrapper } from './observation-wrapper.js';

export interface TimeAwareObservationOptions {
  /** Decisions that count as the whole episode; default: the limit that the environment declares. */
  readonly maxEpisodeSteps?: number;
}

export class TimeAwareObservation<Act> extends ObservationWrapper<BoxValue, Act, BoxValue> {
  readonly observationSpace: BoxSpace; // one axis, one element more
  readonly maxEpisodeSteps: number; // decisions
  private steps = 0;

  /** Errors: `ArenaError` unless the observations are a Box of floats and a limit is known. */
  constructor(inner: Env<BoxValue, Act>, options: TimeAwareObservationOptions = {}) {
    super(inner);
    const space = inner.observationSpace;
    ensure(
      space instanceof BoxSpace && !space.integral,
      `wrappers: TimeAwareObservation needs a box of floats, ${inner.id} has ${space.kind} (FlattenObservation helps)`,
    );
    const limit = options.maxEpisodeSteps ?? inner.metadata.maxEpisodeSteps;
    ensure(
      limit !== undefined && Number.isInteger(limit) && limit > 0,
      `wrappers: TimeAwareObservation needs maxEpisodeSteps (an integer ≥ 1), ${inner.id} declares ${limit}`,
    );
    this.maxEpisodeSteps = limit;
    this.observationSpace = box({ low: [...space.low, 0], high: [...space.high, 1], dtype: space.dtype });
  }

  protected transform(observation: BoxValue, first: boolean): BoxValue {
    this.steps = first ? 0 : this.steps + 1;
    const longer = this.observationSpace.zeros();
    longer.set(observation);
    longer[longer.length - 1] = Math.min(1, this.steps / this.maxEpisodeSteps);
    return longer;
  }

  protected override saveState(): unknown {
    return this.steps;
  }

  protected override loadState(own: unknown): void {
    this.steps = own as number;
  }

  protected rewrap(inner: Env<BoxValue, Act>): TimeAwareObservation<Act> {
    return new TimeAwareObservation(inner, { maxEpisodeSteps: this.maxEpisodeSteps });
  }
}
