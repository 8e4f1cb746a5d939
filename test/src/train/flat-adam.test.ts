/** Adam on flat float32 weights: the numbers of the reference, snapshots, refusals. Exact steps: the rl goldens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Adam, clipGlobalNorm } from '../../../src/train/adam.js';
import { FlatAdam } from '../../../src/train/flat-adam.js';

const gradients = fc.array(
  fc
    .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 })
    .map((list) => Float64Array.from(list)),
  { minLength: 2, maxLength: 12 },
);
const rule = { learningRate: 0.01, largestNorm: 2 };

describe('FlatAdam', () => {
  it('moves weights as the reference does, but for their single precision', () => {
    fc.assert(
      fc.property(gradients, (steps) => {
        const flat = new FlatAdam(4);
        const weights = Float32Array.of(1, -1, 0, 0.5);
        const reference = new Adam([4]);
        const exact = Float64Array.from(weights);
        for (const gradient of steps) {
          const copy = gradient.slice();
          const norm = clipGlobalNorm([copy], rule.largestNorm);
          reference.step([exact], [copy], rule.learningRate);
          expect(flat.step(weights, gradient.slice(), rule)).toBe(norm);
        }
        for (const [k, weight] of weights.entries()) expect(weight).toBeCloseTo(exact[k], 5);
      }),
      { numRuns: 30 },
    );
  });

  it('resumed from a snapshot equals never having stopped, bit for bit', () => {
    fc.assert(
      fc.property(gradients, fc.nat(), (steps, pick) => {
        const straight = { adam: new FlatAdam(4), weights: new Float32Array(4) };
        const resumed = { adam: new FlatAdam(4), weights: new Float32Array(4) };
        steps.forEach((gradient, i) => {
          if (i === pick % steps.length) {
            const saved = structuredClone(resumed.adam.snapshot());
            resumed.adam = new FlatAdam(4);
            resumed.adam.restore(saved);
          }
          for (const { adam, weights } of [straight, resumed]) adam.step(weights, gradient.slice(), rule);
        });
        expect(resumed.weights).toEqual(straight.weights);
        expect(resumed.adam.snapshot()).toEqual(straight.adam.snapshot());
      }),
      { numRuns: 30 },
    );
  });

  it('refuses other lengths', () => {
    const adam = new FlatAdam(3);
    expect(() => adam.step(new Float32Array(3), new Float64Array(2), rule)).toThrow(
      '3 parameters and 2 gradients (3 needed)',
    );
    expect(() => adam.restore(new FlatAdam(2).snapshot())).toThrow('of 2 parameters (3 needed)');
  });
});
