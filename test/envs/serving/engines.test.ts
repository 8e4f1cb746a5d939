/**
 * All engines in correct mode on random traces, small pools and mixed priorities: fast-forward equals stepping, tokens
 * and blocks are conserved at the end of every batch, every request ends once, and nobody less urgent is admitted or
 * kept where a more urgent request waits or loses its place.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { traceSource } from '../../../envs/serving/compat/vidur.js';
import { createEngine, type EngineOptions, engineSchema } from '../../../envs/serving/engines/config.js';
import type { Engine } from '../../../envs/serving/engines/engine.js';
import { OUTCOME_COMPLETED, OUTCOME_REJECTED } from '../../../envs/serving/ledger.js';
import { REQUEST_WAITING } from '../../../envs/serving/requests.js';
import { ServingSimulator } from '../../../envs/serving/simulator.js';
import type { ServingState } from '../../../envs/serving/state.js';
import { LinearTimeModel } from '../../../envs/serving/time/linear.js';
import type { RequestSource } from '../../../envs/serving/workload/source.js';
import { ROLE_MIXED } from '../../../src/serving.js';

const BLOCK_TOKENS = 4;

type Deadlines = ({ ttft: number; tbt: number } | { ttlt: number })[];

const count = (min: number, max: number) => fc.integer({ min, max });
const order = fc.constantFrom('fcfs' as const, 'priority' as const);
const swap = fc.option(fc.record({ hostBlocks: count(0, 40), nanosecondsPerBlock: count(0, 3_000_000) }), {
  nil: undefined,
});
const dynamicChunk = fc.option(fc.constant({ low: 8, high: 40, maxTokens: 64, stages: 4 }), { nil: undefined });
const maxSequences = count(1, 10);

const engines: Readonly<Record<string, fc.Arbitrary<EngineOptions>>> = {
  orca: fc.record({ kind: fc.constant('orca'), maxTokens: count(20, 72), maxSequences, order }),
  'vllm-v0': fc.record({
    kind: fc.constant('vllm-v0'),
    maxSequences,
    maxBatchedTokens: count(40, 100),
    order,
    swap,
  }),
  niyama: fc.record({
    kind: fc.constant('niyama'),
    maxSequences,
    deadlines: fc.constantFrom<Deadlines[]>([{ ttft: 0.05, tbt: 0.02 }], [{ ttft: 5, tbt: 0.1 }], [{ ttlt: 20 }]),
    lengthWeight: fc.constantFrom(0, 5),
  }),
  sarathi: fc.record({ kind: fc.constant('sarathi'), chunk: count(2, 40), dynamicChunk, maxSequences, order }),
};

const request = fc.record({
  gap: fc.constantFrom(0, 0, 1_000_000, 6_000_000, 20_000_000, 333_333_333), // ns
  prompt: count(1, 36),
  output: count(1, 60),
  priority: fc.constantFrom(0, 0, 1, 2),
});

const sources: fc.Arbitrary<RequestSource> = fc.array(request, { minLength: 1, maxLength: 40 }).map((requests) => {
  let time = 0;
  const source = traceSource({
    arrival: Float64Array.from(requests, ({ gap }) => {
      time += gap;
      return time;
    }),
    promptTokens: Int32Array.from(requests, ({ prompt }) => prompt),
    outputTokens: Int32Array.from(requests, ({ output }) => output),
  });
  source.chunk(0).priority.set(requests.map(({ priority }) => priority));
  return source;
});

const clusters = fc.record({ blocks: count(12, 40), watermarkBlocks: count(0, 2), stages: count(1, 3) });

interface Cluster {
  readonly blocks: number;
  readonly watermarkBlocks: number;
  readonly stages: number;
}

function simulatorOf(engine: Engine, { blocks, watermarkBlocks, stages }: Cluster, fastForward: boolean) {
  const spec = {
    engine,
    model: new LinearTimeModel(),
    totalBlocks: blocks,
    blockTokens: BLOCK_TOKENS,
    watermarkBlocks,
    stages,
    hopNanoseconds: 1000,
    role: ROLE_MIXED,
    kvBytesPerToken: 1,
    up: true,
  };
  return new ServingSimulator({ instances: [spec, spec], sloClasses: 1, fastForward });
}

function run(simulator: ServingSimulator, source: RequestSource): void {
  let turn = 0;
  simulator.reset(source);
  while (simulator.advance())
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, turn++ % 2);
}

/** Everything that is reported of an episode. */
function outcome({ ledger, state, iterations, now, requestCount }: ServingSimulator) {
  const column = (values: Iterable<number>) => [...values].slice(0, requestCount);
  return {
    iterations,
    now,
    outcome: column(ledger.outcome),
    scheduledAt: column(ledger.scheduledAt),
    firstTokenAt: column(ledger.firstTokenAt),
    finishedAt: column(ledger.finishedAt),
    preemptions: column(ledger.preemptions),
    lostTime: column(ledger.lostTime),
    largestGap: column(ledger.largestGap),
    gaps: [...ledger.gaps.counts].flatMap((gaps, bucket) => (gaps > 0 ? [[bucket, gaps]] : [])),
    instances: [...state.instances.iterations, ...state.instances.preemptions, ...state.instances.busyTime],
  };
}

