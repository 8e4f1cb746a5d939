/**
 * The trained step-time model of BLIS (inference-sim/inference-sim@f90a1e3): physical terms of a step, in µs on ideal
 * hardware, times coefficients fitted to real servers. Prefill FLOPs, KV reads of decodes, weight reads, all-reduces,
 * and constants per layer, request and step; decode FLOPs and KV writes of prefills came out as 0. The fit also has
 * three overheads of a request around its steps (alpha): 15,563 µs before it is queued, 777 µs at its end, 45.9 µs per
 * output token. The simulator does NOT apply them, so latencies here lack about 16 ms and 46 µs per output against the
 * original; `requestOverheadOf` offers the numbers for adding to latencies. The original cuts every step to whole µs;
 * that is the option `wholeMicroseconds`, under which decodes are no longer affine. Beware: the factor 0.15 puts long
 * prefills below what the peak FLOP/s allow (2,048 tokens of an 8B model on an H100: 12 ms, at least 33 by its FLOPs),
 * so this model suits decode-bound comparisons, not prefill capacity. Left out: mixtures of experts and expert dispatch.
 */
import type { BatchWork } from '../batch-work.js';
import { DecodeTable, wholeNanoseconds } from './decode-table.js';
import type { Hardware } from './hardware.js';
import { layerWeightBytes, type ModelShape } from './models.js';
import type { TimeModel } from './time-model.js';

/** Factors of the physical terms, and µs per layer, request and step. */
export interface PhysicsCoefficients {
  readonly prefillCompute: number;
  readonly prefillKv: number;
  readonly decodeCompute: number;
  readonly decodeKv: number;
  readonly weights: number;
  readonly allReduce: number;
  readonly perLayer: number; // µs
  readonly perRequest: number; // µs
  readonly perStep: number; // µs
}

export const TRAINED_PHYSICS: PhysicsCoefficients = Object.freeze({
  prefillCompute: 0.152128,
  prefillKv: 0,
  decodeCompute: 0,
  decodeKv: 1.94710771,
  weights: 1.36252915,
  allReduce: 0.752037,
  perLayer: 32.09546717,
  perRequest: 4.41684444,
  perStep: 126.024825,
});

/** Whole ns that a request pays outside its iterations on a real server; the simulator does not apply them. */
export interface RequestOverhead {
  readonly arrival: number; // ns, once, before it is queued
  readonly completion: number; // ns, once, at its end
  readonly outputToken: number; // ns per output token
}

export const TRAINED_REQUEST_OVERHEAD: RequestOverhead = Object.freeze({
  arrival: 15_563_200, // 15,563.199579 µs
  completion: 777_346, // 777.3455 µs
  outputToken: 45_908, // 45.907545 µs
});

/**
 * What a request pays outside its iterations under a model (nothing, unless the model says otherwise), to be added to
 * simulated latencies: `arrival` to the time to first token and all after it, `completion` and `outputToken` per output
 * to the end-to-end latency. An approximation: requests would also be queued later.
 */
export function requestOverheadOf(model: TimeModel): RequestOverhead {
  if (model instanceof TrainedPhysicsTimeModel) return model.requestOverhead;
  return { arrival: 0, completion: 0, outputToken: 0 };
}

export interface PhysicsOptions {
  readonly model: ModelShape;
  readonly hardware: Hardware;
  readonly tensorParallel?: number;
  readonly coefficients?: PhysicsCoefficients;
  readonly requestOverhead?: RequestOverhead;
  readonly wholeMicroseconds?: boolean;
}

export class TrainedPhysicsTimeModel implements TimeModel {
  readonly name: string = 'trained-physics';
  readonly affineDecode: boolean;
  readonly requestOverhead: RequestOverhead;
  readonly #wholeMicroseconds: boolean;
  readonly #constant: number; // ns per step
  readonly #perRequest: number; // ns
  readonly #perToken: number; // ns, all-reduces
  readonly #perPrefillToken: number; // ns
  readonly #perPair: number; // ns per n·(s + n/2)
  readonly #perDecode: number; // ns
  readonly #perContext: number; // ns per token of decode context
  readonly #decode: DecodeTable;

  constructor(options: PhysicsOptions) {
    const { model, hardware, tensorParallel = 1, coefficients: beta = TRAINED_PHYSICS } = options;
    const { requestOverhead = TRAINED_REQUEST_OVERHEAD, wholeMicroseconds = false } = options;
    const { layers, hidden, heads, kvHeads, headDim, ffn, ffnMatrices, bytes } = model;
    const flops = hardware.teraflops * 1e3; // per ns
    const bandwidth = hardware.terabytesPerSecond * 1e3; // B per ns
    const kvWidth = kvHeads * headDim;
    const matrices = 2 * hidden * (2 * hidden + 2 * kvWidth) + 2 * ffnMatrices * hidden * ffn; // FLOPs per token
    const token = (layers * matrices) / (tensorParallel * flops);
    const pair = (layers * 4 * heads * headDim) / (tensorParallel * flops);
    const kv = (layers * 2 * kvWidth * bytes) / (tensorParallel * bandwidth);
    const exchanged = (2 * (tensorParallel - 1)) / tensorParallel;
    const weights = layerWeightBytes(model) / (tensorParallel * bandwidth);
    this.#constant = beta.weights * weights + 1e3 * (beta.perLayer * layers + beta.perStep);
    this.#perRequest = 1e3 * beta.perRequest;
    this.#perToken = (beta.allReduce * 2 * layers * hidden * bytes * exchanged) / bandwidth;
    this.#perPrefillToken = beta.prefillCompute * token + beta.prefillKv * kv;
    this.#perPair = beta.prefillCompute * pair;
    this.#perDecode = beta.decodeCompute * token + beta.decodeKv * kv;
    this.#perContext = beta.decodeCompute * pair + beta.decodeKv * kv;
    this.requestOverhead = requestOverhead;
    this.#wholeMicroseconds = wholeMicroseconds;
    this.affineDecode = !wholeMicroseconds;
    this.#decode = new DecodeTable({
      base: (decodes) => this.#constant + (this.#perRequest + this.#perToken + this.#perDecode) * decodes,
      slope: () => this.#perContext,
    });
  }

  nanoseconds(work: BatchWork): number {
    if (work.chunks === 0 && !this.#wholeMicroseconds) {
      return this.#decode.nanoseconds(work.decodes, work.decodeContext);
    }
    let pairs = 0;
    for (let chunk = 0; chunk < work.chunks; chunk++) {
      const n = work.chunkTokens[chunk];
      pairs += n * (work.chunkTarget[chunk] + n / 2);
    }
    const ns =
      this.#constant +
      this.#perRequest * work.requests +
      this.#perToken * work.tokens +
      this.#perPrefillToken * work.prefillTokens +
      this.#perPair * pairs +
      this.#perDecode * work.decodes +
      this.#perContext * work.decodeContext;
    return this.#wholeMicroseconds ? 1000 * Math.max(1, Math.floor(ns / 1000)) : wholeNanoseconds(ns);
  }

  decodeBase(decodes: number): number {
    return this.affineDecode ? this.#decode.base(decodes) : Number.NaN;
  }

  decodeSlope(decodes: number): number {
    return this.affineDecode ? this.#decode.slope(decodes) : Number.NaN;
  }
}
