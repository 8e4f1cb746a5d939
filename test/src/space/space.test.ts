import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/rng.js';
import { box } from '../../../src/space/box.js';
import { dict } from '../../../src/space/dict.js';
import { discrete } from '../../../src/space/discrete.js';
import { spaceFromJSON, spacesEqual } from '../../../src/space/from-json.js';
import { graph } from '../../../src/space/graph.js';
import { multiBinary } from '../../../src/space/multi-binary.js';
import { multiDiscrete } from '../../../src/space/multi-discrete.js';
import { oneOf } from '../../../src/space/one-of.js';
import { sequence } from '../../../src/space/sequence.js';
import type { Space } from '../../../src/space/space.js';
import { text } from '../../../src/space/text.js';
import { tuple } from '../../../src/space/tuple.js';
import { spaceContract } from '../../contract/space.js';
import {
  boxes,
  dicts,
  discretes,
  graphs,
  multiBinaries,
  multiDiscretes,
  oneOfs,
  placements,
  sequences,
  texts,
  tuples,
} from './arbitrary.js';

const anything = [undefined, null, Number.NaN, {}, Symbol('x'), new Date(0)];

spaceContract('box', { spaces: boxes, strangers: [...anything, 3, '3', [0.5], new Float32Array([Number.NaN])] });
spaceContract('discrete', { spaces: discretes, strangers: [...anything, 0.5, '1', 1000, [1]] });
spaceContract('multiDiscrete', { spaces: multiDiscretes, strangers: [...anything, [0], new Int32Array(9)] });
spaceContract('multiBinary', { spaces: multiBinaries, strangers: [...anything, [0], new Uint8Array(99)] });
spaceContract('text', { spaces: texts, strangers: [...anything, 3, 'quite another text', ['a']] });
spaceContract('tuple', { spaces: tuples, strangers: [...anything, [], 'a'] });
spaceContract('dict', { spaces: dicts, strangers: [...anything, [], 'a'] });
spaceContract('sequence', { spaces: sequences, strangers: [...anything, 'a', [Symbol('x')]] });
spaceContract('graph', { spaces: graphs, strangers: [...anything, { nodes: [], edges: null, edgeLinks: null }] });
spaceContract('oneOf', { spaces: oneOfs, strangers: [...anything, [99, 0], [0]] });
spaceContract('placement', { spaces: placements, strangers: [...anything, 3, [], { shape: {} }], runs: 40 });

const rng = createRng(7);

function samples(space: Space, count: number): unknown[] {
  return Array.from({ length: count }, () => space.sample(rng));
}

