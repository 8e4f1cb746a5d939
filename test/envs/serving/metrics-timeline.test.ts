import { describe, expect, test } from 'vitest';
import { VllmV0Engine, vllmV0Schema } from '../../../envs/serving/engines/vllm-v0.js';
import { OUTCOME_COMPLETED } from '../../../envs/serving/ledger.js';
import type { ServingSimulator } from '../../../envs/serving/simulator.js';
import { TimeGrid } from '../../../envs/serving/time-grid.js';
import { servingTimeline } from '../../../envs/serving/timeline-data.js';
import { servingTrace } from '../../../envs/serving/trace.js';
import { layTracks } from '../../../src/report/tracks.js';
import { createRng } from '../../../src/rng.js';
import { runAll, simulatorOf, writtenSource } from './one-engine.js';

/** 60 requests on two tight instances: some are preempted. */
function pressed(): ServingSimulator {
  const rng = createRng('pressed');
  let arrival = 0;
  const rows = Array.from({ length: 60 }, () => {
    arrival += rng.integer(40_000_000);
    return { arrival, prompt: 50 + rng.integer(400), output: 1 + rng.integer(150) };
  });
  const engine = new VllmV0Engine(vllmV0Schema.parse({ kind: 'vllm-v0' }));
  const simulator = simulatorOf({ engine, blocks: 90, instances: 2 });
  runAll(simulator, writtenSource(rows));
  return simulator;
}

describe('spans', () => {
  const simulator = pressed();
  const { ledger } = simulator;
  const { spans } = servingTimeline(simulator);

  test('the spans of a request follow each other from its arrival to its end', () => {
    const until = new Map<number, number>();
    for (let span = 0; span < spans.count; span++) {
      const request = spans.item[span];
      expect(spans.start[span]).toBe(until.get(request) ?? ledger.arrival[request]);
      expect(spans.finish[span]).toBeGreaterThan(spans.start[span]);
      until.set(request, spans.finish[span]);
    }
    for (let row = 0; row < ledger.rows; row++) {
      expect(ledger.outcome[row]).toBe(OUTCOME_COMPLETED);
      expect(until.get(row)).toBe(ledger.finishedAt[row]);
    }
  });

  test('preempted spans are those of preempted requests; the first prefill begins when it was scheduled', () => {
    const preempted = new Set<number>();
    const scheduled = new Set<number>();
    for (let span = 0; span < spans.count; span++) {
      const request = spans.item[span];
      const kind = spans.kinds[spans.kind[span]];
      if (kind === 'preempted') preempted.add(request);
      if (kind !== 'prefill' || scheduled.has(request)) continue;
      scheduled.add(request);
      expect(spans.start[span]).toBe(ledger.scheduledAt[request]);
    }
    const counted = Array.from({ length: ledger.rows }, (_, row) => row).filter((row) => ledger.preemptions[row] > 0);
    expect(counted.length).toBeGreaterThan(2);
    expect([...preempted].sort((a, b) => a - b)).toEqual(counted);
  });

  test('as a schedule: rows of an instance fit into tracks, waiting is before the start', () => {
    const trace = servingTrace(simulator);
    const tracks = layTracks(trace);
    expect(tracks.end).toBe(simulator.now);
    expect(trace.resources).toEqual(['instance 0', 'instance 1']);
    for (let row = 0; row < trace.length; row++) expect(trace.ready[row]).toBeLessThanOrEqual(trace.start[row]);
    expect(new Set(trace.jobLabel).has('preempted')).toBe(true);
  });
});

describe('a run that is cut', () => {
  test('requests that have not ended are shown until the cut, and have a record', () => {
    const engine = new VllmV0Engine(vllmV0Schema.parse({ kind: 'vllm-v0' }));
    const simulator = simulatorOf({ engine, blocks: 30 });
    simulator.reset(
      writtenSource([
        { prompt: 400, output: 20 },
        { prompt: 400, output: 20 },
        { arrival: 90_000_000, prompt: 16, output: 2 },
      ]),
    );
    simulator.advance();
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
    simulator.advance();
    const { spans, records } = servingTimeline(simulator);
    const kinds = new Set<string>();
    for (let span = 0; span < spans.count; span++) if (spans.item[span] === 1) kinds.add(spans.kinds[spans.kind[span]]);
    expect([...kinds]).toEqual(['waiting']);
    expect(records.count).toBe(3);
    const column = (name: string) => Array.from(records.columns.find((each) => each.name === name)!.values);
    expect(column('outcome')).toEqual(['unfinished', 'unfinished', 'unfinished']);
    expect(column('arrival')).toEqual([0, 0, 0.09]);
    expect(column('finishedAt')).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('an empty window and a run without a log are refused', () => {
    expect(() => servingTimeline(pressed(), { fromSeconds: 2, untilSeconds: 2 })).toThrow(
      /time window 2 … 2 s is empty/,
    );
    const engine = new VllmV0Engine(vllmV0Schema.parse({ kind: 'vllm-v0' }));
    expect(() => servingTimeline(simulatorOf({ engine, blocks: 30, log: null }))).toThrow(
      /needs a run that was recorded/,
    );
  });
});

describe('panels', () => {
  test('tokens in flight: their time integral is that of the batches', () => {
    const simulator = pressed();
    const { log } = simulator;
    const timeline = servingTimeline(simulator, { points: 37 });
    const [prefill] = timeline.panels[0].series;
    let drawn = 0;
    for (const lane of prefill.values) for (const value of lane) drawn += (value * simulator.now) / 37;
    let logged = 0;
    for (let batch = 0; batch < log!.count; batch++) {
      for (let entry = log!.first[batch]; entry < log!.first[batch + 1]; entry++) {
        if (log!.prefill[entry] === 1) logged += log!.tokens[entry] * (log!.end[batch] - log!.start[batch]);
      }
    }
    expect(drawn / logged).toBeCloseTo(1, 9);
  });

  test('the largest value of a step is kept', () => {
    const grid = new TimeGrid({ from: 0, until: 10, points: 5 });
    const series = new Float64Array(5);
    grid.addPeak(series, 7, { start: 3, finish: 3.1 });
    grid.addPeak(series, 2, { start: 1, finish: 7 });
    grid.addPeak(series, 9, { start: 11, finish: 12 });
    expect([...series]).toEqual([2, 7, 2, 2, 0]);
    const mean = new Float64Array(5);
    grid.addMean(mean, 6, { start: -5, finish: 3 });
    expect([...mean]).toEqual([6, 3, 0, 0, 0]);
  });
});
