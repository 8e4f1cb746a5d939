import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../../src/check/index.js';

describe('digest', () => {
  it('is equal for equal values, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        expect(digest(structuredClone(value))).toBe(digest(value));
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(digest(reversed)).toBe(digest(value));
      }),
    );
  });

  it('tells arrays apart by every byte, by class, and wherever they lie in their buffer', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, by) => {
          const other = bytes.slice();
          other[at % bytes.length] = other[at % bytes.length] ^ by;
          expect(digest(other)).not.toBe(digest(bytes));
          expect(digest(Uint8Array.from(bytes))).toBe(digest(bytes));
        },
      ),
    );
    expect(digest(Int32Array.of(1))).not.toBe(digest(Uint32Array.of(1)));
    expect(digest(Int32Array.of(0, 5, 6).subarray(1))).toBe(digest(Int32Array.of(5, 6)));
    expect(digest(Float64Array.of(0, 1.5).subarray(1))).toBe(digest(Float64Array.of(1.5)));
  });

  it('tells special numbers apart', () => {
    const values = [0, -0, Number.NaN, 1, '1', null, undefined, true, [], {}, [0], [[0]], { a: 1 }, { a: 2 }, { b: 1 }];
    expect(new Set(values.map(digest)).size).toBe(values.length);
    expect(digest(Number.NaN)).toBe(digest(Number.NaN));
  });

  it('refuses cycles', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(() => digest(cyclic)).toThrow('is it cyclic?');
  });
});
