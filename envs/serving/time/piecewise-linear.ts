/**
 * A function given by points: linear between them, and beyond them along the end segments, or constant below the
 * first one where a table starts at its smallest measurement. The form is y₀ + slope·(x − x₀), as in the simulators
 * that the tables come from.
 */
import { ensure } from '../../../src/error.js';

export type Below = 'extrapolate' | 'clamp';

export class PiecewiseLinear {
  readonly x: Float64Array; // [point] strictly ascending
  readonly y: Float64Array; // [point]
  readonly below: Below;

  /** `name` says in messages where the points come from. @throws ArenaError unless there are two points or more, in strictly ascending order. */
  constructor(points: readonly (readonly [x: number, y: number])[], below: Below = 'extrapolate', name = 'a table') {
    ensure(points.length >= 2, `envs/serving: ${name}: at least 2 points are needed, got ${points.length}`);
    this.x = Float64Array.from(points, ([x]) => x);
    this.y = Float64Array.from(points, ([, y]) => y);
    this.below = below;
    for (let i = 1; i < this.x.length; i++) {
      const [before, x] = [this.x[i - 1], this.x[i]];
      ensure(before < x, `envs/serving: ${name}: points must ascend, but ${x} follows ${before}`);
    }
  }

  at(x: number): number {
    if (x <= this.x[0] && this.below === 'clamp') return this.y[0];
    let low = 0;
    let high = this.x.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.x[middle] <= x) low = middle;
      else high = middle;
    }
    const slope = (this.y[high] - this.y[low]) / (this.x[high] - this.x[low]);
    return slope * (x - this.x[low]) + this.y[low];
  }
}
