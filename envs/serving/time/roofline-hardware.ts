/**
 * Roofline of model and hardware, after BLIS (inference-sim/inference-sim@f90a1e3): an iteration takes the longer of
 * computing (FLOPs over peak·MFU, with one MFU for prefill and one for decode) and of moving bytes (weights once, KV
 * written and read, activations). All feed-forward matrices of the model count; BLIS counted two at the commit of the
 * published runs, whatever the model has, and `ffnMatrices: 2` gives that. The longer of two lines is not affine in
 * the context. Left out: launch overheads, communication (all terms are divided by the tensor-parallel degree),
 * rounding to µs.
 */
import type { BatchWork } from '../batch-work.js';
import { wholeNanoseconds } from './decode-table.js';
import type { Hardware } from './hardware.js';
import { kvBytesPerToken, layerWeightBytes, type ModelShape } from './models.js';
import type { TimeModel } from './time-model.js';

export interface HardwareRooflineOptions {
  readonly model: ModelShape;
  readonly hardware: Hardware;
  readonly tensorParallel?: number;
  /** Feed-forward matrices counted; those of the model when left out. */
  readonly ffnMatrices?: number;
}

export class HardwareRooflineTimeModel implements TimeModel {
  readonly name: string = 'roofline-hardware';
  readonly affineDecode = false;
  readonly #prefillToken: number; // ns of computing per prefill token
  readonly #prefillPair: number; // ns of computing per prefill token and token of its context
  readonly #decodeToken: number; // ns of computing per decode
  readonly #decodePair: number; // ns of computing per token of decode context
  readonly #weights: number; // ns of moving the weights
  readonly #kv: number; // ns of moving the KV of one token
  readonly #activations: number; // ns of moving the activations of one token

  constructor({ model, hardware, tensorParallel = 1, ffnMatrices = model.ffnMatrices }: HardwareRooflineOptions) {
    const { layers, hidden, heads, kvHeads, headDim, ffn, bytes } = model;
    const counted: ModelShape = { ...model, ffnMatrices };
    const projections = 2 * (2 * hidden * hidden + 2 * hidden * kvHeads * headDim); // FLOPs per token and layer
    const perToken = layers * (projections + 2 * hidden + 2 * ffnMatrices * hidden * ffn);
    const perPair = layers * (4 * heads * headDim + 5 * heads);
    const prefillFlops = tensorParallel * hardware.teraflops * 1e3 * hardware.mfuPrefill; // per ns
    const decodeFlops = tensorParallel * hardware.teraflops * 1e3 * hardware.mfuDecode; // per ns
    const bandwidth = tensorParallel * hardware.terabytesPerSecond * 1e3; // B per ns
    this.#prefillToken = perToken / prefillFlops;
    this.#prefillPair = perPair / prefillFlops;
    this.#decodeToken = perToken / decodeFlops;
    this.#decodePair = perPair / decodeFlops;
    this.#weights = layerWeightBytes(counted) / bandwidth;
    this.#kv = kvBytesPerToken(model) / bandwidth;
    this.#activations = (layers * hidden * bytes) / bandwidth;
  }

  nanoseconds(work: BatchWork): number {
    let compute = this.#decodeToken * work.decodes + this.#decodePair * work.decodeContext;
    for (let chunk = 0; chunk < work.chunks; chunk++) {
      const n = work.chunkTokens[chunk];
      const context = work.chunkContext[chunk] + (n - 1) / 2;
      compute += n * (this.#prefillToken + this.#prefillPair * context);
    }
    const moved = this.#kv * (work.tokens + work.decodeContext + work.prefillContext);
    return wholeNanoseconds(Math.max(compute, this.#weights + moved + this.#activations * work.tokens));
  }

  decodeBase(_decodes: number): number {
    return Number.NaN;
  }

  decodeSlope(_decodes: number): number {
    return Number.NaN;
  }
}
