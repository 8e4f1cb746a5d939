/**
 * What every space must keep: samples are members, copies are independent equals, spaces and values survive JSON,
 * equal seeds sample equal values, strangers are refused. Called once for every kind of space.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/rng.js';
import { spaceFromJSON, spacesEqual } from '../../src/space/from-json.js';
import type { Json, Space } from '../../src/space/space.js';

export interface SpaceContractOptions {
  /** Builds arbitrary spaces of the kind. */
  readonly spaces: fc.Arbitrary<Space>;
  /** Values that belong to none of them. */
  readonly strangers: readonly unknown[];
  /** How many random spaces are tried. */
  readonly runs?: number;
}

const SEED = fc.integer({ min: 0, max: 2 ** 31 - 1 });

export function spaceContract(kind: string, options: SpaceContractOptions): void {
  const runs = { numRuns: options.runs ?? 60 };

  describe(`${kind} keeps the contract of a space`, () => {
    it('samples members, the same for the same seed', () => {
      fc.assert(
        fc.property(options.spaces, SEED, (space, seed) => {
          expect(space.kind).toBe(kind);
          const value = space.sample(createRng(seed));
          expect(space.contains(value)).toBe(true);
          expect(space.sample(createRng(seed))).toEqual(value);
        }),
        runs,
      );
    });

    it('copies values into independent equals', () => {
      fc.assert(
        fc.property(options.spaces, SEED, (space, seed) => {
          const value = space.sample(createRng(seed));
          const copy = space.copy(value);
          expect(copy).toEqual(value);
          expect(space.contains(copy)).toBe(true);
          expect(sharedArray(value, copy)).toBeUndefined();
        }),
        runs,
      );
    });

    it('survives JSON, space and value', () => {
      fc.assert(
        fc.property(options.spaces, SEED, (space, seed) => {
          const rebuilt = spaceFromJSON(throughText(space.toJSON()));
          expect(spacesEqual(rebuilt, space)).toBe(true);
          const value = space.sample(createRng(seed));
          const json = throughText(space.valueToJSON(value));
          expect(rebuilt.valueFromJSON(json)).toEqual(value);
          expect(rebuilt.sample(createRng(seed))).toEqual(value);
        }),
        runs,
      );
    });

    it('refuses strangers', () => {
      fc.assert(
        fc.property(options.spaces, (space) => {
          for (const stranger of options.strangers) expect(space.contains(stranger)).toBe(false);
        }),
        runs,
      );
    });
  });
}

function throughText(json: Json): Json {
  return JSON.parse(JSON.stringify(json)) as Json;
}

/** A typed array or list that two values have in common, if any. */
function sharedArray(a: unknown, b: unknown): unknown {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return undefined;
  if (ArrayBuffer.isView(a)) return a.byteLength > 0 && a.buffer === (b as Uint8Array).buffer ? a : undefined;
  if (a === b) return a;
  for (const key of Object.keys(a)) {
    const shared = sharedArray((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]);
    if (shared !== undefined) return shared;
  }
  return undefined;
}
