/** What the runs of the Llumnix study come to: ratios between policies on the same seeds, and costs at equal latency. */

import { mean, percentileInterval } from '../../report/statistics/index.js';
import { createRng } from '../../rng.js';
import { BURSTINESS, LOADS, WORKLOADS } from './llumnix-cells.js';
import {
  cellAt,
  type Experiment,
  latencySetting,
  type PlayedCell,
  SCALING_BURSTINESS,
  scalingSetting,
  settingsOf,
  THRESHOLDS,
  valuesOf,
} from './llumnix-experiments.js';
import { type Estimate, meanOf, ratioOf, savingOf } from './paired-ratio.js';

/** What is compared, in the words of the tables. */
export const RATIO_METRICS = {
  ttftMean: 'prefill mean',
  ttftP99: 'prefill P99',
  tpotP99: 'decode P99',
  latencyMean: 'request mean',
  latencyP99: 'request P99',
} as const;
export type RatioMetric = keyof typeof RATIO_METRICS;
export const RATIO_KEYS = Object.keys(RATIO_METRICS) as RatioMetric[];

/** One policy over Llumnix in one setting; above 1 = Llumnix is better. */
export interface Comparison {
  readonly experiment: Experiment;
  readonly setting: string;
  readonly policy: string;
  readonly ratios: Readonly<Record<RatioMetric, Estimate>>;
  readonly lossSaved: Estimate; // share of the preemption loss that Llumnix avoids
}

function comparison(cells: readonly PlayedCell[], experiment: Experiment, setting: string, policy: string): Comparison {
  const other = cellAt(cells, experiment, setting, policy);
  const own = cellAt(cells, experiment, setting, 'llumnix');
  const ratio = (key: string) => ratioOf(valuesOf(other, key), valuesOf(own, key), `${setting}/${policy}/${key}`);
  const loss = (cell: PlayedCell) => valuesOf(cell, 'preemptionLossMean');
  return {
    experiment,
    setting,
    policy,
    ratios: Object.fromEntries(RATIO_KEYS.map((key) => [key, ratio(key)])) as Comparison['ratios'],
    lossSaved: savingOf(loss(own), loss(other), `${setting}/${policy}/loss`),
  };
}

/** Of every setting with workloads and loads. */
function latencyComparisons(cells: readonly PlayedCell[], policy: string): Comparison[] {
  return WORKLOADS.flatMap(({ id }) =>
    LOADS.map((load) => comparison(cells, 'latencies', latencySetting(id, load), policy)),
  );
}

function burstComparisons(cells: readonly PlayedCell[]): Comparison[] {
  return settingsOf(cells, 'bursts').map((setting) => comparison(cells, 'bursts', setting, 'infaas'));
}

/** Where a ratio is largest. */
export function largest(compared: readonly Comparison[], key: RatioMetric): Comparison {
  return compared.reduce((best, each) => (each.ratios[key].value > best.ratios[key].value ? each : best));
}

/** Mean over settings of the loss that is avoided, those alone in which the other policy loses anything. */
export function meanLossSaved(compared: readonly Comparison[]): { readonly value: number; readonly settings: number } {
  const known = compared.filter(({ lossSaved }) => Number.isFinite(lossSaved.value));
  return {
    value: known.length === 0 ? Number.NaN : mean(known.map(({ lossSaved }) => lossSaved.value)),
    settings: known.length,
  };
}

/** The same, by load. */
export function lossSavedByLoad(
  compared: readonly Comparison[],
): { readonly load: number; readonly value: number; readonly settings: number }[] {
  return LOADS.map((load) => ({
    load,
    ...meanLossSaved(compared.filter(({ setting }) => setting.endsWith(` ×${load}`))),
  }));
}

/** Urgent and normal requests, with support of priorities and without. */
export interface PriorityRow {
  readonly setting: string;
  readonly urgent: Readonly<Record<'ttftMean' | 'tpotMean' | 'latencyMean' | 'latencyP99' | 'tpotP99', Estimate>>; // without / with
  readonly bound: Estimate; // latencyMean without / alone on the cluster
  readonly normal: Estimate; // latencyMean with / without
}

function priorityRows(cells: readonly PlayedCell[]): PriorityRow[] {
  return BURSTINESS.map((burstiness) => {
    const setting = `CV ${burstiness}`;
    const at = (policy: string, key: string) => valuesOf(cellAt(cells, 'priorities', setting, policy), key);
    const ratio = (above: string, below: string, key: string) =>
      ratioOf(at(above, key), at(below, key), `priorities/${setting}/${above}/${key}`);
    const urgent = (key: string) => ratio('without', 'with', `${key}:high-priority`);
    return {
      setting,
      urgent: {
        ttftMean: urgent('ttftMean'),
        tpotMean: urgent('tpotMean'),
        tpotP99: urgent('tpotP99'),
        latencyMean: urgent('latencyMean'),
        latencyP99: urgent('latencyP99'),
      },
      bound: ratio('without', 'alone', 'latencyMean:high-priority'),
      normal: ratio('with', 'without', 'latencyMean:normal-priority'),
    };
  });
}

/** Policies with auto-scaling; `unmoved` is Llumnix without migration. */
export const SCALING_POLICIES = ['infaas', 'unmoved', 'llumnix'] as const;
type PerPolicy = Readonly<Record<(typeof SCALING_POLICIES)[number], Estimate>>;

