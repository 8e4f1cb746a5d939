/** Values of the published formulas, computed here by hand from the published numbers. */
import { describe, expect, it } from 'vitest';
import { createTimeModel } from '../../../../envs/serving/time/create.js';
import { HARDWARE } from '../../../../envs/serving/time/hardware.js';
import { LinearTimeModel } from '../../../../envs/serving/time/linear.js';
import { MODEL_SHAPES } from '../../../../envs/serving/time/models.js';
import { findOperatorFit, OPERATOR_FITS } from '../../../../envs/serving/time/operator-fits.js';
import { RooflineTimeModel } from '../../../../envs/serving/time/roofline.js';
import { SplitwiseTimeModel } from '../../../../envs/serving/time/splitwise-table.js';
import { requestOverheadOf, TrainedPhysicsTimeModel } from '../../../../envs/serving/time/trained-physics.js';
import { batch, decodes, ms, prompt } from './batches.js';

const mixed = batch([100, 250], [{ tokens: 300, context: 200, target: 900 }]); // N 302, K 350, P 150,000

describe('exact test model', () => {
  it('linear is a + bN + cK + dP', () => {
    expect(new LinearTimeModel().nanoseconds(mixed)).toBe(6_000_000 + 60_000 * 302 + 260 * 350 + 3 * 150_000);
    expect(new LinearTimeModel({ a: 0, b: 0, c: 0, d: 0 }).nanoseconds(mixed)).toBe(1);
  });

  it('roofline is max(a, bN) + cK + dP', () => {
    const model = new RooflineTimeModel();
    expect(model.nanoseconds(mixed)).toBe(60_000 * 302 + 260 * 350 + 3 * 150_000);
    expect(model.nanoseconds(decodes(8, 100))).toBe(6_000_000 + 260 * 800);
  });
});

describe('stratified fit', () => {
  const model = createTimeModel('llama-3-8b/a100');

  it('follows the small fit up to 512 tokens and the large one beyond', () => {
    const small = 0.014936 + 5.882475e-5 * 302 + 2.247956e-5 * 300 + 3.634519e-5 * 2 + 1.111258e-7 * 350;
    expect(model.nanoseconds(mixed)).toBe(Math.floor((small + 7.554773e-7 * 200) * 1e9));
    const large = 0.005004 + 2.71905e-5 * 1000 + 6.863043e-5 * 1000 + 2.727223e-6 * 50;
    expect(Math.abs(model.nanoseconds(prompt(1000, 50)) - large * 1e9)).toBeLessThanOrEqual(1);
  });

  it('does not let many decodes become free', () => {
    expect(ms(model.nanoseconds(decodes(2000, 1)))).toBeGreaterThan(ms(model.nanoseconds(decodes(512, 1))));
  });
});

describe('operator fits', () => {
  it('hold the published table', () => {
    expect(OPERATOR_FITS).toHaveLength(16);
    const [model, hardware] = [MODEL_SHAPES.get('llama-2-70b')!, HARDWARE.get('H100')!];
    const fit = findOperatorFit({ model, hardware, tensorParallel: 4 });
    expect(fit).toMatchObject({ floor: 14.876e6, intercept: 10.201e6 });
    expect(fit.slope).toBeCloseTo(52_306, 6);
  });

  it('scaled from A100 to GPUs that were profiled too, floor and slope are within 20 %', () => {
    for (const measured of OPERATOR_FITS.filter(({ device }) => device !== 'A100-80GB')) {
      const [model, hardware] = [MODEL_SHAPES.get(measured.model)!, HARDWARE.get(measured.device)!];
      const fits = OPERATOR_FITS.filter(({ device }) => device === 'A100-80GB');
      const scaled = findOperatorFit({ model, hardware, tensorParallel: measured.tensorParallel, fits });
      expect(Math.abs(scaled.floor / measured.floor - 1)).toBeLessThan(0.2);
      expect(Math.abs(scaled.slope / measured.slope - 1)).toBeLessThan(0.2);
    }
  });

  it('Llama-2-70B TP 2 on A100 adds 80 layers of attention and the all-reduces', () => {
    const model = createTimeModel('llama-2-70b/a100-tp2');
    const reduce = (tokens: number) => 160 * 13e-3 + (tokens * 160 * 8192 * 2 * 1e3) / 226e9;
    const decode = 80 * (0.0191487196 + 1.97256657e-5 * 32 + 1.25057112e-6 * 32 * 1000);
    expect(ms(model.nanoseconds(decodes(32, 1000)))).toBeCloseTo(47.575 + reduce(32) + decode, 4);
    const attention = 0.0269293809 + 8.30278368e-5 * 512 + 8.84422003e-8 * 512 * 1024 + 2.34175762e-7 * 512 * 256;
    const linear = 36.342 + 0.301689 * 512;
    expect(ms(model.nanoseconds(prompt(512, 1024)))).toBeCloseTo(linear + reduce(512) + 80 * attention, 4);
  });

  it('a larger part of a GPU is faster', () => {
    const time = (name: string, tokens: number): number => {
      const model = createTimeModel({ kind: 'operators', model: 'llama-3-8b', hardware: name });
      return ms(model.nanoseconds(tokens === 0 ? decodes(8) : prompt(tokens)));
    };
    for (const tokens of [0, 2048]) {
      const times = ['A100-80GB/2g', 'A100-80GB/3g', 'A100-80GB/7g', 'H100'].map((name) => time(name, tokens));
      expect(times).toEqual([...times].sort((a, b) => b - a));
      expect(time('A100-80GB/7g', tokens)).toBe(time('A100-80GB', tokens));
    }
  });
});

