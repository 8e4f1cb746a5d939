/**
 * The experiments of Sarathi-Serve on capacity (Agrawal et al., OSDI 2024; the configuration files of its artifact,
 * figures 5 and 6): deployments, workloads, limits and engines, each combination as a serving configuration of one
 * instance. Falcon-180B is left out: there is no profile of it to compute times from. The artifact's traces are not
 * shipped: lengths are generated after the statistics that the paper gives of them.
 */
import { parseServingConfig, type ServingConfig } from '../../../envs/serving/config.js';

export type Limit = 'strict' | 'relaxed';
export type EngineName = 'orca' | 'vllm' | 'sarathi';
export type Trace = 'chat' | 'arxiv';

export const LIMITS: readonly Limit[] = ['strict', 'relaxed'];
export const ENGINES: readonly EngineName[] = ['orca', 'vllm', 'sarathi'];
export const TRACES: readonly Trace[] = ['chat', 'arxiv'];

export const ENGINE_TITLES: Readonly<Record<EngineName, string>> = { orca: 'Orca', vllm: 'vLLM', sarathi: 'Sarathi' };

export interface Deployment {
  readonly id: string;
  readonly title: string;
  /** Name of a preset, or a complete time model. */
  readonly timeModel: string | Readonly<Record<string, string | number>>;
  readonly kv: { readonly model: string; readonly hardware: string; readonly tensorParallel: number };
  readonly pipelineStages: number;
  readonly tbtLimit: Readonly<Record<Limit, number>>; // s, P99
  readonly chunk: Readonly<Record<Limit, number>>; // tokens, Sarathi
  readonly orcaSequences: number;
  readonly start: Readonly<Record<Trace, number>>; // requests/s
  readonly traces: readonly Trace[];
  /** A variant that was not published, to see what an assumption does; no claim is compared with it. */
  readonly variant: boolean;
}

const PUBLISHED = { traces: TRACES, variant: false };

const MISTRAL: Deployment = {
  ...PUBLISHED,
  id: 'mistral-7b',
  title: 'Mistral-7B, A100',
  timeModel: 'mistral-7b/a100',
  kv: { model: 'mistral-7b', hardware: 'A100-80GB', tensorParallel: 1 },
  pipelineStages: 1,
  tbtLimit: { strict: 0.1, relaxed: 0.5 },
  chunk: { strict: 512, relaxed: 2048 },
  orcaSequences: 16,
  start: { chat: 4, arxiv: 2 },
};

/** Time of the CPU per iteration in the variant with overhead, ms; assumed. */
export const OVERHEAD_MS = 5;

export const DEPLOYMENTS: readonly Deployment[] = [
  MISTRAL,
  {
    ...PUBLISHED,
    id: 'yi-34b',
    title: 'Yi-34B, 2 × A100',
    timeModel: 'yi-34b/a100-tp2',
    kv: { model: 'yi-34b', hardware: 'A100-80GB', tensorParallel: 2 },
    pipelineStages: 1,
    tbtLimit: { strict: 0.2, relaxed: 1 },
    chunk: { strict: 512, relaxed: 2048 },
    orcaSequences: 16,
    start: { chat: 2, arxiv: 1 },
  },
  {
    ...PUBLISHED,
    id: 'llama-2-70b',
    title: 'Llama-2-70B, 8 × A40',
    timeModel: 'llama-2-70b/a40-tp4',
    kv: { model: 'llama-2-70b', hardware: 'A40', tensorParallel: 4 },
    pipelineStages: 2,
    tbtLimit: { strict: 1, relaxed: 5 },
    chunk: { strict: 512, relaxed: 1536 },
    orcaSequences: 8,
    start: { chat: 1, arxiv: 0.5 },
  },
  {
    ...MISTRAL,
    id: 'mistral-7b-overhead',
    title: `Mistral-7B, A100, +${OVERHEAD_MS} ms`,
    timeModel: { kind: 'operators', model: 'mistral-7b', hardware: 'A100-80GB', overheadMs: OVERHEAD_MS },
    traces: ['chat'],
    variant: true,
  },
];

/** Longest sequence of each trace, tokens. */
const LONGEST: Readonly<Record<Trace, number>> = { chat: 8192, arxiv: 16_384 };

/** A log-normal distribution through a median and a 90th percentile, tokens. */
function lognormal(median: number, p90: number) {
  const sigma = Math.log(p90 / median) / 1.2815515655446004; // 90 % quantile of the normal distribution
  return { distribution: 'lognormal', mean: median * Math.exp(sigma ** 2 / 2), sigma } as const;
}

/** Median prompt of each trace, tokens: what a typical prefill is. */
export const MEDIAN_PROMPT: Readonly<Record<Trace, number>> = { chat: 1730, arxiv: 7059 };

/** Prompt and output medians and 90th percentiles of the arXiv trace as the paper's table of datasets has them. */
const ARXIV_16K = { input: lognormal(MEDIAN_PROMPT.arxiv, 12_985), output: lognormal(208, 371) };

/** One combination. */
export interface Cell {
  readonly deployment: Deployment;
  readonly trace: Trace;
  readonly limit: Limit;
  readonly engine: EngineName;
}

export const CELLS: readonly Cell[] = DEPLOYMENTS.flatMap((deployment) =>
  deployment.traces.flatMap((trace) =>
    LIMITS.flatMap((limit) => ENGINES.map((engine): Cell => ({ deployment, trace, limit, engine }))),
  ),
);

/** `mistral-7b/chat/strict/vllm`. */
export function cellName({ deployment, trace, limit, engine }: Cell): string {
  return `${deployment.id}/${trace}/${limit}/${engine}`;
}

/** Requests per probe, and the simulated time after which it is cut. */
export interface EpisodeLength {
  readonly requests: number;
  readonly seconds: number;
}

/** What a cell sets, all else left to defaults; the rate is set by the search. */
export function cellInput(cell: Cell, { requests, seconds }: EpisodeLength) {
  const { deployment, trace } = cell;
  const { timeModel, kv, pipelineStages } = deployment;
  const generated = { requests, arrival: { process: 'poisson' }, maxTokens: LONGEST[trace] };
  const workload =
    trace === 'chat' ? { kind: 'sharegpt', ...generated } : { kind: 'lengths', ...generated, ...ARXIV_16K };
  return { instances: [{ engine: engineOf(cell), timeModel, kv, pipelineStages }], workload, limitSeconds: seconds };
}

/** The complete configuration of a cell. */
export function cellConfig(cell: Cell, length: EpisodeLength): ServingConfig {
  return parseServingConfig(cellInput(cell, length));
}

function engineOf({ deployment, trace, limit, engine }: Cell) {
  const longest = LONGEST[trace];
  if (engine === 'orca') return { kind: 'orca', maxTokens: longest, maxSequences: deployment.orcaSequences } as const;
  if (engine === 'vllm') return { kind: 'vllm-v0', maxSequences: 128, maxBatchedTokens: longest } as const;
  return { kind: 'sarathi', maxSequences: 128, chunk: deployment.chunk[limit] } as const;
}
