/**
 * JSON text with complaints that name the line. `JSON.parse` does the reading, so that large files are read fast; only
 * a fault makes the text be walked a second time, to find the line.
 */
import { isPlainObject } from '../config.js';
import { type ArenaError, didYouMean } from '../error.js';
import { firstJsonFault, type JsonPath, jsonOffset } from './json-scan.js';
import { fault, lineAt, type Source, shown } from './source.js';

const FREE_KEY = /^(x-.*|comment|description)$/s;

export class JsonSource {
  readonly source: Source;
  readonly content: unknown;

  /** Errors: `ArenaError` for text that is no JSON. */
  constructor(source: Source) {
    this.source = source;
    try {
      this.content = JSON.parse(source.text);
    } catch (error) {
      throw syntaxFault(source, error as Error);
    }
  }

  /** A complaint about the value at `path`, to be thrown. */
  fault(path: JsonPath, message: string): ArenaError {
    const { text } = this.source;
    return fault(this.source, lineAt(text, jsonOffset(text, path)), message);
  }

  /** The object at `path`. Errors: `ArenaError` for anything else. */
  object(value: unknown, path: JsonPath, what: string): Readonly<Record<string, unknown>> {
    if (isPlainObject(value)) return value;
    throw this.fault(path, `${what} is ${kindOf(value)} (an object is expected)`);
  }

  /**
   * Refuses keys that mean nothing in an object; `whose` says where it is and what it is called. Keys for people pass:
   * `comment`, `description`, `x-…`. Errors: `ArenaError` naming the line of the first unknown key.
   */
  refuseUnknown(fields: object, known: readonly string[], whose: () => readonly [path: JsonPath, what: string]): void {
    for (const key in fields) {
      if (known.includes(key) || FREE_KEY.test(key)) continue;
      const [path, what] = whose();
      const hint = didYouMean(key, known);
      throw this.fault([...path, key], `${what} has the unknown key ${shown(key)} (known: ${known.join(', ')})${hint}`);
    }
  }

  /** The list at `path`. Errors: `ArenaError` for anything else. */
  list(value: unknown, path: JsonPath, what: string): readonly unknown[] {
    if (Array.isArray(value)) return value as unknown[];
    throw this.fault(path, `${what} is ${kindOf(value)} (a list is expected)`);
  }

  /** The text at `path`. Errors: `ArenaError` for anything else, and for the empty text. */
  text(value: unknown, path: JsonPath, what: string): string {
    if (typeof value === 'string' && value !== '') return value;
    throw this.fault(path, `${what} is ${kindOf(value)} (a text that is not empty is expected)`);
  }

  /** The finite number ≥ 0 at `path`. Errors: `ArenaError` for anything else. */
  amount(value: unknown, path: JsonPath, what: string): number {
    if (isAmount(value)) return value;
    throw this.fault(path, `${what} is ${kindOf(value)} (a number ≥ 0 is expected)`);
  }
}

/** True for a finite number ≥ 0. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}

/** A value in messages: what it is when it is long, else itself. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : shown(value);
}

function syntaxFault(source: Source, error: Error): ArenaError {
  const { text } = source;
  const { offset, expected } = firstJsonFault(text);
  if (expected === '') return fault(source, 1, `not JSON: ${shown(error.message)}`);
  const found = offset >= text.length ? 'the file ends' : `${shown(text.slice(offset, offset + 12))} stands`;
  return fault(source, lineAt(text, offset), `not JSON: ${found} where ${expected} is expected`);
}