describe('box', () => {
  it('knows its bounds, shape and class of array', () => {
    const space = box({ low: [0, -1], high: [1, 2], dtype: 'float64' });
    expect(space.shape).toEqual([2]);
    expect(space.contains(Float64Array.of(0, 2))).toBe(true);
    expect(space.contains(Float64Array.of(0, 2.1))).toBe(false);
    expect(space.contains(Float64Array.of(Number.NaN, 0))).toBe(false);
    expect(space.contains(Float32Array.of(0, 0))).toBe(false);
    expect(space.contains(Float64Array.of(0))).toBe(false);
  });

  it('contains its bounds after rounding to float32', () => {
    const space = box({ low: 0.1, high: 0.1 });
    expect(space.contains(space.sample(rng))).toBe(true);
    expect(space.contains(Float32Array.of(0.1))).toBe(true);
  });

  it('samples uniform, shifted exponential and normal as the bounds say', () => {
    const n = 4000;
    const drawn = (low: number, high: number) =>
      samples(box({ low, high, dtype: 'float64' }), n).map((value) => (value as Float64Array)[0]);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const variance = (values: number[]) => mean(values.map((value) => (value - mean(values)) ** 2));
    const uniform = drawn(2, 6);
    expect(mean(uniform)).toBeCloseTo(4, 0);
    expect(variance(uniform)).toBeGreaterThan(1.2);
    expect(variance(uniform)).toBeLessThan(1.5);
    const above = drawn(10, Number.POSITIVE_INFINITY);
    expect(Math.min(...above)).toBeGreaterThanOrEqual(10);
    expect(Math.abs(mean(above) - 11)).toBeLessThan(0.1);
    const below = drawn(Number.NEGATIVE_INFINITY, -10);
    expect(Math.abs(mean(below) + 11)).toBeLessThan(0.1);
    const free = drawn(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(Math.abs(mean(free))).toBeLessThan(0.1);
    expect(Math.abs(variance(free) - 1)).toBeLessThan(0.15);
  });

  it('reaches both ends of integer bounds', () => {
    const drawn = new Set(samples(box({ low: -1, high: 1, dtype: 'int32' }), 200).map((v) => (v as Int32Array)[0]));
    expect([...drawn].sort()).toEqual([-1, 0, 1].sort());
    expect(() => box({ low: -1, high: 3, dtype: 'uint8' })).toThrow('does not fit uint8 (0 … 255)');
  });

  it.each([
    [() => box({ low: 1, high: 0 }), 'low 1 is above high 0'],
    [() => box({ low: Number.NaN, high: 0 }), 'low of element 0 is NaN'],
    [() => box({ low: 0, high: 1, shape: [2, 0] }), 'shape [2, 0] is not allowed'],
    [() => box({ low: [0, 0], high: 1, shape: [3] }), 'low has 2 elements, the shape needs 3'],
    [() => box({ low: 0, high: 1, dtype: 'int8' as never }), 'dtype "int8" does not exist'],
    [() => box({ low: 0.5, high: 1, dtype: 'int32' }), 'low 0.5 of element 0 is no whole number'],
    [() => box({ low: 0, high: 1e300 }), 'high 1e+300 of element 0 is not allowed'],
    [() => box({ low: 0, high: 1 }).valueFromJSON([2]), 'is not in'],
    [() => box({ low: 0, high: 1 }).sample(rng, new Uint8Array(1)), 'takes no mask'],
  ])('refuses bad input %#', (make, message) => {
    expect(make).toThrow(message);
  });

  it('writes numbers without a JSON word exactly', () => {
    const space = box({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, shape: [3], dtype: 'float64' });
    const json = space.valueToJSON(Float64Array.of(Number.POSITIVE_INFINITY, -0, 0.1));
    expect(json).toEqual(['Infinity', '-0', 0.1]);
    expect(Object.is(space.valueFromJSON(json)[1], -0)).toBe(true);
    expect(space.toJSON()).toMatchObject({ low: '-Infinity', high: 'Infinity' });
  });
});

describe('masks', () => {
  it('discrete samples only what is allowed, all of it, evenly', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12, max: 1 }), fc.nat(), (mask, seed) => {
        const space = discrete(mask.length, 5);
        if (!mask.includes(1)) {
          expect(() => space.sample(createRng(seed), mask)).toThrow('allows none');
          return;
        }
        expect(mask[space.sample(createRng(seed), mask) - 5]).toBe(1);
      }),
    );
    const counts = new Int32Array(4);
    for (let i = 0; i < 3000; i++) counts[discrete(4).sample(rng, Uint8Array.of(1, 0, 1, 1))]++;
    expect(counts[1]).toBe(0);
    for (const index of [0, 2, 3]) expect(Math.abs(counts[index] - 1000)).toBeLessThan(150);
  });

  it('reach every part of a composite', () => {
    const space = dict({
      choice: discrete(3),
      pair: tuple([discrete(2), multiDiscrete([2, 3])]),
      bits: multiBinary(3),
      word: text({ maxLength: 3, charset: 'ab' }),
    });
    for (let i = 0; i < 50; i++) {
      const value = space.sample(rng, {
        choice: Uint8Array.of(0, 1, 0),
        pair: [undefined, [Uint8Array.of(0, 1), undefined]],
        bits: Uint8Array.of(0, 1, 0),
        word: Uint8Array.of(0, 1),
      }) as { choice: number; pair: [number, Int32Array]; bits: Uint8Array; word: string };
      expect(value.choice).toBe(1);
      expect(value.pair[1][0]).toBe(1);
      expect([value.bits[0], value.bits[2]]).toEqual([0, 0]);
      expect(value.word).toMatch(/^b+$/);
    }
    expect(() => space.sample(rng, { other: new Uint8Array(1) })).toThrow('the mask names "other"');
  });

  it('choose the alternative, the length and the features', () => {
    const choice = oneOf([discrete(2), discrete(3)]);
    const closed = new Uint8Array(0);
    for (let i = 0; i < 20; i++) expect(choice.sample(rng, [closed, Uint8Array.of(0, 0, 1)])).toEqual([1, 2]);
    const list = sequence(discrete(4));
    for (let i = 0; i < 20; i++) {
      expect(list.sample(rng, [Uint8Array.of(0, 0, 1), Uint8Array.of(0, 0, 0, 1)])).toEqual([3, 3]);
    }
    const nodes = graph({ nodeSpace: discrete(5) });
    const value = nodes.sample(rng, [Uint8Array.of(0, 0, 0, 0, 1), undefined]);
    expect(new Set(value.nodes)).toEqual(new Set([4]));
  });
});

