/**
 * The reference table of mean latencies (socrates mode, 40 seeds each): measured with the released SoCRATES semantics,
 * EpiSci/SoCRATES@e246978, and an exact re-implementation of it. Numbers only.
 */
import type { ReferenceMean } from './seed-means.js';

const SETTINGS: readonly (readonly [profiles: number, queue: number, scale: number])[] = [
  [1, 3, 25],
  [5, 3, 25],
  [10, 3, 25],
  [5, 4, 25],
  [5, 5, 25],
  [5, 3, 50],
  [5, 3, 75],
  [5, 3, 100],
];

/** Latency and deviation between seeds, by setting. */
const MEANS: Readonly<Record<string, readonly (readonly [latency: number, deviation: number])[]>> = {
  random: [
    [164.97, 4.19],
    [176.75, 4.12],
    [170.66, 4.03],
    [207.63, 4.79],
    [243.43, 8.36],
    [168.59, 4.62],
    [162.51, 4.87],
    [156.79, 5.76],
  ],
  MET: [
    [108.59, 1.54],
    [126.22, 2.04],
    [120.85, 1.9],
    [141.31, 3.19],
    [160.01, 3.28],
    [122.47, 2.53],
    [119.82, 3.09],
    [117.78, 2.86],
  ],
  EFT: [
    [110.3, 1.33],
    [119.18, 1.35],
    [115.27, 1.43],
    [138.33, 2.09],
    [160.6, 3.46],
    [113.86, 1.58],
    [110.03, 2.04],
    [107.46, 2.55],
  ],
  ETF: [
    [104.11, 1.18],
    [115.94, 1.4],
    [111.48, 1.56],
    [132.52, 2.1],
    [152.65, 2.98],
    [110.71, 1.83],
    [106.52, 2.28],
    [103.98, 2.56],
  ],
  HEFT_RT: [
    [121.06, 1.47],
    [132.1, 1.98],
    [127.94, 1.65],
    [150.49, 2.52],
    [171.11, 2.84],
    [125.89, 2.06],
    [122.01, 3.04],
    [118.85, 2.59],
  ],
  'deepsocs-released': [
    [117.69, 1.26],
    [131.29, 1.66],
    [125.8, 1.87],
    [149.08, 2.18],
    [169.09, 3.27],
    [125.09, 2.34],
    [120.66, 2.58],
    [117.77, 3.04],
  ],
};

/** All cells: eight settings by six schedulers. */
export const REFERENCE_MEANS: readonly ReferenceMean[] = Object.entries(MEANS).flatMap(([scheduler, row]) =>
  row.map(([latency, deviation], i) => {
    const [profiles, queue, scale] = SETTINGS[i];
    return { profiles, queue, scale, scheduler, latency, deviation };
  }),
);
