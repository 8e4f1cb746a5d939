/**
 * Why a value is not in a space, naming the offending part: `observation.queue: element 3 is 7, above 5`.
 */
import { BoxSpace } from '../space/box.js';
import { DictSpace } from '../space/dict.js';
import { PlacementSpace } from '../space/placement.js';
import type { Space } from '../space/space.js';
import { TupleSpace } from '../space/tuple.js';

/** The reason in words; the empty text when the value is a member. */
export function explainMismatch(space: Space, value: unknown, where: string): string {
  if (space.contains(value)) return '';
  if (space instanceof PlacementSpace) return `${where}: ${space.explain(value)}`;
  if (space instanceof BoxSpace) return `${where}: ${explainBox(space, value)}`;
  if (space instanceof DictSpace && typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    const missing = space.keys.filter((key) => !Object.hasOwn(record, key));
    const extra = Object.keys(record).filter((key) => !Object.hasOwn(space.spaces, key));
    if (missing.length > 0) return `${where}: key ${missing.join(', ')} is missing`;
    if (extra.length > 0) return `${where}: key ${extra.join(', ')} is not in the space`;
    for (const key of space.keys) {
      const reason = explainMismatch(space.spaces[key], record[key], `${where}.${key}`);
      if (reason) return reason;
    }
  }
  if (space instanceof TupleSpace && Array.isArray(value as unknown)) {
    const parts = value as readonly unknown[];
    if (parts.length !== space.spaces.length) return `${where}: ${parts.length} parts, not ${space.spaces.length}`;
    for (let i = 0; i < parts.length; i++) {
      const reason = explainMismatch(space.spaces[i], parts[i], `${where}[${i}]`);
      if (reason) return reason;
    }
  }
  return `${where}: ${describe(value)} is not in the ${space.kind} space`;
}

function explainBox(space: BoxSpace, value: unknown): string {
  const expected = space.zeros().constructor.name;
  if (!ArrayBuffer.isView(value) || value.constructor.name !== expected) {
    return `${describe(value)} is no ${expected}`;
  }
  const numbers = value as Float64Array;
  if (numbers.length !== space.size) return `${numbers.length} elements, not ${space.size}`;
  const bad = numbers.findIndex((number, i) => !(number >= space.low[i] && number <= space.high[i]));
  return `element ${bad} is ${numbers[bad]}, outside ${space.low[bad]} … ${space.high[bad]}`;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'record'}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
