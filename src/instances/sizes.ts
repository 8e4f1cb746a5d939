/** Draws of sizes around a mean of 1: costs of tasks and volumes of edges. */
import type { Rng } from '../rng.js';
import { normalQuantile } from '../sim/normal-quantile.js';

export interface SizeDraw {
  readonly kind: 'uniform' | 'normal' | 'constant';
  /** Half the width of the uniform interval, 0…1. */
  readonly spread: number;
}

/** [count] sizes with expectation 1, all > 0 (uniform draws with spread 1 included). */
export function drawSizes(count: number, { kind, spread }: SizeDraw, rng: Rng): Float64Array {
  const sizes = new Float64Array(count).fill(1);
  if (kind === 'uniform') for (let i = 0; i < count; i++) sizes[i] = 1 + spread - 2 * spread * rng();
  if (kind === 'normal') for (let i = 0; i < count; i++) sizes[i] = normalSize(rng);
  return sizes;
}

/** N(1, 1/3), cut to [1e-9, 2]: the weights of the tree and chain instances in the literature on PISA. */
function normalSize(rng: Rng): number {
  const z = normalQuantile((rng.uint32() + 0.5) / 2 ** 32);
  return Math.min(2, Math.max(1e-9, 1 + z / 3));
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length === 0 ? 0 : sum / values.length;
}
