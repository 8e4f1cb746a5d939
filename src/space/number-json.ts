/**
 * Numbers as JSON, exactly: what JSON has no word for (NaN, ±Infinity, −0) is written as a string. Everything
 * else survives because JavaScript prints the shortest text that reads back as the same double.
 */
import { ensure } from '../error.js';
import type { Json } from './space.js';

/** A number, or one of `"NaN"`, `"Infinity"`, `"-Infinity"`, `"-0"`. */
export function numberToJSON(value: number): number | string {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The number back. Errors: `ArenaError` for anything that {@link numberToJSON} does not write. */
export function numberFromJSON(json: Json | undefined, who: string): number {
  if (typeof json === 'number') return json;
  ensure(
    json === 'NaN' || json === 'Infinity' || json === '-Infinity' || json === '-0',
    `${who}: ${JSON.stringify(json)} is no number`,
  );
  return Number(json);
}

/** An array of numbers as JSON. */
export function numbersToJSON(values: ArrayLike<number>): Json[] {
  return Array.from(values, numberToJSON);
}

/** The numbers back, as a plain array. Errors: `ArenaError` where the JSON is no list of numbers. */
export function numbersFromJSON(json: Json | undefined, who: string): number[] {
  ensure(Array.isArray(json), `${who}: a list of numbers is needed`);
  return json.map((member: Json) => numberFromJSON(member, who));
}
