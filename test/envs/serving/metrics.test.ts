import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ledger, type LedgerOptions } from '../../../envs/serving/ledger.js';
import { GROUP_METRICS, METRICS } from '../../../envs/serving/metric-list.js';
import { type FleetTallies, servingMetrics } from '../../../envs/serving/metrics.js';
import { RequestTable } from '../../../envs/serving/requests.js';
import type { SampleMeans } from '../../../envs/serving/samples.js';
import type { ServingSimulator } from '../../../envs/serving/simulator.js';
import { NO_SLO, type SloClass, SloLimits } from '../../../envs/serving/slo.js';
import { type WrittenOutcome, writeOutcomes } from './written-ledger.js';

const SECOND = 1e9;
const MEANS: SampleMeans = {
  samples: 2,
  kvUsageMean: 0.5,
  kvUsagePeak: 0.9,
  fragmentationMean: 0.1,
  queueLengthMean: 3,
  runningMean: 4,
  instancesMean: 2,
};

/** Metrics of a hand-made ledger at time `now` on two instances that were busy for 4 s and 2 s. */
function metricsOf(
  outcomes: readonly WrittenOutcome[],
  options: { now: number; slo?: readonly SloClass[]; migrations?: FleetTallies['migrations'] } & LedgerOptions,
) {
  const { now, slo = [NO_SLO], migrations, ...kept } = options;
  const ledger = new Ledger(slo.length, { slo, ...kept });
  const requests = new RequestTable();
  writeOutcomes(ledger, requests, outcomes);
  const instances = { count: 2, busyTime: Float64Array.of(4 * SECOND, 2 * SECOND), batchCount: new Int32Array(2) };
  const state = { requests, now, instances };
  const simulator = { ledger, state, iterations: 77, settleAll: () => {} } as unknown as ServingSimulator;
  return servingMetrics({
    simulator,
    samples: MEANS,
    fleet: { instanceTime: 2 * now, migrationsAborted: 1, ...(migrations ? { migrations } : {}) },
    slo,
  });
}

const CHAT: SloClass = { ...NO_SLO, name: 'chat', ttftSeconds: 1, tpotSeconds: 0.5 };
const DOCUMENTS: SloClass = { ...NO_SLO, name: 'documents', e2eSeconds: 5 };

// 11 outputs each: TPOT is a tenth of the time after the first token
const FOUR: readonly WrittenOutcome[] = [
  { number: 0, arrival: 0, scheduledAt: 0.5 * SECOND, firstTokenAt: SECOND, finishedAt: 3 * SECOND },
  { number: 1, arrival: 0, scheduledAt: SECOND, firstTokenAt: 2 * SECOND, finishedAt: 3 * SECOND, priority: 1 },
  { number: 2, arrival: SECOND, firstTokenAt: 1.5 * SECOND, finishedAt: 9 * SECOND, preemptions: 2, lostTime: SECOND },
  { number: 3, arrival: SECOND, finishedAt: Number.NaN },
];

