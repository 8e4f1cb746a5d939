/**
 * Jumping over runs of decode iterations equals stepping through them, to the last bit: the closed forms against sums
 * and searches by brute force, then whole clusters with and without, by everything that can be seen of them. Times
 * are multiples of the same few milliseconds, so that iterations end just when requests arrive and timers fire.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../envs/serving/cluster.js';
import { ServingEnv } from '../../../envs/serving/env.js';
import { LatencyHistogram } from '../../../envs/serving/latency-histogram.js';
import { LEDGER_COLUMNS } from '../../../envs/serving/ledger.js';
import { iterationOfRun, iterationsWithin, lengthOfRun, sumOfFloors } from '../../../envs/serving/run-length.js';
import type { ServingSimulator } from '../../../envs/serving/simulator.js';
import { DECODE_PARTS } from '../../../envs/serving/time/time-model.js';
import type { PlacementView } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import type { Json } from '../../../src/space/space.js';

const count = (min: number, max: number) => fc.integer({ min, max });

describe('closed forms', () => {
  test('a sum of floors is that of big integers', () => {
    const terms = fc.record({ n: count(0, 400), c: count(0, 50_000_000), a: count(0, 2 ** 40), m: count(1, 100_000) });
    fc.assert(
      fc.property(terms, ({ n, c, a, m }) => {
        let sum = 0n;
        for (let j = 0; j < n; j++) sum += (BigInt(a) + BigInt(c) * BigInt(j)) / BigInt(m);
        expect(BigInt(sumOfFloors(n, c, a, m))).toBe(sum);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test('also over 100 000 iterations of the largest batches', () => {
    for (const [c, a] of [
      [1024 * 260 * 256, 1024 * (6_000_000 + 260 * 1_000_000)],
      [1023, 1_234_567],
      [999_983, 6_144_000_001],
    ]) {
      let sum = 0n;
      for (let j = 0; j < 100_000; j++) sum += (BigInt(a) + BigInt(c) * BigInt(j)) / 1024n;
      expect(BigInt(sumOfFloors(100_000, c, a, 1024))).toBe(sum);
    }
  });

  const runs = fc.record({ offset: count(DECODE_PARTS, 60_000), slope: count(0, 3000), most: count(1, 80) });

  test('the iterations that end before a time are those found by stepping', () => {
    fc.assert(
      fc.property(runs, ({ offset, slope, most }) => {
        const ends: number[] = [];
        for (let j = 0; j < most; j++) ends.push((ends[j - 1] ?? 0) + iterationOfRun(offset, slope, j));
        for (const [j, end] of ends.entries()) {
          expect(lengthOfRun(offset, slope, j + 1)).toBe(end);
          for (const span of [end - 1, end, end + 1]) {
            const before = ends.filter((time) => time < span).length;
            expect(iterationsWithin(offset, slope, most, span)).toBe(before);
          }
        }
        expect(iterationsWithin(offset, slope, most, 0)).toBe(0);
        expect(iterationsWithin(offset, slope, most, 1e12)).toBe(most);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  test('gaps of a run are counted as one by one', () => {
    const wide = fc.record({
      offset: fc.oneof(count(1, 5000), count(1, 2 ** 31 - 1)).map((offset) => offset * 7),
      slope: fc.oneof(count(0, 100), count(0, 2 ** 24)),
      from: count(0, 5),
      length: count(0, 300),
      times: count(1, 4),
    });
    fc.assert(
      fc.property(wide, ({ offset, slope, from, length, times }) => {
        const [together, single] = [new LatencyHistogram(2), new LatencyHistogram(2)];
        together.addRun(1, { offset, slope, from, to: from + length }, times);
        for (let j = from; j < from + length; j++) single.add(1, iterationOfRun(offset, slope, j), times);
        expect(together.snapshot()).toEqual(single.snapshot());
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

const order = fc.constantFrom('fcfs', 'priority');
const maxSequences = count(1, 8);
const engines: Readonly<Record<string, fc.Arbitrary<object>>> = {
  orca: fc.record({ kind: fc.constant('orca'), maxTokens: count(70, 90), maxSequences, order }),
  'vllm-v0': fc.record({
    kind: fc.constant('vllm-v0'),
    maxSequences,
    maxBatchedTokens: count(40, 200),
    order,
    swap: fc.option(fc.record({ hostBlocks: count(0, 30), nanosecondsPerBlock: count(0, 2_000_000) }), {
      nil: undefined,
    }),
  }),
  'vllm-v1': fc.record({
    kind: fc.constant('vllm-v1'),
    maxSequences,
    tokenBudget: count(8, 60),
    chunkedPrefill: fc.constantFrom(true, true, false),
    reservedBlocks: count(0, 6),
    order,
  }),
  sarathi: fc.record({ kind: fc.constant('sarathi'), chunk: count(2, 40), maxSequences, order }),
  niyama: fc.record({ kind: fc.constant('niyama'), maxSequences, lengthWeight: fc.constantFrom(0, 5) }),
};

const MS = 1_000_000;

/** Iterations of whole milliseconds; of a time that grows by whole ones; of what a real machine takes. */
const coefficients = fc.constantFrom(
  { a: 2 * MS, b: 0, c: 0, d: 0 },
  { a: MS, b: MS, c: 0, d: 0 },
  { a: MS, b: 0, c: MS / 4, d: 0 },
  { a: 6 * MS, b: 60_000, c: 260, d: 3 },
);

