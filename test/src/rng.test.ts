import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, hashText, type Rng } from '../../src/rng.js';

const seeds = fc.oneof(fc.nat(), fc.string());
const names = fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat()), { maxLength: 4 });

const take = (rng: Rng, count = 8) => Array.from({ length: count }, () => rng.uint32());
const down = (rng: Rng, path: readonly (string | number)[]) => path.reduce((at: Rng, name) => at.fork(name), rng);

describe('rng', () => {
  it('gives the same stream for the same path', () => {
    fc.assert(
      fc.property(seeds, names, (seed, path) => {
        const one = down(createRng(seed), path);
        expect(take(down(createRng(seed), path))).toEqual(take(one));
        expect(one.path).toBe([seed, ...path].join('/'));
      }),
    );
  });

  it('forks independently of how far the parent was advanced, and of other forks', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), fc.string({ minLength: 1 }), (seed, advance, name) => {
        const fresh = take(createRng(seed).fork(name));
        const used = createRng(seed);
        for (let i = 0; i < advance; i++) used();
        used.fork('something else')();
        expect(take(used.fork(name))).toEqual(fresh);
        const untouched = createRng(seed);
        for (let i = 0; i < advance; i++) untouched();
        expect(take(used)).toEqual(take(untouched));
      }),
    );
  });

  it('continues from a snapshot, through JSON, forks included', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, advance) => {
        const rng = createRng(seed).fork('a');
        for (let i = 0; i < advance; i++) rng();
        const saved = JSON.parse(JSON.stringify(rng.snapshot()));
        const ahead = take(rng);
        const other = createRng('elsewhere');
        other.restore(saved);
        expect(take(other)).toEqual(ahead);
        expect(other.path).toBe(rng.path);
        expect(take(other.fork('b'))).toEqual(take(rng.fork('b')));
      }),
    );
  });

  it('gives different streams to neighbouring seeds and names', () => {
    const streams = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      streams.add(take(createRng(seed)).join());
      streams.add(take(createRng(1).fork(seed)).join());
    }
    expect(streams.size).toBe(400);
  });

  it('does not correlate streams of neighbouring seeds', () => {
    const n = 4000;
    const [a, b] = [createRng(1), createRng(2)];
    let product = 0;
    for (let i = 0; i < n; i++) product += (a() - 0.5) * (b() - 0.5);
    // standard deviation of the mean product: (1/12) / sqrt(n) ≈ 0.0013
    expect(Math.abs(product / n)).toBeLessThan(0.006);
  });

  it('draws uniform numbers and integers', () => {
    const rng = createRng(11);
    const counts = new Int32Array(10);
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      counts[rng.integer(10)]++;
      const value = rng();
      expect(value >= 0 && value < 1).toBe(true);
      sum += value;
    }
    expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.015);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('refuses seeds that are neither integers ≥ 0 nor texts', () => {
    for (const seed of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createRng(seed)).toThrow(`seed ${seed} is not allowed`);
    }
  });

  it('hashes texts differently for every salt', () => {
    expect(new Set([0, 1, 2, 3].map((salt) => hashText('arrivals', salt))).size).toBe(4);
    expect(hashText('arrivals', 1)).toBe(hashText('arrivals', 1));
  });
});
