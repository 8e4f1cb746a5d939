/**
 * Properties of the compatible simulator on random configurations: skipping empty turns changes nothing, driving it
 * from outside equals running it, a snapshot continues identically, and the schedule obeys the model.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompatConfig, Mode } from '../../../../envs/soc/compat/config.js';
import { seededDraws } from '../../../../envs/soc/compat/draws.js';
import { DS3_MIX } from '../../../../envs/soc/compat/ds3.js';
import { compatTotals } from '../../../../envs/soc/compat/results.js';
import { compatScheduler } from '../../../../envs/soc/compat/schedulers/index.js';
import { seedMeans } from '../../../../envs/soc/compat/seed-means.js';
import { CompatSimulator } from '../../../../envs/soc/compat/simulator.js';
import { createRng } from '../../../../src/rng.js';

interface Setting {
  readonly config: Partial<CompatConfig> & { readonly mode: Mode };
  readonly scheduler: string;
  readonly seed: number;
}

function simulator({ config, seed }: Setting): CompatSimulator {
  const rng = createRng(seed);
  const jobs = config.jobs?.length ?? 1;
  return new CompatSimulator(
    config,
    seededDraws(
      {
        arrival: config.arrival ?? 'exponential',
        scale: config.scale ?? 25,
        probabilities: config.probabilities ?? Array.from({ length: jobs }, () => 1 / jobs),
        noiseStd: config.noiseStd ?? 0,
      },
      { arrivals: rng.fork('arrivals'), types: rng.fork('types'), noise: rng.fork('noise') },
    ),
  );
}

/** A scheduler whose random choices, if any, are the setting's own. */
function scheduler({ scheduler: name, seed }: Setting) {
  return compatScheduler(name, createRng(seed).fork('choice'));
}

/** All that can be observed of a finished run. */
function outcome(sim: CompatSimulator) {
  const { tasks, jobs } = sim.state;
  const column = (values: ArrayLike<number>, count: number) => Array.from(values).slice(0, count);
  return {
    ending: sim.ending,
    totals: compatTotals(sim),
    processor: column(tasks.processor, tasks.count),
    dataReady: column(tasks.dataReady, tasks.count),
    start: column(tasks.start, tasks.count),
    finish: column(tasks.finish, tasks.count),
    tailFinish: column(jobs.tailFinish, jobs.count),
  };
}

const socrates = fc.record({
  config: fc.record({
    mode: fc.constant('socrates' as const),
    jobs: fc.constantFrom(['top-1'], ['top-1', 'top-2', 'top-3', 'top-4', 'top-5']),
    scale: fc.integer({ min: 1, max: 120 }),
    length: fc.integer({ min: 10, max: 800 }),
    maxJobs: fc.integer({ min: 1, max: 20 }),
    fillAtStart: fc.boolean(),
    noiseStd: fc.constantFrom(0, 0.3),
    communication: fc.constantFrom('pe-to-pe' as const, 'shared-memory' as const),
  }),
  scheduler: fc.constantFrom('MET', 'EFT', 'ETF', 'STF', 'HEFT_RT', 'deepsocs-released', 'random'),
  seed: fc.nat(1e6),
});

const ds3 = fc.record({
  config: fc.record({
    mode: fc.constant('ds3' as const),
    platform: fc.constantFrom('ds3-accelerators', 'ds3-big-little'),
    jobs: fc.constant(DS3_MIX.jobs),
    probabilities: fc.constant(DS3_MIX.probabilities),
    arrival: fc.constantFrom('fixed' as const, 'exponential' as const),
    scale: fc.integer({ min: 1, max: 400 }),
    stopAfterJobs: fc.integer({ min: 1, max: 12 }),
    maxJobs: fc.integer({ min: 1, max: 8 }),
    communication: fc.constantFrom('pe-to-pe' as const, 'shared-memory' as const),
    governors: fc.constantFrom(
      null,
      { A7: 'powersave', A15: 'powersave' },
      { A7: 'ondemand', A15: 'ondemand' },
      { A15: 'constant-1200' },
    ),
    throttling: fc.boolean(),
  }),
  scheduler: fc.constantFrom('MET', 'EFT', 'ETF', 'ETF_LB', 'STF'),
  seed: fc.nat(1e6),
});

