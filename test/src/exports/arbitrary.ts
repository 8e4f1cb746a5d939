/** Random recorded schedules with every nuisance a name can have. */
import fc from 'fast-check';
import type { ScheduleTrace } from '../../../src/env.js';

export const RESOURCES = ['big, "fast"', 'FFT <0> & co', 'NPU\n1'];

const name = fc.oneof(
  fc.constantFrom(
    'fft',
    'a,b',
    '"q"',
    '<x> & y',
    'line\r\nbreak',
    ' padded ',
    '',
    '\u0000\u001b',
    '信号',
    '𝛼',
    '\ud800',
  ),
  fc.string({ maxLength: 40 }),
);

const row = fc.record({
  job: fc.nat(5),
  resource: fc.nat(RESOURCES.length - 1),
  ready: fc.double({ min: 0, max: 1000, noNaN: true }),
  wait: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 50, noNaN: true })),
  duration: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 200, noNaN: true }), fc.constant(Number.NaN)),
  label: name,
  jobLabel: name,
});

export const randomTrace: fc.Arbitrary<ScheduleTrace> = fc.array(row, { maxLength: 40 }).map((rows) => ({
  timeUnit: { name: 'us', seconds: 1e-6 },
  resources: RESOURCES,
  length: rows.length,
  task: Int32Array.from(rows, (_, i) => i),
  job: Int32Array.from(rows, ({ job }) => job),
  resource: Int32Array.from(rows, ({ resource }) => resource),
  ready: Float64Array.from(rows, ({ ready }) => ready),
  start: Float64Array.from(rows, ({ ready, wait }) => ready + wait),
  finish: Float64Array.from(rows, ({ ready, wait, duration }) => ready + wait + duration),
  label: rows.map(({ label }) => label),
  jobLabel: rows.map(({ jobLabel }) => jobLabel),
}));

/** One row after another, as many as wanted, on 17 resources. */
export function regularTrace(length: number): ScheduleTrace {
  const rows = Array.from({ length }, (_, i) => i);
  const start = Float64Array.from(rows, (i) => Math.floor(i / 17) * 10);
  return {
    timeUnit: { name: 'us', seconds: 1e-6 },
    resources: Array.from({ length: 17 }, (_, i) => `PE ${i}`),
    length,
    task: Int32Array.from(rows),
    job: Int32Array.from(rows, (i) => i >> 4),
    resource: Int32Array.from(rows, (i) => i % 17),
    ready: start,
    start,
    finish: start.map((time, i) => time + 1 + (i % 9)),
    label: rows.map((i) => `task ${i % 16}`),
    jobLabel: rows.map((i) => `application ${(i >> 4) % 3}`),
  };
}
