/** Runs of the phase-split simulator: what both modes keep, and what the correct mode changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compatibleMode,
  correctMode,
  type PhaseSplitOptions,
  type PhaseTimes,
  ROUTER_NAMES,
  simulatePhaseSplit,
  type TracedRequest,
} from '../../../../../envs/serving/compat/splitwise/index.js';
import { createRng } from '../../../../../src/rng.js';

const SERVER: PhaseTimes = {
  prompt: { x: [128, 2048, 8192], y: [0.05, 0.13, 0.83] },
  token: { x: [128, 8192], y: [0.03, 0.033] },
};
const fleet = (servers: number): PhaseTimes[] => Array<PhaseTimes>(servers).fill(SERVER);

/** `count` requests, `rate` per second. */
function randomTrace(seed: number, count: number, rate: number): TracedRequest[] {
  const rng = createRng(seed).fork('phase-split trace');
  let arrival = 0;
  return Array.from({ length: count }, () => {
    arrival += -Math.log(1 - rng()) / rate;
    const promptTokens = 1 + Math.floor(2500 * rng());
    return { arrival, promptTokens, outputTokens: 1 + Math.floor(200 * rng()) };
  });
}

/** Share of the requests on the busiest instance. */
function busiestShare(instances: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const instance of instances) counts.set(instance, (counts.get(instance) ?? 0) + 1);
  return Math.max(...counts.values()) / instances.length;
}

describe('every run', () => {
  it('serves every request once, in the order of its phases', () => {
    const options = fc.record({
      engine: fc.constantFrom('ORCA' as const, 'Splitwise' as const),
      router: fc.constantFrom(...ROUTER_NAMES),
      servers: fc.integer({ min: 2, max: 4 }),
      split: fc.boolean(),
      mode: fc.constantFrom(compatibleMode, correctMode),
      seed: fc.integer({ min: 0, max: 1000 }),
      rate: fc.constantFrom(2, 20, 1000),
    });
    fc.assert(
      fc.property(options, ({ servers, split, seed, rate, ...rest }) => {
        const trace = randomTrace(seed, 60, rate);
        const given: PhaseSplitOptions = { ...rest, instances: fleet(servers), promptInstances: split ? 1 : 0 };
        const { rows, iterations, groups } = simulatePhaseSplit(trace, given);
        expect(rows.map((row) => row.request)).toEqual(trace.map((_, i) => i));
        for (const row of rows) {
          expect(row.queue).toBeGreaterThanOrEqual(0);
          expect(row.ttft).toBeGreaterThan(row.queue);
          expect(row.overhead).toBeGreaterThanOrEqual(0);
          // One decode takes 30 ms or more; the first token comes from the prompt.
          expect(row.response - row.ttft).toBeGreaterThan(0.0299 * (row.outputTokens - 1));
          expect(row.promptInstance === row.tokenInstance).toBe(!split);
        }
        expect(iterations).toBeGreaterThanOrEqual(groups);
        expect(simulatePhaseSplit(trace, given).rows).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when memory can never suffice', () => {
    const trace = [{ arrival: 0, promptTokens: 1000, outputTokens: 10 }];
    const options: PhaseSplitOptions = { engine: 'Splitwise', router: 'jsq', instances: fleet(1) };
    expect(() => simulatePhaseSplit(trace, { ...options, memoryLimit: 135.1e9 })).toThrow(
      /^phase split: request 0 needs 330956800 bytes of KV cache \(an instance has 100000000\)$/,
    );
    expect(() => simulatePhaseSplit(trace, { ...options, promptInstances: 1 })).toThrow(
      /promptInstances must be 0 … instances − 1 \(given: 1 of 1\)/,
    );
  });

  it('ends with an error when half-done requests hold all memory', () => {
    // Two prompts come together after a short one and fill the cache; neither token task finds room for its part.
    const memoryLimit = 135e9 + 2100 * correctMode.bytesPerToken;
    const long = { arrival: 0.01, promptTokens: 1000, outputTokens: 200 };
    const trace = [{ arrival: 0, promptTokens: 10, outputTokens: 2 }, long, long];
    const options: PhaseSplitOptions = { engine: 'ORCA', router: 'jsq', instances: fleet(1), memoryLimit };
    expect(() => simulatePhaseSplit(trace, options)).toThrow(
      /^phase split: 2 requests never end: half-done ones hold all the memory/,
    );
    const split = { ...options, instances: fleet(2), promptInstances: 1 };
    expect(() => simulatePhaseSplit([...trace, long], split)).toThrow(/^phase split: KV transfers never end: /);
    expect(simulatePhaseSplit(trace, { ...options, instances: fleet(2) }).rows).toHaveLength(3);
  });

  it('lets a transfer wait until memory is free', () => {
    const memoryLimit = 135e9 + 1250 * correctMode.bytesPerToken;
    const trace = [0, 1].map((arrival) => ({ arrival, promptTokens: 1000, outputTokens: 200 }));
    const options: PhaseSplitOptions = { engine: 'ORCA', router: 'jsq', instances: fleet(2), promptInstances: 1 };
    const [first, second] = simulatePhaseSplit(trace, { ...options, memoryLimit }).rows;
    const free = simulatePhaseSplit(trace, options).rows[1];
    expect(second.overhead).toBeGreaterThan(first.response - second.ttft - 1);
    expect(free.overhead).toBeLessThan(0.05);
  });
});

describe('the correct mode', () => {
  const options: PhaseSplitOptions = {
    engine: 'Splitwise',
    router: 'kv_token_jsq',
    instances: fleet(4),
    promptInstances: 2,
  };
  const trace = randomTrace(7, 300, 8);
  const compatible = simulatePhaseSplit(trace, { ...options, mode: compatibleMode }).rows;

  it('ends the herding of split routers', () => {
    const counting = simulatePhaseSplit(trace, { ...options, mode: { ...compatibleMode, countsAtRouting: true } }).rows;
    for (const phase of ['promptInstance', 'tokenInstance'] as const) {
      expect(busiestShare(compatible.map((row) => row[phase]))).toBeGreaterThan(0.95);
      expect(busiestShare(counting.map((row) => row[phase]))).toBeLessThan(0.7);
    }
    const meanTtft = (rows: typeof compatible) => rows.reduce((sum, { ttft }) => sum + ttft, 0) / rows.length;
    expect(meanTtft(counting)).toBeLessThan(meanTtft(compatible) / 2);
  });

  it('moves an eighth of the bytes', () => {
    const alone = trace.slice(0, 1);
    const [wide] = simulatePhaseSplit(alone, { ...options, mode: compatibleMode }).rows;
    const [grouped] = simulatePhaseSplit(alone, options).rows;
    expect(wide.overhead / grouped.overhead).toBeCloseTo(8, 6);
  });

  it('serves requests at time 0 and is the default', () => {
    const rows = simulatePhaseSplit(trace, options).rows;
    expect(rows).toEqual(simulatePhaseSplit(trace, { ...options, mode: correctMode }).rows);
    const [row] = simulatePhaseSplit([{ arrival: 0, promptTokens: 128, outputTokens: 2 }], options).rows;
    expect(row.ttft).toBeCloseTo(0.05, 12);
  });
});