const dash = fc.record({
  config: fc.record({
    mode: fc.constant('dash' as const),
    jobs: fc.constantFrom(['wifi-tx', 'wifi-rx', 'range-detection'], ['range-detection']),
    scale: fc.integer({ min: 20, max: 400 }),
    stopAfterJobs: fc.integer({ min: 1, max: 8 }),
    maxJobs: fc.integer({ min: 1, max: 6 }),
  }),
  scheduler: fc.constantFrom('HEFT', 'PEFT', 'HEFT_RT', 'PEFT_RT'),
  seed: fc.nat(1e6),
});

/** Random settings, with fixed seeds of the property tests. */
function forAll(runs: number, check: (setting: Setting) => void): void {
  for (const [i, settings] of [socrates, ds3, dash].entries())
    fc.assert(fc.property(settings as fc.Arbitrary<Setting>, check), { numRuns: i === 2 ? runs / 3 : runs, seed: 7 });
}

const PRUNING = { profiles: 5, scale: 25, scheduler: 'MET', seeds: [1, 2, 3] };

describe('compatible simulator', () => {
  it('skipping empty turns changes nothing', () => {
    forAll(60, (setting) => {
      const fast = simulator(setting);
      fast.run(scheduler(setting));
      const slow = simulator({ ...setting, config: { ...setting.config, skipEmptyTurns: false } });
      slow.run(scheduler(setting));
      expect(outcome(fast)).toEqual(outcome(slow));
    });
  });

  it('driven from outside = run to the end; a snapshot continues identically', () => {
    forAll(30, (setting) => {
      const whole = simulator(setting);
      whole.run(scheduler(setting));
      const stepped = simulator(setting);
      const policy = scheduler(setting);
      stepped.attach(policy);
      let saved = stepped.snapshot();
      let decisions = 0;
      while (stepped.advanceToDecision()) {
        expect(stepped.ready.length).toBeGreaterThan(0);
        if (++decisions === 5) saved = stepped.snapshot();
        policy.schedule(stepped);
        stepped.finishDecision();
      }
      expect(outcome(stepped)).toEqual(outcome(whole));
      stepped.restore(saved);
      stepped.run(policy);
      expect(outcome(stepped)).toEqual(outcome(whole));
    });
  });

  it('no processor runs two tasks at once; precedence and data-ready times are respected; energy adds up', () => {
    forAll(30, (setting) => {
      const sim = simulator(setting);
      sim.run(scheduler(setting));
      const { tasks, jobs } = sim.state;
      const byProcessor = new Map<number, [number, number][]>();
      for (let task = 0; task < tasks.count; task++) {
        if (tasks.start[task] < 0) continue;
        expect(tasks.start[task]).toBeGreaterThanOrEqual(tasks.dataReady[task]);
        const template = sim.config.jobs[jobs.template[tasks.job[task]]];
        const first = jobs.firstTask[tasks.job[task]];
        for (const predecessor of template.tasks[task - first].predecessors) {
          expect(tasks.finish[first + predecessor]).toBeGreaterThanOrEqual(0);
          expect(tasks.finish[first + predecessor]).toBeLessThanOrEqual(tasks.start[task]);
        }
        const intervals = byProcessor.get(tasks.processor[task]) ?? [];
        byProcessor.set(tasks.processor[task], intervals);
        if (tasks.finish[task] >= 0) intervals.push([tasks.start[task], tasks.finish[task]]);
      }
      for (const intervals of byProcessor.values()) {
        intervals.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        for (let i = 1; i < intervals.length; i++) expect(intervals[i][0]).toBeGreaterThanOrEqual(intervals[i - 1][1]);
      }
      const { energyJ, peEnergyJ } = compatTotals(sim);
      expect(energyJ).toBeCloseTo(
        peEnergyJ.reduce((sum, joule) => sum + joule, 0),
        12,
      );
    });
  });

  it('pruning changes nothing while few jobs are in flight and loses latency when many are', () => {
    const latency = (queue: number, prunesCompleted: boolean) =>
      seedMeans({ ...PRUNING, queue, fidelity: { prunesCompleted } }).latency;
    expect(latency(10, true)).toBe(latency(10, false));
    expect(latency(20, true)).toBeLessThan(latency(20, false));
    expect(latency(20, true)).toBeGreaterThan(latency(20, false) * 0.98);
  });

  it('an idle processor is free now, a bound one when its work is done', () => {
    const sim = simulator({ config: { mode: 'socrates', maxJobs: 1 }, scheduler: 'MET', seed: 1 });
    expect(sim.advanceToDecision()).toBe(true);
    const head = sim.ready.items[0];
    expect([0, 1, 2].map((p) => sim.executionTicks(head, p))).toEqual([14, 16, 9]);
    expect(sim.freeTick(0)).toBe(0);
    sim.bind(head, 0);
    expect(sim.freeTick(0)).toBe(14);
    expect(sim.liveJobs()).toEqual([0]);
    sim.finishDecision();
    expect(sim.advanceToDecision()).toBe(true);
    expect(sim.now).toBe(14);
    const next = sim.ready.items[0];
    expect([0, 1].map((p) => sim.dataReadyTick(next, p))).toEqual([14, 14 + 18]);
  });
});

