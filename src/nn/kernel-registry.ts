/**
 * Replacing kernels in the registry of TensorFlow.js: the function that computes one operation on one backend. A kernel
 * is taken out, wrapped or replaced, and put back with its set-up; the registry knows no other way.
 */
import type { TF } from './backend.js';

/** A tensor as kernels see it. */
export interface TensorInfo {
  readonly dataId: object;
  readonly shape: number[];
  readonly dtype: string;
}

export interface KernelKey {
  readonly kernelName: string;
  readonly backendName: string;
}

type Registered = ReturnType<TF['getKernel']>;

/** Puts `by(kernel)` in the place of a registered kernel; `K` is the type of its function. */
export function wrapKernel<K>(tf: TF, { kernelName, backendName }: KernelKey, by: (kernel: K) => K): void {
  const config = tf.getKernel(kernelName, backendName);
  const kernelFunc = by(config.kernelFunc as unknown as K) as unknown as Registered['kernelFunc'];
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...config, kernelFunc });
}

/** Registers a kernel, in the place of one that may be there. */
export function putKernel<K>(tf: TF, { kernelName, backendName }: KernelKey, kernel: K): void {
  if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
  const kernelFunc = kernel as unknown as Registered['kernelFunc'];
  tf.registerKernel({ kernelName, backendName, kernelFunc });
}
