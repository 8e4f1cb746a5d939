/** What holds for every generated workload: chunks in any order, the same for a seed, whole ascending times. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkloadInput } from '../../../../envs/serving/workload/config.js';
import type { RequestColumns } from '../../../../envs/serving/workload/source.js';
import { chunksOf, column, sourceOf } from './all-requests.js';

const requests = 9000; // three chunks
const FAMILIES: readonly WorkloadInput[] = [
  { kind: 'azure-conv', requests },
  {
    kind: 'azure-code',
    requests,
    priorities: [
      { priority: 0, share: 9 },
      { priority: 1, share: 1 },
    ],
  },
  { kind: 'arxiv', requests, arrival: { process: 'diurnal', amplitude: 0.8, period: 600 }, rate: 5 },
  { kind: 'sharegpt', requests, arrival: { process: 'burst', factor: 5, start: 60, duration: 10, period: 100 } },
  { kind: 'burstgpt', requests, arrival: { process: 'gamma', coefficientOfVariation: 4 }, rate: 8 },
  { kind: 'mooncake-conversation', requests },
  { kind: 'mooncake-synthetic', requests },
  { kind: 'llumnix', requests, input: 'S', output: 'L', rate: 4 },
  { kind: 'constant', requests, arrival: { process: 'deterministic', jitter: 1 } },
  { kind: 'exponential', requests, maxTokens: 600, minOutput: 2 },
  {
    kind: 'uniform',
    requests,
    arrival: {
      process: 'markov-modulated',
      states: [
        { rate: 20, meanDwell: 3 },
        { rate: 1, meanDwell: 30 },
      ],
    },
  },
  {
    kind: 'lengths',
    requests,
    input: { distribution: 'lognormal', mean: 300, sigma: 1 },
    output: { distribution: 'weights', tokens: [5, 9], weights: [1, 3] },
  },
  { kind: 'servegen', requests },
  {
    kind: 'clients',
    requests,
    clients: [
      {
        name: 'a',
        rate: 3,
        input: { distribution: 'constant', tokens: 7 },
        output: { distribution: 'uniform', low: 2, high: 4 },
      },
    ],
  },
  { kind: 'shared-prefix', requests, subgroups: 3, subgroupTokens: 200 },
  { kind: 'multi-turn', requests, maxTokens: 4096, systemTokens: 100 },
];

function bytes(columns: RequestColumns): string {
  const { count, ...arrays } = columns;
  return `${count} ${Object.entries(arrays)
    .map(
      ([name, array]) => `${name} ${Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('latin1')}`,
    )
    .join('|')}`;
}

describe.each(FAMILIES.map((config) => [config.kind, config] as const))('%s', (_kind, config) => {
  const reference = sourceOf(config);
  const chunks = Array.from({ length: chunksOf(reference) }, (_, c) => bytes(reference.chunk(c)));

  it('gives the same chunks in whatever order they are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(chunks.length - 1), { minLength: 1, maxLength: 6 }), (order) => {
        const source = sourceOf(config);
        for (const c of order) expect(bytes(source.chunk(c)) === chunks[c]).toBe(true);
      }),
      { numRuns: 3 },
    );
  });

  it('depends on the seed and on nothing else', () => {
    expect(bytes(sourceOf(config, 2).chunk(1)) === chunks[1]).toBe(false);
    expect(bytes(sourceOf(structuredClone(config)).chunk(1)) === chunks[1]).toBe(true);
  });

  it('gives whole ascending times and lengths from 1 on, and ids within 32 bits', () => {
    let last = 0;
    for (const time of column(reference, 'arrival')) {
      if (!Number.isSafeInteger(time) || time < last) expect.fail(`${time} ns after ${last} ns`);
      last = time;
    }
    expect(Math.min(...column(reference, 'promptTokens'))).toBeGreaterThanOrEqual(1);
    expect(Math.min(...column(reference, 'outputTokens'))).toBeGreaterThanOrEqual(1);
    for (let c = 0; c < chunks.length; c++) {
      const { count, prefixStart, prefixId } = reference.chunk(c);
      expect(prefixStart[count]).toBeLessThanOrEqual(prefixId.length);
      expect(prefixId.every((id) => id >= 0)).toBe(true);
    }
  });
});

describe('settings apart from each other', () => {
  it('priorities, tenants and SLO classes move neither times nor lengths', () => {
    const plain = sourceOf({ kind: 'azure-conv', requests });
    const rich = sourceOf({
      kind: 'azure-conv',
      requests,
      priorities: [
        { priority: 0, share: 0.9 },
        { priority: 2, share: 0.1 },
      ],
      tenants: [
        { name: 'a', share: 3 },
        { name: 'b', share: 1 },
      ],
      sloClasses: { by: 'priority', classes: [1, 0, 0] },
    });
    for (const name of ['arrival', 'promptTokens', 'outputTokens'] as const) {
      expect(column(rich, name)).toEqual(column(plain, name));
    }
    const priority = column(rich, 'priority');
    expect(priority.filter((level) => level === 2).length / requests).toBeCloseTo(0.1, 1);
    expect(column(rich, 'sloClass')).toEqual(priority.map((level) => (level === 2 ? 0 : 1)));
    expect(column(rich, 'tenant').filter((tenant) => tenant === 1).length / requests).toBeCloseTo(0.25, 1);
    expect(rich.tenants).toEqual(['a', 'b']);
  });

  it('more requests continue the same stream', () => {
    const short = sourceOf({ kind: 'azure-code', requests: 5000 });
    const long = sourceOf({ kind: 'azure-code', requests: 50_000 });
    expect(column(long, 'arrival').slice(0, 5000)).toEqual(column(short, 'arrival'));
    expect(column(long, 'outputTokens').slice(0, 5000)).toEqual(column(short, 'outputTokens'));
  });

  it('a chunk that does not exist is refused', () => {
    expect(() => sourceOf({ kind: 'constant' }).chunk(1)).toThrow(/chunk 1 does not exist \(0…0\)/);
  });
});
