/**
 * Five platforms with verified behaviour and one extension. Facts from segemena/DS3@056c930 (Odroid XU3 clusters and
 * accelerators, microseconds) and EpiSci/SoCRATES@e246978 (three CPUs with the times of Topcuoglu et al., unnamed
 * ticks). `ds3-pulse-doppler` is `ds3-accelerators` with the pulse-Doppler times of DS3's Table 4 added.
 */
import type { PlatformInput } from '../platform.js';
import * as times from './execution-times.js';

const { executionTimes } = times;
type ClusterRow = PlatformInput['clusters'][number];

/** Operating points from [MHz, mV] pairs. */
function points(...pairs: readonly (readonly [number, number])[]): { megahertz: number; millivolts: number }[] {
  return pairs.map(([megahertz, millivolts]) => ({ megahertz, millivolts }));
}

/** A cluster of `count` Cortex-A7 cores with the given execution times. */
export function littleCluster(count: number, executionTime: Record<string, number>): ClusterRow {
  return {
    name: 'A7',
    type: 'LTL',
    processors: count,
    governor: 'performance',
    operatingPoints: points([600, 1000], [800, 1075], [1000, 1150], [1200, 1250], [1400, 1300]),
    powerProfileWatts: { 1000: [0.19, 0.29, 0.35, 0.4], 1400: [0.39, 0.59, 0.72, 0.81] },
    tripMegahertz: [-1, 1200, 600],
    executionTime,
  };
}

const BIG_POINTS = points(
  [600, 900],
  [800, 950],
  [1000, 1000],
  [1200, 1037],
  [1400, 1100],
  [1600, 1175],
  [1800, 1300],
  [2000, 1362],
);

/** A cluster of `count` Cortex-A15 cores with the given execution times. */
export function bigCluster(count: number, executionTime: Record<string, number>): ClusterRow {
  return {
    name: 'A15',
    type: 'BIG',
    processors: count,
    governor: 'performance',
    operatingPoints: BIG_POINTS,
    powerProfileWatts: { 1000: [0.85, 1.3, 1.58, 1.78], 2000: [3.32, 5.05, 6.15, 6.91] },
    tripMegahertz: [1600, 1000, 600],
    executionTime,
  };
}

/** A cluster with the single operating point 1000 MHz, 900 mV; `watts` with 1, 2, … busy (none = no power profile). */
export function fixedCluster(
  row: Pick<ClusterRow, 'name' | 'type' | 'processors' | 'executionTime'>,
  watts: readonly number[] = [],
): ClusterRow {
  return {
    ...row,
    governor: 'performance',
    operatingPoints: points([1000, 900]),
    powerProfileWatts: watts.length > 0 ? { 1000: [...watts] } : {},
    tripMegahertz: [-1, -1, -1],
  };
}

/** A memory or cache processor. */
export function storage(name: string, type: 'MEM' | 'CAC'): ClusterRow {
  return { name, type, processors: 1 };
}

/** Three CPUs with the times of Topcuoglu et al., multiplied by `factor`. */
export function topcuogluClusters(types: readonly string[], factor = 1): ClusterRow[] {
  return times.TOPCUOGLU_TIMES.map((text, i) =>
    fixedCluster(
      { name: `P${i + 1}`, type: types[i], processors: 1, executionTime: executionTimes(text, factor) },
      [0.05885],
    ),
  );
}

/** Every CPU pair 1, CPU to memory 2, same processor `self`. */
export const TOPCUOGLU_BANDWIDTH: PlatformInput['bandwidth'] = {
  self: 10000,
  links: [...[0, 1, 2, 3].map((c): [number[], number[], number] => [[c], [c], 100]), [[0, 1, 2], [3], 2]],
};

const bigLittle = [
  littleCluster(4, executionTimes(`${times.A7_TIMES}; ${times.A7_SLOW_FILTERS}`)),
  bigCluster(4, executionTimes(`${times.A15_TIMES}; ${times.A15_SLOW_FILTERS}`)),
];

/** A7 ×4, A15 ×4, matrix ×2, FFT ×4, Viterbi ×2, memory; further times may be added to A7, A15 and FFT. */
function acceleratorClusters(little = '', big = '', fft = ''): ClusterRow[] {
  return [
    littleCluster(4, executionTimes(times.A7_TIMES + little)),
    bigCluster(4, executionTimes(times.A15_TIMES + big)),
    fixedCluster(
      { name: 'MM', type: 'ACC_1', processors: 2, executionTime: executionTimes(times.MATRIX_TIMES) },
      [0.05, 0.1],
    ),
    fixedCluster(
      { name: 'FFT', type: 'ACC_2', processors: 4, executionTime: executionTimes(times.FFT_TIMES + fft) },
      [0.0913, 0.1826, 0.2739, 0.3652],
    ),
    fixedCluster(
      { name: 'VIT', type: 'ACC_3', processors: 2, executionTime: executionTimes(times.VITERBI_TIMES) },
      [0.05885, 0.1177],
    ),
    storage('MEMORY', 'MEM'),
  ];
}

const ACCELERATOR_BANDWIDTH: PlatformInput['bandwidth'] = {
  self: 10000,
  links: [
    [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], 1000],
    [[0, 1, 2], [3], 10],
  ],
};

export const DS3_PLATFORMS: readonly PlatformInput[] = [
  {
    name: 'socrates-top',
    timeUnit: 'tick',
    clusters: [
      ...topcuogluClusters(['CPU', 'CPU', 'CPU']).map((row) => ({
        ...row,
        operatingPoints: BIG_POINTS,
        powerProfileWatts: {},
        tripMegahertz: [],
      })),
      storage('M1', 'MEM'),
    ],
    bandwidth: [
      [100, 1, 1, 2],
      [1, 100, 1, 2],
      [1, 1, 100, 2],
      [2, 2, 2, 0],
    ],
  },
  {
    name: 'ds3-top',
    timeUnit: 'us',
    clusters: [...topcuogluClusters(['CPU1', 'CPU2', 'CPU3']), storage('M1', 'MEM')],
    bandwidth: TOPCUOGLU_BANDWIDTH,
  },
  {
    name: 'ds3-big-little',
    timeUnit: 'us',
    clusters: [...bigLittle, storage('MEMORY', 'MEM')],
    bandwidth: { self: 10000, links: [[[0, 1, 2], [0, 1, 2], 1000]] },
  },
  { name: 'ds3-accelerators', timeUnit: 'us', clusters: acceleratorClusters(), bandwidth: ACCELERATOR_BANDWIDTH },
  {
    name: 'ds3-accelerators-noc',
    timeUnit: 'us',
    clusters: [...acceleratorClusters(), ...[1, 2, 3, 4].map((i) => storage(`CACHE_${i}`, 'CAC'))],
    memory: 'MEMORY',
    bandwidth: ACCELERATOR_BANDWIDTH,
  },
  {
    name: 'ds3-pulse-doppler',
    timeUnit: 'us',
    clusters: acceleratorClusters(
      `; ${times.PULSE_DOPPLER_A7}`,
      `; ${times.PULSE_DOPPLER_A15}`,
      `; ${times.PULSE_DOPPLER_FFT}`,
    ),
    bandwidth: ACCELERATOR_BANDWIDTH,
  },
];
