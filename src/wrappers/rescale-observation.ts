/**
 * Squeezes Box observations with finite bounds into a simple range (default 0 … 1).
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { BoxSpace, type BoxValue, box } from '../space/box.js';
import { ObservationWrapper } from './observation-wrapper.js';

export interface RescaleObservationOptions {
  readonly min?: number;
  readonly max?: number;
}

export const DEFAULT_RESCALE_OBSERVATION_OPTIONS: Required<RescaleObservationOptions> = Object.freeze({
  min: 0,
  max: 1,
});

export class RescaleObservation<Act> extends ObservationWrapper<BoxValue, Act, BoxValue> {
  readonly observationSpace: BoxSpace;
  readonly options: Required<RescaleObservationOptions>;
  private readonly source: BoxSpace;

  /** Errors: `ArenaError` unless the observations are a Box with finite bounds. */
  constructor(inner: Env<BoxValue, Act>, options: RescaleObservationOptions = {}) {
    super(inner);
    this.options = { ...DEFAULT_RESCALE_OBSERVATION_OPTIONS, ...options };
    const { min, max } = this.options;
    ensure(min < max, `wrappers: a range of ${min} … ${max} is not allowed (min < max)`);
    const source = inner.observationSpace;
    ensure(
      source instanceof BoxSpace && [...source.low, ...source.high].every(Number.isFinite),
      `wrappers: RescaleObservation: the observations of ${inner.id} must be a box with finite bounds`,
    );
    this.source = source;
    const dtype = source.integral ? 'float32' : source.dtype;
    this.observationSpace = box({ low: min, high: max, shape: source.shape, dtype });
  }

  protected transform(observation: BoxValue): BoxValue {
    return rescale(observation, this.source, this.observationSpace);
  }

  protected rewrap(inner: Env<BoxValue, Act>): RescaleObservation<Act> {
    return new RescaleObservation(inner, this.options);
  }
}

/** Maps each element linearly from the bounds of one box to those of another; a single point maps to the low end. */
export function rescale(value: BoxValue, from: BoxSpace, to: BoxSpace): BoxValue {
  const mapped = to.zeros();
  for (let i = 0; i < mapped.length; i++) {
    const span = from.high[i] - from.low[i];
    const fraction = span === 0 ? 0 : (value[i] - from.low[i]) / span;
    const scaled = to.low[i] + fraction * (to.high[i] - to.low[i]);
    mapped[i] = Math.min(to.high[i], Math.max(to.low[i], scaled));
  }
  return mapped;
}
