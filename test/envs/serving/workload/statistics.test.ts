/**
 * Generated workloads against the published statistics of the traces they stand for (Azure 2023, arXiv, Mooncake,
 * ShareGPT, BurstGPT, and the length classes of Llumnix), and against the traces themselves where they are at hand.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { WorkloadInput } from '../../../../envs/serving/workload/config.js';
import { column, gapsOf, infiniteCacheHits, mean, quantiles, sourceOf, variation } from './all-requests.js';

const TRACES = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/data/serving/traces');

/** Published: mean, P50, and a high quantile with its probability; lengths in tokens. */
interface Published {
  readonly mean: number;
  readonly median?: number;
  readonly high?: readonly [probability: number, tokens: number];
}

type Family = Extract<WorkloadInput['kind'], string>;

const TABLE: readonly (readonly [Family, Published, Published, number | null])[] = [
  ['azure-conv', { mean: 1155, median: 1020, high: [0.99, 4142] }, { mean: 211, median: 129, high: [0.99, 601] }, 5.53],
  ['azure-code', { mean: 2048, median: 1469, high: [0.99, 7436] }, { mean: 28, median: 13, high: [0.99, 252] }, 2.57],
  ['arxiv', { mean: 2588, median: 2730, high: [0.9, 3702] }, { mean: 291, median: 167, high: [0.9, 372] }, null],
  ['sharegpt', { mean: 2340, median: 1730, high: [0.9, 5696] }, { mean: 439, median: 415, high: [0.9, 834] }, null],
  ['burstgpt', { mean: 830, median: 582, high: [0.99, 3549] }, { mean: 271, median: 243, high: [0.99, 964] }, null],
  ['mooncake-conversation', { mean: 12_035 }, { mean: 343 }, 3.4],
];

function near(values: readonly number[], { mean: wanted, median, high }: Published): void {
  expect(Math.abs(mean(values) / wanted - 1)).toBeLessThan(0.03);
  if (median !== undefined) expect(Math.abs(quantiles(values, 0.5)[0] / median - 1)).toBeLessThan(0.05);
  if (high !== undefined) expect(Math.abs(quantiles(values, high[0])[0] / high[1] - 1)).toBeLessThan(0.06);
}

describe('published statistics', () => {
  it.each(TABLE)('%s: mean within 3 %%, median 5 %%, tail 6 %%', (kind, input, output, rate) => {
    const source = sourceOf({ kind, requests: 25_000 } as WorkloadInput, 7);
    near(column(source, 'promptTokens'), input);
    near(column(source, 'outputTokens'), output);
    const perSecond = 1e9 / mean(gapsOf(column(source, 'arrival')));
    if (rate !== null) expect(Math.abs(perSecond / rate - 1)).toBeLessThan(kind === 'azure-code' ? 0.15 : 0.02);
  });

  it('gaps vary as in the Azure traces: 1.09 for conversation, about 13 for code', () => {
    const conversation = sourceOf({ kind: 'azure-conv', requests: 30_000 });
    expect(variation(gapsOf(column(conversation, 'arrival')))).toBeCloseTo(1.09, 1);
    const code = sourceOf({ kind: 'azure-code', requests: 200_000 });
    const ofCode = variation(gapsOf(column(code, 'arrival')));
    expect(ofCode).toBeGreaterThan(12);
    expect(ofCode).toBeLessThan(14);
  });

  it.each([
    ['mooncake-conversation', 12_031, 0.366],
    ['mooncake-synthetic', 3_993, 0.64],
  ] as const)('%s: an infinite cache hits the published share of granules', (kind, requests, share) => {
    const found = [1, 2, 3, 4].map((seed) => infiniteCacheHits(sourceOf({ kind, requests }, seed)));
    for (const hits of found) expect(Math.abs(hits - share)).toBeLessThan(0.03);
    expect(Math.abs(mean(found) - share)).toBeLessThan(0.015);
  });

  it.each([
    ['S', [35, 103, 411, 1709]],
    ['M', [30, 164, 1276, 4597]],
    ['L', [54, 602, 3115, 5256]],
  ] as const)('llumnix %s: P50, P80, P95, P99 within 10 %%', (name, published) => {
    const source = sourceOf({ kind: 'llumnix', requests: 40_000, input: name, output: 'S' });
    const found = quantiles(column(source, 'promptTokens'), 0.5, 0.8, 0.95, 0.99);
    for (const [i, tokens] of published.entries()) expect(Math.abs(found[i] / tokens - 1)).toBeLessThan(0.1);
    expect(Math.max(...column(source, 'promptTokens'))).toBeLessThanOrEqual(6144);
  });

  it('servegen: few clients make most of the load, and the stream is bursty', () => {
    const source = sourceOf({ kind: 'servegen', requests: 40_000, rate: 20, clients: 100 });
    const perClient = new Array<number>(100).fill(0);
    for (const tenant of column(source, 'tenant')) perClient[tenant]++;
    expect(perClient.slice(0, 10).reduce((sum, n) => sum + n, 0) / 40_000).toBeGreaterThan(0.6);
    expect(variation(gapsOf(column(source, 'arrival')))).toBeGreaterThan(1.05);
    expect(1e9 / mean(gapsOf(column(source, 'arrival')))).toBeCloseTo(20, 0);
  });
});

