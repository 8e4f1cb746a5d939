/**
 * Student's t distribution: two-sided tail and its inverse, from the incomplete beta function (DLMF 8.17). The tail
 * is always computed from its smaller side, so that neither tiny p-values nor tiny statistics lose digits.
 */
import { ensure } from '../../error.js';
import { incompleteBeta, logBeta } from './incomplete-beta.js';

/** Below this t² the tail is large and its complement exact; from here on the continued fraction takes it directly. */
const CENTRAL_BELOW = 3;

function ensureDegrees(degrees: number): void {
  ensure(degrees > 0 && Number.isFinite(degrees), `statistics/studentT: ${degrees} degrees of freedom (a number > 0)`);
}

/** P(|T| ≥ |t|) for the given degrees of freedom. */
export function studentTTail(t: number, degrees: number): number {
  ensureDegrees(degrees);
  const square = t * t;
  const outer = square / (degrees + square);
  const inner = degrees / (degrees + square);
  if (square < CENTRAL_BELOW) return 1 - incompleteBeta(outer, 0.5, degrees / 2, inner);
  return incompleteBeta(inner, degrees / 2, 0.5, outer);
}

function density(t: number, degrees: number): number {
  const kernel = ((degrees + 1) / 2) * Math.log1p((t * t) / degrees);
  return Math.exp(-kernel - logBeta(degrees / 2, 0.5) - 0.5 * Math.log(degrees));
}

/** The t with P(|T| ≤ t) = confidence, by Newton steps kept inside a bracket. */
export function studentTCritical(confidence: number, degrees: number): number {
  ensureDegrees(degrees);
  ensure(
    confidence > 0 && confidence < 1,
    `statistics/studentT: confidence ${confidence} is not allowed (0 … 1, open)`,
  );
  const tail = 1 - confidence;
  let low = 0;
  let high = 1;
  while (studentTTail(high, degrees) > tail) {
    low = high;
    high *= 2;
  }
  let t = high;
  for (let iteration = 0; iteration < 200; iteration++) {
    const excess = studentTTail(t, degrees) - tail;
    if (excess > 0) low = t;
    else high = t;
    const newton = t + excess / (2 * density(t, degrees));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= Number.EPSILON * t) return next;
    t = next;
  }
  return t;
}
