/**
 * Fully connected layers on many rows at once in plain arrays. Weights and activations are float64 copies (no
 * conversion in the loops), weights [out, in], two rows and four outputs at a time, so that every number loaded is used
 * often. A layer may take part of a network's inputs: what rows share (a job's vector, the global one) is then
 * multiplied once.
 */
import type { Activation, MlpSpec } from '../../src/nn/mlp.js';
import type { Parameters } from '../../src/nn/parameters.js';

/** A layer, or the part of one that reads `inputs` of its inputs from `first` on. */
export interface LayerPart {
  readonly name: string; // tensors `<name>/weight` [in, out] and `<name>/bias` [out]
  readonly outputs: number;
  readonly first: number;
  readonly inputs: number;
  readonly bias: boolean; // false: the other part adds it
}

export class DenseRows {
  readonly outputs: number;
  readonly inputs: number;
  private readonly part: LayerPart;
  private readonly parameters: Parameters;
  private readonly weight: Float64Array; // [out × in]
  private readonly bias: Float64Array; // [out]

  constructor(part: LayerPart, parameters: Parameters) {
    this.part = part;
    this.outputs = part.outputs;
    this.inputs = part.inputs;
    this.parameters = parameters;
    this.weight = new Float64Array(part.outputs * part.inputs);
    this.bias = new Float64Array(part.outputs);
    this.refresh();
  }

  /** Copies the numbers anew. */
  refresh(): void {
    const { name, first, bias } = this.part;
    const weight = this.parameters.get(`${name}/weight`);
    for (let o = 0; o < this.outputs; o++) {
      for (let i = 0; i < this.inputs; i++) this.weight[o * this.inputs + i] = weight[(first + i) * this.outputs + o];
    }
    if (bias) this.bias.set(this.parameters.get(`${name}/bias`));
  }

  /** `input` [row × in] → `output` [row × out]. */
  run(input: Float64Array, rows: number, output: Float64Array): void {
    let row = 0;
    for (; row + 1 < rows; row += 2) this.twoRows(input, row, output);
    if (row < rows) this.oneRow(input, row, output);
  }

  private twoRows(input: Float64Array, row: number, output: Float64Array): void {
    const { weight, bias, inputs, outputs } = this;
    const x = row * inputs;
    const y = row * outputs;
    let o = 0;
    for (; o + 3 < outputs; o += 4) {
      let a0 = bias[o];
      let a1 = bias[o + 1];
      let a2 = bias[o + 2];
      let a3 = bias[o + 3];
      let b0 = a0;
      let b1 = a1;
      let b2 = a2;
      let b3 = a3;
      const w0 = o * inputs;
      const w1 = w0 + inputs;
      const w2 = w1 + inputs;
      const w3 = w2 + inputs;
      for (let i = 0; i < inputs; i++) {
        const a = input[x + i];
        const b = input[x + inputs + i];
        const p = weight[w0 + i];
        const q = weight[w1 + i];
        const r = weight[w2 + i];
        const s = weight[w3 + i];
        a0 += a * p;
        a1 += a * q;
        a2 += a * r;
        a3 += a * s;
        b0 += b * p;
        b1 += b * q;
        b2 += b * r;
        b3 += b * s;
      }
      output[y + o] = a0;
      output[y + o + 1] = a1;
      output[y + o + 2] = a2;
      output[y + o + 3] = a3;
      output[y + outputs + o] = b0;
      output[y + outputs + o + 1] = b1;
      output[y + outputs + o + 2] = b2;
      output[y + outputs + o + 3] = b3;
    }
    for (; o < outputs; o++) {
      output[y + o] = this.one(input, x, o);
      output[y + outputs + o] = this.one(input, x + inputs, o);
    }
  }

