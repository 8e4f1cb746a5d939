/**
 * Dense layers over many rows at once, for acting: all nodes of a level or all candidates of a decision go through a layer in
 * one call of the SIMD loop (`dense-kernel.ts`). Numbers live in one WebAssembly memory: first the weights, copied
 * from the parameters, then scratch rows that every evaluation lays out anew by moving a mark, so that nothing is
 * allocated once the memory has grown to the largest decision seen. Positions count floats.
 */
import { ensure } from '../error.js';
import { type DenseRows, denseKernel, denseMemory } from './dense-kernel.js';
import type { Parameters } from './parameters.js';

const PAGE = 16384; // floats of a page of 64 KiB
const LANES = 4; // floats of a SIMD vector

export class RowHeap {
  /** All numbers. Replaced when the memory grows: read it after the last `take`. */
  floats: Float32Array;
  readonly dense: DenseRows;
  private readonly memory = denseMemory();
  private used = 0;
  private scratch = 0; // where scratch begins

  constructor() {
    this.floats = new Float32Array(this.memory.buffer);
    this.dense = denseKernel(this.memory);
  }

  /** Room for `count` floats, aligned to vectors; the numbers may be anything. Returns the first. */
  take(count: number): number {
    const first = this.used;
    this.used += Math.ceil(count / LANES) * LANES;
    if (this.used > this.floats.length) this.grow();
    return first;
  }

  /** What was taken so far stays; `clear` returns to here. */
  keep(): void {
    this.scratch = this.used;
  }

  /** Gives back all that was taken since `keep`. */
  clear(): void {
    this.used = this.scratch;
  }

  /** Copies `count` floats into the heap. */
  copy(source: Float32Array, from: number, { to, count }: { readonly to: number; readonly count: number }): void {
    const { floats } = this;
    for (let i = 0; i < count; i++) floats[to + i] = source[from + i];
  }

  private grow(): void {
    const pages = Math.ceil(this.used / PAGE);
    const present = this.floats.length / PAGE;
    this.memory.grow(Math.max(pages - present, present)); // at least doubled
    this.floats = new Float32Array(this.memory.buffer);
  }
}

export interface RowLayerSpec {
  readonly weight: string; // tensor [in, out]
  readonly bias?: string; // tensor [out]; absent = 0
  readonly leak: number; // slope below zero: 1 = linear, 0.2 = leaky, 0 = ReLU
  /** Rows of the weight that this layer applies; default all. */
  readonly rows?: readonly [number, number];
}

/** y = leaky(start + x·W) for many rows. `out` must be a multiple of 4. */
export class RowLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** The rows have this slope below zero; may be changed between runs. */
  private readonly leak: number;
  private readonly heap: RowHeap;
  private readonly weight: number;
  private readonly bias: number;
  private readonly weightSource: Float32Array;
  private readonly biasSource: Float32Array | undefined;

  constructor(heap: RowHeap, parameters: Parameters, { weight, bias, leak, rows }: RowLayerSpec) {
    const { shape } = parameters.specs.find(({ name }) => name === weight) as { shape: readonly number[] };
    const [first, last] = rows ?? [0, shape[0]];
    this.heap = heap;
    this.inputs = last - first;
    this.outputs = shape[1];
    this.leak = leak;
    ensure(this.outputs % LANES === 0, `nn/row-layers: ${weight} has ${this.outputs} outputs (multiples of 4)`);
    this.weightSource = parameters.get(weight).subarray(first * this.outputs, last * this.outputs);
    this.biasSource = bias === undefined ? undefined : parameters.get(bias);
    this.weight = heap.take(this.weightSource.length);
    this.bias = heap.take(this.outputs);
    this.refresh();
  }

  /** Copies the parameters anew. */
  refresh(): void {
    this.heap.floats.set(this.weightSource, this.weight);
    if (this.biasSource === undefined) this.heap.floats.fill(0, this.bias, this.bias + this.outputs);
    else this.heap.floats.set(this.biasSource, this.bias);
  }

  /** [row, inputs] at `x` to [row, outputs] at `y`, starting from the bias. */
  run(rows: number, x: number, y: number): void {
    this.heap.dense(rows, 4 * x, 4 * this.weight, 4 * this.bias, 0, 4 * y, this.inputs, this.outputs, this.leak);
  }

  /** The same on top of what stands at `y` already; the bias is not added. */
  add(rows: number, x: number, y: number): void {
    const { heap, outputs } = this;
    heap.dense(rows, 4 * x, 4 * this.weight, 4 * y, 4 * outputs, 4 * y, this.inputs, outputs, this.leak);
  }

  /** `start` at one place for all rows, e.g. a bias to which something has been added. */
  runFrom(start: number, rows: number, x: number, y: number): void {
    this.heap.dense(rows, 4 * x, 4 * this.weight, 4 * start, 0, 4 * y, this.inputs, this.outputs, this.leak);
  }
}
