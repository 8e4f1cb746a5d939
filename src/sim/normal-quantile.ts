/**
 * The inverse of the standard normal distribution function by rational approximations in three regions: Wichura
 * (1988, algorithm AS 241, doi 10.2307/2347330), relative error about 1e-16. Coefficients are rounded to doubles.
 */

/** z with P(Z ≤ z) = p, for p in (0, 1); ∓Infinity at the ends. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, CENTRE_BELOW, 0.180625 - q * q);
  const tail = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  if (tail === Number.POSITIVE_INFINITY) return q < 0 ? -tail : tail;
  const z = tail <= 5 ? ratio(MIDDLE, MIDDLE_BELOW, tail - 1.6) : ratio(FAR, FAR_BELOW, tail - 5);
  return q < 0 ? -z : z;
}

/** Quotient of two polynomials of degree 7 (Horner), coefficients by descending power. */
function ratio(above: Float64Array, below: Float64Array, r: number): number {
  let numerator = above[0];
  let denominator = below[0];
  for (let i = 1; i < 8; i++) {
    numerator = numerator * r + above[i];
    denominator = denominator * r + below[i];
  }
  return numerator / denominator;
}

const CENTRE = Float64Array.of(
  2509.0809287301227,
  33430.57558358813,
  67265.7709270087,
  45921.95393154987,
  13731.69376550946,
  1971.5909503065513,
  133.14166789178438,
  3.3871328727963665,
);
const CENTRE_BELOW = Float64Array.of(
  5226.495278852854,
  28729.085735721943,
  39307.89580009271,
  21213.794301586597,
  5394.196021424751,
  687.1870074920579,
  42.31333070160091,
  1,
);
const MIDDLE = Float64Array.of(
  0.0007745450142783414,
  0.022723844989269184,
  0.2417807251774506,
  1.2704582524523684,
  3.6478483247632045,
  5.769497221460691,
  4.630337846156546,
  1.4234371107496835,
);
const MIDDLE_BELOW = Float64Array.of(
  1.0507500716444169e-9,
  0.0005475938084995345,
  0.015198666563616457,
  0.14810397642748008,
  0.6897673349851,
  1.6763848301838038,
  2.053191626637759,
  1,
);
const FAR = Float64Array.of(
  2.0103343992922881e-7,
  0.000027115555687434876,
  0.0012426609473880784,
  0.026532189526576124,
  0.29656057182850487,
  1.7848265399172913,
  5.463784911164114,
  6.657904643501103,
);
const FAR_BELOW = Float64Array.of(
  2.0442631033899397e-15,
  1.421511758316446e-7,
  0.000018463183175100548,
  0.0007868691311456133,
  0.014875361290850615,
  0.1369298809227358,
  0.599832206555888,
  1,
);
