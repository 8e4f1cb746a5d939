/**
 * Reductions over no elements on wasm: a level of a graph without edges is a batch of zero rows, and its sum is 0. The
 * kernels of tfjs-backend-wasm 4.22 return whatever lies in memory then, which would be a different gradient in every
 * run. Each is wrapped: when an input is empty the result is the neutral element of the reduction.
 */
import type { TF } from './backend.js';
import { type TensorInfo as Info, wrapKernel } from './kernel-registry.js';

interface KernelArguments {
  readonly inputs: Readonly<Record<string, Info>>;
  readonly backend: { typedArrayFromHeap(info: Info): { fill(value: number): void } };
}
type Kernel = (args: KernelArguments) => Info;

/** What each kernel gives over no elements; a mean over none is 0, as on the plain backend. */
const NEUTRAL: Readonly<Record<string, number>> = {
  Sum: 0,
  Mean: 0,
  BatchMatMul: 0,
  Prod: 1,
  Max: -Infinity,
  Min: Infinity,
};

/** Wraps the kernels of the wasm backend; to be called once. */
export function mendEmptyReductions(tf: TF): void {
  for (const [kernelName, neutral] of Object.entries(NEUTRAL)) {
    wrapKernel<Kernel>(tf, { kernelName, backendName: 'wasm' }, (kernel) => overNothing(kernel, neutral));
  }
}

function overNothing(kernel: Kernel, neutral: number): Kernel {
  return (args) => {
    const out = kernel(args);
    for (const name in args.inputs) {
      if (args.inputs[name].shape.includes(0)) {
        args.backend.typedArrayFromHeap(out).fill(neutral);
        break;
      }
    }
    return out;
  };
}
