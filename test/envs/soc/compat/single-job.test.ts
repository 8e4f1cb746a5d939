/**
 * One job alone: values of the reference table (segemena/DS3@056c930, EpiSci/SoCRATES@e246978,
 * Emre825/DASH-Sim-Release-master@eca0137; the MET and ETF values of WiFi-RX and range detection are printed in the
 * DS3 paper, Table 5) and HEFT's canonical example.
 */
import { describe, expect, it } from 'vitest';
import { singleJobLatency, singleJobTable } from '../../../../envs/soc/compat/single-job.js';

const EXPECTED: Readonly<Record<string, readonly (number | string)[]>> = {
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
};

describe('single-job table', () => {
  const rows: Record<string, (number | string)[]> = {};
  for (const { platform, scheduler, latency } of singleJobTable()) {
    const row = `${platform} ${scheduler}`;
    rows[row] = [...(rows[row] ?? []), latency];
  }

  it.each(Object.entries(EXPECTED))('%s', (row, latencies) => {
    expect(rows[row]).toEqual(latencies);
  });

  it('has no other rows', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(EXPECTED).sort());
  });
});

it('a deadlocked plan ends as "no progress" with power switched on as well', () => {
  expect(
    singleJobLatency({ mode: 'ds3', platform: 'ds3-accelerators', scheduler: 'HEFT', job: 'single-carrier-rx' }),
  ).toBe('deadlock');
});
