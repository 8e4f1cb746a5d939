/** Configurations of time models: presets are complete, parsing is stable, every mistake is one clear line. */
import { describe, expect, it } from 'vitest';
import { bytesPerTokenOf, parseServingConfig } from '../../../../envs/serving/config.js';
import { parseTimeModel, type TimeModelInput } from '../../../../envs/serving/time/config.js';
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
    const split = { kind: 'operators', model: 'llama-2-70b', hardware: 'A100-80GB', tensorParallel: 4 } as const;
    const time = (link: string | { readonly bytesPerSecond: number; readonly latency?: number }) =>
      createTimeModel(JSON.parse(JSON.stringify(parseTimeModel({ ...split, link })))).nanoseconds(decodes(100));
    expect(time({ bytesPerSecond: 226e9, latency: 13_000 })).toBe(time('nvlink-a100'));
    expect(time({ bytesPerSecond: 226e9 })).toBe(time('nvlink-a100') - 2 * 80 * 13_000);
    expect(time('a40-inter-node')).toBeGreaterThan(time('nvlink-a100'));
    expect(complaint({ ...split, link: 'nvlink-a10' })).toMatch(/link: "nvlink-a10" does not exist; did you mean "nvl/);
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

describe('KV bytes of a token, for transfers', () => {
  const bytes = (group: object) =>
    bytesPerTokenOf(parseServingConfig({ instances: [group], workload: { kind: 'azure-conv' } }).instances[0]);

  it.each<readonly [string, object, number]>([
    ['operators', { timeModel: 'llama-2-70b/a100-tp8' }, 327_680],
    ['a phase-split table', { timeModel: 'llama-2-70b/h100-tp8/splitwise' }, 327_680],
    ['the stratified fit', { timeModel: 'llama-3-8b/a100' }, 131_072],
    ['the tables of Yi-34B', { timeModel: 'yi-34b/a100-tp2' }, 245_760],
    ['a model without a name', { timeModel: 'exact-linear' }, 524_288],
    ['coefficients of the Llumnix simulator', { timeModel: 'llama-2-7b/a10/llumnix' }, 524_288],
    ['a KV model beside it', { timeModel: 'exact-linear', kv: { blocks: 9, model: 'yi-34b' } }, 245_760],
    ['bytes of their own', { timeModel: 'yi-34b/a100-tp2', kv: { blocks: 9, bytesPerToken: 7 } }, 7],
  ])('come from %s', (_, group, expected) => {
    expect(bytes(group)).toBe(expected);
  });

  it.each([
    [{ timeModel: 'llama-3.1-8b/h100/physics', kv: { model: 'llama-3-8b', hardware: 'H100' } }], // the same shape
    [{ timeModel: 'llama-2-70b/a40-tp8', kv: { model: 'llama-2-70b', hardware: 'A40', tensorParallel: 8 } }],
    [{ timeModel: 'yi-34b/a100-tp2', kv: { blocks: 9, bytesPerToken: 7, model: 'qwen-72b', hardware: 'A10' } }],
  ])('time and memory may be given as %j', (group) => {
    expect(bytes(group)).toBeGreaterThan(0);
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
