/**
 * Arrays of numbers within bounds (Gymnasium's Box). A value is one flat typed array in row-major order; its class
 * tells the dtype. Bounds may be infinite for floats; integer bounds are cut to the range of the dtype. Sampling,
 * per element: uniform when bounded on both sides, shifted exponential (mean 1) when on one, normal when on none.
 */
import { randomExponential, randomNormal } from 'd3-random';
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { numbersFromJSON, numbersToJSON, numberToJSON } from './number-json.js';
import type { Json, Space, SpaceMask } from './space.js';

export type BoxDtype = 'float32' | 'float64' | 'int32' | 'uint8';
export type BoxValue = Float32Array | Float64Array | Int32Array | Uint8Array;

/** The array class of each dtype, and the least and greatest number it holds (infinite for floats). */
const DTYPES = {
  float32: { array: Float32Array, least: Number.NEGATIVE_INFINITY, greatest: Number.POSITIVE_INFINITY },
  float64: { array: Float64Array, least: Number.NEGATIVE_INFINITY, greatest: Number.POSITIVE_INFINITY },
  int32: { array: Int32Array, least: -(2 ** 31), greatest: 2 ** 31 - 1 },
  uint8: { array: Uint8Array, least: 0, greatest: 255 },
} as const;

export interface BoxOptions {
  /** Lower bound: one number for all elements, or one an element (row-major). */
  readonly low: number | ArrayLike<number>;
  /** Upper bound, likewise. */
  readonly high: number | ArrayLike<number>;
  /** Length along each axis; default: one axis as long as the bounds. `[]` is a single number. */
  readonly shape?: readonly number[];
  /** Default {@link DEFAULT_BOX_DTYPE}. */
  readonly dtype?: BoxDtype;
}

export const DEFAULT_BOX_DTYPE: BoxDtype = 'float32';

export class BoxSpace implements Space<BoxValue> {
  readonly kind = 'box';
  readonly dtype: BoxDtype;
  readonly shape: readonly number[];
  readonly size: number; // number of elements
  readonly low: Float64Array; // [element]
  readonly high: Float64Array; // [element]

  /** Errors: `ArenaError` for a shape, dtype or bound that is not allowed. */
  constructor(options: BoxOptions) {
    const { dtype = DEFAULT_BOX_DTYPE } = options;
    ensure(dtype in DTYPES, `box: dtype "${String(dtype)}" does not exist (${Object.keys(DTYPES).join(', ')})`);
    this.dtype = dtype;
    this.shape = Object.freeze([...(options.shape ?? defaultShape(options))]);
    ensure(
      this.shape.every((length) => Number.isInteger(length) && length >= 1),
      `box: shape [${this.shape.join(', ')}] is not allowed (integers ≥ 1)`,
    );
    this.size = this.shape.reduce((product, length) => product * length, 1);
    this.low = expandBound(options.low, this.size, 'low', dtype);
    this.high = expandBound(options.high, this.size, 'high', dtype);
    for (let i = 0; i < this.size; i++) {
      ensure(this.low[i] <= this.high[i], `box: low ${this.low[i]} is above high ${this.high[i]} (element ${i})`);
    }
  }

  contains(value: unknown): value is BoxValue {
    if (!(value instanceof DTYPES[this.dtype].array) || value.length !== this.size) return false;
    for (let i = 0; i < value.length; i++) {
      if (!(value[i] >= this.low[i] && value[i] <= this.high[i])) return false; // NaN fails
    }
    return true;
  }

  sample(rng: Rng, mask?: SpaceMask): BoxValue {
    ensure(mask === undefined, 'box: sampling takes no mask');
    const value = this.zeros();
    const normal = randomNormal.source(rng)(0, 1);
    const exponential = randomExponential.source(rng)(1);
    for (let i = 0; i < this.size; i++) {
      const low = this.low[i];
      const high = this.high[i];
      let drawn: number;
      if (this.integral) drawn = low + Math.floor(rng() * (high - low + 1));
      else if (Number.isFinite(low) && Number.isFinite(high)) drawn = between(low, high, rng());
      else if (Number.isFinite(low)) drawn = low + exponential();
      else if (Number.isFinite(high)) drawn = high - exponential();
      else drawn = normal();
      value[i] = drawn;
      if (value[i] < low) value[i] = low; // rounding to the dtype may step over a bound
      if (value[i] > high) value[i] = high;
    }
    return value;
  }

  copy(value: BoxValue): BoxValue {
    return value.slice();
  }

  toJSON(): Json {
    const { kind, dtype, shape } = this;
    return { kind, dtype, shape, low: boundToJSON(this.low), high: boundToJSON(this.high) };
  }

  valueToJSON(value: BoxValue): Json {
    return numbersToJSON(value);
  }

  valueFromJSON(json: Json): BoxValue {
    const numbers = numbersFromJSON(json, 'box');
    const value = DTYPES[this.dtype].array.from(numbers);
    ensure(
      numbers.every((number, i) => Object.is(number, value[i])) && this.contains(value),
      `box: ${JSON.stringify(json).slice(0, 80)} is not in ${JSON.stringify(this.toJSON()).slice(0, 200)}`,
    );
    return value;
  }

  /** A new array of the right class and length. */
  zeros(count = 1): BoxValue {
    return new DTYPES[this.dtype].array(this.size * count);
  }

  /** True for dtypes of whole numbers. */
  get integral(): boolean {
    return this.dtype === 'int32' || this.dtype === 'uint8';
  }
}

/** A space of number arrays; see {@link BoxOptions}. */
export function box(options: BoxOptions): BoxSpace {
  return new BoxSpace(options);
}

function defaultShape(options: BoxOptions): number[] {
  const bound = typeof options.low !== 'number' ? options.low : options.high;
  return typeof bound === 'number' ? [] : [bound.length];
}

function expandBound(bound: number | ArrayLike<number>, size: number, side: string, dtype: BoxDtype): Float64Array {
  const expanded = new Float64Array(size);
  ensure(
    typeof bound === 'number' || bound.length === size,
    `box: ${side} has ${(bound as ArrayLike<number>).length} elements, the shape needs ${size}`,
  );
  const { array, least, greatest } = DTYPES[dtype];
  for (let i = 0; i < size; i++) {
    const given = typeof bound === 'number' ? bound : bound[i];
    ensure(!Number.isNaN(given), `box: ${side} of element ${i} is NaN`);
    const cut = Math.min(greatest, Math.max(least, given));
    ensure(
      cut === given || !Number.isFinite(given),
      `box: ${side} ${given} of element ${i} does not fit ${dtype} (${least} … ${greatest})`,
    );
    expanded[i] = array.of(cut)[0];
    ensure(
      Number.isFinite(expanded[i]) || given === (side === 'low' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY),
      `box: ${side} ${given} of element ${i} is not allowed (a number that ${dtype} holds)`,
    );
    ensure(
      dtype.startsWith('float') || expanded[i] === cut,
      `box: ${side} ${given} of element ${i} is no whole number (dtype ${dtype})`,
    );
  }
  return expanded;
}

/** Linear interpolation that cannot overflow. */
function between(low: number, high: number, fraction: number): number {
  const span = high - low;
  return Number.isFinite(span) ? low + fraction * span : low * (1 - fraction) + high * fraction;
}

function boundToJSON(bound: Float64Array): Json {
  return bound.every((value) => Object.is(value, bound[0])) ? numberToJSON(bound[0]) : numbersToJSON(bound);
}
