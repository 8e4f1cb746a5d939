/**
 * A million requests over 256 instances that join the shortest queue: requests per second at a hundredth, a tenth and
 * all of them, and the memory that is in use when they are over. Cost per request that stays the same and memory that
 * does not grow are what is looked for. Sizes for which there is no time are left out.
 */
import type { ServingSimulator } from '../../../envs/serving/simulator.js';
import type { RequestSource } from '../../../envs/serving/workload/source.js';
import { retainedBytes } from '../../check/collect-garbage.js';
import { cpuMs } from '../../clock.js';
import { ensure } from '../../error.js';
import type { BenchContext } from './case.js';
import { azureConversations, requestsOf, runShortestQueue, simulatorOf } from './serving-runs.js';

const INSTANCES = 256;
const RATE = 3 * INSTANCES; // requests per second
const SIZES = [10_000, 100_000, 1_000_000] as const; // requests
const REQUESTS_PER_MS = 2000; // of the time per measurement
const WARM_UP = 4; // times the smallest size
const MEBIBYTE = 2 ** 20;

/** Plays ever larger workloads on one fleet. */
export function fleetGrowth({ emit, timeMs }: BenchContext): void {
  const sizes = SIZES.filter((requests, i) => i === 0 || requests <= timeMs * REQUESTS_PER_MS);
  const simulator = simulatorOf({ engine: { kind: 'vllm-v1' }, instances: INSTANCES }, { keep: 'summary' });
  const figure = { area: 'serving', baseline: null, ratio: null };
  for (let i = 0; i < WARM_UP; i++) playOnce(simulator, sizes[0]);
  let first = 0;
  let before = { requests: 0, bytes: 0 };
  for (const requests of sizes) {
    const name = `${INSTANCES} instances, ${requests} requests, join the shortest queue`;
    const rate = playOnce(simulator, requests);
    if (first === 0) first = rate;
    emit({ ...figure, case: name, metric: 'throughput', value: rate, unit: 'requests/CPU-s' });
    emit({ ...figure, case: name, metric: 'relative throughput', value: rate / first, unit: 'of the first size' });
    const bytes = retainedBytes();
    emit({ ...figure, case: name, metric: 'memory in use', value: bytes / MEBIBYTE, unit: 'MiB' });
    const resident = process.memoryUsage.rss() / MEBIBYTE;
    emit({ ...figure, case: name, metric: 'resident memory', value: resident, unit: 'MiB' });
    if (before.requests > 0) {
      const value = (bytes - before.bytes) / (requests - before.requests);
      emit({ ...figure, case: name, metric: 'memory growth', value, unit: 'bytes/request' });
    }
    before = { requests, bytes };
  }
}

/** Requests per CPU second. */
function playOnce(simulator: ServingSimulator, requests: number): number {
  const source: RequestSource = requestsOf(azureConversations(requests, RATE));
  const begin = cpuMs();
  runShortestQueue(simulator, source);
  const spent = cpuMs() - begin;
  const { completed, rejected } = simulator.ledger;
  ensure(completed === requests, `bench: serving: ${completed} of ${requests} requests ended, ${rejected} rejected`);
  return (1000 * requests) / spent;
}
