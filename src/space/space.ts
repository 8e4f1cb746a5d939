/**
 * The contract of a space: the set of values that an observation or an action may take (Gymnasium's spaces).
 * A space is a constant; it holds no generator, so sampling takes one. Every space and every value of it
 * survives a round trip through JSON.
 */
import type { Rng } from '../rng.js';

/** Anything `JSON.stringify` and `JSON.parse` carry unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A sampling mask: shape depends on the space (flat 0/1 bytes for discrete, nested for composites). */
export type SpaceMask = Uint8Array | readonly (SpaceMask | undefined)[] | { readonly [key: string]: SpaceMask };

export interface Space<T = unknown> {
  /** The name under which {@link spaceFromJSON} rebuilds it. */
  readonly kind: string;
  contains(value: unknown): value is T;
  /** A random member; with a mask, only members the mask allows (1 = allowed). */
  sample(rng: Rng, mask?: SpaceMask): T;
  /** An independent copy of a value (observations of live environments alias their buffers). */
  copy(value: T): T;
  /** A plain description of the space. */
  toJSON(): Json;
  /** A value as plain JSON, exact (non-finite numbers as strings), and back. */
  valueToJSON(value: T): Json;
  valueFromJSON(json: Json): T;
}
