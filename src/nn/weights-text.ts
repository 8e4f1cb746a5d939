/**
 * Weights as text that can stand in a source file: float32 or float16 (IEEE 754 binary16), little-endian, in base64. Four
 * characters for three bytes: ten thousand weights are 53 kB in float32, where every bit comes back, and half of that in
 * float16, where weights are rounded to 11 significant bits before.
 */
import { ensure } from '../error.js';

export const WEIGHT_FORMATS = ['float32', 'float16'] as const;

export type WeightFormat = (typeof WEIGHT_FORMATS)[number];

const BYTES: Readonly<Record<WeightFormat, number>> = { float32: 4, float16: 2 };
const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;
const LARGEST_HALF = 65504;
const SMALLEST_NORMAL_HALF = 2 ** -14;
const HALF_FRACTION_BITS = 10;

/** [weight] → base64. Errors: `ArenaError` for float16 of a weight that is not finite or beyond ±65504. */
export function encodeWeights(flat: Float32Array, format: WeightFormat = 'float32'): string {
  const size = BYTES[format];
  const bytes = Buffer.alloc(size * flat.length);
  for (let i = 0; i < flat.length; i++) {
    if (format === 'float32') bytes.writeFloatLE(flat[i], size * i);
    else bytes.writeUInt16LE(halfBits(flat[i]), size * i);
  }
  return bytes.toString('base64');
}

/** base64 → [weight]. Errors: `ArenaError` for text that {@link encodeWeights} cannot have made. */
export function decodeWeights(text: string, format: WeightFormat = 'float32'): Float32Array {
  ensure(ALPHABET.test(text), 'nn/weights-text: not base64');
  const bytes = Buffer.from(text, 'base64');
  const size = BYTES[format];
  ensure(
    bytes.length % size === 0,
    `nn/weights-text: ${bytes.length} bytes are no ${format} numbers (${size} bytes each)`,
  );
  const flat = new Float32Array(bytes.length / size);
  for (let i = 0; i < flat.length; i++) {
    flat[i] = format === 'float32' ? bytes.readFloatLE(size * i) : halfValue(bytes.readUInt16LE(size * i));
  }
  return flat;
}

/** The weights as they come back from text of this format. Errors: as {@link encodeWeights}. */
export function roundedWeights(flat: Float32Array, format: WeightFormat): Float32Array {
  return format === 'float32' ? flat : flat.map((weight) => halfValue(halfBits(weight)));
}

/** The nearest binary16, ties to the even one. */
function halfBits(value: number): number {
  const size = Math.abs(value);
  ensure(size <= LARGEST_HALF, `nn/weights-text: ${value} is no float16 number (−65504 … 65504)`);
  const sign = Object.is(Math.sign(value), -0) || value < 0 ? 0x8000 : 0;
  if (size < SMALLEST_NORMAL_HALF) return sign | roundedToEven(size * 2 ** 24); // below: steps of 2^-24
  const exponent = Math.floor(Math.log2(size));
  // an exponent that is off by one because of the logarithm's rounding still gives the right bits: carries add up
  const fraction = roundedToEven((size / 2 ** exponent - 1) * 2 ** HALF_FRACTION_BITS);
  return sign | (((exponent + 15) << HALF_FRACTION_BITS) + fraction);
}

function roundedToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> HALF_FRACTION_BITS) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 2 ** HALF_FRACTION_BITS) * 2 ** (exponent - 15);
}
