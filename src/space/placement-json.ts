/**
 * Placement views as plain JSON and back, exactly. Typed arrays are written as `{ "float64": [...] }`, so the
 * reader needs no table of columns; numbers without a JSON word are strings (see `number-json.ts`).
 */
import { isPlainObject } from '../config.js';
import { ArenaError, ensure } from '../error.js';
import type { PlacementView } from '../placement.js';
import { numberFromJSON, numbersFromJSON, numbersToJSON, numberToJSON } from './number-json.js';
import type { Json } from './space.js';

const ARRAYS = { float64: Float64Array, int32: Int32Array, uint8: Uint8Array } as const;

/** Texts stay texts under these keys; elsewhere a text is a number without a JSON word. */
const TEXT_KEYS: ReadonlySet<string> = new Set(['name', 'contention']);

/** A copied view as JSON. */
export function placementToJSON(copy: PlacementView): Json {
  return encode(copy, 'view');
}

/** The view back. Errors: `ArenaError` for JSON of another form. */
export function placementFromJSON(json: Json): PlacementView {
  ensure(isPlainObject(json), 'placement: an object is needed');
  return decode(json, '', 'view') as PlacementView;
}

function encode(part: unknown, where: string): Json {
  if (typeof part === 'number') return numberToJSON(part);
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map((name) => String(name));
  for (const [name, array] of Object.entries(ARRAYS)) {
    if (part instanceof array) return { [name]: numbersToJSON(part) };
  }
  if (isPlainObject(part)) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, encode(value, `${where}.${key}`)]));
  }
  throw new ArenaError(`placement: ${where} cannot be written as JSON`);
}

function decode(json: Json, key: string, where: string): unknown {
  if (typeof json === 'number') return json;
  if (typeof json === 'string') return TEXT_KEYS.has(key) ? json : numberFromJSON(json, `placement: ${where}`);
  if (Array.isArray(json)) return json.map(String);
  ensure(isPlainObject(json), `placement: ${where} is not understood`);
  const entries = Object.entries(json as { readonly [key: string]: Json });
  const [type, values] = entries[0] ?? [];
  if (entries.length === 1 && type !== undefined && type in ARRAYS && Array.isArray(values)) {
    return ARRAYS[type as keyof typeof ARRAYS].from(numbersFromJSON(values as Json, `placement: ${where}`));
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, decode(value, name, `${where}.${name}`)]));
}
