/** SoCRATES: sizes, its observation by hand, released faults, parity of both executions, refusal of other sizes. */
import { describe, expect, it } from 'vitest';
import { SocratesEncoder } from '../../../agents/socrates/encoder.js';
import { socratesPolicies, socratesPolicy } from '../../../agents/socrates/policy.js';
import { makeEnv } from '../../../src/index.js';
import { sizeOf } from '../../../src/nn/parameters.js';
import { PolicyAgent } from '../../../src/nn/policy-agent.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { NODE_DONE, type PlacementView } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import { tableOf } from '../table.js';
import { collect, largestDifference, plainOutputs, seeded, shaken, tensorOutputs, untouched } from './policy-checks.js';

const SETTING = 'soc/profiles-5-queue-3-scale-25';
const CONTEXT = { rng: createRng('socrates'), deterministic: true };
const SIZES = { jobs: 3, tasks: 10, processors: 3 } as const;

/** The view after some decisions, each by the first allowed action. */
function viewAfter(id: string, decisions: number, seed = 5): PlacementView {
  const env = makeEnv(id);
  env.reset({ seed });
  for (let i = 0; i < decisions; i++) env.step(env.view().mask.indexOf(1));
  return env.view();
}

function observationOf(
  view: PlacementView,
  faults: Partial<{ rows: 'slot' | 'task-id'; predecessors: 'each' | 'colliding' }> = {},
) {
  const store = new DecisionTables(socratesPolicy().network.schema);
  const encoder = new SocratesEncoder({ ...SIZES, rows: 'slot', predecessors: 'each', ...faults });
  const count = encoder.encode(view, store);
  store.close();
  const [observation, candidates] = store.tables;
  return {
    numbers: Array.from(observation.values.subarray(0, observation.width)),
    outputs: Array.from(candidates.integers[0].subarray(0, count)),
    actions: Array.from({ length: count }, (_, i) => encoder.action(i)),
  };
}

describe('sizes', () => {
  it('has 281 691 parameters and observes 247 numbers at 3 jobs of 10 tasks on 3 processors', () => {
    const { network } = socratesPolicy();
    expect(network.parameters.reduce((sum, spec) => sum + sizeOf(spec), 0)).toBe(281_691);
    expect(network.schema[0].columns.length).toBe(247);
  });

  it('follows its options, and refuses others', () => {
    expect(socratesPolicy({ jobs: 5 }).network.schema[0].columns.length).toBe(411);
    expect(() => socratesPolicy({ jobs: 0 })).toThrow(/"jobs" is 0/);
    expect(() => socratesPolicies[0].create({ slots: 3 })).toThrow(/option "slots" does not exist/);
  });
});

