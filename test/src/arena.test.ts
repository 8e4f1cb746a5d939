import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/sim/arena.js';

const KINDS = ['float64', 'int32', 'uint8'] as const;
const columns = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.integer({ min: 0, max: 9 })), { maxLength: 6 });

describe('arena', () => {
  it('puts back every array, whatever was written since', () => {
    fc.assert(
      fc.property(columns, fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1 }), (shape, numbers) => {
        const arena = new Arena();
        const arrays = shape.map(([kind, length]) => arena[kind](length));
        arrays.forEach((array, i) => {
          array.forEach((_, j) => {
            array[j] = numbers[(i + j) % numbers.length];
          });
        });
        const contents = arrays.map((array) => Array.from(array));
        const saved = arena.snapshot();
        for (const array of arrays) array.fill(7);
        arena.restore(saved);
        expect(arrays.map((array) => Array.from(array))).toEqual(contents);
        for (const array of arrays) array.fill(9);
        const twin = new Arena();
        const twins = shape.map(([kind, length]) => twin[kind](length));
        twin.restore(structuredClone(saved));
        expect(twins.map((array) => Array.from(array))).toEqual(contents);
      }),
    );
  });

  it('keeps special numbers bit for bit', () => {
    const arena = new Arena();
    const column = arena.float64(4);
    column.set([Number.NaN, -0, Number.POSITIVE_INFINITY, Number.MIN_VALUE]);
    const saved = arena.snapshot();
    column.fill(0);
    arena.restore(saved);
    expect(Object.is(column[0], Number.NaN) && Object.is(column[1], -0)).toBe(true);
    expect(Array.from(column.subarray(2))).toEqual([Number.POSITIVE_INFINITY, Number.MIN_VALUE]);
  });

  it('refuses bytes of another arena', () => {
    const [one, two] = [new Arena(), new Arena()];
    one.float64(2);
    two.int32(3);
    expect(() => one.restore(two.snapshot())).toThrow('snapshot has 12 bytes, this simulator needs 16');
  });
});
