/** Configurations of time models: presets are complete, parsing is stable, every mistake is one clear line. */
import { describe, expect, it } from 'vitest';
import { bandwidthSchema, parseTimeModel, type TimeModelInput } from '../../../../envs/serving/time/config.js';
import { createTimeModel } from '../../../../envs/serving/time/create.js';
import { TIME_MODEL_PRESETS } from '../../../../envs/serving/time/presets.js';
import { ArenaError } from '../../../../src/error.js';
import { decodes } from './batches.js';

function complaint(input: unknown): string {
  try {
    createTimeModel(input as TimeModelInput);
  } catch (error) {
    if (error instanceof ArenaError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('presets', () => {
  it('have names of their own', () => {
    expect(new Set(TIME_MODEL_PRESETS.map(({ name }) => name)).size).toBe(TIME_MODEL_PRESETS.length);
  });

  it.each(TIME_MODEL_PRESETS.map(({ name }) => name))('%s becomes plain JSON that makes the same model', (name) => {
    const config = parseTimeModel({ preset: name });
    const again = parseTimeModel(JSON.parse(JSON.stringify(config)));
    expect(again).toEqual(config);
    const work = decodes(7, 333);
    expect(createTimeModel(again).nanoseconds(work)).toBe(createTimeModel(name).nanoseconds(work));
  });
});

describe('own numbers', () => {
  it('a model shape and a GPU may be given', () => {
    const shape = { name: 'tiny', layers: 2, hidden: 64, heads: 4, kvHeads: 2, headDim: 16, ffn: 128 };
    const gpu = { name: 'toy', teraflops: 1, terabytesPerSecond: 0.1, gibibytes: 8 };
    const model = createTimeModel({ kind: 'roofline-hardware', model: shape, hardware: gpu });
    expect(model.nanoseconds(decodes(1))).toBeGreaterThan(0);
  });

  it('links go by name or numbers', () => {
    const swap = bandwidthSchema.parse('llumnix-swap-a10');
    expect(swap.bytesPerSecond).toBe(22e9);
    expect(bandwidthSchema.parse(JSON.parse(JSON.stringify(swap)))).toEqual(swap);
    expect(bandwidthSchema.parse({ bytesPerSecond: 10e9 })).toMatchObject({ bytesPerSecond: 10e9, latency: 0 });
    expect(() => bandwidthSchema.parse('nvlink-a10')).toThrow(/does not exist; did you mean \\?"nvlink-a100/);
  });

  it('an operator fit may be given for a model without one', () => {
    const fit = { floorMs: 20, slopeUs: 100, interceptMs: 2 };
    const model = createTimeModel({
      kind: 'operators',
      model: 'yi-34b',
      hardware: 'A100-80GB',
      tensorParallel: 2,
      fit,
    });
    expect(model.nanoseconds(decodes(1)) / 1e6).toBeGreaterThan(20);
  });
});

describe('mistakes', () => {
  it.each<readonly [unknown, RegExp]>([
    [{ kind: 'linaer' }, /^envs\/serving: time model: kind "linaer" does not exist; did you mean "linear"\?$/],
    [{}, /kind "undefined" does not exist \(there are: linear, /],
    [null, /^envs\/serving: time model: /],
    [{ kind: 'linear', a: Number.NaN }, /time model: a: .*NaN/],
    [{ kind: 'linear', b: -1 }, /time model: b: /],
    [{ kind: 'linear', b: 0.5 }, /time model: b: .*int/],
    [{ kind: 'linear', slope: 3 }, /option "slope" does not exist/],
    [{ kind: 'llumnix-simulator', prefill: { perToken: 1 }, decode: {} }, /prefill\.constant: /],
    [{ kind: 'operators', model: 'lama-2-7b', hardware: 'H100' }, /model: "lama-2-7b" does not exist; did you mean/],
    [{ kind: 'operators', model: 'llama-2-7b', hardware: 'B200' }, /hardware: "B200" does not exist/],
    [{ kind: 'operators', model: 'yi-34b', hardware: 'H100' }, /no operator fit for yi-34b on H100 TP1/],
    [{ kind: 'trained-physics', model: 'llama-2-7b', hardware: 'H100/3g', tensorParallel: 2 }, /MIG slice has no link/],
    [{ kind: 'splitwise-table', tensorParallel: 4 }, /no built-in table for llama2-70b on h100-80gb TP4/],
    [{ kind: 'splitwise-table', medians: [[4, 1, 1], [2, 1, 1]] }, /a table: points must ascend, but 2 follows 4/], // biome-ignore format: pairs
    [{ kind: 'measured-table', prefill: [[1, 1], [2, 1]] }, /given together or not at all/], // biome-ignore format: pairs
    [{ kind: 'layer-profile', folder: 'no-such-folder' }, /no-such-folder.dense\.csv: file does not exist$/],
    [{ kind: 'operators', model: 'llama-2-7b', hardware: 'H100', fits: 'missing.json' }, /missing\.json: /],
    [{ kind: 'trained-physics', model: { name: 'x', layers: 0 }, hardware: 'H100' }, /time model: model\.layers: /],
    [{ kind: 'trained-physics', model: 'llama-2-7b', hardware: { name: 'x', flops: 1 } }, /hardware\.teraflops: /],
    [{ kind: 'operators', model: 'llama-2-7b', hardware: 'H100', fits: 'a', table: 'b' }, /one of fit, fits and table/],
    ['llama-3-8b/a10', /preset "llama-3-8b\/a10" does not exist; did you mean "llama-3-8b\/a100"\?$/],
    [{ preset: 'exact-linear', a: 1 }, /a preset takes no other setting, got "a"/],
  ])('%j', (input, message) => {
    expect(complaint(input)).toMatch(message);
    expect(complaint(input)).not.toMatch(/\n/);
  });
});
