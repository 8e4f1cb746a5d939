/** The BatchLLM study as a whole: tables, charts, the published numbers beside ours, and the account. */
import type { Chart } from '../../report/charts.js';
import { formatNumber } from '../../report/quantity.js';
import type { Json } from '../../space/space.js';
import { batchllmAccount, PUBLISHED_LRU, spans } from './batchllm-account.js';
import { type BatchSize, COMPETITOR_TITLES, COMPETITORS, settingTitle } from './batchllm-cells.js';
import {
  nearestToPublished,
  type Savings,
  type SettingResult,
  type SettingSummary,
  summaryOf,
} from './batchllm-summary.js';
import { intervalChart, intervalPoint } from './interval-chart.js';
import { type Estimate, estimateText, percentText, plainNumbers, timesText } from './paired-ratio.js';
import type { PublishedComparison, StudyResult, StudyTable } from './study.js';

const text = (title: string) => ({ title, numeric: false });
const number = (title: string) => ({ title, numeric: true });

export function batchllmReport(
  results: readonly SettingResult[],
  { seeds, documents }: BatchSize & { readonly seeds: number },
): Omit<StudyResult, 'settings'> {
  const summaries = results.map(summaryOf);
  return {
    title: 'BatchLLM against vLLM with prefix caching',
    introduction:
      `Offline batches on one Llama-2-7B (A100 times, 2,587 KV blocks), all requests there at time 0, ${seeds} seeds. The ` +
      `workload is made up: ${documents} documents of 1,024 tokens with one to four questions each, and chosen so that ` +
      'the saving that is possible equals the published 58.1 %; it is not the published workload, which is not public. ' +
      'Questions on one document fall within `spread` requests of each other. Intervals cover 95 %.',
    tables: [savingTable(summaries), throughputTable(summaries)],
    charts: [savingChart(summaries), speedupChart(summaries)],
    published: batchllmClaims(summaries),
    account: batchllmAccount(summaries),
    data: dataOf(results),
  };
}

function savingTable(summaries: readonly SettingSummary[]): StudyTable {
  return {
    id: 'savings',
    title: 'Prompt tokens that need not be computed',
    caption:
      'Possible: a cache without end. One level: one shared prefix per request. LRU: the least recently used in the pool, ' +
      'one request after the other. Then what the two engines with caches really took from them.',
    columns: [
      text('Workload'),
      number('requests'),
      ...['possible', 'one level', 'LRU', 'BatchLLM', 'vLLM v1'].map(number),
    ],
    rows: summaries.map(({ setting, requests, possible, oneLevel, lru, saved }) => [
      settingTitle(setting),
      formatNumber(requests, 4),
      ...[possible, oneLevel, lru, saved.batchllm, saved.v1Cache].map(percentText),
    ]),
  };
}

function throughputTable(summaries: readonly SettingSummary[]): StudyTable {
  return {
    id: 'throughput',
    title: 'Throughput',
    caption: 'Requests per second until the last one has ended, and how many times as many BatchLLM serves.',
    columns: [
      text('Workload'),
      ...COMPETITORS.map((each) => number(COMPETITOR_TITLES[each])),
      ...(['v1Cache', 'v1', 'v0'] as const).map((each) => number(`BatchLLM / ${COMPETITOR_TITLES[each]}`)),
    ],
    rows: summaries.map(({ setting, throughput, speedup }) => [
      settingTitle(setting),
      ...COMPETITORS.map((each) => estimateText(throughput[each])),
      ...[speedup.v1Cache, speedup.v1, speedup.v0].map(timesText),
    ]),
  };
}

function savingChart(summaries: readonly SettingSummary[]): Chart {
  const points = summaries.flatMap(({ setting, possible, lru, saved }) => [
    intervalPoint(settingTitle(setting), 'possible', percent(possible)),
    intervalPoint(settingTitle(setting), 'BatchLLM', percent(saved.batchllm)),
    intervalPoint(settingTitle(setting), 'vLLM v1, prefix cache', percent(saved.v1Cache)),
    intervalPoint(settingTitle(setting), 'LRU in order', percent(lru)),
  ]);
  return {
    id: 'savings',
    title: 'Prompt tokens saved',
    caption: 'Mean over seeds with its 95 % interval; the dashed line is what vLLM is published to save.',
    spec: intervalChart({ points, axis: '% of the prompt tokens', marked: 35.8, row: 40, linear: true }),
  };
}

