/**
 * The integers `start` … `start + n − 1` (Gymnasium's Discrete). The mask is one byte per member, 1 = allowed.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import type { Json, Space, SpaceMask } from './space.js';

export class DiscreteSpace implements Space<number> {
  readonly kind = 'discrete';
  readonly n: number;
  readonly start: number;

  /** Errors: `ArenaError` unless n is an integer ≥ 1 and start an integer. */
  constructor(n: number, start = 0) {
    ensure(Number.isSafeInteger(n) && n >= 1, `discrete: n = ${n} is not allowed (an integer ≥ 1)`);
    ensure(
      Number.isSafeInteger(start) && Number.isSafeInteger(start + n - 1),
      `discrete: start = ${start} is not allowed (an integer)`,
    );
    this.n = n;
    this.start = start;
  }

  contains(value: unknown): value is number {
    return Number.isInteger(value) && (value as number) >= this.start && (value as number) < this.start + this.n;
  }

  sample(rng: Rng, mask?: SpaceMask): number {
    if (mask === undefined) return this.start + rng.integer(this.n);
    return this.start + sampleAllowed(rng, mask, this.n);
  }

  copy(value: number): number {
    return value;
  }

  toJSON(): Json {
    return { kind: this.kind, n: this.n, start: this.start };
  }

  valueToJSON(value: number): Json {
    return value;
  }

  valueFromJSON(json: Json): number {
    ensure(
      this.contains(json),
      `discrete: ${JSON.stringify(json)} is not in ${this.start} … ${this.start + this.n - 1}`,
    );
    return json;
  }
}

/** The integers from `start` (default 0), n of them. */
export function discrete(n: number, start = 0): DiscreteSpace {
  return new DiscreteSpace(n, start);
}

/** A uniformly chosen index whose byte is not 0. Errors: `ArenaError` for a wrong length or an empty mask. */
export function sampleAllowed(rng: Rng, mask: SpaceMask, length: number): number {
  ensure(
    mask instanceof Uint8Array && mask.length === length,
    `discrete: the mask must be ${length} bytes (1 = allowed)`,
  );
  let allowed = 0;
  for (let i = 0; i < length; i++) if (mask[i] !== 0) allowed++;
  ensure(allowed > 0, `discrete: the mask allows none of the ${length} members`);
  let remaining = rng.integer(allowed);
  for (let i = 0; i < length; i++) if (mask[i] !== 0 && remaining-- === 0) return i;
  return length - 1;
}
