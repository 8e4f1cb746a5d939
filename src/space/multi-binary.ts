/**
 * Arrays of bits (Gymnasium's MultiBinary), one byte each. A mask of as many bytes says which bits may be 1: masked
 * bits (0) are always 0 in the sample, the others are drawn fairly.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { numbersFromJSON } from './number-json.js';
import type { Json, Space, SpaceMask } from './space.js';

export class MultiBinarySpace implements Space<Uint8Array> {
  readonly kind = 'multiBinary';
  readonly shape: readonly number[];
  readonly size: number; // number of bits

  /** Errors: `ArenaError` unless every length is an integer ≥ 1. */
  constructor(shape: number | readonly number[]) {
    this.shape = Object.freeze(typeof shape === 'number' ? [shape] : [...shape]);
    ensure(
      this.shape.length > 0 && this.shape.every((length) => Number.isInteger(length) && length >= 1),
      `multiBinary: shape [${this.shape.join(', ')}] is not allowed (integers ≥ 1)`,
    );
    this.size = this.shape.reduce((product, length) => product * length, 1);
  }

  contains(value: unknown): value is Uint8Array {
    return value instanceof Uint8Array && value.length === this.size && value.every((bit) => bit === 0 || bit === 1);
  }

  sample(rng: Rng, mask?: SpaceMask): Uint8Array {
    ensure(
      mask === undefined || (mask instanceof Uint8Array && mask.length === this.size),
      `multiBinary: the mask must be ${this.size} bytes (0 = the bit stays 0)`,
    );
    const value = new Uint8Array(this.size);
    for (let i = 0; i < this.size; i++)
      value[i] = rng.integer(2) & ((mask as Uint8Array | undefined)?.[i] === 0 ? 0 : 1);
    return value;
  }

  copy(value: Uint8Array): Uint8Array {
    return value.slice();
  }

  toJSON(): Json {
    return { kind: this.kind, shape: this.shape };
  }

  valueToJSON(value: Uint8Array): Json {
    return Array.from(value);
  }

  valueFromJSON(json: Json): Uint8Array {
    const numbers = numbersFromJSON(json, 'multiBinary');
    ensure(
      numbers.length === this.size && numbers.every((bit) => bit === 0 || bit === 1),
      `multiBinary: ${this.size} bits (0 or 1) are needed`,
    );
    return Uint8Array.from(numbers);
  }
}

/** Arrays of bits of the given length or shape. */
export function multiBinary(shape: number | readonly number[]): MultiBinarySpace {
  return new MultiBinarySpace(shape);
}
