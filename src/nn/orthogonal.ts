/**
 * A random matrix with orthonormal rows or columns, whichever are fewer: normal draws made orthogonal by modified
 * Gram-Schmidt in double precision (Saxe et al. 2014, arXiv 1312.6120). The signs follow from the draws, so the
 * result is uniform over such matrices.
 */
import { randomNormal } from 'd3-random';
import type { Rng } from '../rng.js';

/** [rows × columns] times the gain. */
export function orthogonal(
  rows: number,
  columns: number,
  { gain, rng }: { readonly gain: number; readonly rng: Rng },
): Float64Array {
  const count = Math.min(rows, columns); // orthonormal vectors
  const length = Math.max(rows, columns);
  const normal = randomNormal.source(rng)(0, 1);
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, normal));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) subtractProjection(vectors[i], vectors[j]);
    scaleToNorm(vectors[i]);
  }
  const matrix = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      matrix[r * columns + c] = gain * (rows <= columns ? vectors[r][c] : vectors[c][r]);
    }
  }
  return matrix;
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  let dot = 0;
  for (let k = 0; k < vector.length; k++) dot += vector[k] * unit[k];
  for (let k = 0; k < vector.length; k++) vector[k] -= dot * unit[k];
}

function scaleToNorm(vector: Float64Array): void {
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  for (let k = 0; k < vector.length; k++) vector[k] /= norm;
}
