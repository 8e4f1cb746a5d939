/** The tables of the Llumnix study. */
import { formatNumber } from '../../report/quantity.js';
import { LOADS, POLICIES, POLICY_TITLES, WORKLOADS } from './llumnix-cells.js';
import {
  type Comparison,
  type Findings,
  type PriorityRow,
  RATIO_KEYS,
  RATIO_METRICS,
  SCALING_POLICIES,
} from './llumnix-comparisons.js';
import { cellAt, latencySetting, type PlayedCell, valuesOf } from './llumnix-experiments.js';
import type { MigrationRow } from './llumnix-migration.js';
import { type Estimate, estimateText, meanOf, percentText, timesText } from './paired-ratio.js';
import type { StudyTable } from './study.js';

const text = (title: string) => ({ title, numeric: false });
const number = (title: string) => ({ title, numeric: true });
const seconds = (value: number) => formatNumber(value, 3);
const percent = (share: number) => formatNumber(100 * share, 3);

export function llumnixTables(
  cells: readonly PlayedCell[],
  findings: Findings,
  migration: readonly MigrationRow[],
): StudyTable[] {
  return [
    latencyTable(cells),
    lossTable(cells),
    ratioTable('infaas', findings.infaas),
    ratioTable('roundRobin', findings.roundRobin),
    burstTable(findings.bursts),
    priorityTable(findings.priorities),
    scalingTable(findings),
    migrationTable(migration),
  ];
}

/** Mean over the seeds in which there is anything to tell. */
function knownMean(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.length === 0 ? Number.NaN : meanOf(known).value;
}

/** Every workload and load. */
function settings<T>(row: (id: string, load: number, rate: number) => T): T[] {
  return WORKLOADS.flatMap(({ id, rate }) => LOADS.map((load) => row(id, load, rate * load)));
}

function latencyTable(cells: readonly PlayedCell[]): StudyTable {
  return {
    id: 'prefill',
    title: 'Prefill latency',
    caption: 'Time to the first token, s: mean over requests and P99, both averaged over seeds.',
    columns: [text('Workload'), number('requests/s'), ...POLICIES.map((policy) => number(POLICY_TITLES[policy]))],
    rows: settings((id, load, rate) => [
      `${id} ×${load}`,
      formatNumber(rate, 3),
      ...POLICIES.map((policy) => {
        const cell = cellAt(cells, 'latencies', latencySetting(id, load), policy);
        const of = (key: string) => seconds(meanOf(valuesOf(cell, key)).value);
        return `${of('ttftMean')} / ${of('ttftP99')}`;
      }),
    ]),
  };
}

function lossTable(cells: readonly PlayedCell[]): StudyTable {
  return {
    id: 'loss',
    title: 'Memory, preemptions and migrations',
    caption:
      'KV blocks in use under INFaaS++; preempted requests (%), and seconds lost to preemption per request; migrations ' +
      'of Llumnix per 100 requests, and their downtime.',
    columns: [
      text('Workload'),
      number('KV in use, %'),
      ...(['roundRobin', 'infaas', 'llumnix'] as const).flatMap((policy) => [
        number(`${POLICY_TITLES[policy]}: preempted, %`),
        number('lost, s'),
      ]),
      number('migrations'),
      number('downtime, ms'),
    ],
    rows: settings((id, load) => {
      const setting = latencySetting(id, load);
      const of = (policy: string, key: string) =>
        meanOf(valuesOf(cellAt(cells, 'latencies', setting, policy), key)).value;
      return [
        `${id} ×${load}`,
        percent(of('infaas', 'kvUsageMean')),
        ...['roundRobin', 'infaas', 'llumnix'].flatMap((policy) => [
          percent(of(policy, 'preemptedJobs') / of(policy, 'completedJobs')),
          seconds(of(policy, 'preemptionLossMean')),
        ]),
        formatNumber((100 * of('llumnix', 'migrations')) / of('llumnix', 'completedJobs'), 3),
        formatNumber(
          1000 * knownMean(valuesOf(cellAt(cells, 'latencies', setting, 'llumnix'), 'migrationDowntimeMean')),
          3,
        ),
      ];
    }),
  };
}

function ratioColumns() {
  return [...RATIO_KEYS.map((key) => number(RATIO_METRICS[key])), number('preemption loss avoided')];
}

function ratioCells({ ratios, lossSaved }: Comparison): string[] {
  return [...RATIO_KEYS.map((key) => timesText(ratios[key])), percentText(lossSaved)];
}