describe('Splitwise table', () => {
  const model = new SplitwiseTimeModel();

  it('gives the published medians, and lines between and beyond them', () => {
    expect(ms(model.nanoseconds(prompt(2048)))).toBe(134.4);
    expect(ms(model.nanoseconds(prompt(3072)))).toBeCloseTo((134.4 + 376.2) / 2, 5);
    expect(ms(model.nanoseconds(prompt(40_960)))).toBeCloseTo(2936.3 + (2936.3 - 1551.7) / 2, 4);
    expect(ms(model.nanoseconds(decodes(128)))).toBeCloseTo(29.9, 5);
    expect(ms(model.nanoseconds(decodes(1)))).toBeCloseTo(29.9 - (127 * 0.7) / 384, 5);
  });

  it('a mixed batch takes 1.1 times the prompt time of all its tokens', () => {
    const both = batch([10, 20], [{ tokens: 1022 }]);
    expect(ms(model.nanoseconds(both))).toBeCloseTo(77.7 * 1.1, 5);
    expect(model.seconds(1024, 'mixed')).toBe(1.1 * model.seconds(1024, 'prompt'));
  });
});

describe('measured tables of Yi-34B', () => {
  const model = createTimeModel('yi-34b/a100-tp2');

  it('gives the published batches', () => {
    const decode = [1, 32, 128].map((count) => ms(model.nanoseconds(decodes(count))).toFixed(1));
    expect(decode).toEqual(['46.8', '87.9', '189.3']);
    const prefill = [512, 2048, 8192].map((tokens) => ms(model.nanoseconds(prompt(tokens))).toFixed(1));
    expect(prefill).toEqual(['105.6', '366.0', '1863.3']);
  });

  it('piggybacked decodes are nearly free: 217.6 ms were measured for 1,021 + 3 tokens', () => {
    const both = ms(model.nanoseconds(batch([500, 500, 500], [{ tokens: 1021 }])));
    expect(Math.abs(both / 217.6 - 1)).toBeLessThan(0.02);
  });
});