describe('completed requests', () => {
  const metrics = metricsOf(FOUR, { now: 10 * SECOND, slo: [CHAT] });

  test('latencies, in seconds', () => {
    expect(metrics.ttftMean).toBeCloseTo(3.5 / 3);
    expect(metrics.ttftP50).toBeCloseTo(1);
    expect(metrics.latencyMean).toBeCloseTo(14 / 3);
    expect(metrics.latencyP90).toBeCloseTo(3 + 0.8 * 5); // between the second and the third of three
    expect(metrics.tpotMean).toBeCloseTo((0.2 + 0.1 + 0.75) / 3);
    expect(metrics.tbtMean).toBeCloseTo(10.5 / 30);
    expect(metrics.normalisedLatencyMean).toBeCloseTo(14 / 33);
    expect(metrics.schedulingDelayMean).toBeCloseTo(0.5);
  });

  test('counts and rates', () => {
    expect(metrics).toMatchObject({
      offeredJobs: 4,
      acceptedJobs: 3,
      completedJobs: 3,
      droppedJobs: 1,
      unfinishedJobs: 0,
      makespan: 10,
      throughput: 0.3,
      outputTokenThroughput: 3.3,
      tokenThroughput: 33.3,
      preemptions: 2,
      preemptedJobs: 1,
      busyShare: 0.3,
      averageInstances: 2,
      iterations: 77,
      migrationsAborted: 1,
      kvUsagePeak: 0.9,
    });
    expect(metrics.preemptionLossMean).toBeCloseTo(1 / 3);
    expect(metrics.instanceHours).toBeCloseTo(20 / 3600);
  });

  test('objectives: the rejected and the slow have missed them', () => {
    expect(metrics.sloAttainment).toBe(1 / 4); // number 1: TTFT 2 s; number 2: TPOT 0.75 s; number 3: rejected
    expect(metrics.goodput).toBe(0.1);
  });

  test('priorities apart', () => {
    expect(metrics['completedJobs:high-priority']).toBe(1);
    expect(metrics['ttftMean:high-priority']).toBe(2);
    expect(metrics['ttftMean:normal-priority']).toBeCloseTo(0.75);
    expect(metrics['sloAttainment:high-priority']).toBe(0);
    expect(metrics['normalisedLatencyMean:high-priority']).toBeCloseTo(3 / 11);
    expect(metrics['schedulingDelayP50:high-priority']).toBe(1);
    expect(metrics['schedulingDelayMean:normal-priority']).toBeCloseTo(0.25); // 0.5 s and none
    expect(metrics['latencyP95:normal-priority']).toBeCloseTo(3 + 0.95 * 5); // between 3 and 8
  });
});

test('classes have limits of their own', () => {
  const outcomes = FOUR.map((each) => ({ ...each, sloClass: each.number % 2 }));
  const metrics = metricsOf(outcomes, { now: 10 * SECOND, slo: [CHAT, DOCUMENTS] });
  expect(metrics['completedJobs:chat']).toBe(2);
  expect(metrics['sloAttainment:chat']).toBe(1 / 2);
  expect(metrics['sloAttainment:documents']).toBe(1 / 2); // one took 3 s of 5, one was rejected
  expect(metrics['latencyP99:documents']).toBe(3);
});

describe('a run that was cut', () => {
  const open: readonly WrittenOutcome[] = [
    ...FOUR.slice(0, 1),
    { number: 4, arrival: 8 * SECOND }, // no token for 2 s: TTFT is broken
    { number: 5, arrival: 9.5 * SECOND }, // undecided
    { number: 6, arrival: 6 * SECOND, firstTokenAt: 6.5 * SECOND, outputsSoFar: 3 }, // undecided
  ];
  const metrics = metricsOf(open, { now: 10 * SECOND, slo: [CHAT] });

  test('unfinished requests are counted with their age', () => {
    expect(metrics.unfinishedJobs).toBe(3);
    expect(metrics.offeredJobs).toBe(4);
    expect(metrics.latencyMean).toBe(3);
    expect(metrics.latencyMeanCensored).toBeCloseTo((3 + 2 + 0.5 + 4) / 4);
    expect(metrics.ttftMeanCensored).toBeCloseTo((1 + 2 + 0.5 + 0.5) / 4);
  });

  test.each(['rows', 'summary'] as const)('the median delay counts those that wait with their age (%s)', (keep) => {
    const waiting: readonly WrittenOutcome[] = [
      ...FOUR.slice(0, 1), // 0.5 s
      { number: 4, arrival: 8 * SECOND, scheduledAt: -1 }, // 2 s
      { number: 5, arrival: 6 * SECOND, scheduledAt: -1 }, // 4 s
      { number: 6, arrival: 6 * SECOND, scheduledAt: 9 * SECOND }, // 3 s
    ];
    const delays = metricsOf(waiting, { now: 10 * SECOND, slo: [CHAT], keep });
    expect(delays.schedulingDelayP50 / 0.5).toBeCloseTo(1, 2);
    expect(delays.schedulingDelayP50Censored / 2.5).toBeCloseTo(1, 2);
  });

  test('objectives that an age has broken are missed, others undecided', () => {
    expect(metrics.sloAttainment).toBe(1 / 2);
  });
});

test('an empty run: counts are 0, averages NaN', () => {
  const metrics = metricsOf([], { now: SECOND });
  expect(metrics.completedJobs).toBe(0);
  for (const key of ['ttftMean', 'latencyP99', 'tbtP50', 'sloAttainment', 'jainIndex', 'prefixHitShare']) {
    expect(metrics[key], key).toBeNaN();
  }
});

