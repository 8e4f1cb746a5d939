/**
 * Texts of bounded length over a set of characters (Gymnasium's Text). Lengths count Unicode code points. The mask
 * is one byte per character of the set, in the set's sorted order; 1 = may occur.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { sampleAllowed } from './discrete.js';
import type { Json, Space, SpaceMask } from './space.js';

export interface TextOptions {
  readonly minLength?: number; // code points
  readonly maxLength: number; // code points
  /** The characters that may occur. */
  readonly charset?: string;
}

export const DEFAULT_TEXT_OPTIONS: Required<Omit<TextOptions, 'maxLength'>> = Object.freeze({
  minLength: 1,
  charset: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
});

export class TextSpace implements Space<string> {
  readonly kind = 'text';
  readonly minLength: number;
  readonly maxLength: number;
  readonly characters: readonly string[]; // sorted, each once
  private readonly members: ReadonlySet<string>;

  /** Errors: `ArenaError` for contradictory lengths, or no characters where some are needed. */
  constructor(options: TextOptions) {
    const { minLength, maxLength, charset } = { ...DEFAULT_TEXT_OPTIONS, ...options };
    ensure(
      Number.isInteger(minLength) &&
        Number.isInteger(maxLength) &&
        minLength >= 0 &&
        maxLength >= Math.max(1, minLength),
      `text: lengths ${minLength} … ${maxLength} are not allowed (integers, 0 ≤ least ≤ greatest, greatest ≥ 1)`,
    );
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.members = new Set(charset);
    this.characters = Object.freeze([...this.members].sort());
    ensure(this.characters.length > 0, 'text: the charset is empty');
    ensure([...this.members].every(isWholeCharacter), 'text: the charset holds half a surrogate pair');
  }

  contains(value: unknown): value is string {
    if (typeof value !== 'string') return false;
    const characters = Array.from(value);
    if (characters.length < this.minLength || characters.length > this.maxLength) return false;
    return characters.every((character) => this.members.has(character));
  }

  sample(rng: Rng, mask?: SpaceMask): string {
    const { characters, minLength, maxLength } = this;
    const length = minLength + rng.integer(maxLength - minLength + 1);
    let value = '';
    for (let i = 0; i < length; i++) {
      const index = mask === undefined ? rng.integer(characters.length) : sampleAllowed(rng, mask, characters.length);
      value += characters[index];
    }
    return value;
  }

  copy(value: string): string {
    return value;
  }

  toJSON(): Json {
    const { kind, minLength, maxLength } = this;
    return { kind, minLength, maxLength, charset: this.characters.join('') };
  }

  valueToJSON(value: string): Json {
    return value;
  }

  valueFromJSON(json: Json): string {
    ensure(this.contains(json), `text: ${JSON.stringify(json)} is not in the space`);
    return json;
  }
}

/** Texts over a set of characters; see {@link TextOptions}. */
export function text(options: TextOptions): TextSpace {
  return new TextSpace(options);
}

function isWholeCharacter(character: string): boolean {
  const code = character.codePointAt(0)!;
  return code < 0xd800 || code > 0xdfff;
}
