/**
 * Metrics of an episode as a compact table, where their names show what belongs together: a distribution is a family
 * of keys with the endings Mean, P50, P90, P95, P99 (one row, a column each), and a key with `:group` behind it tells of
 * a group of jobs (one column per group). Whatever else there is follows one by one. Works on names alone.
 */
import { formatNumber } from './quantity.js';

const STATISTICS = ['Mean', 'P50', 'P90', 'P95', 'P99'] as const;

/** Rows of a table, the first is the heading. */
export type MetricTable = readonly (readonly string[])[];

export interface MetricTables {
  /** One row per distribution; undefined where there is none. */
  readonly distributions: MetricTable | undefined;
  /** One row per metric, one column per group of jobs. */
  readonly groups: MetricTable | undefined;
  /** Metrics in neither, in their order. */
  readonly single: readonly (readonly [name: string, value: number])[];
}

/** Sorts metrics into tables. */
export function metricTables(metrics: Readonly<Record<string, number>>): MetricTables {
  const families = familiesOf(metrics);
  const distributions = families.map((name) => [
    spaced(name),
    ...STATISTICS.map((statistic) => shown(metrics[name + statistic])),
  ]);
  const inFamily = new Set(families.flatMap((name) => STATISTICS.map((statistic) => name + statistic)));
  const single = Object.entries(metrics).filter(([key]) => !inFamily.has(key) && !key.includes(':'));
  return {
    distributions:
      distributions.length === 0 ? undefined : [['', 'mean', 'p50', 'p90', 'p95', 'p99'], ...distributions],
    groups: groupTable(metrics),
    single,
  };
}

/** Names of the distributions that have every statistic, in order. */
function familiesOf(metrics: Readonly<Record<string, number>>): string[] {
  const names = Object.keys(metrics)
    .filter((key) => key.endsWith('P50') && !key.includes(':'))
    .map((key) => key.slice(0, -3));
  return names.filter((name) => STATISTICS.every((statistic) => name + statistic in metrics));
}

/** A row per metric, a column per group that has anything to tell. */
function groupTable(metrics: Readonly<Record<string, number>>): MetricTable | undefined {
  const groups = new Map<string, Map<string, number>>();
  const keys: string[] = [];
  for (const [key, value] of Object.entries(metrics)) {
    const at = key.indexOf(':');
    if (at < 0) continue;
    const name = key.slice(0, at);
    if (!keys.includes(name)) keys.push(name);
    const group = groups.get(key.slice(at + 1)) ?? new Map<string, number>();
    groups.set(key.slice(at + 1), group.set(name, value));
  }
  const telling = [...groups].filter(([, of]) => [...of.values()].some((value) => value !== 0 && !Number.isNaN(value)));
  if (telling.length === 0) return undefined;
  return [
    ['', ...telling.map(([name]) => name)],
    ...keys.map((key) => [spaced(key), ...telling.map(([, of]) => shown(of.get(key) ?? Number.NaN))]),
  ];
}

/** Names that stay as they are written everywhere. */
const ACRONYMS: Readonly<Record<string, string>> = {
  ttft: 'TTFT',
  tpot: 'TPOT',
  tbt: 'TBT',
  kv: 'KV',
  slo: 'SLO',
  jain: 'Jain',
};

/** `schedulingDelayP99` as `scheduling delay p99`, `ttftMean` as `TTFT mean`. */
export function spaced(key: string): string {
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ');
  return words.map((word) => ACRONYMS[word.toLowerCase()] ?? word.toLowerCase()).join(' ');
}

function shown(value: number): string {
  return formatNumber(value, 4);
}

/** The best-known metrics, with what stands behind their number; % = a share. */
const HEADLINES = {
  completedJobs: '',
  unfinishedJobs: '',
  makespan: ' s',
  throughput: ' /s',
  goodput: ' /s',
  sloAttainment: '%',
  ttftMean: ' s',
  ttftP99: ' s',
  tpotMean: ' s',
  tbtP99: ' s',
  latencyMean: ' s',
  latencyP99: ' s',
  preemptions: '',
  migrations: '',
  kvUsageMean: '%',
  busyShare: '%',
} as const;

/** What heads a page about requests: the best-known metrics that there are, named and written for people. */
export function headlineFacts(metrics: Readonly<Record<string, number>>): [name: string, value: string][] {
  const known = Object.entries(HEADLINES).filter(([key]) => Number.isFinite(metrics[key]));
  return known.map(([key, unit]) => {
    const value = unit === '%' ? `${formatNumber(100 * metrics[key], 3)} %` : formatNumber(metrics[key], 4) + unit;
    return [spaced(key), value];
  });
}
