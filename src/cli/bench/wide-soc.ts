/**
 * A synthetic chip for growth curves: any number of unequal processors that run the Topcuoglu job, with arrivals so
 * dense that the admission limit is always reached. Execution times repeat the three published columns.
 */
import type { SocConfigInput } from '../../../envs/soc/config.js';
import { platform } from '../../../envs/soc/platform.js';

export interface WideOptions {
  readonly processors: number; // that execute
  readonly maxLiveJobs: number;
  readonly jobs: number; // offered
}

export function wideConfig({ processors, maxLiveJobs, jobs }: WideOptions): SocConfigInput {
  const columns = platform('socrates-top').clusters.filter((cluster) => Object.keys(cluster.executionTime).length > 0);
  const clusters = Array.from({ length: processors }, (_, p) => ({
    name: `P${p + 1}`,
    type: 'CPU',
    processors: 1,
    operatingPoints: [{ megahertz: 1000, millivolts: 900 }],
    executionTime: columns[p % columns.length].executionTime,
  }));
  return {
    platform: {
      name: `wide-${processors}`,
      timeUnit: 'tick',
      clusters: [...clusters, { name: 'memory', type: 'MEM', processors: 1 }],
      bandwidth: { self: 100, links: [] },
    },
    jobs: [{ template: 'top-1' }],
    arrival: { process: 'deterministic', interval: 1 },
    admission: { maxLiveJobs, whenFull: 'queue' },
    episode: { jobs },
    itemSlots: Math.min(4096, Math.max(32, 4 * maxLiveJobs)),
    power: { enabled: false },
  };
}