const timeModels = fc.oneof(
  coefficients.map((exact) => ({ kind: 'linear', ...exact })),
  coefficients.map((exact) => ({ kind: 'roofline', ...exact })),
  fc.constantFrom('llama-2-7b/a10/llumnix', 'llama-3-8b/a100'), // the decodes of these are affine in 1/1024 ns
);

const requests = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 0.001, 0.002, 0.006, 0.007, 0.02, 0.1, 0.123_456_789),
    prompt: count(1, 30),
    output: count(1, 40),
    priority: fc.constantFrom(0, 0, 1, 2),
    sloClass: count(0, 1),
    prefix: fc.option(count(0, 3), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 24 },
);

/** Granules of the requests of a group; the later ones lie in the outputs. */
function granulesOf(group: number | undefined): number[] {
  return group === undefined ? [] : Array.from({ length: 6 }, (_, granule) => 10 * group + granule);
}

type Request = {
  gap: number;
  prompt: number;
  output: number;
  priority: number;
  sloClass: number;
  prefix?: number | undefined;
};

function workloadOf(list: readonly Request[], withPrefixes: boolean) {
  let arrival = 0;
  const rows = list.map(({ gap, prefix, ...rest }) => {
    arrival += gap;
    return { ...rest, arrival, prefix: withPrefixes ? granulesOf(prefix) : [] };
  });
  return { kind: 'rows', rows, granule: withPrefixes ? 8 : 0, predictor: { kind: 'exact' } };
}

const clusters = fc.record({
  timeModel: timeModels,
  instances: count(1, 4),
  blocks: fc.oneof(count(18, 26), count(26, 50)),
  watermark: fc.constantFrom(0, 0.05),
  stages: fc.constantFrom(1, 1, 1, 2),
  split: fc.boolean(),
  caching: fc.boolean(),
  migration: fc.option(
    fc.record({
      victim: fc.constantFrom('lcfs', 'shortest', 'longest', 'lowest-priority'),
      waiting: fc.constantFrom('never', 'first', 'last'),
      overhead: fc.constantFrom(0.002, 0.004),
      latency: fc.constantFrom(0, 0.001),
    }),
    { nil: null },
  ),
  rebalance: fc.constantFrom(0.004, 0.01, 0.037),
  scaling: fc.boolean(),
  sampleSeconds: fc.constantFrom(0.002, 0.01, 0.033),
  mayHold: fc.boolean(),
  limit: fc.constantFrom(null, null, 0.004, 0.0401, 0.123_456_789),
  requests,
});

type ClusterCase = typeof clusters extends fc.Arbitrary<infer T> ? T : never;

