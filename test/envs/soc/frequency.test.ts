/** Governors, rescaling of what runs, and thermal throttling. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SocConfigInput } from '../../../envs/soc/config.js';
import { socInvariants } from '../../../envs/soc/invariants.js';
import { socMetrics } from '../../../envs/soc/metrics.js';
import { createRng } from '../../../src/rng.js';
import { validateTrace } from '../../../src/sim/validate.js';
import { earliestEnd } from './choosers.js';
import { play, startSoc } from './fixtures.js';

const MIX: SocConfigInput = {
  platform: 'ds3-big-little',
  jobs: [{ template: 'wifi-tx' }, { template: 'temporal-mitigation' }],
  arrival: { process: 'poisson', meanInterval: 150 },
  episode: { jobs: 60 },
};

function under(frequency: NonNullable<SocConfigInput['frequency']>, further: Partial<SocConfigInput> = {}) {
  const { simulator, trace } = play({ ...MIX, ...further, frequency }, earliestEnd);
  return { figures: socMetrics(simulator), simulator, trace };
}

describe('governors', () => {
  it('trade latency for energy and heat', () => {
    const fast = under({ governor: 'performance' }).figures;
    const middle = under({ governor: 'constant-1000' }).figures;
    const slow = under({ governor: 'powersave' }).figures;
    expect(fast.latencyMean).toBeLessThan(middle.latencyMean!);
    expect(middle.latencyMean).toBeLessThan(slow.latencyMean!);
    expect(fast.peakTemperatureCelsius).toBeGreaterThan(middle.peakTemperatureCelsius!);
    expect(middle.peakTemperatureCelsius).toBeGreaterThan(slow.peakTemperatureCelsius!);
  });

  it('stretch every task by the ratio of frequencies', () => {
    const { trace, simulator } = under({ governor: 'constant-1000' });
    const { model } = simulator;
    for (let row = 0; row < trace.length; row++) {
      const cluster = model.clusters[model.clusterOf[trace.resource[row]]];
      const ticks = cluster.executionTime[trace.label[row]];
      const stretched = Math.ceil((ticks * cluster.operatingPoints.at(-1)!.megahertz) / 1000);
      expect(trace.finish[row] - trace.start[row]).toBeCloseTo(stretched, 9);
    }
  });

  it('show the expected time at the present frequency', () => {
    const { simulator } = startSoc({ ...MIX, frequency: { governor: 'powersave' } });
    simulator.advance();
    const { cost, items, resources } = simulator.view;
    const slot = items.slots[0];
    const m = simulator.model.processorCount;
    const { model } = simulator;
    const full = model.cost[(model.taskStart[items.kind[slot]] + model.level[0]) * m + 4]; // the head
    expect(resources.speed[4]).toBeCloseTo(600 / 2000, 12);
    expect(resources.columns.frequencyMegahertz![4]).toBe(600);
    expect(cost[slot * m + 4]).toBeCloseTo(full / 0.3, 9);
  });

  it('on demand go up under load, down in idle time, and stop looking at an idle chip', () => {
    const { simulator, trace } = under({ governor: 'ondemand' });
    const lengths = new Map<string, Set<number>>(); // by task and processor
    for (let row = 0; row < trace.length; row++) {
      const key = `${trace.label[row]} on ${trace.resource[row]}`;
      lengths.set(key, (lengths.get(key) ?? new Set()).add(trace.finish[row] - trace.start[row]));
    }
    expect(Math.max(...Array.from(lengths.values(), ({ size }) => size))).toBeGreaterThan(1);
    const sparse = startSoc({
      ...MIX,
      arrival: { process: 'trace', times: [0, 1e9] },
      episode: { jobs: 2 },
      frequency: { governor: 'ondemand' },
    });
    let decisions = 0;
    sparse.simulator.run((view) => {
      decisions++;
      if (view.now === 1e9) expect(Math.max(...view.resources.speed)).toBeLessThan(1);
      return earliestEnd(view);
    });
    expect(decisions).toBeGreaterThan(0);
    expect(simulator.ended).toBe(1);
  });

  it('are refused where a cluster has no such point', () => {
    expect(() => startSoc({ ...MIX, frequency: { governor: 'constant-1234' } })).toThrow(/runs at .* MHz only/);
    expect(() => startSoc({ ...MIX, frequency: { governor: 'turbo' } })).toThrow(
      /frequency\.governor: performance, powersave/,
    );
  });
});

describe('thermal throttling', () => {
  it('keeps the chip near its trip points', () => {
    const dense: Partial<SocConfigInput> = {
      arrival: { process: 'poisson', meanInterval: 60 },
      episode: { jobs: 250 },
    };
    const free = under({}, dense).figures;
    const capped = under({ throttling: true }, dense).figures;
    expect(free.peakTemperatureCelsius).toBeGreaterThan(100);
    expect(capped.peakTemperatureCelsius).toBeLessThan(97);
    expect(capped.latencyMean).toBeGreaterThan(free.latencyMean!);
    expect(capped.completedJobs).toBe(250);
  });
});

describe('under changing frequencies', () => {
  const settings = fc.record({
    governor: fc.constantFrom('performance', 'powersave', 'ondemand', 'constant-1000'),
    throttling: fc.boolean(),
    binding: fc.constantFrom('on-ready' as const, 'late' as const),
    executionNoise: fc.constantFrom(0, 0.2),
    interval: fc.integer({ min: 30, max: 400 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });

  it('all laws hold, no task is faster than at full speed, and a restored chip goes on identically', () => {
    fc.assert(
      fc.property(settings, ({ governor, throttling, binding, executionNoise, interval, seed }) => {
        const config: SocConfigInput = {
          ...MIX,
          binding,
          executionNoise,
          arrival: { process: 'poisson', meanInterval: interval },
          episode: { jobs: 15 },
          frequency: { governor, throttling },
        };
        const { simulator, recorded } = startSoc(config, seed);
        const rng = createRng(seed);
        const actions: number[] = [];
        const half = 100;
        let saved: Uint8Array | null = null;
        while (simulator.advance()) {
          if (actions.length % 10 === 0 && socInvariants(simulator).length > 0)
            throw new Error(socInvariants(simulator)[0]);
          if (actions.length === half) saved = simulator.state.arena.snapshot();
          const allowed = Array.from(simulator.view.mask.keys()).filter((action) => simulator.view.mask[action] === 1);
          const action = rng() < 0.7 ? earliestEnd(simulator.view) : allowed[rng.integer(allowed.length)];
          actions.push(action);
          simulator.act(action);
        }
        const trace = recorded.read();
        expect(validateTrace(trace)).toEqual([]);
        expect(socInvariants(simulator)).toEqual([]);
        const { model } = simulator;
        for (let row = 0; row < trace.length && executionNoise === 0; row++) {
          const cluster = model.clusters[model.clusterOf[trace.resource[row]]];
          expect(trace.finish[row] - trace.start[row]).toBeGreaterThanOrEqual(cluster.executionTime[trace.label[row]]);
        }
        const end = simulator.state.arena.snapshot();
        simulator.state.arena.restore(saved!);
        simulator.jobs.latency.length = 0;
        simulator.jobs.slowdown.length = 0;
        for (let next = half; simulator.advance(); next++) simulator.act(actions[next]);
        expect(Buffer.compare(simulator.state.arena.snapshot(), end)).toBe(0);
      }),
      { numRuns: 25, seed: 31 },
    );
  });
});
