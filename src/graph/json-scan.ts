/**
 * Positions in JSON text (RFC 8259), which `JSON.parse` does not tell: where the text stops being JSON, and where a
 * value stands. Only used to word a complaint; files without faults never come here. One pass, nothing recurses.
 */

/** Steps into a value: keys of objects and positions in arrays. */
export type JsonPath = readonly (string | number)[];

/** A position, and what should stand there; nothing is expected where the text is JSON. */
export interface JsonSpot {
  readonly offset: number;
  readonly expected: string;
}

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const ESCAPE = /["\\/bfnrt]|u[\da-fA-F]{4}/y;

/** The end of the pattern's match at a position, or −1. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The end of the string that begins at a position, or −1. */
function endOfString(text: string, at: number): number {
  if (text[at] !== '"') return -1;
  let i = at + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1;
    if (code < 0x20) return -1;
    i = code === 0x5c ? endOf(ESCAPE, text, i + 1) : i + 1;
    if (i < 0) return -1;
  }
  return -1;
}

/** An object or array that the scan is in. */
interface Level {
  readonly array: boolean;
  key: string | number; // of the member that stands or begins here
}

/** Where the text stops being JSON and what should stand there instead. */
export function firstJsonFault(text: string): JsonSpot {
  return new JsonScan(text, null).run();
}

/** Where the value at `path` begins, or the nearest ancestor that there is. The text must be JSON. */
export function jsonOffset(text: string, path: JsonPath): number {
  return new JsonScan(text, path).run().offset;
}

class JsonScan {
  readonly #text: string;
  readonly #path: JsonPath | null; // null = look for faults only
  readonly #levels: Level[] = [];
  #matched = 0; // levels whose key is the path's
  #nearest = 0; // where the deepest value on the path begins

  constructor(text: string, path: JsonPath | null) {
    this.#text = text;
    this.#path = path;
  }

  run(): JsonSpot {
    const text = this.#text;
    let at = endOf(SPACE, text, 0);
    for (;;) {
      if (this.#reached(at)) return { offset: at, expected: '' };
      const value = this.#value(at);
      if (value.expected !== '') return value;
      at = value.offset;
      if (value.entered) continue;
      const next = this.#afterValue(at);
      if (next.expected !== '' || next.done) return next;
      at = next.offset;
    }
  }

  /** Notes a value on the path; true when it is the one looked for. */
  #reached(at: number): boolean {
    if (this.#path === null || this.#matched < this.#levels.length) return false;
    this.#nearest = at;
    return this.#matched === this.#path.length;
  }

  /** Passes a scalar or an empty container, or enters a container and stops before its first member's value. */
  #value(at: number): JsonSpot & { entered?: boolean } {
    const text = this.#text;
    const opening = text[at];
    if (opening !== '{' && opening !== '[') {
      const end = opening === '"' ? endOfString(text, at) : endOf(SCALAR, text, at);
      if (end < 0) return { offset: at, expected: opening === '"' ? 'a complete text in double quotes' : 'a value' };
      return { offset: endOf(SPACE, text, end), expected: '' };
    }
    const array = opening === '[';
    const inside = endOf(SPACE, text, at + 1);
    if (text[inside] === (array ? ']' : '}')) return { offset: endOf(SPACE, text, inside + 1), expected: '' };
    this.#levels.push({ array, key: 0 });
    return { ...this.#member(inside), entered: true };
  }

  /** After a value: closes what ends here and stops before the next value. */
  #afterValue(from: number): JsonSpot & { done?: boolean } {
    const text = this.#text;
    let at = from;
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (this.#path !== null && this.#matched === this.#levels.length) return this.#passed(); // what was looked for is not in it
      const closing = level.array ? ']' : '}';
      if (text[at] === ',') {
        if (level.array) level.key = (level.key as number) + 1;
        return this.#member(endOf(SPACE, text, at + 1));
      }
      if (text[at] !== closing) return { offset: at, expected: `"," or "${closing}"` };
      this.#levels.pop();
      at = endOf(SPACE, text, at + 1);
    }
    if (this.#path !== null) return this.#passed();
    return { offset: at, expected: at < text.length ? 'the end of the file' : '', done: true };
  }

  #passed(): JsonSpot & { done: boolean } {
    return { offset: this.#nearest, expected: '', done: true };
  }

  /** Reads the key of an object's member; stops before the member's value. */
  #member(at: number): JsonSpot {
    const text = this.#text;
    const level = this.#levels.at(-1)!;
    let value = at;
    if (!level.array) {
      const end = endOfString(text, at);
      if (end < 0) return { offset: at, expected: 'a key in double quotes' };
      const colon = endOf(SPACE, text, end);
      if (text[colon] !== ':') return { offset: colon, expected: '":"' };
      level.key = JSON.parse(text.slice(at, end)) as string;
      value = endOf(SPACE, text, colon + 1);
    }
    const depth = this.#levels.length - 1;
    if (this.#path !== null && this.#matched === depth && this.#path[depth] === level.key) this.#matched++;
    return { offset: value, expected: '' };
  }
}
