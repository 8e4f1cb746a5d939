/**
 * Any value of fixed size as one vector, and back (Gymnasium's flatten). Numbers of a Box and bits stay as they are;
 * a discrete choice becomes one-hot; a text becomes one index a character, −1 beyond its end; a oneOf becomes its
 * index and its value, padded with zeros to the longest. Tuples and dicts follow one another (dict keys sorted).
 * Sequences, graphs and placement views have no fixed size: those are refused.
 */
import { ArenaError, ensure } from '../error.js';
import { BoxSpace, box } from './box.js';
import { DictSpace } from './dict.js';
import { DiscreteSpace } from './discrete.js';
import { MultiBinarySpace } from './multi-binary.js';
import { MultiDiscreteSpace } from './multi-discrete.js';
import { OneOfSpace, type OneOfValue } from './one-of.js';
import type { Space } from './space.js';
import { TextSpace } from './text.js';
import { TupleSpace } from './tuple.js';

/** Length of the flattened value. Errors: `ArenaError` for a space without a fixed size. */
export function flatdim(space: Space): number {
  if (space instanceof BoxSpace || space instanceof MultiBinarySpace) return space.size;
  if (space instanceof DiscreteSpace) return space.n;
  if (space instanceof MultiDiscreteSpace) return sum(space.counts);
  if (space instanceof TextSpace) return space.maxLength;
  if (space instanceof TupleSpace || space instanceof DictSpace) return sum(parts(space).map(flatdim));
  if (space instanceof OneOfSpace) return 1 + Math.max(...space.spaces.map(flatdim));
  throw new ArenaError(
    `space: ${space.kind} cannot be flattened, its values differ in size (use the padded observation of the environment)`,
  );
}

/** The value as a new vector of {@link flatdim} doubles. */
export function flatten(space: Space, value: unknown): Float64Array {
  const target = new Float64Array(flatdim(space));
  write(space, value, target);
  return target;
}

/** The value that {@link flatten} wrote. Errors: `ArenaError` for a vector of another length. */
export function unflatten(space: Space, vector: ArrayLike<number>): unknown {
  const length = flatdim(space);
  ensure(vector.length === length, `space: ${vector.length} numbers for a flattened ${space.kind} of ${length}`);
  return read(space, Float64Array.from(vector));
}

/** The Box of all flattened values, dtype float64. */
export function flattenSpace(space: Space): BoxSpace {
  const low = new Float64Array(flatdim(space));
  const high = low.slice();
  bounds(space, low, high);
  return box({ low, high, dtype: 'float64' });
}

/** Writes the flattened value over `target`, whose length is {@link flatdim}. */
export function flattenInto(space: Space, value: unknown, target: Float64Array): void {
  target.fill(0);
  write(space, value, target);
}

function write(space: Space, value: unknown, target: Float64Array): void {
  if (space instanceof BoxSpace || space instanceof MultiBinarySpace) target.set(value as ArrayLike<number>);
  else if (space instanceof DiscreteSpace) target[(value as number) - space.start] = 1;
  else if (space instanceof MultiDiscreteSpace) {
    let offset = 0;
    for (let i = 0; i < space.counts.length; i++) {
      target[offset + (value as Int32Array)[i] - space.start[i]] = 1;
      offset += space.counts[i];
    }
  } else if (space instanceof TextSpace) {
    target.fill(-1);
    Array.from(value as string).forEach((character, i) => {
      target[i] = space.characters.indexOf(character);
    });
  } else if (space instanceof OneOfSpace) {
    const [index, member] = value as OneOfValue;
    const chosen = space.spaces[index];
    target[0] = index;
    write(chosen, member, target.subarray(1, 1 + flatdim(chosen)));
  } else {
    const members =
      space instanceof DictSpace ? space.keys.map((key) => (value as Record<string, unknown>)[key]) : value;
    eachPart(space, (part, i, from, to) => write(part, (members as unknown[])[i], target.subarray(from, to)));
  }
}

function read(space: Space, vector: Float64Array): unknown {
  if (space instanceof BoxSpace) {
    const value = space.zeros();
    value.set(vector);
    return value;
  }
  if (space instanceof MultiBinarySpace) return Uint8Array.from(vector);
  if (space instanceof DiscreteSpace) return space.start + hotIndex(vector);
  if (space instanceof MultiDiscreteSpace) {
    let offset = 0;
    return Int32Array.from(space.counts, (count, i) => {
      offset += count;
      return space.start[i] + hotIndex(vector.subarray(offset - count, offset));
    });
  }
  if (space instanceof TextSpace) {
    return Array.from(vector, (index) => (index < 0 ? '' : space.characters[index])).join('');
  }
  if (space instanceof OneOfSpace) {
    const index = vector[0];
    const chosen = space.spaces[index];
    ensure(chosen, `space: ${index} is no index of a oneOf with ${space.spaces.length} spaces`);
    return [index, read(chosen, vector.subarray(1, 1 + flatdim(chosen)))];
  }
  const members: unknown[] = [];
  eachPart(space, (part, _, from, to) => members.push(read(part, vector.subarray(from, to))));
  return space instanceof DictSpace ? Object.fromEntries(space.keys.map((key, i) => [key, members[i]])) : members;
}

function bounds(space: Space, low: Float64Array, high: Float64Array): void {
  if (space instanceof BoxSpace) {
    low.set(space.low);
    high.set(space.high);
  } else if (space instanceof TextSpace) {
    low.fill(-1);
    high.fill(space.characters.length - 1);
  } else if (space instanceof OneOfSpace) {
    high[0] = space.spaces.length - 1;
    for (const alternative of space.spaces) widen(flattenSpace(alternative), low.subarray(1), high.subarray(1));
  } else if (space instanceof TupleSpace || space instanceof DictSpace) {
    eachPart(space, (part, _, from, to) => bounds(part, low.subarray(from, to), high.subarray(from, to)));
  } else {
    high.fill(1);
  }
}

/** Widens bounds, which begin at 0 … 0 (the padding), so that they hold another box. */
function widen(other: BoxSpace, low: Float64Array, high: Float64Array): void {
  for (let i = 0; i < other.size; i++) {
    low[i] = Math.min(low[i], other.low[i]);
    high[i] = Math.max(high[i], other.high[i]);
  }
}

function parts(space: TupleSpace | DictSpace): readonly Space[] {
  return space instanceof TupleSpace ? space.spaces : space.keys.map((key) => space.spaces[key]);
}

function eachPart(space: Space, visit: (part: Space, index: number, from: number, to: number) => void): void {
  let offset = 0;
  parts(space as TupleSpace | DictSpace).forEach((part, i) => {
    const end = offset + flatdim(part);
    visit(part, i, offset, end);
    offset = end;
  });
}

function hotIndex(vector: Float64Array): number {
  const index = vector.indexOf(1);
  ensure(index >= 0, 'space: a one-hot part holds no 1');
  return index;
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}
