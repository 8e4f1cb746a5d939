/**
 * How much KV cache fits beside the weights. `kvBlocks` is the profiling rule of vLLM: the usable share of the memory
 * of each GPU less its weights and whatever else is reserved there, in whole blocks; the worst GPU decides, and the
 * split is taken as even. `plannerMaxBatch` is vidur's memory planner, which reserves the longest sequence for every
 * request. Activations are not modelled: a real server loses 0.5 to 2 GiB to them (2,588 blocks measured where the
 * formula gives 3,401 for Llama-3.1-8B on 24 GiB), so give `reserveBytes` where a measurement exists.
 */
import { ensure } from '../../../src/error.js';
import type { Hardware } from './hardware.js';
import { kvBytesPerToken, layerWeightBytes, type ModelShape, weightBytes } from './models.js';

const GIBIBYTE = 2 ** 30;

export interface KvBlocksOptions {
  readonly model: ModelShape;
  readonly hardware: Hardware;
  readonly tensorParallel?: number;
  readonly pipelineStages?: number;
  /** Share of the memory that the engine may use. */
  readonly utilisation?: number;
  readonly blockTokens?: number;
  /** Bytes per GPU kept for activations and graphs. */
  readonly reserveBytes?: number;
}

/**
 * KV blocks of one instance.
 * @throws ArenaError when the weights leave no room for a block.
 */
export function kvBlocks(options: KvBlocksOptions): number {
  const { model, hardware, tensorParallel = 1, pipelineStages = 1 } = options;
  const { utilisation = 0.9, blockTokens = 16, reserveBytes = 0 } = options;
  const gpus = tensorParallel * pipelineStages;
  const free = utilisation * hardware.gibibytes * GIBIBYTE - weightBytes(model) / gpus - reserveBytes;
  const blocks = Math.floor(free / (kvBytesPerGpu(options) * blockTokens));
  ensure(
    blocks >= 1,
    `envs/serving: ${model.name} leaves no KV memory on ${gpus} × ${hardware.name}: ` +
      `${(weightBytes(model) / gpus / GIBIBYTE).toFixed(1)} GiB of weights per GPU, ` +
      `${(utilisation * hardware.gibibytes).toFixed(1)} GiB usable (more GPUs, or a smaller model)`,
  );
  return blocks;
}

/** Bytes per token on one GPU; KV heads are copied when there are fewer of them than tensor-parallel GPUs. */
function kvBytesPerGpu({ model, tensorParallel = 1, pipelineStages = 1 }: KvBlocksOptions): number {
  const heads = Math.max(1, model.kvHeads / tensorParallel);
  return (kvBytesPerToken(model) * heads) / (model.kvHeads * pipelineStages);
}

export interface PlannerOptions {
  readonly model: ModelShape;
  readonly gibibytes: number; // memory of a GPU
  readonly maxTokens: number; // longest sequence
  readonly pipelineStages?: number;
}

/** Requests of the longest length that fit at once: floor((0.9·memory − weights/stages) / KV(maxTokens)). */
export function plannerMaxBatch({ model, gibibytes, maxTokens, pipelineStages = 1 }: PlannerOptions): number {
  const free = 0.9 * gibibytes * GIBIBYTE - layerWeightBytes(model) / pipelineStages;
  return Math.max(0, Math.floor(free / (kvBytesPerToken(model) * maxTokens)));
}
