/**
 * Small random clusters for property tests of the whole environment: every engine, roles, caches, priorities, pipelines,
 * migration, scaling, handover, holding, stale views and all that may be cut short, with a few dozen requests that are
 * long for their KV pools.
 */
import fc from 'fast-check';
import type { ServingConfigInput } from '../../../../envs/serving/config.js';

const count = (min: number, max: number) => fc.integer({ min, max });
const order = fc.constantFrom('fcfs', 'priority');
const maxSequences = count(1, 8);

const ENGINES: readonly fc.Arbitrary<object>[] = [
  fc.record({ kind: fc.constant('orca'), maxTokens: count(40, 160), maxSequences, order }),
  fc.record({ kind: fc.constant('vllm-v0'), maxSequences, maxBatchedTokens: count(60, 200), order }),
  fc.record({
    kind: fc.constant('vllm-v0'),
    maxSequences,
    swap: fc.record({ hostBlocks: count(0, 30), nanosecondsPerBlock: count(0, 900_000) }),
  }),
  fc.record({
    kind: fc.constant('vllm-v1'),
    maxSequences,
    tokenBudget: count(4, 120),
    chunkedPrefill: fc.boolean(),
    longPrefillThreshold: fc.constantFrom(0, 0, 24),
    order,
  }),
  fc.record({ kind: fc.constant('sarathi'), chunk: count(2, 80), maxSequences, order }),
  fc.record({ kind: fc.constant('niyama'), maxSequences, lengthWeight: fc.constantFrom(0, 3) }),
];

/** Roles of three groups of instances; pipelines only where roles are mixed. */
const roles = fc.constantFrom<readonly string[]>(
  ['mixed', 'mixed', 'mixed'],
  ['mixed', 'mixed', 'mixed'],
  ['prefill', 'decode', 'decode'],
  ['prefill', 'decode', 'mixed'],
  ['mixed', 'mixed', 'decode'],
);

const BLOCK_TOKENS = 4;

const row = fc.record({
  gap: fc.constantFrom(0, 0, 0.001, 0.007, 0.0300001, 0.5),
  prompt: count(1, 70),
  output: count(1, 50),
  priority: fc.constantFrom(0, 0, 1, 2),
  tenant: fc.constantFrom('a', 'b'),
  sloClass: fc.constantFrom(0, 1),
  prefix: fc.array(count(0, 3), { maxLength: 4 }),
});

/** Rows in order of arrival; a granule has eight tokens, and an id names its whole history, as in hash chains. */
const workload = fc.array(row, { minLength: 1, maxLength: 24 }).map((rows) => {
  let arrival = 0;
  return rows.map(({ gap, prefix, ...rest }) => {
    arrival += gap;
    let chain = 0;
    return {
      ...rest,
      arrival,
      prefix: prefix.map((id) => {
        chain = chain * 4 + id + 1;
        return chain;
      }),
    };
  });
});

const migration = fc.record({
  victim: fc.constantFrom('lcfs', 'shortest', 'longest', 'lowest-priority', 'none'),
  waiting: fc.constantFrom('never', 'first', 'last'),
  stages: fc.constantFrom({ kind: 'two-stage' }, { kind: 'multi-stage', most: 3, finalBlocks: 2 }),
  overhead: fc.constantFrom(0, 0.004),
  bandwidth: fc.constantFrom(3e8, 15e9),
});

const scaling = fc.record({
  startupSeconds: fc.constantFrom(0, 0.05),
  firstSeconds: fc.constantFrom(0, 0.02),
  intervalSeconds: fc.constantFrom(0.03, 0.2),
  waiting: fc.constantFrom('return', 'finish'),
});

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** Any small cluster with its requests. */
export const anyConfig: fc.Arbitrary<ServingConfigInput> = fc
  .record({
    roles,
    engines: fc.tuple(fc.oneof(...ENGINES), fc.oneof(...ENGINES), fc.oneof(...ENGINES)),
    counts: fc.tuple(count(1, 2), count(1, 2), count(1, 2)),
    groups: count(1, 3),
    blocks: fc.tuple(count(12, 60), count(12, 60), count(12, 60)),
    up: fc.constantFrom([null, null, null], [null, null, null], [null, 0, 1], [1, 1, 0]),
    bytes: fc.constantFrom([1e5, 1e5, 1e5], [1e5, 1e5, 1e5], [1e5, 2e5, 1e5]), // KV of one token
    watermark: fc.constantFrom(0, 0, 0.05),
    pipelineStages: fc.constantFrom(1, 1, 2, 3),
    prefixCaching: fc.boolean(),
    batchllm: fc.constantFrom(false, false, false, false, true),
    rows: workload,
    predictor: fc.constantFrom({ kind: 'none' }, { kind: 'exact' }, { kind: 'lognormal', sigma: 0.5 }),
    migration: nullable(migration),
    rebalance: fc.constantFrom({ kind: 'interval', seconds: 0.0111113 }, { kind: 'reports', perInstance: 2 }),
    scaling: nullable(scaling),
    mayHold: fc.boolean(),
    staleSeconds: fc.constantFrom(0, 0, 0.05),
    itemSlots: count(1, 5),
    limitSeconds: fc.constantFrom(null, null, null, 0.2),
    fastForward: fc.boolean(),
    keep: fc.constantFrom('rows', 'rows', 'summary'),
  })
  .map((c) => {
    const { rows, predictor, ...rest } = c;
    const split = c.roles.includes('prefill');
    const groups = split ? 3 : c.groups;
    const instances = Array.from({ length: groups }, (_, i) => {
      const role = c.roles[i];
      const engine = c.batchllm ? { kind: 'batchllm', maxSequences: 4 } : c.engines[i];
      const shares = 'kind' in engine && (engine.kind === 'vllm-v1' || engine.kind === 'batchllm');
      return {
        name: `g${i}`,
        count: c.counts[i],
        engine,
        role,
        up: rest.scaling !== null && c.up[i] === 0 ? 1 : c.up[i], // enough for every request
        pipelineStages: role === 'mixed' ? c.pipelineStages : 1,
        kv: {
          blocks: c.blocks[i],
          blockTokens: BLOCK_TOKENS,
          watermark: c.watermark,
          bytesPerToken: c.bytes[i],
          prefixCaching: c.prefixCaching && shares,
        },
      };
    });
    return {
      instances,
      workload: { kind: 'rows', granule: 8, rows, predictor },
      sloClasses: [
        { name: 'one', ttftSeconds: 0.1 },
        { name: 'two', tbtSeconds: 0.02 },
      ],
      reward: { inSystem: 1, sloMisses: 0.5, normalisedLatency: 0.1, preemptionLoss: 0.1, instanceTime: 0.01 },
      sampleSeconds: 0.05,
      migration: rest.migration,
      rebalance: rest.rebalance,
      scaling: rest.scaling,
      mayHold: rest.mayHold,
      staleSeconds: rest.staleSeconds,
      itemSlots: rest.itemSlots,
      limitSeconds: rest.limitSeconds,
      fastForward: rest.fastForward,
      keep: rest.keep,
    } as unknown as ServingConfigInput;
  });
