import { describe, expect, test } from 'vitest';
import { VllmV0Engine, vllmV0Schema } from '../../../envs/serving/engines/vllm-v0.js';
import { Samples, unusableBlocks } from '../../../envs/serving/samples.js';
import type { ServingSimulator } from '../../../envs/serving/simulator.js';
import { INSTANCE_OFF } from '../../../src/serving.js';
import { clusterOf } from './fleet/cluster.js';
import { simulatorOf, type WrittenRequest, writtenSource } from './one-engine.js';

const engine = () => new VllmV0Engine(vllmV0Schema.parse({ kind: 'vllm-v0' }));

/** Two instances of 40 blocks; the first has a request running and, if asked, one that does not fit. */
function loaded(second?: number): ServingSimulator {
  const simulator = simulatorOf({ engine: engine(), blocks: 40, instances: 2, log: null });
  const rows: WrittenRequest[] = [{ prompt: 400, output: 50 }];
  if (second !== undefined) rows.push({ arrival: 10_000_000, prompt: second, output: 50 });
  rows.push({ arrival: 60_000_000, prompt: 16, output: 2 });
  simulator.reset(writtenSource(rows));
  for (let i = 0; i < rows.length - 1; i++) {
    simulator.advance();
    simulator.dispatch(simulator.unrouted.head, 0);
  }
  simulator.advance();
  return simulator;
}

describe('gauges', () => {
  test('of both instances', () => {
    const samples = new Samples(2);
    samples.take(loaded(320));
    expect([samples.series('running', 0)[0], samples.series('waiting', 0)[0]]).toEqual([1, 1]);
    expect(samples.series('usedBlocks', 0)[0]).toBeGreaterThanOrEqual(25);
    expect([samples.series('running', 1)[0], samples.series('usedBlocks', 1)[0]]).toEqual([0, 0]);
    expect(samples.means.queueLengthMean).toBe(2); // one waits at the instance, one has just arrived
    expect(samples.means.kvUsagePeak).toBe(samples.series('usedBlocks', 0)[0] / 40);
    expect(samples.means.kvUsageMean).toBe(samples.series('usedBlocks', 0)[0] / 80);
  });

  test('fragmentation: free blocks that are too few for the head of the queue', () => {
    const blocked = loaded(320);
    expect(unusableBlocks(blocked.state, 0)).toBe(40 - blocked.state.instances.usedBlocks[0]);
    expect(unusableBlocks(blocked.state, 1)).toBe(0);
    expect(unusableBlocks(loaded().state, 0)).toBe(0);
    const samples = new Samples(2);
    samples.take(blocked);
    expect(samples.means.fragmentationMean).toBe(unusableBlocks(blocked.state, 0) / 80);
  });

  test.each([
    [160, 0], // 10 blocks of the 15 free, 5 of which are kept free
    [176, 15],
  ])('what is kept free is not for the head of the queue: %i tokens', (prompt, unusable) => {
    const { simulator } = clusterOf({ instances: 1, engine: { kind: 'vllm-v0' }, blocks: 40, watermark: 5 });
    simulator.reset(
      writtenSource([
        { prompt: 400, output: 50 },
        { arrival: 10_000_000, prompt, output: 50 }, // in the prefill of the first: it waits for the next batch
      ]),
    );
    for (let i = 0; i < 2; i++) {
      simulator.advance();
      simulator.dispatch(simulator.unrouted.head, 0);
    }
    expect(simulator.state.freeBlocks(0)).toBe(15);
    expect(unusableBlocks(simulator.state, 0)).toBe(unusable);
  });

  test('an instance that is off counts nowhere', () => {
    const simulator = loaded(320);
    simulator.state.instances.state[1] = INSTANCE_OFF;
    const samples = new Samples(2);
    samples.take(simulator);
    expect(samples.means.kvUsageMean).toBe(samples.series('usedBlocks', 0)[0] / 40);
    expect(samples.means.instancesMean).toBe(1);
  });

  test('nothing read: NaN', () => {
    expect(new Samples(1).means).toMatchObject({ samples: 0, kvUsageMean: Number.NaN, kvUsagePeak: Number.NaN });
  });
});

describe('many samples', () => {
  /** Takes `count` samples at times 0, 1, 2, …, the queue as long as the time. */
  function taken(count: number, limit: number): Samples {
    const simulator = loaded();
    const samples = new Samples(2, limit);
    for (let i = 0; i < count; i++) {
      simulator.state.now = i;
      simulator.state.instances.waitingCount[1] = i;
      samples.take(simulator);
    }
    return samples;
  }

  test('rows stay within the limit, evenly spread; averages are of all samples', () => {
    const samples = taken(1000, 64);
    expect(samples.count).toBeLessThanOrEqual(64);
    expect(samples.count).toBeGreaterThanOrEqual(32);
    const times = [...samples.time.subarray(0, samples.count)];
    expect(times).toEqual(times.map((_, i) => i * times[1]));
    expect([...samples.series('waiting', 1)]).toEqual(times);
    expect(samples.means.samples).toBe(1000);
    expect(samples.means.queueLengthMean).toBe(999 / 2 + 1); // and the request that has just arrived
  });

  test('a snapshot goes on as the original does', () => {
    const original = taken(150, 32);
    const copy = new Samples(2, 32);
    copy.restore(structuredClone(original.snapshot()));
    const simulator = loaded();
    for (let i = 150; i < 300; i++) {
      simulator.state.now = i;
      original.take(simulator);
      copy.take(simulator);
    }
    expect(copy.snapshot()).toEqual(original.snapshot());
    original.restore(new Samples(2, 32).snapshot());
    expect(original.count).toBe(0);
  });

  test('an odd limit is refused', () => {
    expect(() => new Samples(1, 3)).toThrow('envs/serving: samples: limit 3 is not allowed');
  });
});
