/** Catalogues: KV sizes, memory planning, MIG slices, transfers, splits. */
import { describe, expect, it } from 'vitest';
import { BANDWIDTHS } from '../../../../envs/serving/time/bandwidth.js';
import { HARDWARE } from '../../../../envs/serving/time/hardware.js';
import { kvBlocks, plannerMaxBatch } from '../../../../envs/serving/time/memory.js';
import { kvBytesPerToken, layerWeightBytes, MODEL_SHAPES, weightBytes } from '../../../../envs/serving/time/models.js';
import { allReducePerToken, stageNanoseconds } from '../../../../envs/serving/time/parallelism.js';

const model = (name: string) => MODEL_SHAPES.get(name)!;
const hardware = (name: string) => HARDWARE.get(name)!;

describe('models', () => {
  it.each([
    ['llama-2-7b', 524_288],
    ['llama-3-8b', 131_072],
    ['mistral-7b', 131_072],
    ['llama-2-70b', 327_680],
    ['codellama-34b', 196_608],
  ])('a token of %s keeps %i bytes of KV', (name, bytes) => {
    expect(kvBytesPerToken(model(name))).toBe(bytes);
  });

  it('weights are those of the published sizes', () => {
    expect(layerWeightBytes(model('llama-2-7b'))).toBe(12_952_010_752);
    const published: readonly [string, number][] = [
      ['llama-2-7b', 6.738e9],
      ['llama-3-8b', 8.03e9],
      ['mistral-7b', 7.24e9],
      ['codellama-34b', 33.74e9],
      ['yi-34b', 34.39e9],
      ['llama-2-70b', 68.98e9],
      ['qwen-72b', 72.29e9],
      ['falcon-180b', 179.5e9],
    ];
    for (const [name, parameters] of published) {
      expect(Math.abs(weightBytes(model(name)) / 2 / parameters - 1)).toBeLessThan(0.01);
    }
  });

  it('heads fill the hidden width', () => {
    for (const { heads, headDim, hidden, kvHeads } of MODEL_SHAPES.values()) {
      expect([heads * headDim, heads % kvHeads]).toEqual([hidden, 0]);
    }
  });
});

/** KV blocks of 16 tokens that real servers reported, at 0.9 of the memory, by batched tokens they were set up for. */
const REPORTED_KV_BLOCKS = [
  { model: 'llama-2-7b', hardware: 'A10', batchedTokens: 4400, blocks: 862, source: 'Llumnix artifact' },
  { model: 'llama-2-7b', hardware: 'A10', batchedTokens: 7500, blocks: 832, source: 'Llumnix artifact' },
  { model: 'llama-2-7b', hardware: 'A10', batchedTokens: 8700, blocks: 831, source: 'Llumnix artifact' },
  { model: 'llama-2-7b', hardware: 'A10', batchedTokens: 12_000, blocks: 792, source: 'Llumnix artifact' },
  { model: 'llama-3.1-8b', hardware: 'RTX4090', batchedTokens: 2048, blocks: 2588, source: 'vLLM 0.19, LLMServingSim' },
];

describe('memory', () => {
  it('the planner reserves the longest sequence', () => {
    const llama = model('llama-2-7b');
    expect(plannerMaxBatch({ model: llama, gibibytes: 80, maxTokens: 4096 })).toBe(29);
    expect(plannerMaxBatch({ model: llama, gibibytes: 80, maxTokens: 2048 })).toBe(59);
    expect(plannerMaxBatch({ model: llama, gibibytes: 80, maxTokens: 4096, pipelineStages: 2 })).toBe(32);
  });

  it('blocks on an RTX 4090: 3,401 by the formula, 2,588 with what the server reserved', () => {
    const options = { model: model('llama-3.1-8b'), hardware: hardware('RTX4090') };
    expect(kvBlocks(options)).toBe(3401);
    expect(kvBlocks({ ...options, reserveBytes: 813 * 131_072 * 16 })).toBe(2588);
  });

  it('the formula gives more blocks than servers report, by at most a third (error correction on the A10 counted)', () => {
    for (const { model: name, hardware: gpu, blocks } of REPORTED_KV_BLOCKS) {
      const share = blocks / kvBlocks({ model: model(name), hardware: hardware(gpu) });
      expect(share).toBeGreaterThan(0.75);
      expect(share).toBeLessThan(1);
    }
  });

  it('splits divide weights and KV, but never below one head', () => {
    const llama = model('llama-2-70b');
    const blocks = (tensorParallel: number, pipelineStages = 1) =>
      kvBlocks({ model: llama, hardware: hardware('A100-80GB'), tensorParallel, pipelineStages });
    expect(blocks(2, 2)).toBe(blocks(4));
    const free = (gpus: number) => 0.9 * 80 * 2 ** 30 - weightBytes(llama) / gpus;
    expect(blocks(16)).toBe(Math.floor(free(16) / ((327_680 * 16) / 8)));
    expect(() => kvBlocks({ model: llama, hardware: hardware('A100-80GB') })).toThrow(
      /leaves no KV memory on 1 × A100/,
    );
  });
});

describe('MIG slices', () => {
  it('own sevenths of the compute and eighths of the memory', () => {
    const [whole, slice] = [hardware('A100-80GB'), hardware('A100-80GB/3g')];
    expect(slice.teraflops).toBeCloseTo((whole.teraflops * 3) / 7, 9);
    expect([slice.gibibytes, slice.terabytesPerSecond * 2]).toEqual([40, whole.terabytesPerSecond]);
    expect(hardware('H100/1g').gibibytes).toBe(10);
    expect(HARDWARE.has('A100-40GB/1g-2m')).toBe(false);
  });
});

describe('splits', () => {
  it('stages share an iteration evenly', () => {
    expect(stageNanoseconds(7_060_001, 2, 0)).toBe(3_530_000);
    expect(stageNanoseconds(7_060_001, 2, 500)).toBe(3_530_500);
  });

  it('one GPU exchanges nothing', () => {
    const split = { model: model('llama-2-70b'), link: BANDWIDTHS['nvlink-a100'] };
    expect(allReducePerToken({ ...split, tensorParallel: 1 })).toBe(0);
    const two = allReducePerToken({ ...split, tensorParallel: 2 });
    expect(allReducePerToken({ ...split, tensorParallel: 4 })).toBeCloseTo(two * 1.5, 6);
  });
});
