/**
 * The kernels behind ragged batches, as plain loops over typed arrays: the sum and the maximum of the rows of each
 * segment, and picking rows. TensorFlow.js 4.22 needs them: its cpu backend computes `UnsortedSegmentSum` with one pass
 * over all rows per segment, its wasm backend has none, so that even `gather` has no gradient there, and its `gather`
 * is ten times slower than a loop. Each loop visits each row once, in order, so results do not depend on anything but
 * the input. They are put into cpu and wasm, where they read and write the heap in place; others keep their own.
 */
import { ensure } from '../error.js';
import type { TF } from './backend.js';
import { type TensorInfo as Info, putKernel, wrapKernel } from './kernel-registry.js';

/** Name of the kernel of the segment maximum; TensorFlow.js has no such kernel of its own. */
export const SEGMENT_MAX_KERNEL = 'SegmentMax';

type NumberArray = Float32Array | Int32Array;

/** What the two backends offer to kernels; tfjs-backend-cpu and tfjs-backend-wasm 4.22.0. */
interface CpuStorage {
  readonly data: { get(id: object): { readonly values: NumberArray } };
  makeTensorInfo(shape: number[], dtype: string, values: NumberArray): Info;
}
interface WasmStorage {
  makeOutput(shape: number[], dtype: string): Info;
  typedArrayFromHeap(info: Info): NumberArray;
}

interface KernelArguments {
  readonly inputs: { readonly x: Info; readonly segmentIds: Info };
  readonly attrs: { readonly numSegments: number };
  readonly backend: unknown;
}

interface GatherArguments {
  readonly inputs: { readonly x: Info; readonly indices: Info };
  readonly attrs: { readonly axis: number; readonly batchDims: number };
  readonly backend: unknown;
}

/** Types of numbers that the loops take. */
const NUMBERS: ReadonlySet<string> = new Set(['float32', 'int32']);

/** Writes one result over `out` [segment][width] from `values` [row][width] and `ids` [row]. */
type SegmentLoop = (values: NumberArray, ids: NumberArray, out: NumberArray) => void;

/**
 * out[segment][width] = sum of the rows of that segment, in the order of rows; empty segments are 0.
 * Rows with a negative id are left out, as TensorFlow does. Throws for an id that is not below the segment count.
 */
export function sumSegments(values: NumberArray, ids: NumberArray, out: NumberArray): void {
  const rows = ids.length;
  const width = rows === 0 ? 0 : values.length / rows;
  const size = out.length;
  out.fill(0);
  let from = 0;
  for (let row = 0; row < rows; row++, from += width) {
    const id = ids[row];
    if (id < 0) continue;
    let to = id * width;
    if (to + width > size) throw outside(id, row, size / width);
    for (let k = from, end = from + width; k < end; k++) out[to++] += values[k];
  }
}

/** out[segment][width] = maximum of the rows of that segment; empty segments are −∞. Ids as in {@link sumSegments}. */
export function maximumOfSegments(values: NumberArray, ids: NumberArray, out: NumberArray): void {
  const rows = ids.length;
  const width = rows === 0 ? 0 : values.length / rows;
  const size = out.length;
  out.fill(-Infinity);
  let from = 0;
  for (let row = 0; row < rows; row++, from += width) {
    const id = ids[row];
    if (id < 0) continue;
    let to = id * width;
    if (to + width > size) throw outside(id, row, size / width);
    for (let k = from, end = from + width; k < end; k++, to++) {
      const value = values[k];
      if (value > out[to]) out[to] = value;
    }
  }
}

/** out[picked][width] = the rows `ids` [picked] of `values`, which has at least one number. */
export function pickRows(values: NumberArray, ids: NumberArray, out: NumberArray): void {
  const picked = ids.length;
  const width = picked === 0 ? 0 : out.length / picked;
  const size = values.length;
  let to = 0;
  for (let i = 0; i < picked; i++) {
    const id = ids[i];
    let from = id * width;
    if (id < 0 || from + width > size) {
      throw new RangeError(`gather kernel: index ${i} is ${id}, there are ${size / width} rows`);
    }
    for (const end = to + width; to < end; ) out[to++] = values[from++];
  }
}

function outside(id: number, row: number, count: number): RangeError {
  return new RangeError(`segment kernel: row ${row} has segment ${id}, there are ${count} segments`);
}

/** Shape of the result; checks that there is one id per row. */
function outputShape({ inputs, attrs }: KernelArguments): number[] {
  const { x, segmentIds } = inputs;
  ensure(
    segmentIds.shape.length === 1 && segmentIds.shape[0] === x.shape[0],
    `segment kernel: data [${x.shape}] needs one id per row, ids are [${segmentIds.shape}]`,
  );
  ensure(NUMBERS.has(x.dtype), `segment kernel: data is ${x.dtype} (float32 and int32 are allowed)`);
  return [attrs.numSegments, ...x.shape.slice(1)];
}

const elements = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** Runs a loop on the tensors of one backend; allocates the result. */
interface Runner {
  run(backend: unknown, loop: SegmentLoop, tensors: { readonly x: Info; readonly ids: Info; shape: number[] }): Info;
}

const RUNNERS: Readonly<Record<'cpu' | 'wasm', Runner>> = {
  cpu: {
    run(backend, loop, { x, ids, shape }) {
      const storage = backend as CpuStorage;
      const out = x.dtype === 'int32' ? new Int32Array(elements(shape)) : new Float32Array(elements(shape));
      loop(storage.data.get(x.dataId).values, storage.data.get(ids.dataId).values, out);
      return storage.makeTensorInfo(shape, x.dtype, out);
    },
  },
  wasm: {
    run(backend, loop, { x, ids, shape }) {
      const storage = backend as WasmStorage;
      // first the allocation: it may grow the heap, which detaches every view that was taken before
      const out = storage.makeOutput(shape, x.dtype);
      loop(storage.typedArrayFromHeap(x), storage.typedArrayFromHeap(ids), storage.typedArrayFromHeap(out));
      return out;
    },
  },
};

type SegmentKernel = (args: KernelArguments) => Info;
type GatherKernel = (args: GatherArguments) => Info;

/** Puts the kernels into one backend, in place of its own; to be called once. */
export function registerSegmentKernels(tf: TF, backendName: keyof typeof RUNNERS): void {
  const { run } = RUNNERS[backendName];
  const segmentKernel = (loop: SegmentLoop): SegmentKernel => {
    return (args) =>
      run(args.backend, loop, { x: args.inputs.x, ids: args.inputs.segmentIds, shape: outputShape(args) });
  };
  putKernel(tf, { kernelName: 'UnsortedSegmentSum', backendName }, segmentKernel(sumSegments));
  putKernel(tf, { kernelName: SEGMENT_MAX_KERNEL, backendName }, segmentKernel(maximumOfSegments));
  wrapKernel<GatherKernel>(tf, { kernelName: 'GatherV2', backendName }, (gather) => (args) => {
    const { x, indices } = args.inputs;
    const ofRows = args.attrs.axis === 0 && args.attrs.batchDims === 0 && NUMBERS.has(x.dtype);
    if (!ofRows || indices.shape.includes(0) || x.shape.includes(0)) return gather(args);
    const shape = [...indices.shape, ...x.shape.slice(1)];
    return run(args.backend, pickRows, { x, ids: indices, shape });
  });
}
