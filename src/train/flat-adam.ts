/**
 * Adam for the weights of a network: one flat float32 vector that is moved in place, with moments in double precision,
 * and gradients clipped by their joint norm before they enter (`adam.ts` has the arithmetic and its source). Moments in
 * double precision cost little beside a backward pass, and make the optimiser the same on every backend.
 */
import { ensure } from '../error.js';
import { type AdamOptions, clipGlobalNorm, DEFAULT_ADAM, moveParameters } from './adam.js';

/** Survives `structuredClone`. */
export interface FlatAdamSnapshot {
  readonly steps: number;
  readonly first: Float64Array; // [parameter]
  readonly second: Float64Array; // [parameter]
}

export class FlatAdam {
  readonly options: AdamOptions;
  steps = 0; // made
  private readonly first: Float64Array; // [parameter] running mean of gradients
  private readonly second: Float64Array; // [parameter] running mean of squared gradients

  constructor(size: number, options: Partial<AdamOptions> = {}) {
    this.options = { ...DEFAULT_ADAM, ...options };
    this.first = new Float64Array(size);
    this.second = new Float64Array(size);
  }

  /**
   * Clips the gradient [parameter] to `largestNorm` and moves the parameters [parameter], both in place. Returns the
   * norm before clipping. Errors: `ArenaError` for lengths that disagree.
   */
  step(
    parameters: Float32Array,
    gradient: Float64Array,
    { learningRate, largestNorm }: { readonly learningRate: number; readonly largestNorm: number },
  ): number {
    const size = this.first.length;
    ensure(
      parameters.length === size && gradient.length === size,
      `train/adam: ${parameters.length} parameters and ${gradient.length} gradients (${size} needed)`,
    );
    const norm = clipGlobalNorm([gradient], largestNorm);
    this.steps++;
    const { first, second, steps } = this;
    moveParameters(parameters, gradient, { first, second, steps }, { ...this.options, learningRate });
    return norm;
  }

  snapshot(): FlatAdamSnapshot {
    return { steps: this.steps, first: this.first.slice(), second: this.second.slice() };
  }

  /** Errors: `ArenaError` for a snapshot of another number of parameters. */
  restore(saved: FlatAdamSnapshot): void {
    const size = this.first.length;
    ensure(
      saved.first.length === size && saved.second.length === size,
      `train/adam: the snapshot is of ${saved.first.length} parameters (${size} needed)`,
    );
    this.steps = saved.steps;
    this.first.set(saved.first);
    this.second.set(saved.second);
  }
}
