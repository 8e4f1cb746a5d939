/**
 * Gradients that TensorFlow.js 4.22 lacks or has wrong, for all backends. Those of maximum, minimum and squared
 * difference have the shape of the result, so that backpropagation refuses operands of different shapes; here they are
 * summed back to the shape of each operand, as other gradients are. At a tie of the maximum or minimum the whole
 * gradient belongs to the first operand, as in TensorFlow. Comparisons and logical operations have none, so that a mask
 * made from a value that is differentiated stops backpropagation; their derivative is 0 wherever there is one. That of
 * leakyRelu is right but made of a comparison with a number, which wasm computes 20 times slower than a step.
 */
import type { TF } from './backend.js';

type Tensor = ReturnType<TF['tensor']>;
/** Derivative of the operation by its first or its second operand, in the shape of the result. */
type Derivative = (a: Tensor, b: Tensor) => Tensor;

const STEPS = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr'];

/** Registers the gradients; may be called again. */
export function mendGradients(tf: TF): void {
  for (const kernelName of STEPS) registerZero(tf, kernelName, ['a', 'b']);
  registerZero(tf, 'LogicalNot', ['x']);
  tf.registerGradient({
    kernelName: 'LeakyRelu',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const { alpha } = attributes as unknown as { readonly alpha: number };
      return { x: () => tf.mul(dy as Tensor, tf.step(x, alpha)) };
    },
  });
  const difference: Derivative = (a, b) => tf.mul(2, tf.sub(a, b));
  register(tf, 'SquaredDifference', difference, (a, b) => tf.neg(difference(a, b)));
  const number = (truth: Tensor) => tf.cast(truth, 'float32');
  register(
    tf,
    'Maximum',
    (a, b) => number(tf.greaterEqual(a, b)),
    (a, b) => number(tf.less(a, b)),
  );
  register(
    tf,
    'Minimum',
    (a, b) => number(tf.lessEqual(a, b)),
    (a, b) => number(tf.greater(a, b)),
  );
}

function register(tf: TF, kernelName: string, byFirst: Derivative, bySecond: Derivative): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b]) => ({
      a: () => sumTo(tf, tf.mul(dy as Tensor, byFirst(a, b)), a.shape),
      b: () => sumTo(tf, tf.mul(dy as Tensor, bySecond(a, b)), b.shape),
    }),
  });
}

/** A gradient of 0 by every input. */
function registerZero(tf: TF, kernelName: string, inputsToSave: string[]): void {
  tf.registerGradient({
    kernelName,
    inputsToSave,
    gradFunc: (_, saved) =>
      Object.fromEntries(inputsToSave.map((name, i) => [name, () => tf.zeros(saved[i].shape, 'float32')])),
  });
}

/** Sums over the axes along which an operand of this shape was repeated. */
function sumTo(tf: TF, gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.backend_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}
