/**
 * A fixed list of spaces (Gymnasium's Tuple); a value is a list with one member of each. The mask is a list too,
 * with nothing where a part is unrestricted.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import type { Json, Space, SpaceMask } from './space.js';

export class TupleSpace implements Space<readonly unknown[]> {
  readonly kind = 'tuple';
  readonly spaces: readonly Space[];

  /** Errors: `ArenaError` for an empty list. */
  constructor(spaces: readonly Space[]) {
    ensure(spaces.length > 0, 'tuple: at least one space is needed');
    this.spaces = Object.freeze([...spaces]);
  }

  contains(value: unknown): value is readonly unknown[] {
    if (!Array.isArray(value) || value.length !== this.spaces.length) return false;
    return this.spaces.every((space, i) => space.contains(value[i]));
  }

  sample(rng: Rng, mask?: SpaceMask): readonly unknown[] {
    ensure(
      mask === undefined || (Array.isArray(mask) && mask.length === this.spaces.length),
      `tuple: the mask must be a list of ${this.spaces.length} masks`,
    );
    const masks = mask as readonly (SpaceMask | undefined)[] | undefined;
    return this.spaces.map((space, i) => space.sample(rng, masks?.[i]));
  }

  copy(value: readonly unknown[]): readonly unknown[] {
    return this.spaces.map((space, i) => space.copy(value[i]));
  }

  toJSON(): Json {
    return { kind: this.kind, spaces: this.spaces.map((space) => space.toJSON()) };
  }

  valueToJSON(value: readonly unknown[]): Json {
    return this.spaces.map((space, i) => space.valueToJSON(value[i]));
  }

  valueFromJSON(json: Json): readonly unknown[] {
    ensure(
      Array.isArray(json) && json.length === this.spaces.length,
      `tuple: a list of ${this.spaces.length} values is needed`,
    );
    return this.spaces.map((space, i) => space.valueFromJSON(json[i]));
  }
}

/** A fixed list of spaces. */
export function tuple(spaces: readonly Space[]): TupleSpace {
  return new TupleSpace(spaces);
}
