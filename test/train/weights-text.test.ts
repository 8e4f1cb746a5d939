import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWeights, encodeWeights, roundedWeights } from '../../src/nn/weights-text.js';

describe('weights as text', () => {
  it('bring every bit back', () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 50 }), (flat) => {
        expect(decodeWeights(encodeWeights(flat))).toEqual(flat); // tells −0 and 0 apart
      }),
    );
  });

  it('are little-endian', () => {
    expect(encodeWeights(Float32Array.of(1))).toBe(Buffer.from([0, 0, 128, 63]).toString('base64'));
  });

  it('are halved in float16, which keeps 11 significant bits', () => {
    // bits by IEEE 754: 1, -2, the largest, the smallest, ties to even at 2049 (2048) and 2051 (2052), 1/3
    const exact = Float32Array.of(1, -2, 65504, 2 ** -24, -0, 2 ** -14, 1 - 2 ** -11);
    expect(decodeWeights(encodeWeights(exact, 'float16'), 'float16')).toEqual(exact);
    expect(encodeWeights(Float32Array.of(1, -2), 'float16')).toBe(Buffer.from([0, 0x3c, 0, 0xc0]).toString('base64'));
    expect([...roundedWeights(Float32Array.of(2049, 2051, 1 / 3, 1e-9), 'float16')]).toEqual([
      2048,
      2052,
      0x555 / 4096,
      0,
    ]);
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 20, min: -6e4, max: 6e4, noNaN: true }), (flat) => {
        const rounded = decodeWeights(encodeWeights(flat, 'float16'), 'float16');
        expect(rounded).toEqual(roundedWeights(flat, 'float16'));
        expect(roundedWeights(rounded, 'float16')).toEqual(rounded);
        flat.forEach((value, i) => {
          expect(Math.abs(rounded[i] - value)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
        });
      }),
    );
    expect(() => encodeWeights(Float32Array.of(65505), 'float16')).toThrow('65505 is no float16 number');
  });

  it('of other origin are refused', () => {
    expect(() => decodeWeights('not base64!')).toThrow('nn/weights-text: not base64');
    expect(() => decodeWeights('AAAA')).toThrow('3 bytes are no float32 numbers (4 bytes each)');
  });
});
