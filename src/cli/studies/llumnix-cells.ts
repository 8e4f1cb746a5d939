/**
 * The experiments of Llumnix (Sun et al., OSDI 2024; the scripts of its artifact) as serving configurations: 16 Llama-7B
 * on A10 GPUs with vLLM v0. Lengths of ShareGPT and BurstGPT after the quantiles in the paper's table of datasets, the
 * others drawn by the artifact's Zipf classes. Loads are multiples of the middle of the published rates, the same for
 * every workload: as published, 20 % and 40 % more. Our instances are somewhat
 * faster than theirs, so the published rates alone need not fill the memory. The multiples were fixed after trial
 * runs of all policies; every one of them is reported.
 */
import { parseServingConfig } from '../../../envs/serving/config.js';
import type { Json } from '../../space/space.js';

export const INSTANCES = 16;
/** Llama-7B, 2 bytes a number: 32 layers × 2 × 4,096. */
export const KV_BYTES_PER_TOKEN = 524_288;

/** Quantiles P0, P50, P80, P95, P99, P100; the ends are not published. */
const PROBABILITY = [0, 0.5, 0.8, 0.95, 0.99, 1];

function quantiles(...tokens: number[]) {
  return { distribution: 'quantiles', probability: PROBABILITY, tokens } as const;
}

export interface Workload {
  readonly id: string;
  readonly rate: number; // requests/s, middle of those published
  readonly published: string; // rates
  readonly lengths: Readonly<Record<string, unknown>>; // the part of a workload that says how long requests are
  readonly threshold: number; // load at which an instance gives or takes, as in the artifact's scripts
}

function zipf(input: string, output: string) {
  return { kind: 'llumnix', input, output };
}

export const WORKLOADS: readonly Workload[] = [
  {
    id: 'ShareGPT',
    rate: 7.5,
    published: '7–8',
    lengths: {
      kind: 'lengths',
      input: quantiles(4, 74, 348, 1484, 3388, 4096),
      output: quantiles(4, 487, 781, 988, 1234, 2048),
    },
    threshold: -3,
  },
  {
    id: 'BurstGPT',
    rate: 8,
    published: '7.5–8.5',
    lengths: {
      kind: 'lengths',
      input: quantiles(4, 582, 1427, 2345, 3549, 4096),
      output: quantiles(4, 243, 434, 669, 964, 2048),
    },
    threshold: -3,
  },
  { id: 'S-S', rate: 35, published: '32–38', lengths: zipf('S', 'S'), threshold: -3 },
  { id: 'M-M', rate: 7.7, published: '7.4–8', lengths: zipf('M', 'M'), threshold: -10 },
  { id: 'L-L', rate: 2.9, published: '2.6–3.2', lengths: zipf('L', 'L'), threshold: -3 },
  { id: 'S-L', rate: 4.25, published: '4.1–4.4', lengths: zipf('S', 'L'), threshold: -10 },
  { id: 'L-S', rate: 16, published: '10–22', lengths: zipf('L', 'S'), threshold: -3 },
];

export function workloadOf(id: string): Workload {
  return WORKLOADS.find((workload) => workload.id === id)!;
}

/** Multiples of the published rate. */
export const LOADS = [1, 1.2, 1.4] as const;
/** Coefficients of variation of gamma gaps. */
export const BURSTINESS = [2, 4, 6, 8] as const;

export type PolicyName = 'roundRobin' | 'infaas' | 'artifact' | 'llumnix';

export const POLICIES: readonly PolicyName[] = ['roundRobin', 'infaas', 'artifact', 'llumnix'];

export const POLICY_TITLES: Readonly<Record<PolicyName, string>> = {
  roundRobin: 'round robin',
  infaas: 'INFaaS++',
  artifact: 'Llumnix (artifact)',
  llumnix: 'Llumnix',
};

/** The registered agent of a policy, with its options. */
export function policyAgent(policy: PolicyName, threshold: number): { agent: string; options?: Json } {
  if (policy === 'roundRobin') return { agent: 'serving-round-robin' };
  if (policy === 'infaas') return { agent: 'infaas' };
  return { agent: policy === 'artifact' ? 'llumnix-artifact' : 'llumnix', options: { migrationThreshold: threshold } };
}

export interface Traffic {
  readonly lengths: Workload['lengths'];
  readonly rate: number; // requests/s
  readonly requests: number;
  readonly burstiness?: number; // coefficient of variation of gaps; absent = Poisson
  readonly priorities?: readonly { priority: number; share: number }[];
}

/** The cluster under some traffic. `scaling` = instances come and go; `urgentFirst` = queues in order of priority. */
export function clusterConfig(
  { lengths, rate, requests, burstiness, priorities }: Traffic,
  { scaling = false, urgentFirst = false }: { readonly scaling?: boolean; readonly urgentFirst?: boolean } = {},
): Json {
  const arrival = burstiness ? { process: 'gamma', coefficientOfVariation: burstiness } : { process: 'poisson' };
  const config = parseServingConfig({
    instances: [
      {
        count: INSTANCES,
        engine: { kind: 'vllm-v0', maxBatchedTokens: 12_000, ...(urgentFirst ? { order: 'priority' } : {}) } as never,
        timeModel: 'llama-2-7b/a10/llumnix',
        kv: { blocks: 792, bytesPerToken: KV_BYTES_PER_TOKEN },
        ...(scaling ? { up: 4 } : {}),
      },
    ],
    workload: { ...lengths, rate, requests, arrival, ...(priorities ? { priorities } : {}) },
    migration: {},
    ...(scaling ? { scaling: { startupSeconds: 10, minInstances: 1, maxInstances: INSTANCES } } : {}),
    sampleSeconds: 5,
  });
  return config as unknown as Json;
}
