/**
 * A record of named spaces (Gymnasium's Dict). Keys are kept sorted, whatever order they were given in, because
 * sampling and flattening depend on the order. The mask is a record too; absent keys are unrestricted.
 */
import { isPlainObject } from '../config.js';
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import type { Json, Space, SpaceMask } from './space.js';

export type DictValue = Readonly<Record<string, unknown>>;

export class DictSpace implements Space<DictValue> {
  readonly kind = 'dict';
  readonly keys: readonly string[]; // sorted
  readonly spaces: Readonly<Record<string, Space>>;

  /** Errors: `ArenaError` for an empty record. */
  constructor(spaces: Readonly<Record<string, Space>>) {
    this.keys = Object.freeze(Object.keys(spaces).sort());
    ensure(this.keys.length > 0, 'dict: at least one key is needed');
    this.spaces = Object.freeze(Object.fromEntries(this.keys.map((key) => [key, spaces[key]])));
  }

  contains(value: unknown): value is DictValue {
    if (!isPlainObject(value) || Object.keys(value).length !== this.keys.length) return false;
    return this.keys.every((key) => Object.hasOwn(value, key) && this.spaces[key].contains(value[key]));
  }

  sample(rng: Rng, mask?: SpaceMask): DictValue {
    ensure(mask === undefined || isPlainObject(mask), 'dict: the mask must be a record of masks');
    const masks = mask as Readonly<Record<string, SpaceMask>> | undefined;
    for (const key of Object.keys(masks ?? {})) {
      ensure(Object.hasOwn(this.spaces, key), `dict: the mask names "${key}" (known: ${this.keys.join(', ')})`);
    }
    return this.map((key, space) => space.sample(rng, masks?.[key]));
  }

  copy(value: DictValue): DictValue {
    return this.map((key, space) => space.copy(value[key]));
  }

  toJSON(): Json {
    return { kind: this.kind, spaces: this.map((_, space) => space.toJSON()) };
  }

  valueToJSON(value: DictValue): Json {
    return this.map((key, space) => space.valueToJSON(value[key]));
  }

  valueFromJSON(json: Json): DictValue {
    ensure(
      isPlainObject(json) && Object.keys(json).length === this.keys.length,
      `dict: a record with the keys ${this.keys.join(', ')} is needed`,
    );
    return this.map((key, space) => {
      ensure(Object.hasOwn(json, key), `dict: "${key}" is missing`);
      return space.valueFromJSON(json[key] as Json);
    });
  }

  private map<R>(change: (key: string, space: Space) => R): Record<string, R> {
    return Object.fromEntries(this.keys.map((key) => [key, change(key, this.spaces[key])]));
  }
}

/** A record of named spaces. */
export function dict(spaces: Readonly<Record<string, Space>>): DictSpace {
  return new DictSpace(spaces);
}