describe('trained physics', () => {
  const [h100, llama] = [HARDWARE.get('H100')!, MODEL_SHAPES.get('llama-3.1-8b')!];

  it('is the sum of its terms', () => {
    const model = new TrainedPhysicsTimeModel({ model: llama, hardware: h100 });
    const [peak, bytes] = [989.5e6, 3.35e6]; // FLOP and B per µs
    const weights = (32 * (4096 * (2 * 4096 + 2 * 1024) + 3 * 4096 * 14_336) * 2) / bytes;
    const constant = 1.36252915 * weights + 32.09546717 * 32 + 126.024825;
    const kv = (32 * 2 * 1024 * 2 * (4 * 1000 + 4)) / bytes;
    const expected = constant + 1.94710771 * kv + 4.41684444 * 4;
    expect(model.nanoseconds(decodes(4, 1000)) / 1000).toBeCloseTo(expected, 1);
    const matrices = 32 * 512 * (2 * 4096 * (2 * 4096 + 2 * 1024) + 6 * 4096 * 14_336);
    const attention = 32 * 4 * 32 * 512 * (2000 + 256) * 128;
    const prefill = constant + 0.152128 * ((matrices + attention) / peak) + 4.41684444;
    const chunk = batch([], [{ tokens: 512, context: 100, target: 2000 }]);
    expect(model.nanoseconds(chunk) / 1000).toBeCloseTo(prefill, 2);
    const cut = new TrainedPhysicsTimeModel({ model: llama, hardware: h100, wholeMicroseconds: true });
    expect(cut.nanoseconds(chunk)).toBe(Math.floor(prefill) * 1000);
    expect(requestOverheadOf(model)).toEqual({ arrival: 15_563_200, completion: 777_346, outputToken: 45_908 });
    expect(requestOverheadOf(new LinearTimeModel()).arrival).toBe(0);
  });

  it('pays for all-reduces only on several GPUs', () => {
    const split = new TrainedPhysicsTimeModel({ model: llama, hardware: h100, tensorParallel: 2 });
    const one = new TrainedPhysicsTimeModel({ model: llama, hardware: h100 });
    expect(split.nanoseconds(decodes(1))).toBeLessThan(one.nanoseconds(decodes(1)));
    const reduce = (0.752037 * 2 * 32 * 4096 * 2) / 3.35e3;
    const slope = (model: TrainedPhysicsTimeModel) => model.decodeBase(2) - model.decodeBase(1) - model.decodeSlope(1);
    expect((slope(split) - slope(one)) / 1024).toBeCloseTo(reduce, 2);
  });
});

describe('hardware roofline', () => {
  it('is the longer of FLOPs and bytes', () => {
    const model = createTimeModel('llama-3.1-8b/h100/roofline');
    const weights = 32 * (4096 * (2 * 4096 + 2 * 1024) + 3 * 4096 * 14_336) * 2;
    const moved = 2 * 32 * 1024 * 2 * (3 + 3 * 700) + 32 * 4096 * 2 * 3;
    expect(model.nanoseconds(decodes(3, 700))).toBe(Math.floor((weights + moved) / 3350));
    const flops = 2 * 2000 * (2 * 4096 ** 2 + 2 * 4096 * 1024) + 2 * 2000 * 4096 + 2 * 2000 * 3 * 4096 * 14_336;
    const context = 100 + 1999 / 2;
    const all = 32 * (flops + 4 * 32 * 2000 * context * 128 + 5 * 32 * 2000 * context);
    expect(ms(model.nanoseconds(prompt(2000, 100)))).toBeCloseTo(all / (989.5e9 * 0.45), 4);
  });

  it('with two feed-forward matrices, as in the published runs, it is faster', () => {
    const settings = { kind: 'roofline-hardware', model: 'llama-3.1-8b', hardware: 'H100' } as const;
    const two = createTimeModel({ ...settings, ffnMatrices: 2 });
    const three = createTimeModel(settings);
    const matrix = (32 * 4096 * 14_336 * 2) / 3350;
    expect(three.nanoseconds(decodes(1)) - two.nanoseconds(decodes(1))).toBeCloseTo(matrix, -1);
  });
});

describe('Llumnix simulator', () => {
  it('pads decodes to 8 and adds both passes', () => {
    const prefill = { perToken: 0.2, constant: 5 };
    const decode = { perSequence: 0.5, perContextToken: 0.001, constant: 20 };
    const model = createTimeModel({ kind: 'llumnix-simulator', prefill, decode });
    expect(ms(model.nanoseconds(decodes(1, 100)))).toBeCloseTo(20 + 4 + 0.1, 4);
    expect(ms(model.nanoseconds(decodes(9, 100)))).toBeCloseTo(20 + 8 + 0.9, 4);
    expect(ms(model.nanoseconds(prompt(100)))).toBe(25);
    expect(ms(model.nanoseconds(batch([100], [{ tokens: 100 }])))).toBeCloseTo(25 + 24.1, 4);
  });

  it('its A10 preset agrees with the scaled operator profile it comes from', () => {
    const [fit, operators] = [createTimeModel('llama-2-7b/a10/llumnix'), createTimeModel('llama-2-7b/a10')];
    for (const work of [decodes(8, 500), decodes(32, 400), prompt(512)]) {
      expect(Math.abs(fit.nanoseconds(work) / operators.nanoseconds(work) - 1)).toBeLessThan(0.01);
    }
  });
});