/** Blocks, lists and progress of all requests agree with the counters of the instances. */
function checkConservation({ requests, instances }: ServingState): void {
  for (let i = 0; i < instances.count; i++) {
    const found = { held: 0, holders: 0, waiting: 0, overdone: 0, short: 0, waitingHolders: 0 };
    for (let slot = 0; slot < requests.capacity; slot++) {
      if (requests.number[slot] < 0 || requests.instance[slot] !== i) continue;
      const blocks = requests.blocks[slot];
      found.held += blocks;
      if (blocks > 0) found.holders++;
      if (requests.done[slot] >= requests.total[slot]) found.overdone++;
      if (requests.phase[slot] === REQUEST_WAITING) {
        found.waiting++;
        if (blocks > 0) found.waitingHolders++;
      } else if (blocks * BLOCK_TOKENS < requests.done[slot] - 1) found.short++; // the newest token has no KV yet
    }
    const held = instances.usedBlocks[i];
    const [holders, waiting] = [instances.holders[i], instances.waitingCount[i]];
    expect(found).toEqual({ held, holders, waiting, overdone: 0, short: 0, waitingHolders: 0 });
    expect(held).toBeLessThanOrEqual(instances.totalBlocks[i]);
  }
}

/** An engine that is watched while it forms batches by priority. */
class Watched implements Engine {
  readonly name: string;
  readonly maxSequences: number;
  private readonly inner: Engine;

  constructor(inner: Engine) {
    this.inner = inner;
    this.name = inner.name;
    this.maxSequences = inner.maxSequences;
  }

  longestSequence(totalBlocks: number, blockTokens: number, watermarkBlocks: number): number {
    return this.inner.longestSequence(totalBlocks, blockTokens, watermarkBlocks);
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    return this.inner.repeatsDecodes(state, instance);
  }

  enqueue(state: ServingState, instance: number, slot: number): void {
    this.inner.enqueue?.(state, instance, slot);
  }

  form(state: ServingState, instance: number): void {
    const { priority } = state.requests;
    const waitedBefore = waitingOf(state, instance);
    this.inner.form(state, instance);
    const waiting = waitingOf(state, instance);
    const urgencies = waiting.map((slot) => priority[slot]);
    expect(urgencies).toEqual(urgencies.toSorted((a, b) => b - a));
    const most = urgencies[0] ?? 0;
    const still = new Set(waiting);
    for (const slot of waitedBefore) if (!still.has(slot)) expect(priority[slot]).toBeGreaterThanOrEqual(most);
  }
}

function waitingOf({ instances, requests }: ServingState, instance: number): number[] {
  const slots: number[] = [];
  for (let slot = instances.waitingHead[instance]; slot >= 0; slot = requests.next[slot]) slots.push(slot);
  return slots;
}

describe.each(Object.entries(engines))('%s', (name, configs) => {
  const engineOf = (options: EngineOptions) => createEngine(engineSchema.parse(options));

  test('fast-forward equals stepping', () => {
    let skipped = 0;
    fc.assert(
      fc.property(configs, clusters, sources, (options, cluster, source) => {
        const fast = simulatorOf(engineOf(options), cluster, true);
        const slow = simulatorOf(engineOf(options), cluster, false);
        run(fast, source);
        run(slow, source);
        expect(outcome(fast)).toEqual(outcome(slow));
        skipped += fast.state.instances.iterations.reduce((sum, each) => sum + each, 0);
      }),
      { numRuns: 80, seed: 4 },
    );
    expect(skipped).toBeGreaterThan(0);
  });

  test('tokens and blocks are conserved, every request ends once', () => {
    fc.assert(
      fc.property(configs, clusters, sources, (options, cluster, source) => {
        const simulator = simulatorOf(engineOf(options), cluster, false);
        simulator.conductor = {
          begin: () => {},
          timer: () => {},
          batchEnded: () => checkConservation(simulator.state),
          gone: () => {},
        };
        run(simulator, source);
        const { ledger, state } = simulator;
        const trace = source.chunk(0);
        for (let r = 0; r < source.count; r++) {
          const fits = trace.promptTokens[r] + trace.outputTokens[r] <= simulator.longest[0];
          expect(ledger.outcome[r]).toBe(fits ? OUTCOME_COMPLETED : OUTCOME_REJECTED);
        }
        expect(ledger.completed + ledger.rejected).toBe(source.count);
        expect(state.requests.live).toBe(0);
        expect([...state.instances.usedBlocks]).toEqual([0, 0]);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test.skipIf(name === 'niyama')('by priority, nobody is admitted before a more urgent request', () => {
    fc.assert(
      fc.property(configs, clusters, sources, (options, cluster, source) => {
        run(
          simulatorOf(new Watched(engineOf({ ...options, order: 'priority' } as EngineOptions)), cluster, false),
          source,
        );
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});