describe('changing rates', () => {
  it('diurnal and burst arrivals follow their curves', () => {
    const day = sourceOf({
      kind: 'constant',
      requests: 50_000,
      rate: 50,
      arrival: { process: 'diurnal', amplitude: 0.5, period: 100 },
    });
    const peak = column(day, 'arrival').filter((time) => time % 1e11 < 5e10).length / 50_000;
    expect(peak).toBeCloseTo(0.5 + 0.5 / Math.PI, 1); // ∫ over the upper half period
    const burst = sourceOf({
      kind: 'constant',
      requests: 50_000,
      rate: 50,
      arrival: { process: 'burst', factor: 10, start: 100, duration: 20 },
    });
    const times = column(burst, 'arrival');
    const within = (from: number, to: number) =>
      times.filter((time) => time >= from * 1e9 && time < to * 1e9).length / (to - from);
    expect(Math.abs(within(100, 120) / 500 - 1)).toBeLessThan(0.05);
    expect(Math.abs(within(0, 100) / 50 - 1)).toBeLessThan(0.06);
    expect(Math.abs(within(120, 300) / 50 - 1)).toBeLessThan(0.06);
  });

  it('a rate rescales processes that have one of their own', () => {
    const states = [
      { rate: 9, meanDwell: 5 },
      { rate: 1, meanDwell: 5 },
    ];
    const arrival = { process: 'markov-modulated', states } as const;
    const own = sourceOf({ kind: 'constant', requests: 40_000, arrival });
    const scaled = sourceOf({ kind: 'constant', requests: 40_000, arrival, rate: 50 });
    expect(Math.abs(1e9 / mean(gapsOf(column(own, 'arrival'))) / 5 - 1)).toBeLessThan(0.06);
    expect(Math.abs(1e9 / mean(gapsOf(column(scaled, 'arrival'))) / 50 - 1)).toBeLessThan(0.06);
  });
});

describe.skipIf(!existsSync(TRACES))('the traces themselves', () => {
  it.each([
    ['azure-conv', 'azure', 'azure2023_conv.csv.gz', 19_366],
    ['azure-code', 'azure', 'azure2023_code.csv.gz', 8_819],
    ['mooncake-conversation', 'mooncake', 'mooncake_conversation.jsonl.gz', 12_031],
    ['mooncake-synthetic', 'mooncake', 'mooncake_synthetic.jsonl.gz', 3_993],
  ] as const)('%s is fitted to its trace', (kind, format, file, requests) => {
    const real = sourceOf({ kind: 'file', format, path: join(TRACES, file) });
    expect(real.count).toBe(requests);
    const made = sourceOf({ kind, requests: 25_000 }, 3);
    for (const name of ['promptTokens', 'outputTokens'] as const) {
      const [ofReal, ofMade] = [column(real, name), column(made, name)];
      expect(Math.abs(mean(ofMade) / mean(ofReal) - 1)).toBeLessThan(0.04);
      for (const q of [0.25, 0.5, 0.75, 0.9, 0.99]) {
        const [a, b] = [quantiles(ofReal, q)[0], quantiles(ofMade, q)[0]];
        expect(Math.abs(a - b)).toBeLessThan(0.08 * a + 2);
      }
    }
    expect(column(real, 'arrival')[0]).toBe(0);
  });

  it('an infinite cache hits 36.6 % and 64 % of the Mooncake granules', () => {
    const hits = (file: string) =>
      infiniteCacheHits(sourceOf({ kind: 'file', format: 'mooncake', path: join(TRACES, file) }));
    expect(hits('mooncake_conversation.jsonl.gz')).toBeCloseTo(0.3664, 4);
    expect(hits('mooncake_synthetic.jsonl.gz')).toBeCloseTo(0.6396, 4);
  });

  it('the arXiv lengths come with any arrivals', () => {
    const path = join(TRACES, 'arxiv_summarization_lengths.csv.gz');
    const source = sourceOf({ kind: 'length-file', path, requests: 30_000, rate: 3 });
    expect(column(source, 'promptTokens').slice(0, 2)).toEqual([3772, 2015]);
    expect(column(source, 'promptTokens')[28_257]).toBe(3772);
    expect(1e9 / mean(gapsOf(column(source, 'arrival')))).toBeCloseTo(3, 0);
  });
});