function configOf(engine: object, input: ClusterCase, fastForward: boolean): Json {
  const { timeModel, blocks, watermark, stages, caching, migration, scaling } = input;
  const split = input.split && stages === 1;
  const prefixCaching = caching && (engine as { kind: string }).kind === 'vllm-v1';
  const pipelineStages = stages;
  const group = { engine, timeModel, pipelineStages, kv: { blocks, blockTokens: 4, watermark, prefixCaching } };
  return {
    instances: split
      ? [
          { ...group, count: 1, name: 'prefill', role: 'prefill' },
          { ...group, count: input.instances, name: 'decode', role: 'decode' },
        ]
      : [{ ...group, count: input.instances }],
    workload: workloadOf(input.requests, prefixCaching),
    sloClasses: [
      { name: 'first', ttftSeconds: 0.05 },
      { name: 'second', tpotSeconds: 0.01 },
    ],
    migration,
    rebalance: { kind: 'interval', seconds: input.rebalance },
    handover: { latency: 0.000_999_999, bandwidth: 1e18, lanes: 2 }, // copies take whole milliseconds
    scaling: scaling ? { firstSeconds: 0.02, intervalSeconds: 0.04, startupSeconds: 0.01 } : null,
    sampleSeconds: input.sampleSeconds,
    mayHold: input.mayHold,
    limitSeconds: input.limit,
    itemSlots: 4,
    fastForward,
  } as unknown as Json;
}

function clusterOf(env: ServingEnv): Cluster {
  return (env as unknown as { cluster: Cluster }).cluster;
}

/** What is known when all is over. */
function outcome({ simulator, fleet, samples }: Cluster) {
  const { ledger, state, requestCount } = simulator;
  const { instances } = state;
  return {
    columns: LEDGER_COLUMNS.map((name) => `${name} ${ledger[name].subarray(0, requestCount)}`),
    gaps: ledger.gaps.snapshot(),
    iterations: simulator.iterations,
    now: simulator.now,
    cut: simulator.cut,
    presence: simulator.presence,
    samples: samples.snapshot(),
    instances: [instances.iterations, instances.preemptions, instances.busyTime, instances.usedBlocks].map(String),
    moves: [fleet.migrations?.completed, fleet.migrations?.downtime, fleet.handovers?.completed],
    paid: fleet.scaling?.instanceTime,
  };
}

/** Everything that a scheduler sees, as lines of text. */
function seen({ resources, items, cost, ready, mask, now, elapsed }: PlacementView): string[] {
  const slots = items.slots.subarray(0, items.count);
  const wide = resources.queueLength.length;
  const pairs = Object.entries({ cost, ready, ...items.pairs });
  return [
    `now ${now}, elapsed ${elapsed}, mask ${mask}`,
    `free at ${resources.freeAt}, queues ${resources.queueLength}`,
    ...Object.entries(resources.columns).map(([name, column]) => `${name} ${column}`),
    ...Array.from(slots, (slot) => `item ${items.id[slot]} ${items.kind[slot]} ${items.remainingWork[slot]}`),
    ...pairs.flatMap(([name, of]) =>
      Array.from(slots, (slot) => `${name} ${of.subarray(slot * wide, (slot + 1) * wide)}`),
    ),
  ];
}

/** Progress of the requests in the system. */
function live({ state, presence }: ServingSimulator): string[] {
  const { number, done, blocks, lastTokenAt, largestGap, capacity } = state.requests;
  const lines = [`presence ${presence}`];
  for (let slot = 0; slot < capacity; slot++)
    if (number[slot] >= 0)
      lines.push(`${number[slot]}: ${done[slot]} ${blocks[slot]} ${lastTokenAt[slot]} ${largestGap[slot]}`);
  return lines;
}

const MOST_LINES = 8000; // of an episode; waiting by chance can take long

