/**
 * Keeps some keys of Dict observations.
 */
import type { Env } from '../env.js';
import { didYouMean, ensure } from '../error.js';
import { DictSpace, type DictValue, dict } from '../space/dict.js';
import { ObservationWrapper } from './observation-wrapper.js';

export interface FilterObservationOptions {
  readonly keys: readonly string[];
}

export class FilterObservation<Act> extends ObservationWrapper<DictValue, Act, DictValue> {
  readonly observationSpace: DictSpace;

  /** Errors: `ArenaError` unless the observations are a Dict that has all the keys. */
  constructor(inner: Env<DictValue, Act>, options: FilterObservationOptions) {
    super(inner);
    const space = inner.observationSpace;
    ensure(
      space instanceof DictSpace,
      `wrappers: FilterObservation needs dict observations, ${inner.id} has ${space.kind}`,
    );
    for (const key of options.keys) {
      ensure(
        Object.hasOwn(space.spaces, key),
        `wrappers: ${inner.id} observes no "${key}"${didYouMean(key, space.keys)} (known: ${space.keys.join(', ')})`,
      );
    }
    this.observationSpace = dict(Object.fromEntries(options.keys.map((key) => [key, space.spaces[key]])));
  }

  protected transform(observation: DictValue): DictValue {
    const kept = this.observationSpace.keys.map((key) => [key, observation[key]]);
    return this.observationSpace.copy(Object.fromEntries(kept));
  }

  protected rewrap(inner: Env<DictValue, Act>): FilterObservation<Act> {
    return new FilterObservation(inner, { keys: this.observationSpace.keys });
  }
}
