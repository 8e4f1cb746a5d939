/** Models read from files: broken files are refused in one line, the published ones give the published numbers. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ATTENTION_LLAMA_2_70B_TP2_A100 } from '../../../../envs/serving/time/attention-fit.js';
import { createTimeModel } from '../../../../envs/serving/time/create.js';
import { HARDWARE } from '../../../../envs/serving/time/hardware.js';
import { MEASURED_YI_34B_TP2_A100, readMeasuredTables } from '../../../../envs/serving/time/measured-table.js';
import { MODEL_SHAPES } from '../../../../envs/serving/time/models.js';
import { OPERATOR_FITS, PROFILED_MODELS, readOperatorFits } from '../../../../envs/serving/time/operator-fits.js';
import { readOperatorTable } from '../../../../envs/serving/time/operator-table.js';
import { readSplitwiseMedians, SPLITWISE_MEDIANS } from '../../../../envs/serving/time/splitwise-table.js';
import { readTable } from '../../../../envs/serving/time/table-file.js';
import { ArenaError } from '../../../../src/error.js';
import { batch, decodes, ms, prompt } from './batches.js';

const SHARED = '../shared/data/serving';
const folder = mkdtempSync(join(tmpdir(), 'time-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('tables', () => {
  it.each([
    ['a,b\n1,2\n3\n', /line 3 has 1 of 2 fields \(is the file truncated\?\)/],
    ['a,b\n1,NaN\n', /line 2: b must be a number ≥ 0, got "NaN"/],
    ['a,b\n1,2\n1,-2\n', /line 3: b must be a number ≥ 0, got "-2"/],
    ['a,b\n1,\n', /line 2: b must be a number ≥ 0, got ""/],
    ['a,c\n1,2\n', /column "b" is missing \(there are: a, c\)/],
    ['a,b\n', /no rows/],
    ['', /no rows/],
  ])('%j is refused', (text, message) => {
    const path = file('broken.csv', text);
    expect(() => readTable(path, { numbers: ['a', 'b'] })).toThrow(ArenaError);
    expect(() => readTable(path, { numbers: ['a', 'b'] })).toThrow(message);
  });

  it('operator fits must be numbers', () => {
    const entry = { device: 'a100', model: 'meta-llama/Llama-2-7b-hf', tp: 1, floor_ms: 9, slope_us_per_token: null };
    const path = file('fits.json', JSON.stringify([{ ...entry, intercept_ms: 1 }]));
    expect(() => readOperatorFits(path)).toThrow(/entry 1: slope_us_per_token must be a number ≥ 0, got null/);
    expect(() => readOperatorFits(file('cut.json', '[{"tp": 1'))).toThrow(/cut\.json: /);
  });
});

describe('a layer profile', () => {
  const layers = ['qkv_proj', 'o_proj', 'gate_up_proj', 'down_proj', 'act_fn', 'layernorm', 'rotary_emb'];
  const dense = [...layers, 'embedding', 'final_layernorm'].flatMap((name) => [`${name},1,1`, `${name},11,2`]);
  const attention = [
    ['0,0,1,16,1', '0,0,1,48,3', '0,0,3,16,5', '0,0,3,48,7'], // decode
    ['16,0,0,0,10', '16,64,0,0,20', '32,0,0,0,30', '32,32,0,0,40', '32,64,0,0,60', '16,0,1,16,99'], // prefill, ragged
  ].flat();
  const write = (rows = dense): void => {
    file('dense.csv', `layer,tokens,time_us\n${rows.join('\n')}\n`);
    file('attention.csv', `prefill_chunk,kv_prefill,n_decode,kv_decode,time_us\n${attention.join('\n')}\n`);
    file('per_sequence.csv', 'layer,sequences,time_us\nlm_head,1,100\nlm_head,5,100\nsampler,1,10\nsampler,5,50\n');
  };
  const model = () => createTimeModel({ kind: 'layer-profile', folder, layers: 2 });

  it('adds dense layers, attention and per-sequence parts', () => {
    write();
    // 2 layers × 8 dense runs + 2 at 1 µs and more by tokens; 110 µs for one request.
    expect(model().nanoseconds(decodes(1, 16))).toBe((18 + 2 * 1 + 110) * 1000);
    expect(model().nanoseconds(decodes(2, 32))).toBe((18 * 1.1 + 2 * 4 + 120) * 1000);
    expect(model().nanoseconds(decodes(3, 80))).toBe((18 * 1.2 + 2 * 9 + 130) * 1000);
    // A chunk of 24 after 48: 17.5 µs in the row of 16, 50 µs in that of 32.
    expect(model().nanoseconds(prompt(24, 48))).toBe((18 * 3.3 + 2 * 33.75 + 110) * 1000);
    expect(model().affineDecode).toBe(false);
  });

  it('names an operator that is missing', () => {
    write(dense.filter((line) => !line.startsWith('o_proj')));
    expect(model).toThrow(/dense\.csv: operator "o_proj" is missing/);
  });
});

describe.skipIf(!existsSync(SHARED))('published files (../shared)', () => {
  it('all 71 operator fits are read; the built-in ones are among them', () => {
    const fits = readOperatorFits(`${SHARED}/vidur/linear_fits.json`);
    expect(fits).toHaveLength(71);
    for (const fit of OPERATOR_FITS) expect(fits).toContainEqual(fit);
    const path = `${SHARED}/vidur/linear_fits.json`;
    const model = createTimeModel({ kind: 'operators', model: 'codellama-34b', hardware: 'A100-80GB', fits: path });
    expect(ms(model.nanoseconds(prompt(512)))).toBeGreaterThan(100);
  });

  it('the operator table gives the interpolated times published beside the fits', () => {
    const entries = JSON.parse(readFileSync(`${SHARED}/vidur/linear_fits.json`, 'utf8')) as readonly {
      readonly device: string;
      readonly model: string;
      readonly tp: number;
      readonly at: Readonly<Record<string, number>>;
    }[];
    const path = `${SHARED}/vidur/linear_ms_per_layer.csv`;
    const hardware = HARDWARE.get('A100-80GB')!;
    for (const { device, model, tp, at } of entries.filter(({ tp }) => tp === 2)) {
      if (!/llama\/Llama-2/.test(model)) continue;
      const shape = MODEL_SHAPES.get(PROFILED_MODELS[model] ?? '');
      if (device !== 'a100' || shape === undefined) continue;
      const table = readOperatorTable(path, { model: shape, hardware, tensorParallel: tp });
      for (const [tokens, milliseconds] of Object.entries(at)) {
        expect(Math.abs(ms(table.at(Number(tokens))) - milliseconds)).toBeLessThan(0.006);
      }
    }
    const settings = { kind: 'operators', model: 'llama-2-7b', hardware: 'A100-80GB' } as const;
    const [fit, table] = [createTimeModel(settings), createTimeModel({ ...settings, table: path })];
    expect(Math.abs(table.nanoseconds(prompt(2048)) / fit.nanoseconds(prompt(2048)) - 1)).toBeLessThan(0.05);
    expect(() => createTimeModel({ ...settings, hardware: 'A10', table: path })).toThrow(
      /no rows for llama-2-7b on A10 TP1/,
    );
  });

  it('the attention fit explains the profile it was fitted to: R² 0.98 for decodes, 0.9987 for prefills', () => {
    const columns = ['is_prefill', 'batch_size', 'prefill_chunk_size', 'kv_cache_size', 'ms'];
    const table = readTable(`${SHARED}/vidur/attention_a100_llama2-70b_tp2.csv.gz`, { numbers: columns });
    const [prefill, count, chunk, context, measured] = columns.map((column) => table.number(column));
    const fit = ATTENTION_LLAMA_2_70B_TP2_A100;
    const explained = (kind: number): number => {
      const rows = Array.from(prefill.keys()).filter((row) => prefill[row] === kind);
      const mean = rows.reduce((sum, row) => sum + measured[row], 0) / rows.length;
      let [left, all] = [0, 0];
      for (const row of rows) {
        const [n, k] = [chunk[row], context[row]];
        const ns =
          kind === 0
            ? fit.decodeConstant + fit.perDecode * count[row] + fit.perContext * count[row] * k
            : fit.chunkConstant + n * (fit.perToken + fit.perPair * k + (fit.perSquare * n) / 2);
        left += (measured[row] - ms(ns)) ** 2;
        all += (measured[row] - mean) ** 2;
      }
      return 1 - left / all;
    };
    expect(explained(0).toFixed(2)).toBe('0.98');
    expect(explained(1).toFixed(4)).toBe('0.9987');
  });

  it.each(['a100-80gb', 'h100-80gb'])('medians of Llama-2-70B TP 8 on %s are the built-in ones', (hardware) => {
    const path = `${SHARED}/splitwise/perf_model.csv`;
    const medians = readSplitwiseMedians(path, { model: 'llama2-70b', hardware, tensorParallel: 8 });
    const rounded = medians.map(([tokens, prompt, token]) => [
      tokens,
      +(prompt * 1e3).toFixed(1),
      +(token * 1e3).toFixed(1),
    ]);
    for (const [tokens, prompt, token] of SPLITWISE_MEDIANS[hardware]) {
      expect(rounded).toContainEqual([tokens, +(prompt * 1e3).toFixed(1), +(token * 1e3).toFixed(1)]);
    }
    expect(medians).toHaveLength(9);
  });

  it('the failed rows of TP 2 are dropped', () => {
    const path = `${SHARED}/splitwise/perf_model.csv`;
    const medians = readSplitwiseMedians(path, { model: 'llama2-70b', hardware: 'h100-80gb', tensorParallel: 2 });
    expect(medians.at(-1)?.[0]).toBe(16_384);
    const none = { model: 'llama2-70b', hardware: 'h100-80gb', tensorParallel: 3 };
    expect(() => readSplitwiseMedians(path, none)).toThrow(/no table for llama2-70b on h100-80gb TP3 \(there are: /);
  });

  it('the measured tables are the built-in ones', () => {
    const tables = readMeasuredTables(`${SHARED}/sarathi`, 7.54);
    for (const kind of ['prefill', 'decode'] as const) {
      const rounded = tables[kind].map(([tokens, seconds]) => [tokens, +seconds.toFixed(7)]);
      expect(rounded).toEqual(MEASURED_YI_34B_TP2_A100[kind]);
    }
  });

  it('chunked prefills of Yi-34B take what was measured, within 7 %', () => {
    const model = createTimeModel({ kind: 'measured-table' });
    const table = readTable(`${SHARED}/sarathi/chunking_overhead.csv`, {
      numbers: ['prefill_length', 'chunk_size', 'prefill_ms'],
    });
    for (let row = 0; row < table.rows; row++) {
      const [tokens, size] = [table.number('prefill_length')[row] + 1, table.number('chunk_size')[row]];
      let total = 0;
      for (let done = 0; done < tokens; done += size)
        total += ms(model.nanoseconds(prompt(Math.min(size, tokens), done)));
      expect(Math.abs(total / table.number('prefill_ms')[row] - 1)).toBeLessThan(0.07);
    }
  });

  it.each(['rtx4090', 'rtxpro6000'])('the layer profile of %s gives its own measurements', (gpu) => {
    const path = `${SHARED}/llmservingsim/${gpu}_llama3.1-8b`;
    const model = createTimeModel({ kind: 'layer-profile', folder: path });
    const [dense, attention, sequence] = [
      readTable(`${path}/dense.csv`, { numbers: ['tokens', 'time_us'], words: ['layer'] }),
      readTable(`${path}/attention.csv`, {
        numbers: ['prefill_chunk', 'kv_prefill', 'n_decode', 'kv_decode', 'time_us'],
      }),
      readTable(`${path}/per_sequence.csv`, { numbers: ['sequences', 'time_us'] }),
    ];
    const dense64 = (layer: string): number =>
      dense.number('time_us')[
        dense.word('layer').findIndex((name, i) => name === layer && dense.number('tokens')[i] === 64)
      ];
    const layers = [
      'qkv_proj',
      'o_proj',
      'gate_up_proj',
      'down_proj',
      'act_fn',
      'layernorm',
      'layernorm',
      'rotary_emb',
    ];
    let fixed = dense64('embedding') + dense64('final_layernorm');
    for (const layer of layers) fixed += 32 * dense64(layer);
    const perSequence = (count: number): number =>
      sequence.number('time_us').reduce((sum, us, i) => sum + (sequence.number('sequences')[i] === count ? us : 0), 0);
    let compared = 0;
    for (let row = 0; row < attention.rows; row++) {
      const [chunk, before, count, context, us] = [
        'prefill_chunk',
        'kv_prefill',
        'n_decode',
        'kv_decode',
        'time_us',
      ].map((column) => attention.number(column)[row]);
      const decode = chunk === 0 && count === 64;
      if (!decode && !(chunk === 64 && count === 0)) continue;
      const work = decode ? decodes(64, context) : batch([], [{ tokens: 64, context: before }]);
      const expected = fixed + 32 * us + perSequence(decode ? 64 : 1);
      expect(Math.abs(model.nanoseconds(work) - expected * 1000)).toBeLessThanOrEqual(1);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
