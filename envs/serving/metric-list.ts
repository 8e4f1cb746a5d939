/**
 * The metrics of a serving episode: key, unit, meaning. A key may be followed by `:` and the name of an SLO class, or by
 * `:high-priority` and `:normal-priority`; it then counts the requests of that group only.
 */
import type { MetricMeaning } from '../../src/env.js';

/** Distributions: mean and quantiles of completed requests, for `tbt` of all gaps between tokens. */
export const DISTRIBUTIONS: readonly MetricMeaning[] = [
  { key: 'ttft', unit: 's', meaning: 'time to first token: from arrival to the end of the first prefill' },
  { key: 'tpot', unit: 's', meaning: 'time per output token: (end − first token) / (outputs − 1)' },
  { key: 'tbt', unit: 's', meaning: 'time between two tokens of a request, preemptions and migrations included' },
  { key: 'latency', unit: 's', meaning: 'end to end: from arrival to the last token' },
  { key: 'normalisedLatency', unit: 's', meaning: 'end-to-end latency / output tokens' },
  { key: 'schedulingDelay', unit: 's', meaning: 'from arrival to the first batch that computes the request' },
];

/** What follows the name of a distribution. */
export const STATISTICS = ['Mean', 'P50', 'P90', 'P95', 'P99'] as const;

/** Quantile of each statistic but the mean. */
export const QUANTILES = { P50: 0.5, P90: 0.9, P95: 0.95, P99: 0.99 } as const;

const SINGLE: readonly MetricMeaning[] = [
  { key: 'ttftMeanCensored', unit: 's', meaning: 'mean TTFT, requests without a first token counted with their age' },
  { key: 'latencyMeanCensored', unit: 's', meaning: 'mean latency, unfinished requests counted with their age' },
  {
    key: 'schedulingDelayP50Censored',
    unit: 's',
    meaning: 'median scheduling delay, requests that are not scheduled counted with their age',
  },
  { key: 'sloAttainment', unit: '', meaning: 'share of the decided requests that met every limit of their class' },
  { key: 'goodput', unit: 'requests/s', meaning: 'completed requests that met every limit of their class, per second' },
  { key: 'throughput', unit: 'requests/s', meaning: 'completed requests per second' },
  { key: 'outputTokenThroughput', unit: 'tokens/s', meaning: 'output tokens of completed requests per second' },
  { key: 'tokenThroughput', unit: 'tokens/s', meaning: 'prompt and output tokens of completed requests per second' },
  { key: 'offeredJobs', unit: '', meaning: 'requests that have arrived' },
  { key: 'acceptedJobs', unit: '', meaning: 'requests that have arrived and were not rejected' },
  { key: 'completedJobs', unit: '', meaning: 'requests that ended' },
  { key: 'unfinishedJobs', unit: '', meaning: 'requests that are waiting or running at the end' },
  { key: 'droppedJobs', unit: '', meaning: 'requests rejected because no instance could ever hold them' },
  { key: 'makespan', unit: 's', meaning: 'time at the end of the episode' },
  { key: 'preemptions', unit: '', meaning: 'preemptions; each means recomputing or swapping' },
  { key: 'preemptedJobs', unit: '', meaning: 'requests that were preempted at all' },
  {
    key: 'preemptionLossMean',
    unit: 's',
    meaning: 'time from a preemption until the lost progress is back, mean over completed requests',
  },
  { key: 'migrations', unit: '', meaning: 'migrations that were completed' },
  { key: 'migrationsAborted', unit: '', meaning: 'migrations given up: the request ended, or memory lacked' },
  {
    key: 'migrationDowntimeMean',
    unit: 's',
    meaning: 'time in which a completed migration kept its request from running',
  },
  { key: 'migrationDowntimeMax', unit: 's', meaning: 'longest such time' },
  { key: 'handovers', unit: '', meaning: 'completed transfers of KV from prefill to decode instances' },
  {
    key: 'handoverTimeMean',
    unit: 's',
    meaning: 'from the beginning of such a transfer until the request is at the decode instance',
  },
  { key: 'handoverBytes', unit: 'B', meaning: 'sent by them' },
  { key: 'kvUsageMean', unit: '', meaning: 'share of the KV blocks in use, mean over samples' },
  { key: 'kvUsagePeak', unit: '', meaning: 'largest share of one instance in a sample' },
  {
    key: 'fragmentationMean',
    unit: '',
    meaning: 'share of the KV blocks that are free but too few for the queue head',
  },
  { key: 'queueLengthMean', unit: '', meaning: 'waiting requests, mean over samples' },
  { key: 'runningMean', unit: '', meaning: 'running requests, mean over samples' },
  { key: 'busyShare', unit: '', meaning: 'time in which batches ran / time of instances that were not off' },
  { key: 'instanceHours', unit: 'h', meaning: 'time of instances that were not off' },
  { key: 'averageInstances', unit: '', meaning: 'instances that were not off, mean over time' },
  { key: 'jainIndex', unit: '', meaning: 'fairness over tenants of output tokens per second in the system' },
  { key: 'prefixHitShare', unit: '', meaning: 'prompt tokens of completed requests taken from a prefix cache' },
  { key: 'iterations', unit: '', meaning: 'engine iterations' },
];

/** Every metric that is not of a group, in the order of printing. */
export const METRICS: readonly MetricMeaning[] = [
  ...DISTRIBUTIONS.flatMap(({ key, unit, meaning }) =>
    STATISTICS.map((statistic) => ({ key: key + statistic, unit, meaning: `${statistic} of ${meaning}` })),
  ),
  ...SINGLE,
];

/** Metrics that are also told of every SLO class and, but for quantiles of `tbt`, of high and normal priority. */
export const GROUP_METRICS: readonly string[] = [
  'completedJobs',
  ...DISTRIBUTIONS.flatMap(({ key }) => ['Mean', 'P50', 'P95', 'P99'].map((statistic) => key + statistic)),
  'sloAttainment',
  'goodput',
];
