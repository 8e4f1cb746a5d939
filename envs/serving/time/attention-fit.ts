/**
 * Attention time of one layer, fitted by least squares on vidur's profile of Llama-2-70B, TP 2, A100 (14,629 points;
 * decode R² 0.98, prefill R² 0.9987), and its scaling to other models and GPUs. The scaling is an assumption: what
 * decodes read, and what goes in and out of the kernel, follows bytes per GPU over memory bandwidth (the fit itself
 * runs at 1.64 TB/s of the 2.04 TB/s of an A100); the products of a prefill follow query width per GPU over peak
 * FLOP/s; launch costs stay. Left out: kernels that differ between GPUs.
 */
import { HARDWARE, type Hardware } from './hardware.js';
import { MODEL_SHAPES, type ModelShape } from './models.js';

/** ns of all layers; n tokens of a chunk after k computed ones. */
export interface AttentionFit {
  readonly decodeConstant: number; // ns, once per batch with decodes
  readonly perDecode: number; // ns per sequence
  readonly perContext: number; // ns per token of decode context
  readonly chunkConstant: number; // ns per prefill chunk
  readonly perToken: number; // ns per n
  readonly perPair: number; // ns per n·k
  readonly perSquare: number; // ns per n²/2
}

/** ns per layer of Llama-2-70B at TP 2 on A100-80GB. */
export const ATTENTION_LLAMA_2_70B_TP2_A100: AttentionFit = Object.freeze({
  decodeConstant: 19_148.7196,
  perDecode: 19.7256657,
  perContext: 1.25057112,
  chunkConstant: 26_929.3809,
  perToken: 83.0278368,
  perPair: 0.0884422003,
  perSquare: 0.234175762,
});

/** KV bytes per token, layer and GPU; heads are copied when there are fewer of them than GPUs. */
function kvWidth(model: ModelShape, tensorParallel: number): number {
  return 2 * Math.max(1, model.kvHeads / tensorParallel) * model.headDim * model.bytes;
}

/** Attention of all layers of `model`, split over `tensorParallel` GPUs. */
export function attentionFit(model: ModelShape, hardware: Hardware, tensorParallel: number): AttentionFit {
  const measured = ATTENTION_LLAMA_2_70B_TP2_A100;
  const [llama, a100] = [MODEL_SHAPES.get('llama-2-70b')!, HARDWARE.get('A100-80GB')!];
  const width = (model.heads * model.headDim * 2) / (llama.heads * llama.headDim * tensorParallel);
  const slower = a100.terabytesPerSecond / hardware.terabytesPerSecond;
  const memory = (kvWidth(model, tensorParallel) / kvWidth(llama, 2)) * slower;
  const compute = (width * a100.teraflops) / hardware.teraflops;
  const { layers } = model;
  return {
    decodeConstant: layers * measured.decodeConstant,
    perDecode: layers * measured.perDecode * width * slower,
    perContext: layers * measured.perContext * memory,
    chunkConstant: layers * measured.chunkConstant,
    perToken: layers * measured.perToken * width * slower,
    perPair: layers * measured.perPair * compute,
    perSquare: layers * measured.perSquare * compute,
  };
}
