/** Reading a source whole, and statistics of what it gives, for the tests of workloads. */
import { parseWorkload, type WorkloadInput } from '../../../../envs/serving/workload/config.js';
import { createSource } from '../../../../envs/serving/workload/create-source.js';
import { CHUNK_REQUESTS, type RequestSource } from '../../../../envs/serving/workload/source.js';
import { createRng } from '../../../../src/rng.js';
import { quantileOfSorted } from '../../../../src/sim/quantile.js';

export function sourceOf(config: WorkloadInput, seed = 1): RequestSource {
  return createSource(parseWorkload(config), createRng(seed));
}

export function chunksOf(source: RequestSource): number {
  return Math.ceil(source.count / CHUNK_REQUESTS);
}

/** One column of all requests. */
export function column(
  source: RequestSource,
  name: 'arrival' | 'promptTokens' | 'outputTokens' | 'tenant' | 'priority' | 'sloClass' | 'session',
): number[] {
  const values: number[] = [];
  for (let c = 0; c < chunksOf(source); c++) for (const value of source.chunk(c)[name]) values.push(value);
  return values;
}

/** Granule ids of every request. */
export function prefixes(source: RequestSource): Int32Array[] {
  const all: Int32Array[] = [];
  for (let c = 0; c < chunksOf(source); c++) {
    const { count, prefixStart, prefixId } = source.chunk(c);
    for (let i = 0; i < count; i++) all.push(prefixId.subarray(prefixStart[i], prefixStart[i + 1]));
  }
  return all;
}

/** Share of all granules that an infinite cache would hold already. */
export function infiniteCacheHits(source: RequestSource): number {
  const seen = new Set<number>();
  let hits = 0;
  let total = 0;
  for (const ids of prefixes(source)) {
    for (const id of ids) {
      total++;
      if (seen.has(id)) hits++;
      else seen.add(id);
    }
  }
  return hits / total;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function quantiles(values: readonly number[], ...at: number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return at.map((q) => quantileOfSorted(sorted, q));
}

export function gapsOf(arrival: readonly number[]): number[] {
  return arrival.slice(1).map((time, i) => time - arrival[i]);
}

export function variation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2))) / centre;
}
