/** Units of the metrics by their names: names that carry a unit (`energyJoule`) need no other. */

import type { EnvMetadata } from '../env.js';

/** A time unit as it is printed: `us` → `µs`, `tick` → `ticks`. */
export function printedTimeUnit(name: string): string {
  if (name === 'us') return 'µs';
  return name === 'tick' ? 'ticks' : name;
}

/** The printed unit of latencies and makespans: what the environment says of its metrics, else its time unit. */
export function latencyUnit({ metrics, timeUnit }: Pick<EnvMetadata, 'metrics' | 'timeUnit'>): string {
  return metrics?.find(({ key }) => key === 'latencyMean')?.unit ?? printedTimeUnit(timeUnit.name);
}

/** The unit of a metric in an environment with this (printed) time unit; empty for counts, ratios and named units. */
export function metricUnit(metric: string, timeUnit: string): string {
  if (/^(latency|makespan)/.test(metric)) return timeUnit;
  if (metric === 'throughput') return `jobs per ${timeUnit.replace(/^ticks$/, 'tick')}`;
  return metric === 'energyDelayProduct' ? 'J·s' : '';
}
