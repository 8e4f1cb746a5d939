/**
 * Offline batches in the manner of BatchLLM (Zheng et al. 2024, arXiv 2412.03594), whose data are not public. Made up and
 * chosen so that the saving that is possible equals the published 58.1 %: documents of 1,024 tokens behind a common
 * instruction of 64, each with one to four questions. Questions on one document come close to each other or far apart, by
 * `spread`, the one thing that decides how much a cache of the least recently used keeps; so it is varied. A second
 * workload has prefixes of two levels in no order at all.
 */
import { parseServingConfig } from '../../../envs/serving/config.js';
import { createRng } from '../../rng.js';
import type { Json } from '../../space/space.js';

/** Tokens of a granule: four KV blocks. */
export const GRANULE = 64;
/** KV blocks of 16 tokens, as many as a real server with a GPU of 24 GB was measured to have. */
export const POOL = 2587;

export const DOCUMENTS = {
  instruction: 1, // granules that all share
  document: 16, // granules
  questions: 4, // per document at most, uniform from 1
  own: [16, 123], // tokens of a question, uniform
  output: [1, 200], // tokens of an answer, uniform
} as const;

/** Requests within which the questions on one document fall; `null` = two levels, in no order. */
export const SPREADS = [75, 150, 300, 600, 1200] as const;

const TWO_LEVELS = {
  kind: 'shared-prefix',
  granule: GRANULE,
  groups: 8,
  prefixTokens: 64,
  exponent: 0,
  subgroups: 75,
  subgroupTokens: 1024,
  input: { distribution: 'uniform', low: 16, high: 123 },
  output: { distribution: 'uniform', low: 1, high: 200 },
} as const;

export type BatchSetting = (typeof SPREADS)[number] | 'two levels';

export const SETTINGS: readonly BatchSetting[] = [...SPREADS, 'two levels'];

export function settingTitle(setting: BatchSetting): string {
  return setting === 'two levels' ? 'two levels, no order' : `documents, spread ${setting}`;
}

export interface BatchSize {
  readonly documents: number;
}

const QUESTIONS_PER_DOCUMENT = (1 + DOCUMENTS.questions) / 2;

/** The requests of a setting and a seed, all there at time 0. */
export function batchWorkload(setting: BatchSetting, { documents }: BatchSize, seed: number): Json {
  if (setting !== 'two levels') return documentRows(setting, documents, seed);
  const requests = 2 * documents;
  const subgroups = Math.max(1, Math.round(documents / TWO_LEVELS.groups));
  // as good as at once: a request a microsecond
  const arrival = { process: 'deterministic' };
  return { ...TWO_LEVELS, subgroups, requests, rate: 1e6, arrival, predictor: { kind: 'exact' } };
}

function documentRows(spread: number, documents: number, seed: number): Json {
  const rng = createRng(seed).fork('documents');
  const { instruction, document, questions, own, output } = DOCUMENTS;
  const between = ([low, high]: readonly [number, number]) => low + rng.integer(high - low + 1);
  const rows: { place: number; row: Json }[] = [];
  for (let k = 0; k < documents; k++) {
    const first = instruction + document * k;
    const prefix = [
      ...Array.from({ length: instruction }, (_, i) => i),
      ...Array.from({ length: document }, (_, i) => first + i),
    ];
    const count = 1 + rng.integer(questions);
    for (let q = 0; q < count; q++) {
      const row = { arrival: 0, prompt: GRANULE * prefix.length + between(own), output: between(output), prefix };
      rows.push({ place: QUESTIONS_PER_DOCUMENT * k + rng.integer(spread), row });
    }
  }
  rows.sort((a, b) => a.place - b.place);
  return { kind: 'rows', granule: GRANULE, rows: rows.map(({ row }) => row), predictor: { kind: 'exact' } };
}

export type Competitor = 'batchllm' | 'v1Cache' | 'v1' | 'v0';

export const COMPETITORS: readonly Competitor[] = ['batchllm', 'v1Cache', 'v1', 'v0'];

export const COMPETITOR_TITLES: Readonly<Record<Competitor, string>> = {
  batchllm: 'BatchLLM',
  v1Cache: 'vLLM v1, prefix cache',
  v1: 'vLLM v1, none',
  v0: 'vLLM v0, none',
};

const ENGINES = {
  batchllm: { kind: 'batchllm' },
  v1Cache: { kind: 'vllm-v1' },
  v1: { kind: 'vllm-v1' },
  v0: { kind: 'vllm-v0', maxSequences: 256 },
} as const;

/** One instance of a competitor: everything but the requests. */
export function competitorInstance(competitor: Competitor) {
  const prefixCaching = competitor === 'batchllm' || competitor === 'v1Cache';
  return { engine: ENGINES[competitor], timeModel: 'llama-2-7b/a100', kv: { blocks: POOL, prefixCaching } } as const;
}

export function batchConfig(competitor: Competitor, workload: Json): Json {
  return parseServingConfig({ instances: [competitorInstance(competitor) as never], workload }) as unknown as Json;
}
