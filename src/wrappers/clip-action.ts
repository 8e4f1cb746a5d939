/**
 * Accepts any numbers and limits them to the bounds of a Box action space.
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { BoxSpace, type BoxValue, box } from '../space/box.js';
import { ActionWrapper } from './action-wrapper.js';

export class ClipAction<Obs> extends ActionWrapper<Obs, BoxValue, BoxValue> {
  readonly actionSpace: BoxSpace;
  private readonly bounds: BoxSpace;

  /** Errors: `ArenaError` unless the action space is a Box. */
  constructor(inner: Env<Obs, BoxValue>) {
    super(inner);
    const bounds = inner.actionSpace;
    ensure(bounds instanceof BoxSpace, `wrappers: ClipAction needs a box action space, ${inner.id} has ${bounds.kind}`);
    const { shape, dtype } = bounds;
    this.bounds = bounds;
    this.actionSpace = box({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, shape, dtype });
  }

  protected transform(action: BoxValue): BoxValue {
    const { low, high } = this.bounds;
    return action.map((value, i) => Math.min(high[i], Math.max(low[i], value)));
  }

  protected rewrap(inner: Env<Obs, BoxValue>): ClipAction<Obs> {
    return new ClipAction(inner);
  }
}
