/**
 * Several independent discrete choices at once (Gymnasium's MultiDiscrete): component i is an integer in
 * `start[i]` … `start[i] + counts[i] − 1`. The mask is a list with one byte array a component (or nothing for it).
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { sampleAllowed } from './discrete.js';
import { numbersFromJSON } from './number-json.js';
import type { Json, Space, SpaceMask } from './space.js';

const INT32_MAX = 2 ** 31 - 1;

export class MultiDiscreteSpace implements Space<Int32Array> {
  readonly kind = 'multiDiscrete';
  readonly counts: readonly number[]; // [component] number of choices
  readonly start: readonly number[]; // [component] least choice

  /** Errors: `ArenaError` for no component, or a count or start outside the 32-bit integers. */
  constructor(counts: readonly number[], start: readonly number[] = counts.map(() => 0)) {
    ensure(counts.length > 0, 'multiDiscrete: at least one component is needed');
    ensure(
      start.length === counts.length,
      `multiDiscrete: ${start.length} starts for ${counts.length} components (one for each)`,
    );
    for (let i = 0; i < counts.length; i++) {
      const [n, least] = [counts[i], start[i]];
      ensure(
        Number.isInteger(n) && n >= 1,
        `multiDiscrete: count ${n} of component ${i} is not allowed (an integer ≥ 1)`,
      );
      ensure(
        Number.isInteger(least) && least >= -INT32_MAX - 1 && least + n - 1 <= INT32_MAX,
        `multiDiscrete: component ${i} (${least} … ${least + n - 1}) does not fit 32-bit integers`,
      );
    }
    this.counts = Object.freeze([...counts]);
    this.start = Object.freeze([...start]);
  }

  contains(value: unknown): value is Int32Array {
    if (!(value instanceof Int32Array) || value.length !== this.counts.length) return false;
    return value.every((choice, i) => choice >= this.start[i] && choice < this.start[i] + this.counts[i]);
  }

  sample(rng: Rng, mask?: SpaceMask): Int32Array {
    ensure(
      mask === undefined || (Array.isArray(mask) && mask.length === this.counts.length),
      `multiDiscrete: the mask must be a list of ${this.counts.length} byte arrays`,
    );
    const value = new Int32Array(this.counts.length);
    for (let i = 0; i < value.length; i++) {
      const allowed = (mask as readonly (SpaceMask | undefined)[] | undefined)?.[i];
      const n = this.counts[i];
      value[i] = this.start[i] + (allowed === undefined ? rng.integer(n) : sampleAllowed(rng, allowed, n));
    }
    return value;
  }

  copy(value: Int32Array): Int32Array {
    return value.slice();
  }

  toJSON(): Json {
    return { kind: this.kind, counts: this.counts, start: this.start };
  }

  valueToJSON(value: Int32Array): Json {
    return Array.from(value);
  }

  valueFromJSON(json: Json): Int32Array {
    const numbers = numbersFromJSON(json, 'multiDiscrete');
    const value = Int32Array.from(numbers);
    ensure(
      this.contains(value) && numbers.every((number, i) => number === value[i]),
      `multiDiscrete: ${JSON.stringify(json)} is not in the space with counts [${this.counts.join(', ')}]`,
    );
    return value;
  }
}

/** Independent choices with the given numbers of members, from `start` (default 0). */
export function multiDiscrete(counts: readonly number[], start?: readonly number[]): MultiDiscreteSpace {
  return new MultiDiscreteSpace(counts, start);
}
