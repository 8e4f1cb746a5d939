/** Random spaces of every kind, nested two deep, for property tests. */
import fc from 'fast-check';
import { type BoxDtype, type BoxSpace, box } from '../../../src/space/box.js';
import { dict } from '../../../src/space/dict.js';
import { discrete } from '../../../src/space/discrete.js';
import { graph } from '../../../src/space/graph.js';
import { multiBinary } from '../../../src/space/multi-binary.js';
import { multiDiscrete } from '../../../src/space/multi-discrete.js';
import { oneOf } from '../../../src/space/one-of.js';
import { placementSpace } from '../../../src/space/placement.js';
import { sequence } from '../../../src/space/sequence.js';
import type { Space } from '../../../src/space/space.js';
import { text } from '../../../src/space/text.js';
import { tuple } from '../../../src/space/tuple.js';

const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 });

function boundsOf(dtype: BoxDtype): fc.Arbitrary<readonly [number, number]> {
  const ordered = (values: fc.Arbitrary<number>) =>
    fc.tuple(values, values).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  if (dtype === 'uint8') return ordered(fc.integer({ min: 0, max: 255 }));
  if (dtype === 'int32') return ordered(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
  const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
  return fc.tuple(ordered(finite), fc.boolean(), fc.boolean()).map(([[low, high], openLow, openHigh]) => {
    return [openLow ? Number.NEGATIVE_INFINITY : low, openHigh ? Number.POSITIVE_INFINITY : high] as const;
  });
}

export const boxes: fc.Arbitrary<BoxSpace> = fc
  .tuple(shapes, fc.constantFrom<BoxDtype>('float32', 'float64', 'int32', 'uint8'))
  .chain(([shape, dtype]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return fc
      .array(boundsOf(dtype), { minLength: size, maxLength: size })
      .map((bounds) => box({ low: bounds.map(([low]) => low), high: bounds.map(([, high]) => high), shape, dtype }));
  });

export const discretes = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -50, max: 50 }))
  .map(([n, start]) => discrete(n, start));

export const multiDiscretes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    multiDiscrete(
      parts.map(([n]) => n),
      parts.map(([, start]) => start),
    ),
  );

export const multiBinaries = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 })
  .map((shape) => multiBinary(shape));

export const texts = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 }), fc.constantFrom('abc', 'xyz-09', 'αβ𝛾'))
  .map(([minLength, more, charset]) => text({ minLength, maxLength: Math.max(1, minLength + more), charset }));

/** Spaces whose values all have one size. */
export const flatSpaces: fc.Arbitrary<Space> = fc.letrec<{ space: Space }>((tie) => ({
  space: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    boxes,
    discretes,
    multiDiscretes,
    multiBinaries,
    texts,
    fc.array(tie('space'), { minLength: 1, maxLength: 3 }).map((spaces) => tuple(spaces)),
    fc.dictionary(fc.constantFrom('b', 'a', 'c', 'z', '10', '9'), tie('space'), { minKeys: 1, maxKeys: 3 }).map(dict),
    fc.array(tie('space'), { minLength: 1, maxLength: 3 }).map((spaces) => oneOf(spaces)),
  ),
})).space;

export const tuples = fc.array(flatSpaces, { minLength: 1, maxLength: 3 }).map((spaces) => tuple(spaces));
export const dicts = fc.dictionary(fc.string({ minLength: 1 }), flatSpaces, { minKeys: 1, maxKeys: 3 }).map(dict);
export const oneOfs = fc.array(flatSpaces, { minLength: 1, maxLength: 3 }).map((spaces) => oneOf(spaces));
export const sequences = flatSpaces.map((space) => sequence(space));

export const graphs = fc
  .tuple(fc.oneof(boxes, discretes), fc.option(fc.oneof(boxes, discretes), { nil: undefined }))
  .map(([nodeSpace, edgeSpace]) => graph(edgeSpace === undefined ? { nodeSpace } : { nodeSpace, edgeSpace }));

export const placements = fc
  .record({
    items: fc.integer({ min: 1, max: 6 }),
    resources: fc.integer({ min: 1, max: 4 }),
    variants: fc.integer({ min: 1, max: 3 }),
  })
  .map((shape) =>
    placementSpace(shape, { itemColumns: ['size'], itemKinds: ['map', 'reduce'], itemGroups: ['x', 'y'] }),
  );
