import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/rng.js';
import { dict } from '../../../src/space/dict.js';
import { discrete } from '../../../src/space/discrete.js';
import { multiBinary } from '../../../src/space/multi-binary.js';
import { multiDiscrete } from '../../../src/space/multi-discrete.js';
import { oneOf } from '../../../src/space/one-of.js';
import { sequence } from '../../../src/space/sequence.js';
import type { Space, SpaceMask } from '../../../src/space/space.js';
import { text } from '../../../src/space/text.js';
import { tuple } from '../../../src/space/tuple.js';

/** A space, a mask of it, and what the mask means, stated independently of the sampler. */
interface Masked {
  readonly space: Space;
  readonly mask: SpaceMask;
  readonly legal: (value: unknown) => boolean;
}

/** Bytes of which at least one is 1. */
const bytes = fc.uint8Array({ minLength: 1, maxLength: 6, max: 1 }).filter((mask) => mask.includes(1));

const choices: fc.Arbitrary<Masked> = fc.tuple(bytes, fc.integer({ min: -5, max: 5 })).map(([mask, start]) => ({
  space: discrete(mask.length, start),
  mask,
  legal: (value) => mask[(value as number) - start] === 1,
}));

const severalChoices: fc.Arbitrary<Masked> = fc.array(bytes, { minLength: 1, maxLength: 3 }).map((masks) => ({
  space: multiDiscrete(masks.map((mask) => mask.length)),
  mask: masks,
  legal: (value) => masks.every((mask, i) => mask[(value as Int32Array)[i]] === 1),
}));

const bits: fc.Arbitrary<Masked> = fc.uint8Array({ minLength: 1, maxLength: 9, max: 1 }).map((mask) => ({
  space: multiBinary(mask.length),
  mask,
  legal: (value) => mask.every((open, i) => open === 1 || (value as Uint8Array)[i] === 0),
}));

const ALPHABET = 'abcdef';

const words: fc.Arbitrary<Masked> = bytes.map((mask) => ({
  space: text({ maxLength: 4, charset: ALPHABET.slice(0, mask.length) }),
  mask,
  legal: (value) => Array.from(value as string).every((letter) => mask[ALPHABET.indexOf(letter)] === 1),
}));

const anything: fc.Arbitrary<Masked> = fc.letrec<{ masked: Masked }>((tie) => {
  const several = fc.array(tie('masked'), { minLength: 1, maxLength: 3 });
  return {
    masked: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      choices,
      severalChoices,
      bits,
      words,
      several.map((parts) => ({
        space: tuple(parts.map(({ space }) => space)),
        mask: parts.map(({ mask }) => mask),
        legal: (value: unknown) => parts.every(({ legal }, i) => legal((value as unknown[])[i])),
      })),
      several.map((parts) => ({
        space: dict(Object.fromEntries(parts.map(({ space }, i) => [`k${i}`, space]))),
        mask: Object.fromEntries(parts.map(({ mask }, i) => [`k${i}`, mask])),
        legal: (value: unknown) => parts.every(({ legal }, i) => legal((value as Record<string, unknown>)[`k${i}`])),
      })),
      fc.tuple(several, fc.nat()).map(([parts, closed]) => {
        // one alternative is closed, unless it is the only one
        const shut = parts.length > 1 ? closed % parts.length : -1;
        return {
          space: oneOf(parts.map(({ space }) => space)),
          mask: parts.map(({ mask }, i) => (i === shut ? new Uint8Array(0) : mask)),
          legal: (value: unknown) => {
            const [index, member] = value as [number, unknown];
            return index !== shut && parts[index].legal(member);
          },
        };
      }),
      fc.tuple(tie('masked'), bytes).map(([part, lengths]) => ({
        space: sequence(part.space),
        mask: [lengths, part.mask],
        legal: (value: unknown) => {
          return lengths[(value as unknown[]).length] === 1 && (value as unknown[]).every(part.legal);
        },
      })),
    ),
  };
}).masked;

describe('masks', () => {
  it('every sample of a masked space is a member and legal', () => {
    fc.assert(
      fc.property(anything, fc.nat(), ({ space, mask, legal }, seed) => {
        const rng = createRng(seed);
        for (let i = 0; i < 5; i++) {
          const value = space.sample(rng, mask);
          expect(space.contains(value)).toBe(true);
          expect(legal(value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
