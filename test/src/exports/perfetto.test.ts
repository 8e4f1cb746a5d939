import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perfettoJson } from '../../../src/report/perfetto.js';
import { layTracks } from '../../../src/report/tracks.js';
import { RESOURCES, randomTrace, regularTrace } from './arbitrary.js';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly args: Record<string, unknown>;
}

interface TraceFile {
  readonly otherData: Record<string, unknown>;
  readonly traceEvents: readonly TraceEvent[];
}

const parse = (text: string): TraceFile => JSON.parse(text) as TraceFile;

describe('Perfetto trace', () => {
  it('has a complete event per row, on threads named after resources where nothing overlaps', () => {
    fc.assert(
      fc.property(randomTrace, (trace) => {
        const { traceEvents, otherData } = parse(perfettoJson(trace));
        expect(otherData).toEqual({ timeUnit: 'us', microsecondsPerUnit: 1 });
        const slices = traceEvents.filter(({ ph }) => ph === 'X');
        expect(slices.length).toBe(trace.length);
        const threadName = new Map<number, string>();
        for (const { name, tid, args } of traceEvents)
          if (name === 'thread_name') threadName.set(tid, String(args.name));
        expect(new Set(threadName.values()).size).toBe(threadName.size);
        expect([...threadName.values()]).toEqual(expect.arrayContaining(RESOURCES));
        for (const slice of slices) {
          const row = slice.args.task as number;
          const resource = RESOURCES[trace.resource[row]];
          expect(threadName.get(slice.tid)!.startsWith(resource)).toBe(true);
          expect(slice.ts).toBe(trace.start[row]);
          expect(slice.dur).toBeGreaterThanOrEqual(0);
          if (!Number.isNaN(trace.finish[row])) expect(slice.dur).toBeCloseTo(trace.finish[row] - trace.start[row], 9);
        }
        for (const tid of threadName.keys()) {
          const own = slices
            .filter((slice) => slice.tid === tid && slice.dur > 0)
            .sort((a, b) => a.ts - b.ts || a.dur - b.dur);
          for (let i = 1; i < own.length; i++)
            expect(own[i].ts).toBeGreaterThanOrEqual(own[i - 1].ts + own[i - 1].dur - 1e-9);
        }
      }),
    );
  });

  it('scales ticks as told and says so', () => {
    const trace = { ...regularTrace(40), timeUnit: { name: 'tick', seconds: 1 } };
    expect(parse(perfettoJson(trace)).otherData.microsecondsPerUnit).toBe(1e6);
    const { otherData, traceEvents } = parse(
      perfettoJson(trace, { microsecondsPerUnit: 0.5, process: 'soc/wifi-rx', processId: 7 }),
    );
    expect(otherData).toEqual({ timeUnit: 'tick', microsecondsPerUnit: 0.5 });
    expect(traceEvents.find(({ name }) => name === 'process_name')).toMatchObject({
      pid: 7,
      args: { name: 'soc/wifi-rx' },
    });
    expect(
      traceEvents
        .filter(({ ph }) => ph === 'X')
        .every(({ pid, args, ts }) => pid === 7 && ts === (args['start (tick)'] as number) / 2),
    ).toBe(true);
  });

  it('draws arrows between rows', () => {
    const { traceEvents } = parse(
      perfettoJson(regularTrace(40), {
        flows: [
          [0, 20],
          [1, 20],
        ],
      }),
    );
    const starts = traceEvents.filter(({ ph }) => ph === 's');
    const ends = traceEvents.filter(({ ph }) => ph === 'f');
    expect(starts.map(({ id, tid }) => [id, tid])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(ends.map(({ id, tid, ts }) => [id, tid, ts])).toEqual([
      [0, 4, 10],
      [1, 4, 10],
    ]);
    // the foot lies inside the slice that it leaves
    expect(starts[1].ts).toBeGreaterThan(1.9);
    expect(starts[1].ts).toBeLessThan(2);
    expect(() => perfettoJson(regularTrace(4), { flows: [[0, 4]] })).toThrow(/flow 0 → 4 .*0…3/);
  });
});

describe('tracks', () => {
  it('hold work that follows without a gap', () => {
    const trace = regularTrace(170);
    const dense = { ...trace, finish: trace.start.map((time) => time + 10) };
    expect([...layTracks(dense).count]).toEqual(new Array(17).fill(1));
    const longer = { ...trace, finish: trace.start.map((time) => time + 10.5) };
    expect([...layTracks(longer).count]).toEqual(new Array(17).fill(2));
  });

  it('are as few as work runs at once', () => {
    fc.assert(
      fc.property(randomTrace, (trace) => {
        const { trackOf, count, end } = layTracks(trace);
        const finish = trace.finish.map((time) => (Number.isNaN(time) ? Infinity : time));
        for (let r = 0; r < RESOURCES.length; r++) {
          const rows = [...trackOf.keys()].filter((row) => trace.resource[row] === r && finish[row] > trace.start[row]);
          const most = Math.max(
            0,
            ...rows.map(
              (row) => rows.filter((o) => trace.start[o] <= trace.start[row] && finish[o] > trace.start[row]).length,
            ),
          );
          expect(count[r]).toBe(Math.max(1, most));
        }
        expect(end).toBe(Math.max(0, ...trace.start, ...trace.finish.filter((time) => !Number.isNaN(time))));
      }),
    );
  });
});
