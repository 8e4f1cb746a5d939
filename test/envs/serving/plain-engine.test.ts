/**
 * The simulator in compatible mode against the plain engine (src/cli/bench/plain-serving.ts): every batch of every
 * replica and every time of every request, as equal doubles, on random traces and configurations. Times are often
 * multiples of a power of two, so that arrivals, ends of stages and ends of batches fall on one instant.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchLog } from '../../../envs/serving/batch-log.js';
import {
  runVidur,
  traceSource,
  type VidurCase,
  type VidurTrace,
  vidurSimulator,
} from '../../../envs/serving/compat/vidur.js';
import { PlainServing } from '../../../src/cli/bench/plain-serving.js';

const BLOCK_TOKENS = 4;
const LONGEST = 72; // tokens, fits in the smallest pool beside the watermark

const coefficients = fc.constantFrom(
  { a: 6_000_000, b: 60_000, c: 260, d: 3 },
  { a: 500_000_000, b: 0, c: 0, d: 0 }, // every batch takes half a second
  { a: 250_000_000, b: 125_000_000, c: 0, d: 0 },
);

const cases: fc.Arbitrary<VidurCase> = fc.record({
  scheduler: fc.constantFrom('sarathi', 'vllm', 'orca'),
  router: fc.constantFrom('rr', 'lor'),
  replicas: fc.integer({ min: 1, max: 3 }),
  stages: fc.integer({ min: 1, max: 3 }),
  blocks: fc.integer({ min: 20, max: 60 }),
  blockTokens: fc.constant(BLOCK_TOKENS),
  batchCap: fc.integer({ min: 3, max: 12 }),
  watermark: fc.constantFrom(0, 0.05),
  chunk: fc.integer({ min: 4, max: 64 }),
  maxBatchedTokens: fc.integer({ min: LONGEST, max: 2 * LONGEST }),
  maxTokens: fc.constant(LONGEST),
  plannerMaxBatch: fc.integer({ min: 1, max: 6 }),
  timeModel: fc.constantFrom('linear', 'roofline'),
  coefficients,
});

const request = fc.record({
  gap: fc.constantFrom(0, 0, 0.25, 0.5, 1, 0.0123, 0.3),
  prompt: fc.integer({ min: 1, max: LONGEST / 2 }),
  output: fc.integer({ min: 1, max: LONGEST / 2 }),
});

const traces: fc.Arbitrary<VidurTrace> = fc.array(request, { minLength: 1, maxLength: 40 }).map((requests) => {
  let time = 0;
  return {
    arrival: Float64Array.from(requests, ({ gap }) => {
      time += gap;
      return time;
    }),
    promptTokens: Int32Array.from(requests, ({ prompt }) => prompt),
    outputTokens: Int32Array.from(requests, ({ output }) => output),
  };
});

type Batch = readonly [start: number, end: number, requests: number[], tokens: number[]];

/** Batches of each replica in order. */
function logged(log: BatchLog, replicas: number): Batch[][] {
  const batches: Batch[][] = Array.from({ length: replicas }, () => []);
  for (let b = 0; b < log.count; b++) {
    const [from, to] = [log.first[b], log.first[b + 1]];
    const entries = [[...log.request.subarray(from, to)], [...log.tokens.subarray(from, to)]];
    batches[log.instance[b]].push([log.start[b], log.end[b], entries[0], entries[1]]);
  }
  return batches;
}

test('batches and times equal those of the plain engine', () => {
  let restarts = 0;
  fc.assert(
    fc.property(cases, traces, (config, trace) => {
      const plain = new PlainServing(config, trace);
      plain.run();
      const log = new BatchLog();
      const simulator = vidurSimulator(config, log);
      runVidur(simulator, traceSource(trace), config.router);
      const expected: Batch[][] = Array.from({ length: config.replicas }, () => []);
      for (const { replica, start, end, requests, tokens } of plain.batches)
        expected[replica].push([start, end, requests.map(({ id }) => id), tokens]);
      expect(logged(log, config.replicas)).toEqual(expected);
      const { ledger } = simulator;
      for (const { id, replica, scheduledAt, firstTokenAt, completedAt, ...each } of plain.requests) {
        const own = [ledger.instance[id], ledger.scheduledAt[id], ledger.firstTokenAt[id], ledger.finishedAt[id]];
        expect([...own, ledger.preemptions[id]]).toEqual([
          replica,
          scheduledAt,
          firstTokenAt,
          completedAt,
          each.restarts,
        ]);
        restarts += each.restarts;
      }
      expect(simulator.iterations).toBe(plain.iterations);
      expect(simulator.now).toBe(plain.now);
      expect(simulator.state.instances.usedBlocks.every((used) => used === 0)).toBe(true);
    }),
    { numRuns: 400, seed: 20260 },
  );
  expect(restarts).toBeGreaterThan(100); // the pools are small enough to matter
});
