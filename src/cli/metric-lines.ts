/**
 * The metrics of an episode for the terminal. Where an environment reports whole distributions (mean, p50, p90, p95,
 * p99) and groups of jobs, these become tables of their own; environments with a handful of metrics keep one list.
 */
import type { MetricMeaning } from '../env.js';
import { metricTables, spaced } from '../report/metric-groups.js';
import { formatNumber } from '../report/quantity.js';
import { metricUnit } from '../report/units.js';
import { tableLines } from './table.js';

/** What is printed beside the metrics. */
export interface MetricLinesOptions {
  readonly title: string;
  readonly timeUnit: string; // printed name
  readonly meanings?: readonly MetricMeaning[] | undefined;
  /** Rows after the metrics: name, number, unit. */
  readonly further: readonly (readonly [name: string, value: string, unit: string])[];
}

/** The lines. */
export function metricLines(metrics: Readonly<Record<string, number>>, options: MetricLinesOptions): string[] {
  const { title, timeUnit, meanings, further } = options;
  const units = new Map(meanings?.map(({ key, unit }) => [key, unit]));
  const unit = (key: string) => units.get(key) ?? metricUnit(key, timeUnit);
  const { distributions, groups, single } = metricTables(metrics);
  const listed = single.map(([key, value]) => [distributions ? spaced(key) : key, formatNumber(value, 6), unit(key)]);
  const names = new Set(listed.map(([name]) => name));
  const rows = [...listed, ...further.filter(([name]) => !names.has(name))];
  if (!distributions) return tableLines([[title, '', ''], ...rows], [false, true, false]);
  const [head, ...body] = distributions.map((row) => [...row]);
  const family = Object.keys(metrics).find((key) => key.endsWith('P50')) ?? '';
  const measured = unit(family);
  head[0] = measured === '' ? title : `${title}  (${measured})`;
  return [
    ...tableLines([head, ...body], [false, true, true, true, true, true]),
    ...(groups ? ['', ...tableLines(groups, [false, ...groups[0].slice(1).map(() => true)])] : []),
    '',
    ...tableLines([['', '', ''], ...rows], [false, true, false]).slice(1),
  ];
}