/** Size of the fleet and latency of the policies at one threshold. */
export interface ScalingRow {
  readonly burstiness: number;
  readonly threshold: number;
  readonly cost: PerPolicy; // instances on average
  readonly ttftP99: PerPolicy; // s
  readonly ttftMean: PerPolicy; // s
  readonly saved: Estimate; // share of the cost that Llumnix saves
  readonly savedUnmoved: Estimate; // the same without migration
}

function costOf(cells: readonly PlayedCell[], burstiness: number, threshold: number, policy: string, key: string) {
  return valuesOf(cellAt(cells, 'scaling', scalingSetting(burstiness, threshold), policy), key);
}

function scalingRows(cells: readonly PlayedCell[]): ScalingRow[] {
  return SCALING_BURSTINESS.flatMap((burstiness) =>
    THRESHOLDS.map((threshold): ScalingRow => {
      const of = (policy: string, key: string) => costOf(cells, burstiness, threshold, policy, key);
      const each = (key: string) =>
        Object.fromEntries(SCALING_POLICIES.map((policy) => [policy, meanOf(of(policy, key))])) as PerPolicy;
      const saved = (policy: string, name: string) =>
        savingOf(of(policy, 'averageInstances'), of('infaas', 'averageInstances'), name);
      return {
        burstiness,
        threshold,
        cost: each('averageInstances'),
        ttftP99: each('ttftP99'),
        ttftMean: each('ttftMean'),
        saved: saved('llumnix', `scaling/${burstiness}/${threshold}`),
        savedUnmoved: saved('unmoved', `scaling/${burstiness}/${threshold}/unmoved`),
      };
    }),
  );
}

/** Share of the cost that Llumnix saves where its mean prefill latency is that of INFaaS++ at a threshold. */
export interface EqualLatencyRow {
  readonly burstiness: number;
  readonly threshold: number; // of INFaaS++
  readonly saved: Estimate; // NaN where Llumnix was never as fast
}

const REPLICATES = 2000;

/**
 * Llumnix's cost between its thresholds is interpolated over the logarithm of the latency. Where INFaaS++ is slower than
 * Llumnix ever was, Llumnix's cheapest run counts, which is to Llumnix's disadvantage.
 */
function equalLatencyRows(cells: readonly PlayedCell[]): EqualLatencyRow[] {
  return SCALING_BURSTINESS.flatMap((burstiness) => {
    const of = (policy: string, key: string) =>
      THRESHOLDS.map((threshold) => costOf(cells, burstiness, threshold, policy, key));
    const own = { latency: of('llumnix', 'ttftMean'), cost: of('llumnix', 'averageInstances') };
    const other = { latency: of('infaas', 'ttftMean'), cost: of('infaas', 'averageInstances') };
    const seeds = own.cost[0].length;
    return THRESHOLDS.map((threshold, k): EqualLatencyRow => {
      const saved = (drawn: readonly number[]) => {
        const meanAt = (values: readonly number[]) => mean(drawn.map((seed) => values[seed]));
        const curve = THRESHOLDS.map((_, i) => ({ latency: meanAt(own.latency[i]), cost: meanAt(own.cost[i]) }));
        return 1 - costAt(curve, meanAt(other.latency[k])) / meanAt(other.cost[k]);
      };
      const all = Array.from({ length: seeds }, (_, seed) => seed);
      const value = saved(all);
      if (Number.isNaN(value) || seeds < 2) return { burstiness, threshold, saved: { value, interval: undefined } };
      const uniform = createRng(`study/equal-latency/${burstiness}/${threshold}`);
      const replicates = Float64Array.from({ length: REPLICATES }, () =>
        saved(all.map(() => Math.floor(uniform() * seeds))),
      );
      const known = replicates.filter((each) => !Number.isNaN(each));
      return { burstiness, threshold, saved: { value, interval: percentileInterval(known, 0.95) } };
    });
  });
}

interface CostPoint {
  readonly latency: number;
  readonly cost: number;
}

/** Least cost at this latency or a better one; NaN where no point is as good. */
export function costAt(curve: readonly CostPoint[], latency: number): number {
  const fastestLast = [...curve].sort((a, b) => b.latency - a.latency);
  if (latency >= fastestLast[0].latency) return Math.min(...curve.map(({ cost }) => cost));
  for (let i = 1; i < fastestLast.length; i++) {
    const [slow, fast] = [fastestLast[i - 1], fastestLast[i]];
    if (latency < fast.latency) continue;
    const part = Math.log(slow.latency / latency) / Math.log(slow.latency / fast.latency);
    return slow.cost + part * (fast.cost - slow.cost);
  }
  return Number.NaN;
}

/** Everything that is compared, each once. */
export interface Findings {
  readonly infaas: readonly Comparison[]; // over workloads and loads
  readonly roundRobin: readonly Comparison[];
  readonly bursts: readonly Comparison[];
  readonly priorities: readonly PriorityRow[];
  readonly scaling: readonly ScalingRow[];
  readonly equalLatency: readonly EqualLatencyRow[];
}

export function findingsOf(cells: readonly PlayedCell[]): Findings {
  return {
    infaas: latencyComparisons(cells, 'infaas'),
    roundRobin: latencyComparisons(cells, 'roundRobin'),
    bursts: burstComparisons(cells),
    priorities: priorityRows(cells),
    scaling: scalingRows(cells),
    equalLatency: equalLatencyRows(cells),
  };
}
