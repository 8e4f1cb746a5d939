/**
 * Reference Adam (Kingma & Ba 2015, arXiv 1412.6980) with epsilon outside the root, clipping of gradients by their
 * global norm, and the linear annealing of the learning rate. Double precision and plain loops: tensor optimisers
 * are tested against it, and small linear agents may use it as it is. Left out: weight decay and AMSGrad.
 */
import { ensure } from '../error.js';

/** Options of {@link Adam}. */
export interface AdamOptions {
  readonly beta1: number; // decay of the first moment
  readonly beta2: number; // decay of the second moment
  readonly epsilon: number; // added to the root of the second moment
}

/** The usual options of policy-gradient methods. */
export const DEFAULT_ADAM: AdamOptions = Object.freeze({ beta1: 0.9, beta2: 0.999, epsilon: 1e-5 });

/** Saved optimiser state: plain JSON. */
export interface AdamSnapshot {
  readonly steps: number;
  readonly first: readonly (readonly number[])[]; // [tensor][parameter]
  readonly second: readonly (readonly number[])[]; // [tensor][parameter]
}

/** Adam over a fixed list of parameter tensors. */
export class Adam {
  readonly options: AdamOptions;
  private readonly first: Float64Array[]; // [tensor][parameter] running mean of gradients
  private readonly second: Float64Array[]; // [tensor][parameter] running mean of squared gradients
  private steps = 0;

  /** `sizes` are the lengths of the parameter tensors. */
  constructor(sizes: readonly number[], options: Partial<AdamOptions> = {}) {
    this.options = { ...DEFAULT_ADAM, ...options };
    this.first = sizes.map((size) => new Float64Array(size));
    this.second = sizes.map((size) => new Float64Array(size));
  }

  /** Moves the parameters in place against the gradients. */
  step(parameters: readonly Float64Array[], gradients: readonly Float64Array[], learningRate: number): void {
    ensure(
      parameters.length === this.first.length && gradients.length === this.first.length,
      `train/adam: ${parameters.length} parameter and ${gradients.length} gradient tensors (${this.first.length} needed)`,
    );
    this.steps++;
    parameters.forEach((tensor, i) => {
      const size = this.first[i].length;
      ensure(
        tensor.length === size && gradients[i].length === size,
        `train/adam: tensor ${i} has ${tensor.length} parameters and ${gradients[i].length} gradients (${size} needed)`,
      );
      this.move(i, tensor, gradients[i], learningRate);
    });
  }

  snapshot(): AdamSnapshot {
    return {
      steps: this.steps,
      first: this.first.map((moment) => Array.from(moment)),
      second: this.second.map((moment) => Array.from(moment)),
    };
  }

  restore(saved: AdamSnapshot): void {
    const fits = (moments: readonly (readonly number[])[]): boolean =>
      moments.length === this.first.length && moments.every((moment, i) => moment.length === this.first[i].length);
    ensure(fits(saved.first) && fits(saved.second), 'train/adam: the snapshot is of other parameter shapes');
    this.steps = saved.steps;
    this.first.forEach((moment, i) => {
      moment.set(saved.first[i]);
      this.second[i].set(saved.second[i]);
    });
  }

  private move(i: number, parameters: Float64Array, gradient: Float64Array, learningRate: number): void {
    const moments = { first: this.first[i], second: this.second[i], steps: this.steps };
    moveParameters(parameters, gradient, moments, { ...this.options, learningRate });
  }
}

/** The state that belongs to one parameter tensor; `steps` counts the one that is about to be made. */
export interface AdamMoments {
  readonly first: Float64Array; // [parameter] running mean of gradients
  readonly second: Float64Array; // [parameter] running mean of squared gradients
  readonly steps: number;
}

/** One step of one tensor, in place: moments first, then the parameters, which may be of single precision. */
export function moveParameters(
  parameters: Float64Array | Float32Array,
  gradient: Float64Array,
  { first, second, steps }: AdamMoments,
  { beta1, beta2, epsilon, learningRate }: AdamOptions & { readonly learningRate: number },
): void {
  const firstScale = 1 / (1 - beta1 ** steps);
  const secondScale = 1 / (1 - beta2 ** steps);
  for (let k = 0; k < parameters.length; k++) {
    const slope = gradient[k];
    first[k] = beta1 * first[k] + (1 - beta1) * slope;
    second[k] = beta2 * second[k] + (1 - beta2) * slope * slope;
    const root = Math.sqrt(second[k] * secondScale);
    parameters[k] = parameters[k] - (learningRate * first[k] * firstScale) / (root + epsilon);
  }
}

/** Scales all gradients in place so that their joint norm is at most `largest`; returns the norm before. */
export function clipGlobalNorm(gradients: readonly Float64Array[], largest: number): number {
  let squares = 0;
  for (const gradient of gradients) for (let k = 0; k < gradient.length; k++) squares += gradient[k] ** 2;
  const norm = Math.sqrt(squares);
  const scale = largest / (norm + 1e-6);
  if (scale < 1) {
    for (const gradient of gradients) for (let k = 0; k < gradient.length; k++) gradient[k] *= scale;
  }
  return norm;
}

/** Learning rate of update 1 … `updates`: from `initial` linearly towards zero, lr·(1 − (update − 1)/updates). */
export function annealedLearningRate(initial: number, update: number, updates: number): number {
  return initial * (1 - (update - 1) / updates);
}
