/**
 * Shows the last few Box observations at once, oldest first along a new first axis. After a reset all of them are
 * the first observation.
 */
import type { Env } from '../env.js';
import { ensure } from '../error.js';
import { BoxSpace, type BoxValue, box } from '../space/box.js';
import { ObservationWrapper } from './observation-wrapper.js';

export interface FrameStackOptions {
  /** Number of observations shown. */
  readonly frames: number;
}

export class FrameStack<Act> extends ObservationWrapper<BoxValue, Act, BoxValue> {
  readonly observationSpace: BoxSpace; // [frame, …]
  readonly frames: number;
  private readonly stack: BoxValue; // [frame·element]

  /** Errors: `ArenaError` unless the observations are a Box and frames is an integer ≥ 1. */
  constructor(inner: Env<BoxValue, Act>, options: FrameStackOptions) {
    super(inner);
    const { frames } = options;
    const space = inner.observationSpace;
    ensure(Number.isInteger(frames) && frames >= 1, `wrappers: ${frames} frames are not allowed (an integer ≥ 1)`);
    ensure(space instanceof BoxSpace, `wrappers: FrameStack needs box observations, ${inner.id} has ${space.kind}`);
    this.frames = frames;
    const repeat = (bound: Float64Array) => Array.from({ length: frames }, () => [...bound]).flat();
    const shape = [frames, ...space.shape];
    this.observationSpace = box({ low: repeat(space.low), high: repeat(space.high), shape, dtype: space.dtype });
    this.stack = this.observationSpace.zeros();
  }

  protected transform(observation: BoxValue, first: boolean): BoxValue {
    const size = observation.length;
    if (first) {
      for (let frame = 0; frame < this.frames; frame++) this.stack.set(observation, frame * size);
    } else {
      this.stack.copyWithin(0, size);
      this.stack.set(observation, (this.frames - 1) * size);
    }
    return this.stack.slice();
  }

  protected override saveState(): unknown {
    return this.stack.slice();
  }

  protected override loadState(own: unknown): void {
    this.stack.set(own as BoxValue);
  }

  protected rewrap(inner: Env<BoxValue, Act>): FrameStack<Act> {
    return new FrameStack(inner, { frames: this.frames });
  }
}