function ratioTable(policy: 'infaas' | 'roundRobin', compared: readonly Comparison[]): StudyTable {
  return {
    id: `ratios-${policy}`,
    title: `${POLICY_TITLES[policy]} over Llumnix`,
    caption:
      'Ratio of sums over the same seeds with its 95 % interval (paired bootstrap); above 1 Llumnix is better. The last ' +
      'column: share of the time lost to preemptions that Llumnix avoids.',
    columns: [text('Workload'), ...ratioColumns()],
    rows: compared.map((each) => [each.setting, ...ratioCells(each)]),
  };
}

function burstTable(compared: readonly Comparison[]): StudyTable {
  return {
    id: 'bursts',
    title: 'Gamma arrivals, M-M at the published rate: INFaaS++ over Llumnix',
    caption: 'By the coefficient of variation (CV) of the gaps between arrivals.',
    columns: [text('Arrivals'), ...ratioColumns()],
    rows: compared.map((each) => [each.setting, ...ratioCells(each)]),
  };
}

function priorityTable(rows: readonly PriorityRow[]): StudyTable {
  return {
    id: 'priorities',
    title: 'Priorities: S-S at 26 requests/s, one in ten urgent',
    caption:
      'Times faster for urgent requests with support of priorities than without; at best, if they had the cluster to ' +
      'themselves; and how much slower the normal ones become.',
    columns: [
      text('Arrivals'),
      ...['prefill mean', 'decode mean', 'decode P99', 'request mean', 'request P99', 'request mean at best'].map(
        number,
      ),
      number('normal requests slower'),
    ],
    rows: rows.map(({ setting, urgent, bound, normal }) => [
      setting,
      timesText(urgent.ttftMean),
      timesText(urgent.tpotMean),
      timesText(urgent.tpotP99),
      timesText(urgent.latencyMean),
      timesText(urgent.latencyP99),
      timesText(bound),
      percentText(slower(normal)),
    ]),
  };
}

/** A ratio as an increase. */
export function slower({ value, interval }: Estimate): Estimate {
  return { value: value - 1, interval: interval && { lower: interval.lower - 1, upper: interval.upper - 1 } };
}

function scalingTable({ scaling, equalLatency }: Findings): StudyTable {
  return {
    id: 'scaling',
    title: 'Auto-scaling, L-L at 2 requests/s, 1 to 16 instances',
    caption:
      'Instances are added below an average freeness of x and removed above x + 50. Cost: instances that are paid for, on ' +
      'average. “Unmoved”: Llumnix without migration; it differs from INFaaS++ in its scaling: the emptiest instance goes, not the last. ' +
      'Last column: what Llumnix saves where its mean prefill latency is that of INFaaS++ in this row.',
    columns: [
      text('Arrivals'),
      number('x'),
      ...['INFaaS++', 'unmoved', 'Llumnix'].flatMap((title) => [
        number(`${title}: instances`),
        number('prefill mean, s'),
        number('prefill P99, s'),
      ]),
      number('unmoved: saved at the same x'),
      number('Llumnix: saved at the same x'),
      number('saved at equal latency'),
    ],
    rows: scaling.map(({ burstiness, threshold, cost, ttftMean, ttftP99, saved, savedUnmoved }, i) => [
      burstiness === 1 ? 'Poisson' : `gamma, CV ${burstiness}`,
      String(threshold),
      ...SCALING_POLICIES.flatMap((policy) => [
        estimateText(cost[policy]),
        seconds(ttftMean[policy].value),
        seconds(ttftP99[policy].value),
      ]),
      percentText(savedUnmoved),
      percentText(saved),
      percentText(equalLatency[i].saved),
    ]),
  };
}

function migrationTable(rows: readonly MigrationRow[]): StudyTable {
  return {
    id: 'migration',
    title: 'Live migration and recomputing, by sequence length',
    caption:
      'Llama-7B on an A10; in the last columns recomputing on Yi-34B, 2 × A100, the profile nearest to LLaMA-30B.',
    columns: [
      number('tokens'),
      number('downtime, ms'),
      number('recompute, ms'),
      number('recompute / downtime'),
      number('recompute, decode steps'),
      number('Yi-34B: recompute, ms'),
      number('decode steps'),
    ],
    rows: rows.map(({ tokens, downtime, recompute, step, largeRecompute, largeStep }) => [
      String(tokens),
      formatNumber(1000 * downtime, 3),
      formatNumber(1000 * recompute, 4),
      formatNumber(recompute / downtime, 3),
      formatNumber(recompute / step, 3),
      formatNumber(1000 * largeRecompute, 4),
      formatNumber(largeRecompute / largeStep, 3),
    ]),
  };
}
