/**
 * Matrix products with a transposed operand on wasm: what backpropagation through a layer is made of. The kernel of
 * tfjs-backend-wasm 4.22 has a fast path (SIMD, XNNPACK) for plain products of two matrices only, and is 6 to 11 times
 * slower when an operand is transposed. Here the operand is turned first and the fast path is taken. Batches of
 * matrices are left to the kernel. Copies of tensors share their memory, as on the plain backend, instead of being
 * written out.
 */
import type { TF } from './backend.js';
import { type TensorInfo as Info, wrapKernel } from './kernel-registry.js';

interface Storage {
  incRef(dataId: object): void;
  disposeData(dataId: object): boolean;
  makeOutput(shape: number[], dtype: string): Info;
  typedArrayFromHeap(info: Info): { fill(value: number): void };
}
interface MatMulArguments {
  readonly inputs: { readonly a: Info; readonly b: Info };
  readonly backend: Storage;
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
}
interface TransposeArguments {
  readonly inputs: { readonly x: Info };
  readonly backend: Storage;
  readonly attrs: { readonly perm: number[] };
}
type Product = (args: MatMulArguments) => Info;
type Transposition = (args: TransposeArguments) => Info;

/** Replaces the kernels of the wasm backend; to be called once. */
export function replaceWasmProducts(tf: TF): void {
  const transpose = tf.getKernel('Transpose', 'wasm').kernelFunc as unknown as Transposition;
  wrapKernel<Product>(tf, { kernelName: 'BatchMatMul', backendName: 'wasm' }, (kernel) => turnFirst(kernel, transpose));
  wrapKernel<typeof shareMemory>(tf, { kernelName: 'Identity', backendName: 'wasm' }, () => shareMemory);
}

function shareMemory({ inputs, backend }: { inputs: { x: Info }; backend: Storage }): Info {
  const { dataId, shape, dtype } = inputs.x;
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}

function turnFirst(kernel: Product, transpose: Transposition): Product {
  return (args) => {
    const { inputs, backend, attrs } = args;
    const { a, b } = inputs;
    const batches = a.shape.length > 3 || b.shape.length > 3 || depth(a) !== 1 || depth(b) !== 1;
    if (batches) return kernel(args);
    const [rows, inner] = extents(a, attrs.transposeA);
    const columns = extents(b, attrs.transposeB)[1];
    const outer = a.shape.length === 3 || b.shape.length === 3 ? [1] : [];
    if (inner === 0) return zeros(backend, [...outer, rows, columns]);
    if (!attrs.transposeA && !attrs.transposeB) return kernel(args);
    const left = attrs.transposeA ? turned(a, backend, transpose) : { ...a, shape: [rows, inner] };
    const right = attrs.transposeB ? turned(b, backend, transpose) : { ...b, shape: [inner, columns] };
    const out = kernel({ inputs: { a: left, b: right }, backend, attrs: { transposeA: false, transposeB: false } });
    if (attrs.transposeA) backend.disposeData(left.dataId);
    if (attrs.transposeB) backend.disposeData(right.dataId);
    return { ...out, shape: [...outer, rows, columns] };
  };
}

/** A product over no elements; the kernel would complain of it on the console. */
function zeros(backend: Storage, shape: number[]): Info {
  const out = backend.makeOutput(shape, 'float32');
  backend.typedArrayFromHeap(out).fill(0);
  return out;
}

/** Number of matrices in a tensor of rank 2 or 3. */
function depth({ shape }: Info): number {
  return shape.length === 3 ? shape[0] : 1;
}

/** Rows and columns as they enter the product. */
function extents({ shape }: Info, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

function turned(matrix: Info, backend: Storage, transpose: Transposition): Info {
  const flat: Info = { ...matrix, shape: matrix.shape.slice(-2) };
  return transpose({ inputs: { x: flat }, backend, attrs: { perm: [1, 0] } });
}
