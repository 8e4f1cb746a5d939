/**
 * Published latencies of one job alone on an empty system, in ticks (µs, socrates unnamed). The rows were measured by
 * replaying segemena/DS3@056c930, EpiSci/SoCRATES@e246978 and Emre825/DASH-Sim-Release-master@eca0137; 80 for HEFT on
 * `ds3-top` is the canonical value (Topcuoglu et al. 2002). `DS3_TABLE_5` is what the DS3 paper itself prints (Arda et
 * al. 2020, Table 5); its pulse-Doppler job and its constraint-programming column are left out: neither was released.
 */

/** Ticks, `deadlock` (nothing can be launched any more) or `aborts` (the planner gives up). */
export type PublishedLatency = number | 'deadlock' | 'aborts';

/** `platform scheduler` → latency of each job in the order of the table. */
export const SINGLE_JOB_LATENCIES: Readonly<Record<string, readonly PublishedLatency[]>> = Object.freeze({
  'ds3-accelerators MET': [71, 389, 177, 56, 154, 81],
  'ds3-accelerators EFT': [71, 301, 177, 56, 154, 81],
  'ds3-accelerators ETF': [71, 301, 177, 56, 154, 81],
  'ds3-accelerators ETF_LB': [71, 301, 177, 56, 154, 81],
  'ds3-accelerators STF': [165, 641, 177, 56, 154, 95],
  'ds3-accelerators HEFT_RT': [71, 288, 177, 56, 154, 81],
  'ds3-accelerators PEFT_RT': [72, 294, 177, 56, 154, 81],
  'ds3-accelerators HEFT': [72, 291, 177, 73, 'deadlock', 81],
  'ds3-accelerators PEFT': [72, 291, 177, 59, 156, 'aborts'],
  'ds3-big-little MET': [282, 1245, 207, 1429, 3544, 135],
  'ds3-big-little EFT': [275, 1133, 207, 1429, 3544, 135],
  'ds3-big-little ETF': [275, 1133, 207, 1429, 3544, 135],
  'ds3-big-little ETF_LB': [275, 1133, 207, 1429, 3544, 135],
  'ds3-big-little STF': [690, 1935, 267, 1429, 3544, 189],
  'ds3-big-little HEFT_RT': [266, 1135, 207, 1429, 3544, 135],
  'socrates-top MET': [80, 100, 120, 124, 100, 91, 92, 87, 81, 90],
  'socrates-top STF': [80, 100, 120, 124, 100, 91, 92, 87, 81, 90],
  'socrates-top EFT': [80, 90, 112, 104, 86, 96, 79, 69, 78, 83],
  'socrates-top ETF': [80, 108, 89, 100, 86, 80, 85, 68, 89, 82],
  'socrates-top HEFT_RT': [92, 95, 115, 116, 97, 96, 104, 88, 95, 85],
  'ds3-top HEFT_RT': [92],
  'ds3-top PEFT_RT': [92],
  'ds3-top HEFT': [80],
  'ds3-top PEFT': [98],
});

/** One printed value: µs. */
export interface PrintedLatency {
  readonly scheduler: string;
  readonly job: string;
  readonly latency: number; // µs
}

/** DS3 paper, Table 5, on its platform with a scrambler accelerator. */
export const DS3_TABLE_5: readonly PrintedLatency[] = [
  { scheduler: 'MET', job: 'wifi-tx', latency: 69 },
  { scheduler: 'ETF', job: 'wifi-tx', latency: 69 },
  { scheduler: 'MET', job: 'wifi-rx', latency: 389 },
  { scheduler: 'ETF', job: 'wifi-rx', latency: 301 },
  { scheduler: 'MET', job: 'range-detection', latency: 177 },
  { scheduler: 'ETF', job: 'range-detection', latency: 177 },
];
