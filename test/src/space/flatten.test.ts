import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/rng.js';
import { box } from '../../../src/space/box.js';
import { dict } from '../../../src/space/dict.js';
import { discrete } from '../../../src/space/discrete.js';
import { flatdim, flatten, flattenSpace, unflatten } from '../../../src/space/flatten.js';
import { graph } from '../../../src/space/graph.js';
import { multiDiscrete } from '../../../src/space/multi-discrete.js';
import { oneOf } from '../../../src/space/one-of.js';
import { placementSpace } from '../../../src/space/placement.js';
import { sequence } from '../../../src/space/sequence.js';
import { text } from '../../../src/space/text.js';
import { flatSpaces } from './arbitrary.js';

describe('flatten', () => {
  it('round-trips every value of fixed size, within the flattened space', () => {
    fc.assert(
      fc.property(flatSpaces, fc.nat(), (space, seed) => {
        const value = space.sample(createRng(seed));
        const vector = flatten(space, value);
        expect(vector.length).toBe(flatdim(space));
        expect(flattenSpace(space).contains(vector)).toBe(true);
        expect(unflatten(space, vector)).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  it('lays parts out in the documented order', () => {
    const space = dict({ z: discrete(2), a: multiDiscrete([2, 3], [0, 1]), m: box({ low: 0, high: 9, shape: [2] }) });
    const vector = flatten(space, { z: 1, a: Int32Array.of(1, 3), m: Float32Array.of(4, 5) });
    expect([...vector]).toEqual([0, 1, 0, 0, 1, 4, 5, 0, 1]);
    expect([...flatten(oneOf([discrete(3), discrete(2)]), [1, 0])]).toEqual([1, 1, 0, 0]);
    expect([...flatten(text({ maxLength: 3, charset: 'ab' }), 'ba')]).toEqual([1, 0, -1]);
  });

  it.each([
    sequence(discrete(2)),
    graph({ nodeSpace: discrete(2) }),
    placementSpace({ items: 2, resources: 2, variants: 1 }),
    dict({ inner: sequence(discrete(2)) }),
  ])('refuses values of varying size: $kind', (space) => {
    expect(() => flatdim(space)).toThrow('cannot be flattened');
  });

  it('refuses a vector of another length', () => {
    expect(() => unflatten(discrete(3), [1, 0])).toThrow('2 numbers for a flattened discrete of 3');
    expect(() => unflatten(discrete(3), [0, 0, 0])).toThrow('holds no 1');
  });
});
