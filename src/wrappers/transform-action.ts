/**
 * Applies a pure function to every action before the environment sees it. A translation of the mask may be given;
 * without one the wrapped environment has none.
 */
import type { Env } from '../env.js';
import type { Space } from '../space/space.js';
import { ActionWrapper } from './action-wrapper.js';

export interface TransformActionOptions<Act, InnerAct> {
  /** Where the new actions live. */
  readonly actionSpace: Space<Act>;
  readonly transform: (action: Act) => InnerAct;
  /** The mask of the new actions, from that of the inner ones. */
  readonly transformMask?: (mask: Uint8Array) => Uint8Array;
}

export class TransformAction<Obs, Act, InnerAct> extends ActionWrapper<Obs, Act, InnerAct> {
  declare readonly actionMask?: () => Uint8Array;
  private readonly options: TransformActionOptions<Act, InnerAct>;

  constructor(inner: Env<Obs, InnerAct>, options: TransformActionOptions<Act, InnerAct>) {
    super(inner);
    this.options = options;
    const { transformMask } = options;
    if (inner.actionMask && transformMask) this.actionMask = () => transformMask(inner.actionMask!());
  }

  get actionSpace(): Space<Act> {
    return this.options.actionSpace;
  }

  protected transform(action: Act): InnerAct {
    return this.options.transform(action);
  }

  protected rewrap(inner: Env<Obs, InnerAct>): TransformAction<Obs, Act, InnerAct> {
    return new TransformAction(inner, this.options);
  }
}
