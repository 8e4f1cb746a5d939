/**
 * The reference generators: one contract for all, and streams recorded from numpy 2.4.6 (RandomState, PCG64,
 * SeedSequence) and CPython 3's `random`. The vectors of the other generators are in test/goldens/rl/seeding.json.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import {
  Mt19937,
  Mulberry32,
  Pcg64,
  SeedSequence,
  Sfc32,
  Splitmix32,
  type UniformGenerator,
  Xoshiro128StarStar,
} from '../../../src/generators/index.js';

const GENERATORS: readonly [string, (seed: number) => UniformGenerator][] = [
  ['mulberry32', (seed) => new Mulberry32(seed)],
  ['splitmix32', (seed) => new Splitmix32(seed)],
  ['sfc32', (seed) => new Sfc32([seed, 2, 3, 4])],
  ['xoshiro128starstar', (seed) => new Xoshiro128StarStar([seed, 2, 3, 4])],
  ['mt19937', (seed) => Mt19937.fromSeed(seed)],
  ['pcg64', (seed) => new Pcg64(seed)],
];

function draws(generator: UniformGenerator, kinds: readonly boolean[]): number[] {
  return kinds.map((isDouble) => (isDouble ? generator.next() : generator.uint32()));
}

describe.each(GENERATORS)('%s', (name, create) => {
  const seeds = fc.integer({ min: 0, max: 0xffffffff });
  const mixes = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

  it('continues a snapshot that went through JSON, in another instance', () => {
    fc.assert(
      fc.property(seeds, fc.nat(700), mixes, (seed, skip, mix) => {
        const generator = create(seed);
        for (let i = 0; i < skip; i++) generator.uint32();
        const saved = JSON.parse(JSON.stringify(generator.snapshot()));
        const expected = draws(generator, mix);
        const other = create((seed + 1) >>> 0);
        other.restore(saved);
        expect(draws(other, mix)).toEqual(expected);
        generator.restore(saved);
        expect(draws(generator, mix)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('draws doubles in [0, 1) around one half, and unsigned 32-bit integers', () => {
    const generator = create(12345);
    let total = 0;
    for (let i = 0; i < 4000; i++) {
      const u = generator.next();
      expect(u >= 0 && u < 1).toBe(true);
      total += u;
      const word = generator.uint32();
      expect(Number.isInteger(word) && word >= 0 && word <= 0xffffffff).toBe(true);
    }
    expect(total / 4000).toBeGreaterThan(0.47);
    expect(total / 4000).toBeLessThan(0.53);
  });

  it('refuses a snapshot of another generator or shape', () => {
    const generator = create(1);
    const saved = generator.snapshot();
    expect(() => generator.restore({ ...saved, generator: 'other' })).toThrow(ArenaError);
    expect(() => generator.restore({ ...saved, words: saved.words.slice(1) })).toThrow(`generators/${name}`);
    expect(() => generator.restore({ ...saved, words: saved.words.map(() => -1) })).toThrow('word -1 is not allowed');
  });
});

describe('seeds', () => {
  it('outside 32 bits are refused', () => {
    for (const seed of [-1, 2 ** 32, 0.5, Number.NaN]) {
      expect(() => new Mulberry32(seed)).toThrow(`seed ${seed} is not allowed`);
      expect(() => Mt19937.fromSeed(seed)).toThrow(`seed ${seed} is not allowed`);
    }
    expect(() => Mt19937.fromKey([])).toThrow('the key is empty');
    expect(() => new Xoshiro128StarStar([0, 0, 0, 0])).toThrow('all-zero');
    expect(() => new SeedSequence(-1)).toThrow('entropy -1 is not allowed');
    expect(() => new SeedSequence(1.5)).toThrow('entropy 1.5 is not allowed');
  });
});

describe('Mt19937', () => {
  it.each([
    [0, [2357136044, 2546248239, 3071714933, 3626093760], [3791854820, 341544762, 3856691381]],
    [473, [200865510, 276694584, 2403175513, 344450143], [4263939168, 389462318, 2148550086]],
    [4294967295, [419326371, 479346978, 3918654476, 2416749639], [1027084080, 3860652269, 1762272365]],
  ])('seeded with %d equals numpy RandomState, across refreshes', (seed, first, later) => {
    const generator = Mt19937.fromSeed(seed);
    const words = Array.from({ length: 2000 }, () => generator.uint32());
    expect(words.slice(0, 4)).toEqual(first);
    expect([words[623], words[624], words[1999]]).toEqual(later);
  });

  it('draws the doubles of numpy random_sample', () => {
    const generator = Mt19937.fromSeed(0);
    expect([generator.next(), generator.next(), generator.next()]).toEqual([
      0.5488135039273248, 0.7151893663724195, 0.6027633760716439,
    ]);
  });

  it.each([
    [[1], [0.13436424411240122, 0.8474337369372327, 0.763774618976614]],
    [[473], [0.33632838236363083, 0.0538291186608858, 0.37265964383243566]],
    [
      [7, 256],
      [0.6137037779936511, 0.8149162973309487, 0.9450115087592873],
    ], // random.seed(2**40 + 7)
  ])('keyed with %j equals random.seed of CPython', (key, doubles) => {
    const generator = Mt19937.fromKey(key);
    expect([generator.next(), generator.next(), generator.next()]).toEqual(doubles);
  });
});

describe('Pcg64', () => {
  it('gives raw outputs and their halves, lower first', () => {
    const raw = new Pcg64(42);
    expect([raw.uint64(), raw.uint64(), raw.uint64()]).toEqual([
      14276969152011380360n,
      8095878257575067585n,
      15838336090824644132n,
    ]);
    const halves = new Pcg64(42);
    expect(Array.from({ length: 6 }, () => halves.uint32())).toEqual([
      383329928, 3324115917, 2811363265, 1884968545, 1859786276, 3687649986,
    ]);
  });

  it('keeps the spare half while doubles are drawn', () => {
    const generator = new Pcg64(7);
    expect(generator.uint32()).toBe(4058335883);
    expect(generator.next()).toBe(0.8972138009695755);
    expect([generator.uint32(), generator.uint32()]).toEqual([2684764585, 2483747170]);
  });
});

describe('SeedSequence', () => {
  it('mixes entropy beyond four words and spawns grandchildren', () => {
    const root = new SeedSequence(2n ** 130n + 12345n);
    expect(Array.from(root.generate(6))).toEqual([
      1067841243, 1074700622, 4277799263, 207906991, 2646164919, 2269553654,
    ]);
    const grandchild = root.spawn(3)[2].spawn(2)[1];
    expect(Array.from(grandchild.generate(4))).toEqual([1216254145, 3330961938, 1726815467, 1341614611]);
  });

  it('numbers children on from the last spawn', () => {
    const root = new SeedSequence(5);
    const [first] = root.spawn(1);
    const [second] = root.spawn(1);
    expect([first!.spawnKey, second!.spawnKey]).toEqual([[0], [1]]);
    expect(second!.generate(4)).toEqual(root.child(1).generate(4));
    expect(second!.generate(4)).not.toEqual(first!.generate(4));
  });
});
