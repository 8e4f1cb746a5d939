/**
 * The study of BatchLLM (Zheng et al. 2024, arXiv 2412.03594): prompt tokens that sharing prefixes saves, and throughput,
 * against vLLM with a prefix cache of the least recently used and without one.
 */

import { infiniteCacheSaving, lruCacheSaving, oneLevelSaving } from '../../../envs/serving/batchllm/prefix-savings.js';
import { promptGranules } from '../../../envs/serving/batchllm/prompt-granules.js';
import { parseWorkload } from '../../../envs/serving/workload/config.js';
import { createSource } from '../../../envs/serving/workload/create-source.js';
import { seedList } from '../../report/seeds.js';
import { createRng } from '../../rng.js';
import type { Json } from '../../space/space.js';
import {
  type BatchSetting,
  type BatchSize,
  batchConfig,
  batchWorkload,
  COMPETITORS,
  competitorInstance,
  DOCUMENTS,
  GRANULE,
  POOL,
  SETTINGS,
} from './batchllm-cells.js';
import { batchllmReport } from './batchllm-report.js';
import type { Savings, SettingResult } from './batchllm-summary.js';
import type { EpisodeMetrics, StudyEpisode } from './episode-worker.js';
import { playEpisodes } from './episodes.js';
import type { Study, StudyOptions, StudyResult } from './study.js';

const FULL: BatchSize = { documents: 600 };
const QUICK: BatchSize = { documents: 80 };
/** One instance leaves nothing to route. */
const AGENT = 'serving-round-robin';
const BLOCK = 16; // tokens

function sizeOf(quick: boolean): BatchSize {
  return quick ? QUICK : FULL;
}

/** What caches could save of the requests of one seed, without running anything. */
export function savingsOf(workload: Json, seed: number): Savings {
  const rng = createRng(seed).fork('serving').fork(0); // as the environment draws its first episode
  const prompts = promptGranules(createSource(parseWorkload(workload), rng));
  return {
    possible: infiniteCacheSaving(prompts),
    oneLevel: oneLevelSaving(prompts),
    lru: lruCacheSaving(prompts, Math.floor((POOL * BLOCK) / GRANULE)),
    requests: prompts.count,
  };
}

function settings({ seeds, quick }: Pick<StudyOptions, 'seeds' | 'quick'>): Json {
  return {
    seeds: seedList('test', seeds),
    ...sizeOf(quick),
    workload: { ...DOCUMENTS, own: [...DOCUMENTS.own], output: [...DOCUMENTS.output] },
    twoLevels: batchWorkload('two levels', sizeOf(quick), 0),
    settings: [...SETTINGS],
    agent: AGENT,
    instances: Object.fromEntries(COMPETITORS.map((each) => [each, competitorInstance(each) as unknown as Json])),
  };
}

async function run(options: StudyOptions): Promise<StudyResult> {
  const { seeds, quick, modules, workers, progress } = options;
  const size = sizeOf(quick);
  const all = seedList('test', seeds);
  const workloads = new Map(
    SETTINGS.map((setting) => [setting, all.map((seed) => batchWorkload(setting, size, seed))]),
  );
  const episodes = SETTINGS.flatMap((setting) =>
    COMPETITORS.flatMap((competitor) =>
      all.map((seed, i): StudyEpisode => {
        const config = batchConfig(competitor, workloads.get(setting)![i]);
        return { modules, config, agent: AGENT, seed };
      }),
    ),
  );
  let done = 0;
  const metrics = await playEpisodes(episodes, { workers, onResult: () => progress(++done, episodes.length) });
  const results = SETTINGS.map((setting, i): SettingResult => {
    const savings = all.map((seed, k) => savingsOf(workloads.get(setting)![k], seed));
    return { setting, savings, metrics: byCompetitor(metrics, i, seeds) };
  });
  return { ...batchllmReport(results, { ...size, seeds }), settings: settings(options) };
}

function byCompetitor(metrics: readonly EpisodeMetrics[], setting: number, seeds: number): SettingResult['metrics'] {
  const entries = COMPETITORS.map((competitor, c) => {
    const first = (setting * COMPETITORS.length + c) * seeds;
    return [competitor, metrics.slice(first, first + seeds)];
  });
  return Object.fromEntries(entries) as SettingResult['metrics'];
}

export type { BatchSetting };

export const batchllmStudy: Study = {
  id: 'batchllm',
  description: 'BatchLLM against vLLM with and without prefix caching: prompt tokens saved, and throughput',
  settings,
  run,
};
