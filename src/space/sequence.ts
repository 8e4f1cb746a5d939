/**
 * Lists of any length of members of one space (Gymnasium's Sequence). Sampled lengths are geometric with mean 3,
 * unless the mask says otherwise. The mask is a pair: which lengths are allowed (byte i = length i), and the mask
 * of every element; either may be absent.
 */
import { randomGeometric } from 'd3-random';
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { sampleAllowed } from './discrete.js';
import type { Json, Space, SpaceMask } from './space.js';

/** Chance that a sampled list ends after the elements drawn so far. */
const STOP = 0.25;

export class SequenceSpace implements Space<readonly unknown[]> {
  readonly kind = 'sequence';
  readonly element: Space;

  constructor(element: Space) {
    this.element = element;
  }

  contains(value: unknown): value is readonly unknown[] {
    return Array.isArray(value) && value.every((member) => this.element.contains(member));
  }

  sample(rng: Rng, mask?: SpaceMask): readonly unknown[] {
    ensure(
      mask === undefined || (Array.isArray(mask) && mask.length === 2),
      'sequence: the mask must be a pair (lengths, element)',
    );
    const [lengths, element] = (mask ?? []) as readonly (SpaceMask | undefined)[];
    const length =
      lengths === undefined
        ? randomGeometric.source(rng)(STOP)() - 1
        : sampleAllowed(rng, lengths, (lengths as Uint8Array).length);
    return Array.from({ length }, () => this.element.sample(rng, element));
  }

  copy(value: readonly unknown[]): readonly unknown[] {
    return value.map((member) => this.element.copy(member));
  }

  toJSON(): Json {
    return { kind: this.kind, element: this.element.toJSON() };
  }

  valueToJSON(value: readonly unknown[]): Json {
    return value.map((member) => this.element.valueToJSON(member));
  }

  valueFromJSON(json: Json): readonly unknown[] {
    ensure(Array.isArray(json), 'sequence: a list is needed');
    return json.map((member: Json) => this.element.valueFromJSON(member));
  }
}

/** Lists of any length of members of `element`. */
export function sequence(element: Space): SequenceSpace {
  return new SequenceSpace(element);
}
