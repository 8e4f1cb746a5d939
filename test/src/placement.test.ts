import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionCount,
  decodeAction,
  encodeAction,
  type PlacementGraph,
  PlacementTable,
  waitAction,
} from '../../src/placement.js';
import { Arena } from '../../src/sim/arena.js';

const shapes = fc.record({
  items: fc.integer({ min: 1, max: 8 }),
  resources: fc.integer({ min: 1, max: 5 }),
  variants: fc.integer({ min: 1, max: 3 }),
});

function tableOf(shape: { items: number; resources: number; variants: number }, arena = new Arena()): PlacementTable {
  return new PlacementTable({
    shape,
    timeUnit: { name: 'second', seconds: 1 },
    itemKinds: ['task'],
    itemColumns: ['size'],
    itemGroups: ['always-on'],
    contextGroups: ['always-on'],
    resourceNames: Array.from({ length: shape.resources }, (_, r) => `r${r}`),
    resourceKinds: ['processor'],
    resourceColumns: [],
    graph: () => ({}) as PlacementGraph,
    arena,
  });
}

describe('actions', () => {
  it('are a bijection between placements and indices, wait last', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        let expected = 0;
        for (let slot = 0; slot < shape.items; slot++) {
          for (let resource = 0; resource < shape.resources; resource++) {
            for (let variant = 0; variant < shape.variants; variant++) {
              const action = encodeAction(shape, slot, resource, variant);
              expect(action).toBe(expected++);
              expect(decodeAction(shape, action)).toEqual({ slot, resource, variant });
            }
          }
        }
        expect(waitAction(shape)).toBe(expected);
        expect(actionCount(shape)).toBe(expected + 1);
        expect(decodeAction(shape, expected)).toEqual({ slot: -1, resource: -1, variant: 0 });
      }),
    );
  });
});

describe('placement table', () => {
  it('behaves like a list of occupied slots under any adds and removes', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.nat(), { maxLength: 60 }), (shape, moves) => {
        const table = tableOf(shape);
        const expected: number[] = []; // occupied slots, oldest first
        for (const move of moves) {
          if (move % 2 === 0) {
            const slot = table.add();
            if (expected.length === shape.items) expect(slot).toBe(-1);
            else {
              expect(expected).not.toContain(slot);
              expected.push(slot);
              table.mask.fill(1, encodeAction(shape, slot, 0), encodeAction(shape, slot + 1, 0));
            }
          } else if (expected.length > 0) {
            const [slot] = expected.splice(move % expected.length, 1);
            table.remove(slot!);
          }
          expect(Array.from(table.items.slots.subarray(0, table.items.count))).toEqual(expected);
          for (let slot = 0; slot < shape.items; slot++) {
            expect(table.items.occupied[slot]).toBe(expected.includes(slot) ? 1 : 0);
            expect(table.mask[encodeAction(shape, slot, 0)]).toBe(expected.includes(slot) ? 1 : 0);
          }
        }
      }),
    );
  });

  it('is saved and put back with its arena, clock and free slots included', () => {
    const arena = new Arena();
    const shape = { items: 3, resources: 2, variants: 1 };
    const table = tableOf(shape, arena);
    table.add();
    const second = table.add();
    table.now = 5;
    table.elapsed = 2;
    const saved = arena.snapshot();
    table.remove(second);
    table.now = 9;
    table.clear();
    arena.restore(saved);
    expect([table.items.count, table.now, table.elapsed]).toEqual([2, 5, 2]);
    expect(table.add()).toBe(2);
    expect(table.add()).toBe(-1);
  });
});
