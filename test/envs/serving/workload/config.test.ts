/** Configurations of workloads and what is refused; predictors; rows written by hand; the published 1,000-row case. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseWorkload, WORKLOAD_KINDS, type WorkloadInput } from '../../../../envs/serving/workload/config.js';
import { createSource, createWorkloadPredictor } from '../../../../envs/serving/workload/create-source.js';
import { createRng } from '../../../../src/rng.js';
import { column, mean, prefixes, sourceOf } from './all-requests.js';

const SHARED = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared');
const GOLDEN = join(SHARED, 'goldens/serving/trace_azureconv1000.csv');
const TRACE = join(SHARED, 'data/serving/traces/azure2023_conv.csv.gz');

describe('parseWorkload', () => {
  it('completes a configuration to plain JSON that gives itself', () => {
    for (const kind of ['azure-conv', 'multi-turn', 'servegen', 'llumnix', 'shared-prefix']) {
      const config = parseWorkload({ kind });
      expect(JSON.parse(JSON.stringify(config))).toEqual(config);
      expect(parseWorkload(config)).toEqual(config);
    }
    expect(WORKLOAD_KINDS).toContain('mooncake-conversation');
  });

  it.each([
    [undefined, /nothing is no workload \(an object with `kind`\)/],
    [{}, /kind nothing does not exist \(azure-conv, /],
    [{ kind: 'azure-cov' }, /kind "azure-cov" does not exist .*did you mean "azure-conv"\?/],
    [{ kind: 'azure-conv', request: 5 }, /azure-conv: option "request" does not exist; did you mean "requests"\?/],
    [{ kind: 'azure-conv', requests: 0 }, /azure-conv: requests: /],
    [{ kind: 'azure-conv', rate: Number.NaN }, /azure-conv: rate: /],
    [{ kind: 'azure-conv', rate: -1 }, /azure-conv: rate: /],
    [{ kind: 'llumnix', input: 'Q' }, /llumnix: input: /],
    [{ kind: 'azure-conv', predictor: { kind: 'oracle' } }, /azure-conv: predictor/],
    [{ kind: 'constant', arrival: { process: 'trace', times: [3, 2] } }, /time 1 \(2 s\) lies before time 0/],
    [{ kind: 'constant', arrival: { process: 'burst', factor: 0, start: 0, duration: 5 } }, /factor 0 needs a period/],
    [{ kind: 'constant', arrival: { process: 'gaps', probability: [0, 1], seconds: [2, 1] } }, /knot 1 lies below/],
    [
      { kind: 'constant', arrival: { process: 'markov-modulated', states: [{ rate: 0, meanDwell: 1 }] } },
      /every state is silent/,
    ],
  ])('refuses %j', (json, message) => {
    expect(() => parseWorkload(json)).toThrow(message);
  });

  it.each<[WorkloadInput, RegExp]>([
    [{ kind: 'constant', arrival: { process: 'trace', times: [1] }, requests: 2 }, /trace .*(needs a `rate`|ends)/],
    [
      { kind: 'constant', arrival: { process: 'trace', times: [1, 2] }, requests: 3 },
      /the trace of 2 arrivals ends before request 2/,
    ],
    [{ kind: 'constant', priorities: [{ priority: 1, share: 0 }] }, /priorities: all shares are 0/],
    [
      {
        kind: 'constant',
        tenants: [
          { name: 'a', share: 1 },
          { name: 'a', share: 1 },
        ],
      },
      /the name "a" is given twice/,
    ],
    [{ kind: 'multi-turn', systemTokens: 500, maxTokens: 400 }, /maxTokens 400 leaves no room after 500 systemTokens/],
    [
      {
        kind: 'lengths',
        input: { distribution: 'uniform', low: 9, high: 3 },
        output: { distribution: 'constant', tokens: 1 },
      },
      /low 9 is above high 3/,
    ],
    [
      {
        kind: 'rows',
        rows: [
          { arrival: 2, prompt: 1, output: 1 },
          { arrival: 1, prompt: 1, output: 1 },
        ],
      },
      /rows\.1 arrives at 1 s, before the row above/,
    ],
    [{ kind: 'rows', rows: [{ arrival: 2, prompt: 1, output: 1, prefix: [4] }] }, /prefixes need a `granule`/],
  ])('refuses contradictions: %j', (config, message) => {
    expect(() => sourceOf(config)).toThrow(message);
  });
});

describe('rows', () => {
  it('are taken as they are', () => {
    const source = sourceOf({
      kind: 'rows',
      granule: 16,
      rows: [
        { arrival: 0.5, prompt: 40, output: 3, tenant: 'b', prefix: [7, 8] },
        { arrival: 0.5, prompt: 20, output: 4, tenant: 'a', priority: 2, sloClass: 1, session: 6 },
      ],
    });
    expect(source.tenants).toEqual(['b', 'a']);
    expect(column(source, 'arrival')).toEqual([5e8, 5e8]);
    expect(['tenant', 'priority', 'sloClass', 'session'].map((name) => column(source, name as 'tenant'))).toEqual([
      [0, 1],
      [0, 2],
      [0, 1],
      [-1, 6],
    ]);
    expect(prefixes(source).map((ids) => [...ids])).toEqual([[7, 8], []]);
  });
});

describe('predictors', () => {
  function predictions(predictor: NonNullable<WorkloadInput['predictor']>) {
    const config = parseWorkload({
      kind: 'azure-conv',
      requests: 8000,
      predictor,
      tenants: [
        { name: 'a', share: 1 },
        { name: 'b', share: 1 },
      ],
    });
    const source = createSource(config, createRng(1));
    const guess = createWorkloadPredictor(config, source, createRng(1));
    const at = (request: number) => guess.predict(request, source.chunk(Math.floor(request / 4096)), request % 4096);
    const order = Array.from({ length: 8000 }, (_, r) => r);
    const backward = order.toReversed().map(at).reverse();
    const forward = order.map(at);
    expect(backward).toEqual(forward);
    return { forward, truth: column(source, 'outputTokens'), tenant: column(source, 'tenant') };
  }

  it('know nothing, everything, or something, whatever the order of asking', () => {
    expect(predictions({ kind: 'none' }).forward.every(Number.isNaN)).toBe(true);
    const exact = predictions({ kind: 'exact' });
    expect(exact.forward).toEqual(exact.truth);
    const rough = predictions({ kind: 'lognormal', sigma: 0.5 });
    const error = rough.forward.map((tokens, i) => tokens / rough.truth[i]);
    expect(mean(error)).toBeCloseTo(1, 1);
    expect(Math.sqrt(mean(error.map((factor) => (Math.log(factor) + 0.125) ** 2)))).toBeCloseTo(0.5, 1);
    const bucket = predictions({ kind: 'bucket', buckets: 4 });
    expect(new Set(bucket.forward).size).toBe(4);
    expect(mean(bucket.forward.map((tokens, i) => Math.abs(tokens - bucket.truth[i])))).toBeLessThan(40);
    const poor = predictions({ kind: 'bucket', buckets: 4, accuracy: 0.7 });
    expect(poor.forward.filter((tokens, i) => tokens !== bucket.forward[i]).length / 8000).toBeCloseTo(0.3, 1);
    const byClass = predictions({ kind: 'class-mean' });
    expect(new Set(byClass.forward).size).toBe(2);
    expect(Math.abs(mean(byClass.forward) / mean(byClass.truth) - 1)).toBeLessThan(0.05);
  });
});

describe.skipIf(!existsSync(GOLDEN))('the first 1,000 requests of the Azure conversation trace', () => {
  it('are the published case when prompts are shortened to 4,096 tokens in all', () => {
    const file = { kind: 'file', limit: 1000, maxTokens: 4096 } as const;
    const ours = sourceOf({ ...file, format: 'azure', path: TRACE });
    const golden = sourceOf({ ...file, format: 'vidur', path: GOLDEN });
    for (const name of ['arrival', 'promptTokens', 'outputTokens'] as const) {
      expect(column(ours, name)).toEqual(column(golden, name));
    }
  });
});
