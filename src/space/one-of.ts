/**
 * A choice between spaces (Gymnasium's OneOf): a value is the pair of the index of a space and a member of it. The
 * mask is a list with one mask a space; a space whose mask is an empty byte array is not chosen.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { sampleAllowed } from './discrete.js';
import type { Json, Space, SpaceMask } from './space.js';

export type OneOfValue = readonly [index: number, value: unknown];

export class OneOfSpace implements Space<OneOfValue> {
  readonly kind = 'oneOf';
  readonly spaces: readonly Space[];

  /** Errors: `ArenaError` for an empty list. */
  constructor(spaces: readonly Space[]) {
    ensure(spaces.length > 0, 'oneOf: at least one space is needed');
    this.spaces = Object.freeze([...spaces]);
  }

  contains(value: unknown): value is OneOfValue {
    if (!Array.isArray(value) || value.length !== 2) return false;
    const space = Number.isInteger(value[0]) ? this.spaces[value[0] as number] : undefined;
    return space?.contains(value[1]) ?? false;
  }

  sample(rng: Rng, mask?: SpaceMask): OneOfValue {
    ensure(
      mask === undefined || (Array.isArray(mask) && mask.length === this.spaces.length),
      `oneOf: the mask must be a list of ${this.spaces.length} masks`,
    );
    const masks = mask as readonly (SpaceMask | undefined)[] | undefined;
    const open = Uint8Array.from(this.spaces, (_, i) => (isEmpty(masks?.[i]) ? 0 : 1));
    const index = sampleAllowed(rng, open, open.length);
    return [index, this.spaces[index].sample(rng, masks?.[index])];
  }

  copy(value: OneOfValue): OneOfValue {
    return [value[0], this.spaces[value[0]].copy(value[1])];
  }

  toJSON(): Json {
    return { kind: this.kind, spaces: this.spaces.map((space) => space.toJSON()) };
  }

  valueToJSON(value: OneOfValue): Json {
    return [value[0], this.spaces[value[0]].valueToJSON(value[1])];
  }

  valueFromJSON(json: Json): OneOfValue {
    ensure(Array.isArray(json) && json.length === 2, 'oneOf: a pair (index, value) is needed');
    const space = Number.isInteger(json[0]) ? this.spaces[json[0] as number] : undefined;
    ensure(space, `oneOf: space ${JSON.stringify(json[0])} does not exist (0 … ${this.spaces.length - 1})`);
    return [json[0] as number, space.valueFromJSON(json[1])];
  }
}

/** A choice between spaces. */
export function oneOf(spaces: readonly Space[]): OneOfSpace {
  return new OneOfSpace(spaces);
}

function isEmpty(mask: SpaceMask | undefined): boolean {
  return mask instanceof Uint8Array && mask.length === 0;
}