  private oneRow(input: Float64Array, row: number, output: Float64Array): void {
    const { weight, bias, inputs, outputs } = this;
    const x = row * inputs;
    const y = row * outputs;
    let o = 0;
    for (; o + 3 < outputs; o += 4) {
      let a0 = bias[o];
      let a1 = bias[o + 1];
      let a2 = bias[o + 2];
      let a3 = bias[o + 3];
      const w0 = o * inputs;
      const w1 = w0 + inputs;
      const w2 = w1 + inputs;
      const w3 = w2 + inputs;
      for (let i = 0; i < inputs; i++) {
        const a = input[x + i];
        a0 += a * weight[w0 + i];
        a1 += a * weight[w1 + i];
        a2 += a * weight[w2 + i];
        a3 += a * weight[w3 + i];
      }
      output[y + o] = a0;
      output[y + o + 1] = a1;
      output[y + o + 2] = a2;
      output[y + o + 3] = a3;
    }
    for (; o < outputs; o++) output[y + o] = this.one(input, x, o);
  }

  private one(input: Float64Array, from: number, o: number): number {
    const { weight, inputs } = this;
    let sum = this.bias[o];
    for (let i = 0; i < inputs; i++) sum += input[from + i] * weight[o * inputs + i];
    return sum;
  }
}

const LEAK = 0.2; // below zero

export function activateRows(activation: Activation, x: Float64Array, length: number): void {
  if (activation === 'leakyRelu') for (let i = 0; i < length; i++) x[i] = x[i] < 0 ? x[i] * LEAK : x[i];
  else if (activation === 'relu') for (let i = 0; i < length; i++) x[i] = x[i] < 0 ? 0 : x[i];
  else if (activation === 'tanh') for (let i = 0; i < length; i++) x[i] = 1 - 2 / (Math.exp(2 * x[i]) + 1);
}

/** A multi-layer perceptron on rows. */
export class MlpRows {
  readonly output: number; // width
  readonly firstWidth: number; // of the first layer's output
  private readonly layers: DenseRows[];
  private readonly activations: Activation[]; // [layer]
  private readonly scratch: Float64Array[]; // [layer] [row × width] inputs of later layers

  constructor(spec: MlpSpec, parameters: Parameters) {
    const { name, sizes, activation, last = 'none' } = spec;
    const count = sizes.length - 1;
    this.layers = Array.from({ length: count }, (_, k) => {
      const part = { name: `${name}/${k}`, outputs: sizes[k + 1], first: 0, inputs: sizes[k], bias: true };
      return new DenseRows(part, parameters);
    });
    this.activations = this.layers.map((_, k) => (k === count - 1 ? last : activation));
    this.scratch = this.layers.map(() => new Float64Array(0));
    this.output = sizes[count];
    this.firstWidth = sizes[1];
  }

  refresh(): void {
    for (const layer of this.layers) layer.refresh();
  }

  /** `input` [row × in] → `output` [row × out]. */
  run(input: Float64Array, rows: number, output: Float64Array): void {
    const first = this.buffer(rows);
    this.layers[0].run(input, rows, first);
    this.finish(rows, output);
  }

  /** Where the caller may put sums of the first layer, before activation: [row × firstWidth]. Goes on with `finish`. */
  buffer(rows: number): Float64Array {
    if (this.scratch[0].length < rows * this.firstWidth) this.resize(2 * rows);
    return this.scratch[0];
  }

  /** All that comes after the sums of the first layer. */
  finish(rows: number, output: Float64Array): void {
    const { layers, activations, scratch } = this;
    const count = layers.length;
    for (let k = 1; k < count; k++) {
      activateRows(activations[k - 1], scratch[k - 1], rows * layers[k].inputs);
      layers[k].run(scratch[k - 1], rows, k === count - 1 ? output : scratch[k]);
    }
    activateRows(activations[count - 1], output, rows * this.output);
  }

  private resize(rows: number): void {
    for (let k = 0; k < this.scratch.length; k++) this.scratch[k] = new Float64Array(rows * this.layers[k].outputs);
  }
}
