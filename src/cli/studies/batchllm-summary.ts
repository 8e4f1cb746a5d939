/** The numbers of the BatchLLM study, setting by setting: savings and throughputs with their intervals over seeds. */
import { type BatchSetting, COMPETITORS, type Competitor } from './batchllm-cells.js';
import type { EpisodeMetrics } from './episode-worker.js';
import { type Estimate, meanOf, ratioOf } from './paired-ratio.js';

/** Shares of the prompt tokens that are saved. */
export interface Savings {
  readonly possible: number; // a cache without end
  readonly oneLevel: number; // one shared prefix per request, each computed once
  readonly lru: number; // least recently used in a pool of this size, one request after the other
  readonly requests: number;
}

export interface SettingResult {
  readonly setting: BatchSetting;
  readonly savings: readonly Savings[]; // [seed]
  readonly metrics: Readonly<Record<Competitor, readonly EpisodeMetrics[]>>; // [seed]
}

/** The numbers of one setting. */
export interface SettingSummary {
  readonly setting: BatchSetting;
  readonly requests: number; // on average
  readonly possible: Estimate;
  readonly oneLevel: Estimate;
  readonly lru: Estimate;
  readonly saved: Readonly<Record<Competitor, Estimate>>; // share of prompt tokens that the run took from its cache
  readonly throughput: Readonly<Record<Competitor, Estimate>>; // requests/s
  readonly speedup: Readonly<Record<Exclude<Competitor, 'batchllm'>, Estimate>>; // BatchLLM's throughput over theirs
}

export function summaryOf({ setting, savings, metrics }: SettingResult): SettingSummary {
  const of = (competitor: Competitor, key: string) => metrics[competitor].map((each) => each[key]);
  const saving = (key: keyof Savings) => meanOf(savings.map((each) => each[key]));
  const each = (key: string) =>
    Object.fromEntries(COMPETITORS.map((who) => [who, meanOf(of(who, key))])) as Record<Competitor, Estimate>;
  // the same requests, so the ratio of the throughputs is that of the times, upside down
  const speedup = (who: Competitor) =>
    ratioOf(of(who, 'makespan'), of('batchllm', 'makespan'), `batchllm/${setting}/${who}`);
  return {
    setting,
    requests: saving('requests').value,
    possible: saving('possible'),
    oneLevel: saving('oneLevel'),
    lru: saving('lru'),
    saved: each('prefixHitShare'),
    throughput: each('throughput'),
    speedup: { v1Cache: speedup('v1Cache'), v1: speedup('v1'), v0: speedup('v0') },
  };
}

/** The setting in which the cache of the least recently used saves a share of the possible nearest to the published. */
export function nearestToPublished(summaries: readonly SettingSummary[]): SettingSummary {
  const distance = ({ saved, possible }: SettingSummary) =>
    Math.abs(saved.v1Cache.value / possible.value - 35.8 / 58.1);
  return summaries.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}
