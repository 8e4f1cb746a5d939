/**
 * Turns observations of fixed size into one vector of doubles (see `src/space/flatten.ts` for the layout).
 */
import type { Env } from '../env.js';
import type { BoxSpace, BoxValue } from '../space/box.js';
import { flatten, flattenSpace } from '../space/flatten.js';
import { ObservationWrapper } from './observation-wrapper.js';

export class FlattenObservation<Act> extends ObservationWrapper<BoxValue, Act, unknown> {
  readonly observationSpace: BoxSpace; // one axis, float64

  /** Errors: `ArenaError` where observations have no fixed size (placement views, graphs, sequences). */
  constructor(inner: Env<unknown, Act>) {
    super(inner);
    this.observationSpace = flattenSpace(inner.observationSpace);
  }

  protected transform(observation: unknown): BoxValue {
    return flatten(this.inner.observationSpace, observation);
  }

  protected rewrap(inner: Env<unknown, Act>): FlattenObservation<Act> {
    return new FlattenObservation(inner);
  }
}
