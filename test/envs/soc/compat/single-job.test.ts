/**
 * One job alone: values of the reference table (segemena/DS3@056c930, EpiSci/SoCRATES@e246978,
 * Emre825/DASH-Sim-Release-master@eca0137; the MET and ETF values of WiFi-RX and range detection are printed in the
 * DS3 paper, Table 5) and HEFT's canonical example.
 */
import { describe, expect, it } from 'vitest';
import { singleJobLatency, singleJobTable } from '../../../../envs/soc/compat/single-job.js';
import { SINGLE_JOB_LATENCIES } from '../../../../src/cli/published/single-job-latencies.js';

describe('single-job table', () => {
  const rows: Record<string, (number | string)[]> = {};
  for (const { platform, scheduler, latency } of singleJobTable()) {
    const row = `${platform} ${scheduler}`;
    rows[row] = [...(rows[row] ?? []), latency];
  }

  it.each(Object.entries(SINGLE_JOB_LATENCIES))('%s', (row, latencies) => {
    expect(rows[row]).toEqual(latencies);
  });

  it('has no other rows', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(SINGLE_JOB_LATENCIES).sort());
  });
});

it('a deadlocked plan ends as "no progress" with power switched on as well', () => {
  expect(
    singleJobLatency({ mode: 'ds3', platform: 'ds3-accelerators', scheduler: 'HEFT', job: 'single-carrier-rx' }),
  ).toBe('deadlock');
});
