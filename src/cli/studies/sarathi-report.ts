/** Tables, charts and the published numbers of the capacity study of Sarathi-Serve; its account is in a file of its own. */
import { formatInterval, formatNumber, NOTHING_KNOWN } from '../../report/quantity.js';
import type { Json } from '../../space/space.js';
import { sarathiAccount } from './sarathi-account.js';
import {
  type CellCapacity,
  type Comparison,
  capacityOf,
  comparisons,
  DELAY_LIMIT,
  type Estimate,
  settingTitle,
} from './sarathi-capacities.js';
import { cellName, DEPLOYMENTS, ENGINES, type EpisodeLength } from './sarathi-cells.js';
import { capacityChart, ratioChart } from './sarathi-charts.js';
import { sarathiClaims } from './sarathi-claims.js';
import type { StudyResult, StudyTable } from './study.js';

export function sarathiReport(
  capacities: readonly CellCapacity[],
  { seeds, requests, seconds }: EpisodeLength & { readonly seeds: number },
): Omit<StudyResult, 'settings'> {
  const compared = comparisons(capacities);
  return {
    title: 'Capacity of Sarathi, vLLM v0 and Orca',
    introduction:
      `Largest request rate of one instance with a median scheduling delay of at most ${DELAY_LIMIT} s and a P99 time ` +
      `between tokens within the limit, found by the search of Sarathi-Serve (OSDI 2024): ${requests} requests or ` +
      `${seconds / 60} simulated minutes a probe, Poisson arrivals, ${seeds} seeds. Every seed has a search of its own; ` +
      'intervals are 95 % t intervals over seeds, ratios are paired by seed.',
    tables: [capacityTable(compared), limitTable(compared)],
    charts: [capacityChart(compared), ratioChart(compared)],
    published: sarathiClaims(compared.filter(({ deployment }) => !deployment.variant)),
    account: sarathiAccount(compared, { requests, seconds }),
    data: dataOf(capacities, compared),
  };
}

export function estimateText({ value, interval }: Estimate, digits = 3): string {
  const short = (number: number) => formatNumber(number, digits);
  return interval ? `${short(value)} ${formatInterval(interval, short)}` : short(value);
}

const text = (title: string) => ({ title, numeric: false });
const number = (title: string) => ({ title, numeric: true });

function capacityTable(compared: readonly Comparison[]): StudyTable {
  return {
    id: 'capacity',
    title: 'Capacity',
    caption:
      'Requests per second, mean over seeds and its interval; the ratios are geometric means of paired ratios. ' +
      'The variant with a time of the CPU per iteration is an assumption, not a published set-up.',
    columns: [
      text('Setting'),
      number('Limit, s'),
      ...['Orca', 'vLLM', 'Sarathi', 'Sarathi / vLLM', 'Sarathi / Orca'].map(number),
    ],
    rows: compared.map((each) => [
      settingTitle(each),
      String(each.deployment.tbtLimit[each.limit]),
      ...ENGINES.map((engine) => estimateText(capacityOf(each.cells[engine]))),
      estimateText(each.overVllm),
      estimateText(each.overOrca),
    ]),
  };
}

/** What ended the searches. */
function limitTable(compared: readonly Comparison[]): StudyTable {
  const share = ({ tokenLimited, waitLimited }: CellCapacity) => {
    const all = tokenLimited + waitLimited;
    if (all === 0) return NOTHING_KNOWN;
    return tokenLimited === all
      ? 'tokens'
      : waitLimited === all
        ? 'waiting'
        : `tokens ${tokenLimited}, waiting ${waitLimited}`;
  };
  return {
    id: 'limits',
    title: 'What the next higher rate breaks',
    caption: 'The limit that the lowest failing rate breaks, with the number of seeds where they differ.',
    columns: [text('Setting'), ...['Orca', 'vLLM', 'Sarathi'].map(text)],
    rows: compared.map((each) => [settingTitle(each), ...ENGINES.map((engine) => share(each.cells[engine]))]),
  };
}

function estimateJson({ value, interval }: Estimate): Json {
  return { value, interval: interval ? { lower: interval.lower, upper: interval.upper } : null };
}

function dataOf(capacities: readonly CellCapacity[], compared: readonly Comparison[]): Json {
  const cells = capacities.map((cell) => {
    const { rates, tokenLimited, waitLimited } = cell;
    return [cellName(cell), { rates: [...rates], tokenLimited, waitLimited, mean: estimateJson(capacityOf(cell)) }];
  });
  const ratios = compared.map(({ deployment, trace, limit, overVllm, overOrca }) => [
    `${deployment.id}/${trace}/${limit}`,
    { overVllm: estimateJson(overVllm), overOrca: estimateJson(overOrca) },
  ]);
  const deployments = DEPLOYMENTS.map(({ id, title }) => [id, title]);
  return {
    cells: Object.fromEntries(cells) as Json,
    ratios: Object.fromEntries(ratios) as Json,
    deployments: Object.fromEntries(deployments) as Json,
  };
}