test('tenants: one that sees a third of the speed', () => {
  const metrics = metricsOf(
    [
      { number: 0, arrival: 0, firstTokenAt: 1, finishedAt: SECOND, tenant: 0 },
      { number: 1, arrival: 0, firstTokenAt: 1, finishedAt: 3 * SECOND, tenant: 9 },
    ],
    { now: 3 * SECOND },
  );
  expect(metrics.jainIndex).toBeCloseTo((4 / 3) ** 2 / (2 * (1 + 1 / 9)));
});

test('migrations as the fleet counts them, and prefixes', () => {
  const outcomes: readonly WrittenOutcome[] = [
    { number: 0, arrival: 0, firstTokenAt: 1, finishedAt: 9, downtime: SECOND, cachedTokens: 50 },
    { number: 1, arrival: 0, firstTokenAt: 1, finishedAt: 9 },
  ];
  const tallies = { completed: 3, downtime: 0.06 * SECOND, longestDowntime: 0.05 * SECOND };
  const metrics = metricsOf(outcomes, { now: 10, migrations: tallies });
  expect(metrics.migrations).toBe(3);
  expect(metrics.migrationDowntimeMean).toBeCloseTo(0.02);
  expect(metrics.migrationDowntimeMax).toBeCloseTo(0.05);
  expect(metrics.prefixHitShare).toBe(0.25);
  // the request was stopped for a second by one that was given up
  const none = metricsOf(outcomes, { now: 10, migrations: { completed: 0, downtime: 0, longestDowntime: 0 } });
  expect(none).toMatchObject({ migrations: 0, migrationDowntimeMean: Number.NaN, migrationDowntimeMax: Number.NaN });
});

test('every metric is explained, and nothing else is reported', () => {
  const metrics = metricsOf(FOUR, { now: 10 * SECOND, slo: [CHAT] });
  const plain = Object.keys(metrics).filter((key) => !key.includes(':'));
  expect([...plain].sort()).toEqual(METRICS.map(({ key }) => key).sort());
  const ofClass = Object.keys(metrics).filter((key) => key.endsWith(':chat'));
  expect(ofClass.sort()).toEqual(GROUP_METRICS.map((key) => `${key}:chat`).sort());
});

test('a summary tells what rows tell: counts and means equally, quantiles within 0.4 %', () => {
  const time = fc.integer({ min: 1, max: 60 * SECOND });
  const outcome = fc.record({
    arrival: fc.integer({ min: 0, max: 60 * SECOND }),
    ttft: time,
    rest: time,
    output: fc.integer({ min: 1, max: 500 }),
    sloClass: fc.integer({ min: 0, max: 1 }),
    priority: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 30 }), (all) => {
      const outcomes = all.map(({ ttft, rest, ...each }, number) => ({
        ...each,
        number,
        firstTokenAt: each.arrival + ttft,
        finishedAt: each.arrival + ttft + (each.output > 1 ? rest : 0),
      }));
      const given = { now: 200 * SECOND, slo: [CHAT, DOCUMENTS] };
      const rows = metricsOf(outcomes, given);
      const summary = metricsOf(outcomes, { ...given, keep: 'summary' });
      expect(Object.keys(summary)).toEqual(Object.keys(rows));
      for (const [key, value] of Object.entries(rows)) {
        const close = /P\d\d/.test(key) ? 0.004 * value + 2e-9 : 1e-12 * Math.abs(value);
        if (Number.isNaN(value)) expect(summary[key], key).toBeNaN();
        else expect(Math.abs(summary[key] - value), key).toBeLessThanOrEqual(close);
      }
    }),
    { numRuns: 40 },
  );
});

test('limits are met at the very nanosecond', () => {
  const limits = new SloLimits([{ ...NO_SLO, ttftSeconds: 0.1, tbtSeconds: 0.3 }], 1e-9);
  const times = { ttft: 1e8, tpot: Number.NaN, gap: 3e8, e2e: 1e12 };
  expect(limits.meets(0, times)).toBe(true);
  expect(limits.meets(0, { ...times, ttft: 1e8 + 1 })).toBe(false);
  expect(limits.meets(0, { ...times, gap: 3e8 + 1 })).toBe(false);
});