describe('observation', () => {
  it('of a full, idle system: whole ways, nothing started, heads ready', () => {
    const { numbers, outputs, actions } = observationOf(viewAfter('soc/canonical', 0));
    // the first job has just arrived alone: way of three edges over 4, ten of thirty tasks unplaced
    expect(numbers.slice(0, 3)).toEqual([0.75, 0, 0]);
    expect(numbers[3]).toBeCloseTo(1 / 3, 6);
    expect(numbers.slice(4, 7)).toEqual([0, 0, 0]);
    const first = numbers.slice(7, 15); // one-hot, age, open predecessors, ready, running, waiting
    expect(first.slice(0, 3)).toEqual([0, 0, 0]);
    expect(first.slice(4)).toEqual([0, 1, 0, 0]);
    const eighth = numbers.slice(7 + 56, 7 + 64);
    [0, 0, 0, 0, 0.3, 0, 0, 1].forEach((number, i) => {
      expect(eighth[i]).toBeCloseTo(number, 6);
    });
    expect(numbers.slice(7 + 80).every((number) => number === 0)).toBe(true);
    expect(outputs).toEqual([0, 1, 2]);
    expect(actions.length).toBe(3);
  });

  it('agrees with the graph after many decisions', () => {
    const view = viewAfter(SETTING, 230);
    const { graph, now } = view;
    const { numbers } = observationOf(view);
    for (let job = 0; job < Math.min(3, graph.jobCount); job++) {
      for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
        const at = 7 + 8 * (10 * job + node - graph.jobStart[job]);
        const oneHot = [0, 1, 2].map((p) => (graph.resource[node] === p ? 1 : 0));
        expect(numbers.slice(at, at + 3)).toEqual(oneHot);
        const before = Array.from({ length: graph.nodeCount }, (_, from) => from).filter((from) =>
          graph.successor.subarray(graph.successorStart[from], graph.successorStart[from + 1]).includes(node),
        );
        const open = before.filter((from) => graph.state[from] !== NODE_DONE);
        expect(numbers[at + 4]).toBeCloseTo(open.length / 10, 6);
        const readyAt =
          before.length > 0 ? Math.max(...before.map((from) => graph.finish[from])) : graph.jobArrival[job];
        expect(numbers[at + 3]).toBeCloseTo(open.length > 0 ? 0 : (now - readyAt) / now, 4);
        expect(numbers.slice(at + 5, at + 8)).toEqual([
          graph.state[node] === 1 || graph.state[node] === 2 ? 1 : 0,
          graph.state[node] === 3 ? 1 : 0,
          graph.state[node] === 0 ? 1 : 0,
        ]);
      }
    }
  });

  it('predecessors collide modulo the job number where asked to, in jobs 1 to 9 alone', () => {
    const env = makeEnv(SETTING);
    env.reset({ seed: 3 });
    let fewer = 0;
    let wrong = 0;
    for (let i = 0; i < 120; i++) {
      const view = env.view();
      const each = observationOf(view).numbers;
      const colliding = observationOf(view, { predecessors: 'colliding' }).numbers;
      for (let slot = 0; slot < 30; slot++) {
        const at = 7 + 8 * slot + 4;
        if (colliding[at] === each[at]) continue;
        const number = view.graph.jobId[Math.floor(slot / 10)];
        if (colliding[at] < each[at]) fewer++;
        if (colliding[at] > each[at] || number < 1 || number > 9) wrong++;
      }
      env.step(view.mask.indexOf(1));
    }
    expect(wrong).toBe(0);
    expect(fewer).toBeGreaterThan(0);
  });
});

describe('outputs', () => {
  it('belong to the slot of the task, or with the fault to its id modulo 30', () => {
    const env = makeEnv(SETTING);
    env.reset({ seed: 4 });
    let different = 0;
    for (let i = 0; i < 80; i++) {
      const view = env.view();
      const item = view.items.slots[0];
      const node = view.graph.nodeItem.subarray(0, view.graph.nodeCount).indexOf(item);
      const job = view.graph.nodeJob[node];
      const row = 10 * job + node - view.graph.jobStart[job];
      const released = observationOf(view, { rows: 'task-id' }).outputs;
      expect(observationOf(view).outputs).toEqual([0, 1, 2].map((p) => 3 * row + p));
      expect(released).toEqual([0, 1, 2].map((p) => 3 * (view.items.id[item] % 30) + p));
      if (released[0] !== 3 * row) different++;
      env.step(view.mask.indexOf(1));
    }
    expect(different).toBeGreaterThan(0);
  });
});

describe.each(socratesPolicies.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  const policy = spec.create();

  it('gives the same numbers in plain arrays and as tensors', async () => {
    const collected = collect(policy, SETTING, 25);
    const parameters = shaken(policy, spec.id);
    const plain = plainOutputs(policy, parameters, collected);
    expect(largestDifference(plain, await tensorOutputs(policy, parameters, collected))).toBeLessThan(1e-5);
  });

  it('learns in every tensor', async () => {
    expect(await untouched(policy, seeded(policy, spec.id), collect(policy, SETTING, 25))).toEqual([]);
  });
});

describe('other sizes', () => {
  const policy = socratesPolicy();
  const agent = new PolicyAgent('socrates', { policy, parameters: seeded(policy, 'sizes') });

  it('are refused in one line at the first decision', () => {
    expect(() => agent.act(viewAfter('soc/ds3-mix-scale-50', 0), CONTEXT)).toThrow(
      'agents/socrates: 16 processors (its network is for at most 3)',
    );
    expect(() => agent.act(tableOf({ cost: [[1, 2]] }), CONTEXT)).toThrow('no graph of its jobs');
  });

  it('of the queue are played: the oldest jobs are shown', () => {
    const { counts } = collect(policy, 'soc/profiles-5-queue-5-scale-25', 200);
    expect(counts.every((count) => count === 3)).toBe(true);
  });

  it('late binding is played', () => {
    const { counts } = collect(policy, 'soc/late-profiles-5-queue-3-scale-25', 100);
    expect(Math.min(...counts)).toBe(1);
  });
});
