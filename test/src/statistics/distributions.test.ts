/** Distribution functions against the doubles nearest to 40-digit values (mpmath 1.3.0: betainc, erfc, root finding). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta, normalTail, studentTCritical, studentTTail } from '../../../src/report/statistics/index.js';

/** |x/golden − 1|: relative error without a floor, so that tiny tails count. */
function strictError(value: number, golden: number): number {
  return Math.abs(value / golden - 1);
}

describe('studentTTail', () => {
  it.each([
    [1e-6, 5, 0.9999992407866204],
    [0.3, 1, 0.8144528418445153],
    [1, 2, 0.4226497308103742],
    [2.5, 9, 0.03386182768298574],
    [4.966083844774875, 29, 2.7874051964612857e-5],
    [12, 29, 9.06070833313718e-13],
    [40, 3, 3.4380680789158526e-5],
    [1.96, 1e5, 0.04999856319430164],
    [1.5, 2.5, 0.24783645308629626],
    [30, 200, 5.724161208827852e-76],
  ])('of t = %d with %d degrees of freedom', (t, degrees, golden) => {
    // a hundred thousand degrees of freedom cost one digit
    expect(strictError(studentTTail(t, degrees), golden)).toBeLessThan(degrees > 1000 ? 1e-11 : 1e-12);
    expect(studentTTail(-t, degrees)).toBe(studentTTail(t, degrees));
  });
});

describe('studentTCritical', () => {
  it.each([
    [0.95, 1, 12.706204736174694],
    [0.95, 4, 2.7764451051977934],
    [0.95, 29, 2.045229642132704],
    [0.95, 99, 1.9842169515864172],
    [0.99, 7, 3.4994832973504932],
    [0.5, 3, 0.7648923284043453],
    [0.999, 1, 636.6192487687191],
    [0.9, 1000, 1.6463788172854648],
  ])('at confidence %d with %d degrees of freedom', (confidence, degrees, golden) => {
    expect(strictError(studentTCritical(confidence, degrees), golden)).toBeLessThan(1e-12);
  });

  it('inverts the tail', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 500 }), (c, degrees) => {
        expect(studentTTail(studentTCritical(c, degrees), degrees)).toBeCloseTo(1 - c, 12);
      }),
    );
  });

  it('refuses impossible arguments', () => {
    expect(() => studentTCritical(1, 4)).toThrow('confidence 1 is not allowed');
    expect(() => studentTCritical(0.95, 0)).toThrow('0 degrees of freedom');
    expect(() => studentTTail(1, Number.NaN)).toThrow('NaN degrees of freedom');
  });
});

describe('normalTail', () => {
  it.each([
    [1e-9, 0.9999999992021155],
    [0.5, 0.6170750774519738],
    [1.96, 0.04999579029644087],
    [2.999, 0.0027086730674542123],
    [3.001, 0.002690945650169933],
    [5, 5.733031437583878e-7],
    [10, 1.523970604832105e-23],
  ])('of z = %d', (z, golden) => {
    expect(strictError(normalTail(z), golden)).toBeLessThan(1e-12);
    expect(normalTail(-z)).toBe(normalTail(z));
  });

  it('is 1 at zero', () => {
    expect(normalTail(0)).toBe(1);
  });
});

describe('incompleteBeta', () => {
  it.each([
    [0.1, 2, 3, 0.0523],
    [0.9, 0.5, 0.5, 0.7951672353008665],
    [0.5, 30, 0.5, 1.3302059355529229e-10],
    [0.3, 100, 200, 0.10884306564490975],
    [1e-5, 0.5, 50, 0.025164216503123615],
    [0.999, 10, 0.25, 0.6550198545877631],
  ])('at x = %d, a = %d, b = %d', (x, a, b, golden) => {
    expect(strictError(incompleteBeta(x, a, b), golden)).toBeLessThan(1e-12);
  });
});
