/** Reference Adam: first step, clipping, resuming, and descent on a bowl. Exact steps: test/goldens/rl/adam.json. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Adam, annealedLearningRate, clipGlobalNorm } from '../../../src/train/adam.js';

const gradients = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 });

describe('Adam', () => {
  it('moves every parameter by about the learning rate in its first step', () => {
    const parameters = Float64Array.of(1, 1, 1);
    new Adam([3]).step([parameters], [Float64Array.of(0.5, -40, 0)], 0.1);
    expect(parameters[0]).toBeCloseTo(0.9, 5);
    expect(parameters[1]).toBeCloseTo(1.1, 5);
    expect(parameters[2]).toBe(1);
  });

  it('resumed from a snapshot through JSON equals never having stopped', () => {
    fc.assert(
      fc.property(fc.array(gradients, { minLength: 2, maxLength: 10 }), fc.nat(), (steps, pick) => {
        const cut = pick % steps.length;
        const straight = new Adam([3]);
        const parameters = new Float64Array(3);
        let resumed = new Adam([3]);
        const others = new Float64Array(3);
        steps.forEach((gradient, i) => {
          if (i === cut) {
            const saved = JSON.parse(JSON.stringify(resumed.snapshot()));
            resumed = new Adam([3]);
            resumed.restore(saved);
          }
          straight.step([parameters], [Float64Array.from(gradient)], 0.01);
          resumed.step([others], [Float64Array.from(gradient)], 0.01);
        });
        expect(others).toEqual(parameters);
      }),
    );
  });

  it('finds the bottom of a bowl', () => {
    const parameters = Float64Array.of(3, -2);
    const adam = new Adam([2]);
    for (let update = 1; update <= 2000; update++) {
      const slopes = Float64Array.of(2 * (parameters[0] - 1), 20 * (parameters[1] - 0.5));
      adam.step([parameters], [slopes], annealedLearningRate(0.05, update, 2000));
    }
    expect(parameters[0]).toBeCloseTo(1, 3);
    expect(parameters[1]).toBeCloseTo(0.5, 3);
  });

  it('refuses other shapes', () => {
    const adam = new Adam([2, 1]);
    const one = [new Float64Array(2)];
    expect(() => adam.step(one, one, 0.1)).toThrow('1 parameter and 1 gradient tensors (2 needed)');
    expect(() => new Adam([3]).step(one, one, 0.1)).toThrow('tensor 0 has 2 parameters and 2 gradients (3 needed)');
    expect(() => adam.restore(new Adam([2, 2]).snapshot())).toThrow('other parameter shapes');
  });
});

describe('clipGlobalNorm', () => {
  it('bounds the joint norm, keeps the direction, and returns the norm before', () => {
    fc.assert(
      fc.property(gradients, gradients, (first, second) => {
        const tensors = [Float64Array.from(first), Float64Array.from(second)];
        const before = Math.hypot(...first, ...second);
        expect(clipGlobalNorm(tensors, 0.5)).toBeCloseTo(before, 12);
        const after = Math.hypot(...tensors[0], ...tensors[1]);
        expect(after).toBeLessThanOrEqual(0.5);
        if (before < 0.49) expect(after).toBeCloseTo(before, 12);
        else expect(after).toBeGreaterThan(0.489);
        expect(tensors[0][0] * before).toBeCloseTo(first[0] * after, 9);
      }),
    );
  });
});