/** Plays an episode by chance; returns what was seen on the way and the end. */
function play(config: Json, seed: string) {
  const env = new ServingEnv(config, { id: 'test/serving-v1' });
  const cluster = clusterOf(env);
  const rng = createRng(seed);
  const steps: string[] = [];
  let over = !env.reset({ seed: 1 }).observation.mask.includes(1);
  while (!over && steps.length < MOST_LINES) {
    const { mask } = env.view();
    const allowed = [...mask.keys()].filter((action) => mask[action] === 1);
    const action = allowed[rng.integer(allowed.length)];
    steps.push(...seen(env.view()), ...live(cluster.simulator));
    const { reward, terminated, truncated } = env.step(action);
    steps.push(`action ${action}, reward ${reward}`);
    over = terminated || truncated;
  }
  return {
    steps,
    end: outcome(cluster),
    metrics: env.metrics(),
    live: live(cluster.simulator),
    booked: bookedIn(cluster.simulator),
  };
}

/** Iterations that were booked as parts of runs. */
function bookedIn(simulator: ServingSimulator): number {
  return (simulator as unknown as { runs: { iterations: number } }).runs.iterations;
}

test('an iteration that ends with the prefill of another request is seen when that is handed over', () => {
  const rest = { priority: 0, sloClass: 0, prefix: undefined } as const;
  const cluster: ClusterCase = {
    timeModel: { kind: 'linear', a: 2 * MS, b: 0, c: 0, d: 0 },
    instances: 1,
    blocks: 50,
    watermark: 0,
    stages: 1,
    split: true,
    caching: false,
    migration: null,
    rebalance: 0.01,
    scaling: false,
    sampleSeconds: 0.033,
    mayHold: false,
    limit: null,
    requests: [
      { gap: 0, prompt: 1, output: 20, ...rest }, // decodes from 3 ms on, every 2 ms
      { gap: 0.007, prompt: 1, output: 20, ...rest }, // its prefill ends at 9 ms
    ],
  };
  const fast = play(configOf({ kind: 'sarathi' }, cluster, true), 'a');
  expect(fast.booked).toBeGreaterThan(0);
  expect(fast.steps).toEqual(play(configOf({ kind: 'sarathi' }, cluster, false), 'a').steps);
  const handover = fast.steps.findLastIndex((line) => line.startsWith('now 9000000,'));
  expect(fast.steps.slice(handover)).toContain('iterations 2,3'); // 5, 7 and 9 ms
});

describe.each(Object.entries(engines))('%s', (_, options) => {
  test('a scheduler sees and gets the same with fast-forward', () => {
    let booked = 0;
    fc.assert(
      fc.property(options, clusters, fc.string({ minLength: 1, maxLength: 6 }), (engine, cluster, seed) => {
        const fast = play(configOf(engine, cluster, true), seed);
        const slow = play(configOf(engine, cluster, false), seed);
        expect(slow.booked).toBe(0);
        expect(fast.steps).toEqual(slow.steps);
        expect(fast.end).toEqual(slow.end);
        expect(fast.metrics).toEqual(slow.metrics);
        expect(fast.live).toEqual(slow.live);
        booked += fast.booked;
      }),
      { numRuns: 30, seed: 6 },
    );
    expect(booked).toBeGreaterThan(0);
  });

  test('nobody has to look for it to be the same', () => {
    fc.assert(
      fc.property(options, clusters, (engine, cluster) => {
        const alone = { ...cluster, scaling: false, split: false, migration: null };
        const [fast, slow] = [true, false].map((fastForward) => {
          const env = new ServingEnv(configOf(engine, alone, fastForward), { id: 'test/serving-v1' });
          const { simulator, samples } = clusterOf(env);
          env.reset({ seed: 1 }); // makes the requests
          simulator.reset((env as unknown as { source: never }).source);
          samples.clear();
          const presence: number[] = [];
          for (let turn = 0; simulator.advance(); ) {
            presence.push(simulator.now, simulator.presence);
            while (simulator.unrouted.count > 0)
              simulator.dispatch(simulator.unrouted.head, turn++ % simulator.specs.length);
          }
          return { decisions: presence, ...outcome(clusterOf(env)) };
        });
        expect(fast).toEqual(slow);
      }),
      { numRuns: 30, seed: 7 },
    );
  });
});
