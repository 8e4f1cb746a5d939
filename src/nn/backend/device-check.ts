/**
 * The check that a backend computes at all, and rightly, before it is accepted: a small matrix product, a gather, a
 * segment sum, and the gradient through all three, against the same numbers from plain loops. A driver that loads but
 * computes nonsense is found here. It says nothing about speed.
 */
import type { TF } from '../backend.js';

const ROWS = 3;
const INNER = 4;
const WIDTH = 2;
const IDS = [2, 0, 2, 1, 0]; // [picked] row of the product, and segment of the sum
const TOLERANCE = 1e-4; // absolute; values are of order 1

const left = Float32Array.from({ length: ROWS * INNER }, (_, i) => Math.sin(i + 1)); // [row][inner]
const right = Float32Array.from({ length: INNER * WIDTH }, (_, i) => Math.cos(2 * i + 1)); // [inner][width]

/** The empty text when the current backend computes the known numbers, else what is wrong. Leaves no tensor behind. */
export async function deviceFault(tf: TF): Promise<string> {
  const [sums, gradient] = tf.tidy(() => {
    const ids = tf.tensor1d(IDS, 'int32');
    const b = tf.tensor2d(right, [INNER, WIDTH]);
    const network = (a: ReturnType<TF['tensor2d']>) =>
      tf.unsortedSegmentSum(tf.gather(tf.matMul(a, b), ids), ids, ROWS);
    const a = tf.tensor2d(left, [ROWS, INNER]);
    return [network(a), tf.grad((x) => tf.sum(network(x as typeof a)))(a)];
  });
  try {
    const fault = difference('forward', await sums.data(), expectedSums());
    return fault === '' ? difference('gradient', await gradient.data(), expectedGradient()) : fault;
  } finally {
    sums.dispose();
    gradient.dispose();
  }
}

/** How often each row was picked: gather and sum go by the same ids, so each row returns that many times. */
function timesPicked(row: number): number {
  return IDS.filter((id) => id === row).length;
}

/** [row][width] product of the matrices, times how often the row was picked. */
function expectedSums(): number[] {
  const sums: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < WIDTH; column++) {
      let product = 0;
      for (let k = 0; k < INNER; k++) product += left[row * INNER + k] * right[k * WIDTH + column];
      sums.push(product * timesPicked(row));
    }
  }
  return sums;
}

/** [row][inner] derivative of the sum of all results by the left matrix. */
function expectedGradient(): number[] {
  const gradient: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let k = 0; k < INNER; k++) {
      let sum = 0;
      for (let column = 0; column < WIDTH; column++) sum += right[k * WIDTH + column];
      gradient.push(sum * timesPicked(row));
    }
  }
  return gradient;
}

function difference(what: string, actual: ArrayLike<number>, expected: readonly number[]): string {
  if (actual.length !== expected.length) {
    return `device check: ${what} has ${actual.length} numbers instead of ${expected.length}`;
  }
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE)) {
      return `device check: ${what} number ${i} is ${actual[i]} instead of ${expected[i].toFixed(6)}`;
    }
  }
  return '';
}
