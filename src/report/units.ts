/** Units of the metrics by their names: names that carry a unit (`energyJoule`) need no other. */

/** A time unit as it is printed: `us` → `µs`, `tick` → `ticks`. */
export function printedTimeUnit(name: string): string {
  if (name === 'us') return 'µs';
  return name === 'tick' ? 'ticks' : name;
}

/** The unit of a metric in an environment with this (printed) time unit; empty for counts, ratios and named units. */
export function metricUnit(metric: string, timeUnit: string): string {
  if (/^(latency|makespan)/.test(metric)) return timeUnit;
  if (metric === 'throughput') return `jobs per ${timeUnit.replace(/^ticks$/, 'tick')}`;
  return metric === 'energyDelayProduct' ? 'J·s' : '';
}
