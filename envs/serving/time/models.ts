/**
 * Shapes of the language models that are served, as far as time and memory depend on them. Layers, widths and heads
 * are those of the published model configurations (config.json of each release). 2 bytes per weight and per KV
 * element (fp16 or bf16) unless a shape says otherwise. Left out: mixtures of experts, sliding-window attention
 * (Mistral-7B keeps the whole KV cache here, as vLLM does), quantisation.
 */
export interface ModelShape {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number; // width of the residual stream
  readonly heads: number; // query heads
  readonly kvHeads: number; // key-value heads
  readonly headDim: number;
  readonly ffn: number; // inner width of the feed-forward block
  readonly ffnMatrices: number; // 3 with a gate (SwiGLU), 2 without
  readonly vocabulary: number; // tokens
  readonly bytes: number; // per weight and per KV element
}

type Row = readonly [layers: number, hidden: number, heads: number, kvHeads: number, headDim: number, ffn: number];

function shape(name: string, row: Row, vocabulary: number, ffnMatrices = 3): ModelShape {
  const [layers, hidden, heads, kvHeads, headDim, ffn] = row;
  return Object.freeze({ name, layers, hidden, heads, kvHeads, headDim, ffn, ffnMatrices, vocabulary, bytes: 2 });
}

const shapes: readonly ModelShape[] = [
  shape('llama-2-7b', [32, 4096, 32, 32, 128, 11_008], 32_000),
  shape('llama-2-70b', [80, 8192, 64, 8, 128, 28_672], 32_000),
  shape('llama-3-8b', [32, 4096, 32, 8, 128, 14_336], 128_256),
  shape('llama-3.1-8b', [32, 4096, 32, 8, 128, 14_336], 128_256),
  shape('llama-3-70b', [80, 8192, 64, 8, 128, 28_672], 128_256),
  shape('mistral-7b', [32, 4096, 32, 8, 128, 14_336], 32_000),
  shape('codellama-34b', [48, 8192, 64, 8, 128, 22_016], 32_000),
  shape('yi-34b', [60, 7168, 56, 8, 128, 20_480], 64_000),
  shape('internlm-20b', [60, 5120, 40, 40, 128, 13_824], 103_168),
  shape('qwen-72b', [80, 8192, 64, 64, 128, 24_576], 152_064),
  shape('falcon-180b', [80, 14_848, 232, 8, 64, 59_392], 65_024, 2),
];

/** Every model of the catalogue by name. */
export const MODEL_SHAPES: ReadonlyMap<string, ModelShape> = new Map(shapes.map((model) => [model.name, model]));

/** Bytes of keys and values that one token occupies in all layers: 2·layers·kvHeads·headDim·bytes. */
export function kvBytesPerToken(model: ModelShape): number {
  return 2 * model.layers * model.kvHeads * model.headDim * model.bytes;
}

/** Weights of the layers alone (attention and feed-forward matrices), in elements. */
export function layerWeights(model: ModelShape): number {
  const { layers, hidden, heads, kvHeads, headDim, ffn, ffnMatrices } = model;
  const attention = 2 * hidden * heads * headDim + 2 * hidden * kvHeads * headDim;
  return layers * (attention + ffnMatrices * hidden * ffn);
}

/** Weights of the layers in bytes. */
export function layerWeightBytes(model: ModelShape): number {
  return layerWeights(model) * model.bytes;
}

/** All weights in bytes: layers, input embedding and output head (counted as two matrices; norms are left out). */
export function weightBytes(model: ModelShape): number {
  return layerWeightBytes(model) + 2 * model.vocabulary * model.hidden * model.bytes;
}
