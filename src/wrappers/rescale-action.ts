/**
 * Stretches actions from a simple range (default −1 … 1) to the finite bounds of a Box action space.
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { BoxSpace, type BoxValue, box } from '../space/box.js';
import { ActionWrapper } from './action-wrapper.js';
import { rescale } from './rescale-observation.js';

export interface RescaleActionOptions {
  readonly min?: number;
  readonly max?: number;
}

export const DEFAULT_RESCALE_ACTION_OPTIONS: Required<RescaleActionOptions> = Object.freeze({ min: -1, max: 1 });

export class RescaleAction<Obs> extends ActionWrapper<Obs, BoxValue, BoxValue> {
  readonly actionSpace: BoxSpace;
  readonly options: Required<RescaleActionOptions>;
  private readonly target: BoxSpace;

  /** Errors: `ArenaError` unless the action space is a Box of floats with finite bounds. */
  constructor(inner: Env<Obs, BoxValue>, options: RescaleActionOptions = {}) {
    super(inner);
    this.options = { ...DEFAULT_RESCALE_ACTION_OPTIONS, ...options };
    const { min, max } = this.options;
    ensure(min < max, `wrappers: a range of ${min} … ${max} is not allowed (min < max)`);
    this.target = finiteFloatBox(inner.actionSpace, `RescaleAction: the actions of ${inner.id}`);
    const { shape, dtype } = this.target;
    this.actionSpace = box({ low: min, high: max, shape, dtype });
  }

  protected transform(action: BoxValue): BoxValue {
    return rescale(action, this.actionSpace, this.target);
  }

  protected rewrap(inner: Env<Obs, BoxValue>): RescaleAction<Obs> {
    return new RescaleAction(inner, this.options);
  }
}

function finiteFloatBox(space: unknown, who: string): BoxSpace {
  ensure(
    space instanceof BoxSpace && !space.integral && [...space.low, ...space.high].every(Number.isFinite),
    `wrappers: ${who} must be a box of floats with finite bounds`,
  );
  return space;
}
