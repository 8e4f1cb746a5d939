/**
 * Fifteen platforms of the DASH-Sim release (Emre825/DASH-Sim-Release-master@eca0137), in nanoseconds. Facts read
 * from its configuration; no recorded run uses them. Cells that no line of the release sets keep bandwidth 1
 * (in the `dash-5app` family that is the memory), which is carried over as it is.
 */
import type { PlatformInput } from '../platform.js';
import {
  bigCluster,
  fixedCluster,
  littleCluster,
  storage,
  TOPCUOGLU_BANDWIDTH,
  topcuogluClusters,
} from './ds3-platforms.js';
import * as times from './execution-times.js';

const { executionTimes } = times;
type ClusterRow = PlatformInput['clusters'][number];

/** A cluster of accelerators without a power profile. */
function accelerator(name: string, processors: number, text: string): ClusterRow {
  return fixedCluster({ name, type: 'ACC', processors, executionTime: executionTimes(text) });
}

/** Four A7 and four A15 with the DS3 times, multiplied by `factor`. */
function cores(factor: number): ClusterRow[] {
  return [
    littleCluster(4, executionTimes(times.A7_TIMES, factor)),
    bigCluster(4, executionTimes(times.A15_TIMES, factor)),
  ];
}

/** The cores of the `dash-5app` family: one task more on the A7, faster kernels on the A15. */
function tunedCores(): ClusterRow[] {
  return [
    littleCluster(4, { ...executionTimes(times.A7_TIMES, 1000), block8: 89 }),
    bigCluster(4, { ...executionTimes(times.A15_TIMES, 1000), ...executionTimes(times.DASH_A15_TIMES) }),
  ];
}

/** Cores, accelerators by count (0 = absent), two caches and the memory. */
function fiveApplications(counts: readonly [dap0: number, dap1: number, fft: number, fec: number, fir: number]) {
  const dap = `${times.DAP_TIMES}; task2 12`;
  const kinds: [string, string][] = [
    ['DAP_0', dap],
    ['DAP_1', dap],
    ['FFT', times.DASH_FFT_TIMES],
    ['FEC', times.DASH_VITERBI_TIMES],
    ['FIR', times.DASH_FILTER_TIMES],
  ];
  return [
    ...tunedCores(),
    ...kinds.flatMap(([name, text], i) => (counts[i] > 0 ? [accelerator(name, counts[i], text)] : [])),
    storage('CACHE_1', 'CAC'),
    storage('CACHE_2', 'CAC'),
    storage('MEMORY', 'MEM'),
  ];
}

/** Cluster indices first … last. */
function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const COUNTS: readonly (readonly [number, number, number, number, number])[] = [
  [4, 4, 4, 1, 4],
  [2, 2, 2, 1, 2],
  [1, 1, 1, 1, 1],
  [1, 1, 4, 1, 1],
  [4, 4, 1, 1, 4],
  [4, 0, 4, 1, 4],
  [4, 4, 0, 1, 4],
  [4, 4, 0, 0, 0],
];

const fiveApplicationPlatforms = COUNTS.map((counts, i): PlatformInput => {
  const clusters = fiveApplications(counts);
  const linked = range(0, clusters.length - 2);
  return {
    name: `dash-5app-${i + 1}`,
    timeUnit: 'ns',
    clusters,
    bandwidth: { self: 10000, links: [[linked, linked, 10000]] },
  };
});

/** Every cluster reaches itself and the last one with 1000; what is not listed stays 1. */
function starLinks(clusters: number): [number[], number[], number][] {
  return range(0, clusters - 1).flatMap((c): [number[], number[], number][] => [
    [[c], [c], 1000],
    [[c], [clusters - 1], 1000],
  ]);
}

export const DASH_PLATFORMS: readonly PlatformInput[] = [
  ...fiveApplicationPlatforms,
  {
    name: 'dash-bal-only',
    timeUnit: 'ns',
    clusters: [...cores(1000), storage('MEMORY', 'MEM')],
    bandwidth: { self: 10000, links: [[[0, 1, 2], [0, 1, 2], 1000]] },
  },
  {
    name: 'dash-custom',
    timeUnit: 'ns',
    clusters: [
      fixedCluster(
        { name: 'P1', type: 'CPU', processors: 4, executionTime: executionTimes(times.CUSTOM_CPU_TIMES) },
        [0.05885],
      ),
      ...times.CUSTOM_ACCELERATOR_TIMES.map((text, i) => accelerator(`DAP_${i}`, 4, text)),
      storage('MEMORY', 'MEM'),
    ],
    bandwidth: {
      self: 10000,
      links: [
        [[0, 1, 2], [3], 1000],
        [[1], [1], 1000],
        [[2], [2], 1000],
      ],
    },
  },
  {
    name: 'dash-custom1',
    timeUnit: 'ns',
    clusters: [
      ...cores(100),
      accelerator('DAP_0', 1, times.DAP_TIMES.replace('block6 22', 'block6 220')),
      accelerator('DAP_1', 1, times.DAP_TIMES),
      accelerator('FFT', 2, times.DASH_FFT_TIMES),
      storage('MEMORY', 'MEM'),
    ],
    bandwidth: { self: 10000, links: starLinks(6) },
  },
  {
    name: 'dash-custom2',
    timeUnit: 'ns',
    clusters: [
      ...cores(1000),
      accelerator('FFT', 2, times.DASH_FFT_TIMES),
      accelerator('FIR', 2, times.DASH_FILTER_TIMES),
      accelerator('FEC', 2, times.DASH_VITERBI_TIMES),
      accelerator('MMM', 2, times.DASH_MATRIX_TIMES),
      storage('MEMORY', 'MEM'),
    ],
    bandwidth: { self: 10000, links: starLinks(7) },
  },
  {
    name: 'dash-das',
    timeUnit: 'ns',
    clusters: fiveApplications(COUNTS[0]),
    bandwidth: {
      self: 10000,
      links: [
        [range(0, 7), range(0, 7), 1000],
        [range(0, 3), [4, 5, 6], 10],
        [[4], [5, 6], 10],
        [[5], [6], 10],
      ],
    },
  },
  {
    name: 'dash-multiple-bal',
    timeUnit: 'ns',
    clusters: [
      ...cores(1000),
      accelerator('DAP', 10, times.DASH_WIDE_TIMES),
      accelerator('DAP', 10, times.DASH_WIDE_TIMES),
      accelerator('FFT', 4, times.DASH_FFT_TIMES),
      accelerator('FEC', 1, times.DASH_VITERBI_TIMES),
      accelerator('FIR', 4, 'fir_filter 10'),
      storage('MEMORY', 'MEM'),
    ],
    bandwidth: {
      self: 10000,
      links: [
        [range(0, 7), range(0, 7), 1000],
        [range(0, 2), [3, 4], 10],
        [[3], [4], 10],
      ],
    },
  },
  {
    name: 'dash-top',
    timeUnit: 'ns',
    clusters: [...topcuogluClusters(['CPU', 'CPU', 'CPU'], 1000), storage('M1', 'MEM')],
    bandwidth: TOPCUOGLU_BANDWIDTH,
  },
];
