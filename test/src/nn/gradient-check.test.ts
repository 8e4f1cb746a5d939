/**
 * Gradients against central differences on the plain backend, for every operation that training uses: parity between
 * backends alone would not see a gradient that is wrong on all of them.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBackend, type TF } from '../../../src/nn/backend.js';
import { compute, inputsOf, OPERATIONS, type Operation, type Tensor, weightsOf } from './operations.js';

const STEP = 1e-2; // half width of the difference
const TOLERANCE = 3e-3; // of derivatives of order 1: curvature times step², float32 rounding over step

let tf: TF;
beforeAll(async () => {
  ({ tf } = await loadBackend({ preferred: 'cpu' }));
});

/** The weighted sum of the result, as {@link compute} differentiates it. */
function weightedSum(operation: Operation, inputs: readonly Float32Array[]): number {
  return tf.tidy(() => {
    const result = operation.apply(tf, ...inputs.map((values, i): Tensor => tf.tensor(values, shapeOf(operation, i))));
    const weights = weightsOf(operation, result.shape);
    return Array.from(result.dataSync()).reduce((sum, value, i) => sum + value * weights[i], 0);
  });
}

const shapeOf = ({ shapes }: Operation, input: number): number[] => [...shapes[input]];

/** Derivative by one number: from both sides, over the step as float32 has it. */
function slope(operation: Operation, inputs: readonly Float32Array[], at: { input: number; element: number }): number {
  const values = inputs[at.input];
  const centre = values[at.element];
  values[at.element] = centre + STEP;
  const [above, high] = [weightedSum(operation, inputs), values[at.element]];
  values[at.element] = centre - STEP;
  const [below, low] = [weightedSum(operation, inputs), values[at.element]];
  values[at.element] = centre;
  return (above - below) / (high - low);
}

describe('gradients against central differences', () => {
  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    const inputs = inputsOf(operation);
    const { gradients } = await compute(tf, operation);
    gradients.forEach((gradient, input) => {
      expect(gradient.length).toBe(inputs[input].length);
      const stride = Math.max(1, Math.floor(gradient.length / 8)); // 8 to 15 of the numbers
      for (let element = 0; element < gradient.length; element += stride) {
        const expected = slope(operation, inputs, { input, element });
        const error = Math.abs(gradient[element] - expected);
        expect(error, `input ${input}, number ${element}: ${gradient[element]}, difference ${expected}`).toBeLessThan(
          TOLERANCE * Math.max(1, Math.abs(expected)),
        );
      }
    });
  });
});
