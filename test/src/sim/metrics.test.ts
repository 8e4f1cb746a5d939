import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from '../../../src/report/statistics/index.js';
import { Arena } from '../../../src/sim/arena.js';
import {
  JOB_ACCEPTED,
  JOB_COMPLETED,
  JOB_DROPPED,
  JOB_WAITING,
  type JobColumns,
  summarizeDeadlines,
  summarizeJobs,
} from '../../../src/sim/metrics.js';
import { TimeIntegrals } from '../../../src/sim/time-integrals.js';

interface Job {
  readonly arrival: number;
  readonly duration: number;
  readonly status: number;
  readonly slack: number;
  readonly bound: number;
}

const job: fc.Arbitrary<Job> = fc.record({
  arrival: fc.nat(100),
  duration: fc.nat(60),
  status: fc.constantFrom(JOB_WAITING, JOB_ACCEPTED, JOB_COMPLETED, JOB_COMPLETED, JOB_DROPPED),
  slack: fc.constantFrom(1, 20, 50, Infinity),
  bound: fc.constantFrom(0, 1, 5),
});

const columns = (jobs: readonly Job[]): JobColumns => ({
  count: jobs.length,
  // rows beyond the count belong to nobody
  arrival: Float64Array.from([...jobs.map((j) => j.arrival), -1e9]),
  finish: Float64Array.from([
    ...jobs.map((j) => (j.status === JOB_COMPLETED ? j.arrival + j.duration : Number.NaN)),
    1e9,
  ]),
  status: Uint8Array.from([...jobs.map((j) => j.status), JOB_COMPLETED]),
  deadline: Float64Array.from([...jobs.map((j) => j.arrival + j.slack), 0]),
  bound: Float64Array.from([...jobs.map((j) => j.bound), 1]),
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Equal up to rounding, or both NaN. */
function near(actual: number, expected: number): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, 9);
}

describe('job summary', () => {
  it('agrees with the definitions, job by job', () => {
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 30 }), fc.integer({ min: 160, max: 300 }), (jobs, end) => {
        const summary = summarizeJobs(columns(jobs), end);
        const done = jobs.filter((j) => j.status === JOB_COMPLETED);
        const open = jobs.filter((j) => j.status === JOB_WAITING || j.status === JOB_ACCEPTED);
        expect(summary.offeredJobs).toBe(jobs.length);
        expect(summary.completedJobs + summary.unfinishedJobs + summary.droppedJobs).toBe(jobs.length);
        expect(summary.completedJobs).toBe(done.length);
        expect(summary.unfinishedJobs).toBe(open.length);
        expect(summary.acceptedJobs).toBe(
          jobs.filter((j) => j.status === JOB_ACCEPTED || j.status === JOB_COMPLETED).length,
        );
        const latency = done.map((j) => j.duration);
        near(summary.latencyMean, mean(latency));
        near(summary.latencyMeanCensored, mean([...latency, ...open.map((j) => end - j.arrival)]));
        if (done.length > 0) {
          near(summary.latencyP50, quantile(latency, 0.5));
          near(summary.latencyP95, quantile(latency, 0.95));
          near(summary.latencyP99, quantile(latency, 0.99));
          expect(summary.latencyMax).toBe(Math.max(...latency));
        }
        near(summary.slowdownMean, mean(done.filter((j) => j.bound > 0).map((j) => j.duration / j.bound)));
        expect(summary.makespan).toBe(Math.max(0, ...done.map((j) => j.arrival + j.duration)));
        expect(summary.throughput).toBe(done.length / end);
        const presence = jobs
          .filter((j) => j.status !== JOB_DROPPED)
          .map((j) => (j.status === JOB_COMPLETED ? j.duration : end - j.arrival));
        near(summary.jobsInSystemMean, presence.reduce((sum, p) => sum + p, 0) / end);
        const due = jobs.filter((j) => j.slack < Infinity);
        const missed = due.filter(
          (j) =>
            j.status === JOB_DROPPED || (j.status === JOB_COMPLETED ? j.duration > j.slack : end > j.arrival + j.slack),
        );
        const decided = due.filter((j) => missed.includes(j) || j.status === JOB_COMPLETED);
        near(summary.deadlineMissRate, missed.length / decided.length);
      }),
    );
  });

  it('starving jobs flatters the uncensored mean only', () => {
    const jobs = columns([
      { arrival: 0, duration: 2, status: JOB_COMPLETED, slack: Infinity, bound: 1 },
      { arrival: 0, duration: 0, status: JOB_ACCEPTED, slack: 5, bound: 1 },
      { arrival: 90, duration: 0, status: JOB_WAITING, slack: 50, bound: 1 },
    ]);
    const summary = summarizeJobs(jobs, 100);
    expect(summary.latencyMean).toBe(2);
    expect(summary.latencyMeanCensored).toBe((2 + 100 + 10) / 3);
    // overdue though unfinished: missed; not yet due: undecided
    expect(summarizeDeadlines(jobs, 100)).toEqual({ decided: 1, missed: 1, missRate: 1 });
  });

  it('says NaN where there is nothing to average', () => {
    const { deadline: _, bound: __, ...bare } = columns([]);
    const summary = summarizeJobs(bare, 10);
    for (const name of [
      'latencyMean',
      'latencyMeanCensored',
      'latencyP99',
      'slowdownMean',
      'deadlineMissRate',
    ] as const)
      expect(summary[name]).toBeNaN();
    expect(summary).toMatchObject({ offeredJobs: 0, makespan: 0, throughput: 0, jobsInSystemMean: 0 });
  });
});

describe('time integrals', () => {
  it('integrate piecewise constant signals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.integer({ min: -5, max: 5 })), { maxLength: 20 }),
        fc.nat(9),
        (changes, rest) => {
          const integrals = new TimeIntegrals(2);
          integrals.clear(3);
          let time = 3;
          let value = 0;
          let area = 0;
          for (const [gap, change] of changes) {
            area += value * gap;
            time += gap;
            value += change;
            integrals.add(1, time, change);
            expect(integrals.value[1]).toBe(value);
          }
          area += value * rest;
          expect(integrals.integral(1, time + rest)).toBe(area);
          if (time + rest > 3) expect(integrals.average(1, time + rest, 3)).toBe(area / (time + rest - 3));
          expect(integrals.integral(0, time + rest)).toBe(0);
        },
      ),
    );
  });

  it('is part of an arena snapshot', () => {
    const arena = new Arena();
    const integrals = new TimeIntegrals(1, arena);
    integrals.set(0, 2, 5);
    const saved = arena.snapshot();
    integrals.set(0, 4, 100);
    arena.restore(saved);
    expect(integrals.integral(0, 6)).toBe(20);
  });
});
