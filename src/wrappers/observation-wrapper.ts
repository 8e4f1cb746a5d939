/**
 * Base of wrappers that change what is observed and nothing else. Subclasses state the new space and turn one
 * observation into a new value, which must not alias the old one.
 */
import type { EnvMetadata, ResetOptions, ResetResult, StepResult } from '../env.js';
import type { Space } from '../space/space.js';
import { Wrapper } from './wrapper.js';

export abstract class ObservationWrapper<Obs, Act, InnerObs> extends Wrapper<Obs, Act, InnerObs, Act> {
  abstract override get observationSpace(): Space<Obs>;

  /** The new observation; `first` is true right after a reset. */
  protected abstract transform(observation: InnerObs, first: boolean): Obs;

  override get metadata(): EnvMetadata {
    return { ...this.inner.metadata, aliasesObservation: false, reusesStepResult: false };
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    const { observation, info } = this.inner.reset(options);
    return { observation: this.transform(observation, true), info };
  }

  step(action: Act): StepResult<Obs> {
    const result = this.inner.step(action);
    return { ...result, observation: this.transform(result.observation, false) };
  }
}
