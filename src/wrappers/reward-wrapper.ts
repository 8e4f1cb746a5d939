/**
 * Base of wrappers that change the reward and nothing else.
 */
import type { EnvMetadata, ResetOptions, ResetResult, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

export abstract class RewardWrapper<Obs, Act> extends Wrapper<Obs, Act> {
  /** The new reward of a step. */
  protected abstract transform(reward: number, terminated: boolean): number;

  override get metadata(): EnvMetadata {
    return { ...this.inner.metadata, reusesStepResult: false };
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    return this.inner.reset(options);
  }

  step(action: Act): StepResult<Obs> {
    const result = this.inner.step(action);
    return { ...result, reward: this.transform(result.reward, result.terminated) };
  }
}
