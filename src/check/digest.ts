/**
 * A short fingerprint of any value, for comparing episodes: numbers by their bits (so NaN equals NaN and −0 differs
 * from 0), typed arrays by their bytes, objects by their sorted keys. Not cryptographic.
 */
const bits = new DataView(new ArrayBuffer(8));

/** Two independent 32-bit lanes, mixed word by word. */
class Mixer {
  private a = 0x9e3779b9;
  private b = 0x85ebca6b;

  word(value: number): void {
    this.a = Math.imul(this.a ^ value, 0x01000193);
    this.a ^= this.a >>> 15;
    this.b = Math.imul((this.b + value) | 0, 0xc2b2ae35);
    this.b ^= this.b >>> 13;
  }

  number(value: number): void {
    bits.setFloat64(0, value);
    this.word(bits.getInt32(0));
    this.word(bits.getInt32(4));
  }

  text(value: string): void {
    this.word(value.length);
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
  }

  bytes(view: ArrayBufferView): void {
    this.word(view.byteLength);
    // whole words at once where the array is aligned; most of what is mixed is arena snapshots
    const words = view.byteOffset % 4 === 0 ? view.byteLength >>> 2 : 0;
    this.words(new Int32Array(view.buffer, words === 0 ? 0 : view.byteOffset, words));
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 4 * words; i < bytes.length; i++) this.word(bytes[i]);
  }

  private words(words: Int32Array): void {
    let { a, b } = this;
    for (let i = 0; i < words.length; i++) {
      const value = words[i];
      a = Math.imul(a ^ value, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul((b + value) | 0, 0xc2b2ae35);
      b ^= b >>> 13;
    }
    this.a = a;
    this.b = b;
  }

  result(): string {
    const hex = (lane: number) => (lane >>> 0).toString(16).padStart(8, '0');
    return hex(this.a) + hex(this.b);
  }
}

/** Sixteen hexadecimal digits; equal values give equal digits. */
export function digest(value: unknown): string {
  const mixer = new Mixer();
  mix(value, mixer, 0);
  return mixer.result();
}

const MOST_DEEP = 40;

function mix(value: unknown, mixer: Mixer, depth: number): void {
  if (depth > MOST_DEEP) throw new RangeError(`a value is nested deeper than ${MOST_DEEP} (is it cyclic?)`);
  if (typeof value === 'number') {
    mixer.word(1);
    mixer.number(value);
  } else if (typeof value === 'string') {
    mixer.word(2);
    mixer.text(value);
  } else if (typeof value !== 'object' || value === null) {
    mixer.word(3);
    mixer.text(typeof value === 'function' ? 'function' : String(value));
  } else if (ArrayBuffer.isView(value)) {
    mixer.word(4);
    mixer.text(value.constructor.name);
    mixer.bytes(value);
  } else if (value instanceof ArrayBuffer) {
    mixer.word(5);
    mixer.bytes(new Uint8Array(value));
  } else if (Array.isArray(value) || value instanceof Set || value instanceof Map) {
    const members = [...(value as Iterable<unknown>)];
    mixer.word(6);
    mixer.word(members.length);
    for (const member of members) mix(member, mixer, depth + 1);
  } else {
    mixRecord(value as Record<string, unknown>, mixer, depth);
  }
}

function mixRecord(record: Record<string, unknown>, mixer: Mixer, depth: number): void {
  const keys = Object.keys(record).sort();
  mixer.word(7);
  mixer.word(keys.length);
  for (const key of keys) {
    mixer.text(key);
    mix(record[key], mixer, depth + 1);
  }
}
