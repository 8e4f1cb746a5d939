import { describe, expect, it } from 'vitest';
import type { ScheduleTrace } from '../../../src/env.js';
import { traceFromJson, traceToJson } from '../../../src/report/trace-json.js';

const trace: ScheduleTrace = {
  timeUnit: { name: 'ms', seconds: 1e-3 },
  resources: ['a', 'b'],
  length: 2,
  task: Int32Array.of(4, 5),
  job: Int32Array.of(0, 1),
  resource: Int32Array.of(1, 0),
  ready: Float64Array.of(0, 0.1),
  start: Float64Array.of(0.5, 1 / 3),
  finish: Float64Array.of(2, Number.NaN),
  label: ['x', 'y'],
  jobLabel: ['p', 'p'],
};

describe('a schedule as JSON', () => {
  it('comes back exactly, unfinished work included', () => {
    expect(traceFromJson(traceToJson(trace), 'file')).toEqual(trace);
  });

  it('names the file and the fault otherwise', () => {
    const json = JSON.parse(traceToJson(trace)) as Record<string, unknown>;
    const altered = (change: Record<string, unknown>) => () =>
      traceFromJson(JSON.stringify({ ...json, ...change }), 'f');
    expect(() => traceFromJson(traceToJson(trace).slice(0, 50), 'f')).toThrow(/^f: not complete JSON/);
    expect(altered({ start: [1] })).toThrow(/^f: column start has 1 rows, task has 2/);
    expect(altered({ resource: [0, 2] })).toThrow(/^f: resource 2 does not exist \(0…1\)/);
    expect(altered({ format: 'other' })).toThrow(/^f: not a recorded schedule \(format/);
  });
});