function percent({ value, interval }: Estimate): Estimate {
  return { value: 100 * value, interval: interval && { lower: 100 * interval.lower, upper: 100 * interval.upper } };
}

function speedupChart(summaries: readonly SettingSummary[]): Chart {
  const points = summaries.flatMap(({ setting, speedup }) =>
    (['v1Cache', 'v1', 'v0'] as const).map((each) =>
      intervalPoint(settingTitle(setting), `over ${COMPETITOR_TITLES[each]}`, speedup[each]),
    ),
  );
  return {
    id: 'speedup',
    title: 'Throughput of BatchLLM over that of vLLM',
    caption: 'Ratios on the same requests with 95 % intervals; right of the dashed line BatchLLM is faster.',
    spec: intervalChart({ points, axis: 'times the throughput', marked: 1, row: 40, linear: true }),
  };
}

const PAPER = 'Zheng et al. 2024, arXiv 2412.03594';

function batchllmClaims(summaries: readonly SettingSummary[]): PublishedComparison[] {
  const near = nearestToPublished(summaries);
  const documents = summaries.filter(({ setting }) => setting !== 'two levels');
  const two = summaries.find(({ setting }) => setting === 'two levels')!;
  const loss = ({ possible, oneLevel }: SettingSummary) => 100 * (possible.value - oneLevel.value);
  const over = (key: 'v1Cache' | 'v1') => {
    const sorted = summaries.map(({ speedup }) => speedup[key]).sort((a, b) => a.value - b.value);
    return {
      least: sorted[0],
      most: sorted[sorted.length - 1],
      text: `${timesText(sorted[0])} to ${timesText(sorted[sorted.length - 1])}`,
    };
  };
  const cached = over('v1Cache');
  const plain = over('v1');
  return [
    {
      claim: 'saving that is possible',
      published: '58.1 %',
      ours: percentText(near.possible),
      verdict: 'chosen so',
      source: PAPER,
    },
    {
      claim: 'saving of a cache of the least recently used (vLLM)',
      published: '35.8 %, 62 % of the possible',
      ours:
        `${percentText(near.saved.v1Cache)}, ${formatNumber((100 * near.saved.v1Cache.value) / near.possible.value, 3)} % of ` +
        `the possible (${settingTitle(near.setting)}); over all spreads ${spanOf(documents)}`,
      verdict: `depends on the order of the requests; the published value lies ${spans(documents, PUBLISHED_LRU) ? 'inside' : 'outside'}`,
      source: PAPER,
    },
    {
      claim: 'loss by sharing one level of prefixes',
      published: '56 % → 55 %',
      ours: `${percentText(near.possible)} → ${percentText(near.oneLevel)}; two levels ${percentText(two.possible)} → ${percentText(two.oneLevel)}`,
      verdict: loss(near) > 0 && loss(near) <= 3 ? 'agrees: a point or two' : 'differs',
      source: PAPER,
    },
    {
      claim: 'throughput over vLLM with prefix caching',
      published: '1.1–2× (first version), 1.3–10.8× (later)',
      ours: cached.text,
      verdict:
        cached.least.value >= 1
          ? cached.most.value <= 2.2
            ? 'agrees with the first version'
            : 'same direction'
          : 'not everywhere',
      source: PAPER,
    },
    {
      claim: 'throughput over vLLM without prefix caching',
      published: '–',
      ours: plain.text,
      verdict: 'nothing published to compare',
      source: PAPER,
    },
  ];
}

function spanOf(summaries: readonly SettingSummary[]): string {
  const shares = summaries.map(({ saved }) => 100 * saved.v1Cache.value);
  return `${formatNumber(Math.min(...shares), 3)}–${formatNumber(Math.max(...shares), 3)} %`;
}

function dataOf(results: readonly SettingResult[]): Json {
  const entries = results.map(({ setting, savings, metrics }) => {
    const runs = COMPETITORS.map((who) => [
      who,
      {
        makespan: plainNumbers(metrics[who].map((each) => each.makespan)),
        saved: plainNumbers(metrics[who].map((each) => each.prefixHitShare)),
        preemptions: plainNumbers(metrics[who].map((each) => each.preemptions)),
      },
    ]);
    const of = (key: keyof Savings) => plainNumbers(savings.map((each) => each[key]));
    return [
      String(setting),
      {
        possible: of('possible'),
        oneLevel: of('oneLevel'),
        lru: of('lru'),
        requests: of('requests'),
        ...Object.fromEntries(runs),
      },
    ];
  });
  return Object.fromEntries(entries) as Json;
}
