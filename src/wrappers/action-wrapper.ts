/**
 * Base of wrappers that change the action and nothing else. The inner mask speaks of inner actions, so it is not
 * forwarded; a subclass that can translate it assigns `actionMask` itself.
 */
import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import type { Space } from '../space/space.js';
import { Wrapper } from './wrapper.js';

export abstract class ActionWrapper<Obs, Act, InnerAct> extends Wrapper<Obs, Act, Obs, InnerAct> {
  abstract override get actionSpace(): Space<Act>;

  constructor(inner: Env<Obs, InnerAct>) {
    super(inner);
    delete (this as { actionMask?: unknown }).actionMask;
  }

  /** The inner action that an outer one stands for. */
  protected abstract transform(action: Act): InnerAct;

  reset(options?: ResetOptions): ResetResult<Obs> {
    return this.inner.reset(options);
  }

  step(action: Act): StepResult<Obs> {
    return this.inner.step(this.transform(action));
  }
}
