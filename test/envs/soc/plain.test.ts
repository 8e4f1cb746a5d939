/**
 * The fast simulator against the plain one: driven side by side through random settings by random choices, they agree
 * at every decision on the time, the ready tasks, what may be chosen, when data and processors are expected, and
 * finally on every start and finish.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSocConfig, type SocConfigInput } from '../../../envs/soc/config.js';
import { SocGraph } from '../../../envs/soc/graph.js';
import { socInvariants } from '../../../envs/soc/invariants.js';
import { compileModel } from '../../../envs/soc/model.js';
import { SocSimulator } from '../../../envs/soc/simulator.js';
import { SocTrace } from '../../../envs/soc/trace.js';
import { createWorkload } from '../../../envs/soc/workload.js';
import { PlainSoc } from '../../../src/cli/bench/plain-soc.js';
import { waitAction } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';

const settings = fc.record({
  platform: fc.constantFrom('socrates-top', 'ds3-accelerators', 'automotive-soc'),
  arrival: fc.constantFrom('open', 'closed'),
  binding: fc.constantFrom('on-ready' as const, 'late' as const),
  route: fc.constantFrom('direct' as const, 'shared-memory' as const),
  transfer: fc.constantFrom('from-finish' as const, 'from-binding' as const),
  contention: fc.constantFrom('none' as const, 'link' as const),
  discipline: fc.constantFrom('fifo' as const, 'priority' as const, 'deadline' as const),
  whenFull: fc.constantFrom('queue' as const, 'drop' as const),
  noise: fc.constantFrom(0, 0.3),
  maxLiveJobs: fc.integer({ min: 1, max: 6 }),
  load: fc.integer({ min: 1, max: 8 }),
  duration: fc.constantFrom(null, 700),
  seed: fc.integer({ min: 0, max: 1e6 }),
});
type Setting = typeof settings extends fc.Arbitrary<infer T> ? T : never;

const JOBS: Record<string, readonly string[]> = {
  'socrates-top': ['top-1', 'top-2', 'top-7'],
  'ds3-accelerators': ['wifi-tx', 'temporal-mitigation', 'range-detection'],
  'automotive-soc': ['automotive-fusion', 'automotive-lidar-only'],
};
const UNIT: Record<string, number> = { 'socrates-top': 20, 'ds3-accelerators': 15, 'automotive-soc': 20_000 };

/** The nearest setting without a contradiction. */
function coherent(setting: Setting): Setting {
  const { binding, route } = setting;
  const transfer = route === 'shared-memory' ? 'from-finish' : setting.transfer;
  const pushedLate = binding === 'late' && route === 'direct' && transfer === 'from-finish';
  return {
    ...setting,
    transfer,
    contention: pushedLate ? 'none' : setting.contention,
    discipline: binding === 'late' ? 'fifo' : setting.discipline,
    whenFull: setting.arrival === 'closed' ? 'queue' : setting.whenFull,
  };
}

function configOf(given: Setting): SocConfigInput {
  const setting = coherent(given);
  const unit = UNIT[setting.platform];
  return {
    platform: setting.platform,
    jobs: JOBS[setting.platform].map((template, i) => ({ template, priority: i, deadlineTicks: 10 * unit * (3 - i) })),
    arrival:
      setting.arrival === 'closed'
        ? { process: 'closed', jobsInSystem: setting.maxLiveJobs }
        : { process: 'poisson', meanInterval: unit * setting.load },
    episode: { jobs: 12, durationTicks: setting.duration === null ? null : setting.duration * (unit / 20) },
    admission: { maxLiveJobs: setting.maxLiveJobs, whenFull: setting.whenFull },
    binding: setting.binding,
    queueDiscipline: setting.discipline,
    communication: { route: setting.route, transfer: setting.transfer, contention: setting.contention },
    executionNoise: setting.noise,
    power: { enabled: false },
    itemSlots: 200,
  };
}

/** Plays one episode on both; throws at the first difference. */
function compare(setting: Setting): number {
  const config = parseSocConfig(configOf(setting));
  const model = compileModel(config);
  const workload = createWorkload(config, model, createRng(setting.seed));
  const graph = new SocGraph(model, config.admission.maxLiveJobs);
  const fast = new SocSimulator(model, config, { graph: (simulator) => graph.of(simulator) });
  const trace = new SocTrace(fast);
  fast.recorder = trace;
  fast.reset(workload);
  const plain = new PlainSoc(config, workload);
  const random = createRng(setting.seed).fork('choices');
  const m = model.processorCount;
  const { table } = fast.items;
  for (;;) {
    const going = fast.advance();
    expect(going).toBe(plain.advance());
    expect(fast.now).toBe(plain.now);
    expect(socInvariants(fast)).toEqual([]);
    if (!going) break;
    expect(Array.from(table.items.slots.subarray(0, table.items.count), (slot) => table.items.id[slot])).toEqual(
      plain.ready.map(({ id }) => id),
    );
    const pairs: number[] = [];
    plain.ready.forEach((task, i) => {
      const slot = table.items.slots[i];
      for (const processor of plain.processors) {
        if (Math.max(fast.now, table.ready[slot * m + processor.index]) !== plain.inputs(task, processor))
          throw new Error(`inputs of task ${task.id} on ${processor.index}`);
      }
      for (const processor of plain.choices(task)) pairs.push(slot * m + processor.index);
    });
    const wait = waitAction(table.shape);
    const allowed: number[] = [];
    for (let action = 0; action < wait; action++) if (table.mask[action] === 1) allowed.push(action);
    expect(allowed).toEqual([...pairs].sort((a, b) => a - b));
    expect(table.mask[wait] === 1).toBe(plain.mayWait);
    if (setting.noise === 0)
      for (const processor of plain.processors)
        expect(Math.max(fast.now, table.resources.freeAt[processor.index])).toBeCloseTo(
          plain.expectedFree(processor),
          6,
        );
    if (table.mask[wait] === 1 && random() < 0.2) {
      fast.act(wait);
      plain.wait();
      continue;
    }
    const action = pairs[random.integer(pairs.length)];
    const slot = Math.floor(action / m);
    const task = plain.ready.find(({ id }) => id === table.items.id[slot])!;
    fast.act(action);
    plain.place(task, plain.processors[action % m]);
  }
  const tasks = new Map(plain.jobs.flatMap((job) => job.tasks.map((task) => [task.id, task])));
  const schedule = trace.read();
  for (let row = 0; row < schedule.length; row++) {
    const task = tasks.get(schedule.task[row])!;
    expect([schedule.start[row], schedule.resource[row], schedule.ready[row]]).toEqual([
      task.start,
      task.processor!.index,
      task.inputsAt,
    ]);
    if (!Number.isNaN(schedule.finish[row])) expect(schedule.finish[row]).toBe(task.finish);
  }
  const finished = plain.jobs.filter(({ finish }) => !Number.isNaN(finish));
  expect(fast.jobs.latency.toSorted((a, b) => a - b)).toEqual(
    finished.map(({ finish, arrival }) => finish - arrival).sort((a, b) => a - b),
  );
  return schedule.length;
}

describe('the simulator and its plain reference', () => {
  it('agree at every decision under random settings and choices', () => {
    let tasks = 0;
    fc.assert(
      fc.property(settings, (setting) => {
        tasks += compare(setting);
      }),
      { numRuns: 80, seed: 4711 },
    );
    expect(tasks).toBeGreaterThan(3000);
  });
});
