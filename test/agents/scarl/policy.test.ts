/** SCARL: its features by hand, released faults, parity of both executions, any platform. */
import { describe, expect, it } from 'vitest';
import { ScarlEncoder } from '../../../agents/scarl/encoder.js';
import { scarlPolicies, scarlPolicy } from '../../../agents/scarl/policy.js';
import { makeEnv } from '../../../src/index.js';
import { PolicyAgent } from '../../../src/nn/policy-agent.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import type { PlacementView } from '../../../src/placement.js';
import type { AgentSpec } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { agentContract } from '../../contract/agent.js';
import {
  collect,
  largestDifference,
  plainOutputs,
  seeded,
  shaken,
  tensorOutputs,
  untouched,
} from '../socrates/policy-checks.js';
import { tableOf } from '../table.js';

const SETTING = 'soc/profiles-5-queue-3-scale-25';

function encoded(view: PlacementView, released: boolean) {
  const store = new DecisionTables(scarlPolicy().network.schema);
  const sizes = { jobs: 3, tasks: 10, processors: 3 };
  const encoder = new ScarlEncoder(
    released
      ? { ...sizes, availableTime: 'zero', times: 'raw', predecessors: 'colliding' }
      : { ...sizes, availableTime: 'expected', times: 'relative', predecessors: 'each' },
  );
  const count = encoder.encode(view, store);
  store.close();
  const rows = (table: number) => {
    const { values, width, rows: n } = store.tables[table];
    return Array.from({ length: n }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width)));
  };
  return { tasks: rows(0), processors: rows(1), actions: Array.from({ length: count }, (_, i) => encoder.action(i)) };
}

describe('features', () => {
  it('are 15 of the task and 10 of each processor', () => {
    const { tasks, processors } = encoded(firstView(), false);
    expect(tasks.map((row) => row.length)).toEqual([15, 15]); // the task, and none
    expect(processors.map((row) => row.length)).toEqual([10, 10, 10, 10]); // three processors, and none
  });

  it('tell of processors what the view tells', () => {
    const env = makeEnv(SETTING);
    env.reset({ seed: 2 });
    let available = 0;
    for (let i = 0; i < 60; i++) {
      const view = env.view();
      const correct = encoded(view, false).processors;
      const released = encoded(view, true).processors;
      const slot = view.items.slots[0];
      const mean = [0, 1, 2].reduce((sum, p) => sum + view.cost[slot * 3 + p] / 3, 0);
      for (let p = 0; p < 3; p++) {
        const running = Array.from(view.graph.state.subarray(0, view.graph.nodeCount)).findIndex(
          (state, node) => state === 3 && view.graph.resource[node] === p,
        );
        expect(correct[p].slice(0, 5)).toEqual([1, 0, 0, 1, 0]);
        expect(correct[p][5]).toBeCloseTo(Math.max(0, view.resources.freeAt[p] - view.now) / mean, 4);
        expect(correct[p][6]).toBe(running < 0 ? 1 : 0);
        expect(released[p][5]).toBe(0);
        if (correct[p][5] > 0) available++;
        if (running < 0) continue;
        expect(released[p][8]).toBeCloseTo(view.now - view.graph.start[running], 4);
        expect(released[p][9]).toBeCloseTo(view.graph.cost[running * 3 + p], 4);
        expect(correct[p][9]).toBeCloseTo(view.graph.cost[running * 3 + p] / mean, 4);
      }
      env.step(view.mask.indexOf(1));
    }
    expect(available).toBeGreaterThan(0);
  });
});

function firstView(): PlacementView {
  const env = makeEnv(SETTING);
  env.reset({ seed: 1 });
  return env.view();
}

describe.each(scarlPolicies.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  const policy = spec.create();

  it.each([SETTING, 'soc/late-ds3-mix-scale-50', 'queue/mm3'])(
    'gives the same numbers in both executions: %s',
    async (id) => {
      const collected = collect(policy, id, 30);
      const parameters = shaken(policy, spec.id);
      const plain = plainOutputs(policy, parameters, collected);
      expect(largestDifference(plain, await tensorOutputs(policy, parameters, collected))).toBeLessThan(1e-5);
    },
  );

  it('learns in every tensor', async () => {
    expect(await untouched(policy, seeded(policy, spec.id), collect(policy, SETTING, 30))).toEqual([]);
  });
});

it('waits only where that is allowed', () => {
  const policy = scarlPolicy();
  const agent = new PolicyAgent('scarl', { policy, parameters: seeded(policy, 'wait') });
  const busy = tableOf({ cost: [[3, 4]], freeAt: [9, 9], queueLength: [1, 1], late: true });
  expect(agent.act(busy, { rng: createRng(1), deterministic: true })).toBe(2);
  expect(encoded(tableOf({ cost: [[3, 4]] }), false).actions).toEqual([0, 1]);
  expect(encoded(tableOf({ cost: [[3, 4]], late: true }), false).actions).toEqual([0, 1, 2]);
});

describe('an untrained SCARL', () => {
  const policy = scarlPolicy();
  const parameters = seeded(policy, 'contract');
  const spec: AgentSpec = {
    id: 'scarl',
    description: 'untrained',
    tags: [],
    oracle: false,
    create: () => new PolicyAgent('scarl', { policy, parameters }),
  };
  agentContract(spec);
});