describe('refusals, in one clear line each', () => {
  const make = (config: object) => () => simulator({ config: config as never, scheduler: 'MET', seed: 1 });
  it.each([
    [{ mode: 'ds4' }, /mode "ds4" does not exist \(socrates, ds3, dash\)/],
    [{ mode: 'ds3', platform: 'ds3-acelerators' }, /did you mean "ds3-accelerators"/],
    [{ mode: 'ds3', platform: 'ds3-top' }, /no processor of platform "ds3-top" can run task 0/],
    [{ mode: 'ds3', jobs: ['wifi'] }, /job "wifi" does not exist/],
    [{ mode: 'ds3', jobs: ['wifi-tx'], probabilities: [0.5] }, /1 probabilities with sum 0.5 for 1 jobs/],
    [{ mode: 'ds3', stopAfterJobs: null }, /the run never ends/],
    [{ mode: 'ds3', noiseStd: 0.1 }, /only the socrates mode has noise/],
    [{ mode: 'ds3', power: false, throttling: true }, /need power/],
    [{ mode: 'ds3', governors: { A7: 'ondemnd' } }, /did you mean "ondemand"/],
    [{ mode: 'ds3', governors: { A7: 'constant-1' } }, /runs at 600, 800, 1000, 1200, 1400 MHz only/],
    [{ mode: 'ds3', governors: { A9: 'ondemand' } }, /does not have \(A7, A15/],
    [{ mode: 'ds3', platform: 'dash-top', jobs: ['top-1'] }, /counts in ns; the power model needs us/],
    [{ mode: 'dash', power: true }, /schedules only/],
    [{ mode: 'socrates', power: true }, /no power model/],
    [{ mode: 'socrates', scale: Number.NaN }, /scale/],
    [{ mode: 'socrates', scale: -1 }, /scale/],
    [{ mode: 'socrates', maxJobs: 0 }, /maxJobs/],
  ])('%#', (config, message) => {
    expect(make(config)).toThrow(message);
    expect(make(config)).toThrow(/^envs\/soc[^\n]*$/);
  });

  it('wrong bindings', () => {
    const sim = simulator({ config: { mode: 'ds3' }, scheduler: 'MET', seed: 1 });
    sim.advanceToDecision();
    const task = sim.ready.items[0];
    expect(() => sim.bind(task, 16)).toThrow(/processor 16 cannot run task 0/);
    expect(() => sim.bind(task, 99)).toThrow(/processor 99 cannot run task 0/);
    expect(() => sim.bind(task + 1, 0)).toThrow(/not ready/);
    expect(() => sim.finishDecision()).toThrow(/1 ready tasks are not bound/);
    sim.bind(task, 0);
    expect(() => sim.bind(task, 0)).toThrow(/not ready/);
    expect(() => compatScheduler('ETFF')).toThrow(/did you mean "ETF"/);
  });
});
