/**
 * Applies a function to every observation. The function must be pure and return a value of its own.
 */
import type { Env } from '../env.js';
import type { Space } from '../space/space.js';
import { ObservationWrapper } from './observation-wrapper.js';

export interface TransformObservationOptions<Obs, InnerObs> {
  /** Where the new observations live. */
  readonly observationSpace: Space<Obs>;
  readonly transform: (observation: InnerObs) => Obs;
}

export class TransformObservation<Obs, Act, InnerObs> extends ObservationWrapper<Obs, Act, InnerObs> {
  private readonly options: TransformObservationOptions<Obs, InnerObs>;

  constructor(inner: Env<InnerObs, Act>, options: TransformObservationOptions<Obs, InnerObs>) {
    super(inner);
    this.options = options;
  }

  get observationSpace(): Space<Obs> {
    return this.options.observationSpace;
  }

  protected transform(observation: InnerObs): Obs {
    return this.options.transform(observation);
  }

  protected rewrap(inner: Env<InnerObs, Act>): TransformObservation<Obs, Act, InnerObs> {
    return new TransformObservation(inner, this.options);
  }
}
