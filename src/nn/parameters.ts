/**
 * The weights of a network: named tensors that are views of one flat float32 array, so that they can be shared with
 * threads, saved, averaged or searched as a vector. Initialisation is seeded: orthogonal matrices (Saxe et al. 2014,
 * arXiv 1312.6120; the usual choice for PPO, with gain √2 for hidden layers, 0.01 for policy heads, 1 for value heads)
 * and zero biases, each tensor from a stream of its own name.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { orthogonal } from './orthogonal.js';

export interface ParameterSpec {
  readonly name: string; // e.g. `node/0/weight`
  readonly shape: readonly number[]; // matrices are [in, out]
  /** Gain of the orthogonal matrix; 0 = zeros. Vectors are filled with this number. */
  readonly gain: number;
}

export class Parameters {
  readonly specs: readonly ParameterSpec[];
  readonly flat: Float32Array; // [parameter] all tensors in the order of the specs
  private readonly views = new Map<string, Float32Array>();

  /** Zeros, or the given storage (e.g. over a SharedArrayBuffer). Errors: `ArenaError` for a length that does not fit. */
  constructor(specs: readonly ParameterSpec[], flat?: Float32Array) {
    this.specs = specs;
    const count = specs.reduce((sum, spec) => sum + sizeOf(spec), 0);
    this.flat = flat ?? new Float32Array(count);
    ensure(this.flat.length === count, `nn/parameters: ${this.flat.length} numbers given (${count} needed)`);
    let offset = 0;
    for (const spec of specs) {
      ensure(!this.views.has(spec.name), `nn/parameters: "${spec.name}" occurs twice`);
      this.views.set(spec.name, this.flat.subarray(offset, offset + sizeOf(spec)));
      offset += sizeOf(spec);
    }
  }

  /** The tensor of this name, row by row; a view. Errors: `ArenaError` for an unknown name. */
  get(name: string): Float32Array {
    const view = this.views.get(name);
    ensure(view !== undefined, `nn/parameters: no tensor "${name}" (${[...this.views.keys()].join(', ')})`);
    return view as Float32Array;
  }

  /** Draws all weights anew. */
  initialize(rng: Rng): this {
    for (const spec of this.specs) {
      const view = this.get(spec.name);
      if (spec.shape.length === 2 && spec.gain !== 0) {
        view.set(orthogonal(spec.shape[0], spec.shape[1], { gain: spec.gain, rng: rng.fork(spec.name) }));
      } else view.fill(spec.gain);
    }
    return this;
  }

  clone(): Parameters {
    return new Parameters(this.specs, this.flat.slice());
  }
}

/** Numbers in a tensor. */
export function sizeOf({ shape }: ParameterSpec): number {
  return shape.reduce((product, length) => product * length, 1);
}