describe('composites', () => {
  it('sort the keys of a dict', () => {
    const space = dict({ b: discrete(2), a: discrete(3) });
    expect(space.keys).toEqual(['a', 'b']);
    expect(spacesEqual(space, dict({ a: discrete(3), b: discrete(2) }))).toBe(true);
    expect(spacesEqual(space, dict({ a: discrete(3), b: discrete(3) }))).toBe(false);
    expect(space.contains({ a: 0, b: 0, c: 0 })).toBe(false);
    expect(space.contains({ a: 0 })).toBe(false);
  });

  it('check links against the nodes of a graph', () => {
    const space = graph({ nodeSpace: box({ low: 0, high: 1, shape: [2] }), edgeSpace: discrete(3) });
    const nodes = new Float32Array(6);
    const edges = Int32Array.of(0, 2);
    expect(space.contains({ nodes, edges, edgeLinks: Int32Array.of(0, 1, 1, 2) })).toBe(true);
    expect(space.nodeCount({ nodes, edges, edgeLinks: Int32Array.of(0, 1, 1, 2) })).toBe(3);
    expect(space.contains({ nodes, edges, edgeLinks: Int32Array.of(0, 1, 1, 3) })).toBe(false);
    expect(space.contains({ nodes, edges, edgeLinks: null })).toBe(false);
    expect(space.contains({ nodes, edges: Int32Array.of(0, 3), edgeLinks: Int32Array.of(0, 1, 1, 2) })).toBe(false);
    expect(space.contains({ nodes: new Float32Array(5), edges: null, edgeLinks: null })).toBe(false);
    expect(() => graph({ nodeSpace: text({ maxLength: 1 }) as never })).toThrow(
      'the node space must be box or discrete',
    );
  });

  it.each([
    [() => tuple([]), 'tuple: at least one'],
    [() => dict({}), 'dict: at least one'],
    [() => oneOf([]), 'oneOf: at least one'],
    [() => discrete(0), 'n = 0 is not allowed'],
    [() => multiDiscrete([2, -1]), 'count -1 of component 1'],
    [() => multiBinary(0), 'shape [0] is not allowed'],
    [() => text({ minLength: 3, maxLength: 1 }), 'lengths 3 … 1'],
    [() => spaceFromJSON({ kind: 'boxx' }), 'did you mean "box"?'],
    [() => spaceFromJSON(3), 'a description'],
    [() => dict({ a: discrete(2) }).valueFromJSON({ b: 1 }), '"a" is missing'],
  ])('refuse bad input %#', (make, message) => {
    expect(make).toThrow(message);
  });
});
