/**
 * The registered serving scenarios. Each says what makes it hard for a scheduler; workloads are generated, fitted to the
 * published traces, so none needs a download. Those of the leaderboard have a few hundred requests an episode.
 */
import type { ScoreSpec } from '../../src/registry.js';
import type { ServingConfigInput } from './config.js';

export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly leaderboard: boolean;
  readonly score: ScoreSpec;
  readonly config: ServingConfigInput;
}

const LATENCY: ScoreSpec = {
  metric: 'latencyMean',
  lowerIsBetter: true,
  reference: 'join-shortest-queue',
  floor: 'random',
};

/** Limits of a chat: the first token soon, then faster than one reads. */
const CHAT = { name: 'chat', ttftSeconds: 2, tpotSeconds: 0.1 } as const;
const URGENT = { name: 'urgent', ttftSeconds: 0.5, tpotSeconds: 0.06 } as const;
const CODE = { name: 'code', ttftSeconds: 1, tpotSeconds: 0.1 } as const;

/** Llumnix on its own hardware: Llama-7B on an A10 with the KV blocks that its artifact has at 12 000 batched tokens. */
const A10 = { timeModel: 'llama-2-7b/a10/llumnix', kv: { blocks: 792 } } as const;
const V1 = { kind: 'vllm-v1' } as const;
const V0 = { kind: 'vllm-v0', maxBatchedTokens: 12_000 } as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'azure-conv-4x-v1',
    description: 'conversations as in the Azure trace on 4 × Llama-2-7B (A100), vLLM v1, KV memory scarce; migration',
    leaderboard: true,
    score: LATENCY,
    config: {
      instances: [{ count: 4, engine: V1, timeModel: 'exact-linear', kv: { blocks: 1200 } }],
      workload: { kind: 'azure-conv', requests: 300, rate: 14, maxTokens: 8192 },
      sloClasses: [CHAT],
      migration: {},
    },
  },
  {
    name: 'azure-code-4x-v1',
    description: 'code completion as in the Azure trace: long prompts, short answers, very bursty; 4 × Sarathi',
    leaderboard: true,
    score: LATENCY,
    config: {
      instances: [{ count: 4, engine: { kind: 'sarathi' }, timeModel: 'exact-linear', kv: { blocks: 2048 } }],
      workload: { kind: 'azure-code', requests: 300, rate: 8, maxTokens: 8192 },
      sloClasses: [CODE],
    },
  },
  {
    name: 'llumnix-priority-4x-v1',
    description: 'Llumnix M-M lengths in gamma bursts on 4 × Llama-7B (A10), vLLM v0, 10 % urgent requests; migration',
    leaderboard: true,
    score: { ...LATENCY, metric: 'ttftMean' },
    config: {
      instances: [{ count: 4, engine: { ...V0, order: 'priority' }, ...A10 }],
      workload: {
        kind: 'llumnix',
        requests: 400,
        rate: 9,
        arrival: { process: 'gamma', coefficientOfVariation: 4 },
        priorities: [
          { priority: 0, share: 0.9 },
          { priority: 1, share: 0.1 },
        ],
        sloClasses: { by: 'priority', classes: [0, 1] },
      },
      sloClasses: [{ ...CHAT, ttftSeconds: 5 }, URGENT],
      migration: {},
    },
  },
  {
    name: 'prefix-8x-v1',
    description: 'tenants with shared system prompts on 8 × vLLM v1 with prefix caches: send like to like, or spread',
    leaderboard: true,
    score: LATENCY,
    config: {
      instances: [{ count: 8, engine: V1, timeModel: 'exact-linear', kv: { blocks: 700, prefixCaching: true } }],
      workload: {
        kind: 'shared-prefix',
        requests: 400,
        rate: 40,
        groups: 24,
        prefixTokens: 1536,
        groupsAsTenants: true,
      },
      sloClasses: [CHAT],
    },
  },
  {
    name: 'heterogeneous-6x-v1',
    description:
      'ShareGPT-like conversations on 2 × A100, 2 × A40 and 2 × A10 with Llama-2-7B: speed and memory differ',
    leaderboard: true,
    score: LATENCY,
    config: {
      instances: [
        { count: 2, name: 'a100', engine: V1, timeModel: 'llama-2-7b/a100', kv: { blocks: 4000 } },
        { count: 2, name: 'a40', engine: V1, timeModel: 'llama-2-7b/a40', kv: { blocks: 2000 } },
        { count: 2, name: 'a10', engine: V1, timeModel: 'llama-2-7b/a10', kv: { blocks: 851 } },
      ],
      workload: { kind: 'sharegpt', requests: 300, rate: 2.5, maxTokens: 4096 },
      sloClasses: [{ ...CHAT, ttftSeconds: 5, tpotSeconds: 0.2 }],
    },
  },
  {
    name: 'disaggregated-2p2d-v1',
    description:
      'prefill and decode on different instances, KV handed over: 2 + 2 × Llama-2-70B TP8 (H100), Splitwise times',
    leaderboard: true,
    score: { ...LATENCY, metric: 'ttftMean' },
    config: {
      instances: [
        { count: 2, name: 'prefill', role: 'prefill', engine: V1, timeModel: 'llama-2-70b/h100-tp8/splitwise' },
        { count: 2, name: 'decode', role: 'decode', engine: V1, timeModel: 'llama-2-70b/h100-tp8/splitwise' },
      ].map((group) => ({ ...group, kv: { blocks: 40_000, bytesPerToken: 327_680 } })) as never,
      workload: { kind: 'azure-conv', requests: 300, rate: 16 },
      sloClasses: [CHAT],
    },
  },
  {
    name: 'autoscale-8x-v1',
    description: 'a day in an hour on up to 8 instances that take 20 s to start: latency against instance-hours',
    leaderboard: false,
    score: { metric: 'sloAttainment', lowerIsBetter: false, reference: 'llumnix', floor: 'random' },
    config: {
      instances: [{ count: 8, engine: V1, timeModel: 'exact-linear', kv: { blocks: 1200 }, up: 4 }],
      workload: {
        kind: 'azure-conv',
        requests: 20_000,
        arrival: { process: 'diurnal', amplitude: 0.8, period: 3600 },
        rate: 6,
        maxTokens: 8192,
      },
      sloClasses: [CHAT],
      migration: {},
      scaling: { startupSeconds: 20 },
      reward: { inSystem: 1, instanceTime: 0.2 },
    },
  },
  {
    name: 'mooncake-8x-v1',
    description: 'long conversations with the prefix reuse of the Mooncake trace on 8 × Llama-2-70B TP8 (H100)',
    leaderboard: false,
    score: LATENCY,
    config: {
      instances: [
        {
          count: 8,
          engine: { ...V1, tokenBudget: 8192 } as never,
          timeModel: 'llama-2-70b/h100-tp8',
          kv: { blocks: 60_000, bytesPerToken: 327_680, prefixCaching: true },
        },
      ],
      workload: { kind: 'mooncake-conversation', requests: 2000 },
      sloClasses: [{ ...CHAT, ttftSeconds: 10 }],
    },
  },
  {
    name: 'llumnix-16x-v1',
    description: 'the setup of the Llumnix paper: 16 × Llama-7B (A10), vLLM v0, 10 000 M-M requests at 7.6 per second',
    leaderboard: false,
    score: { metric: 'ttftP99', lowerIsBetter: true, reference: 'llumnix', floor: 'round-robin' },
    config: {
      instances: [{ count: 16, engine: V0, ...A10 }],
      workload: { kind: 'llumnix', requests: 10_000, rate: 7.6, arrival: { process: 'poisson' } },
      migration: {},
    },
  },
  {
    name: 'conversations-4x-v1',
    description:
      'multi-turn conversations on 4 × vLLM v1 with prefix caches: the next turn finds its KV where the last one ran',
    leaderboard: false,
    score: LATENCY,
    config: {
      instances: [{ count: 4, engine: V1, timeModel: 'exact-linear', kv: { blocks: 4000, prefixCaching: true } }],
      workload: { kind: 'multi-turn', requests: 2000, rate: 6 },
      sloClasses: [CHAT],
    },
  },
  {
    name: 'servegen-4x-v1',
    description:
      'a hundred clients with lengths and bursts of their own on 4 × Llama-3-8B (A100), Sarathi; SLOs of 3 classes',
    leaderboard: false,
    score: { metric: 'sloAttainment', lowerIsBetter: false, reference: 'slo-aware', floor: 'random' },
    config: {
      instances: [{ count: 4, engine: { kind: 'sarathi' }, timeModel: 'llama-3-8b/a100', kv: { blocks: 8000 } }],
      workload: {
        kind: 'servegen',
        requests: 2000,
        rate: 30,
        sloClasses: { by: 'share', shares: [0.3, 0.5, 0.2] },
      },
      sloClasses: [URGENT, CHAT, { name: 'batch', e2eSeconds: 120 }],
    },
  },
  {
    name: 'batchllm-offline-v1',
    description:
      'an offline batch, all there at time 0, with prefixes of two levels on 4 × Llama-2-7B (A100), BatchLLM: groups belong together',
    leaderboard: false,
    score: { metric: 'makespan', lowerIsBetter: true, reference: 'prefix-affinity', floor: 'random' },
    config: {
      instances: [
        {
          count: 4,
          engine: { kind: 'batchllm' },
          timeModel: 'llama-2-7b/a100',
          kv: { blocks: 2587, prefixCaching: true },
        },
      ],
      workload: {
        kind: 'shared-prefix',
        requests: 2400,
        rate: 1_000_000, // as good as at once
        arrival: { process: 'deterministic' },
        granule: 64,
        groups: 8,
        prefixTokens: 64,
        exponent: 0,
        subgroups: 150,
        subgroupTokens: 1024,
        input: { distribution: 'uniform', low: 16, high: 123 },
        output: { distribution: 'uniform', low: 1, high: 200 },
        predictor: { kind: 'exact' },
      },
    },
  },
];
