/** Decima on placement views: what it reads of them, which choices it has, and what they lead to. */
import { describe, expect, it } from 'vitest';
import { DecimaEncoder } from '../../../agents/decima/encoder.js';
import type { DecimaName } from '../../../agents/decima/kinds.js';
import { decimaPolicies, decimaPolicy } from '../../../agents/decima/policies.js';
import { DECIMA_SCHEMA } from '../../../agents/decima/schema.js';
import { drawnWeights } from '../../../src/cli/dag-goldens/decima.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { PolicyAgent } from '../../../src/nn/policy-agent.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import {
  NODE_DONE,
  NODE_READY,
  NODE_RUNNING,
  NODE_WAITING,
  type PlacementGraph,
  type PlacementShape,
  PlacementTable,
  waitAction,
} from '../../../src/placement.js';
import { makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import '../../../envs/index.js';
import { emptyGraph, tableOf } from '../table.js';

/**
 * Two jobs on three processors at time 10. Job 0: task 0 is done on P0, task 1 runs on P1 until 30, task 2 waits for
 * a processor, task 3 for 1 and 2. Job 1: its only task 4 waits for a processor.
 */
function exampleView(): PlacementTable {
  const shape: PlacementShape = { items: 4, resources: 3, variants: 1 };
  const cost = [5, 5, 5, 20, 20, 20, 10, 30, 20, 40, 40, 40, 7, 8, Number.POSITIVE_INFINITY];
  const graph: PlacementGraph = {
    ...emptyGraph(),
    nodeCount: 5,
    edgeCount: 4,
    jobCount: 2,
    jobId: Int32Array.of(0, 1),
    jobStart: Int32Array.of(0, 4, 5),
    nodeJob: Int32Array.of(0, 0, 0, 0, 1),
    nodeItem: Int32Array.of(-1, -1, 2, -1, 0),
    state: Uint8Array.of(NODE_DONE, NODE_RUNNING, NODE_READY, NODE_WAITING, NODE_READY),
    resource: Int32Array.of(0, 1, -1, -1, -1),
    start: Float64Array.of(0, 10, Number.NaN, Number.NaN, Number.NaN),
    finish: Float64Array.of(10, 30, Number.NaN, Number.NaN, Number.NaN),
    cost: Float64Array.from(cost),
    successorStart: Int32Array.of(0, 2, 3, 4, 4, 4),
    successor: Int32Array.of(1, 2, 3, 3),
  };
  const table = new PlacementTable({
    shape,
    timeUnit: { name: 'tick', seconds: 1 },
    itemKinds: ['task'],
    itemColumns: [],
    itemGroups: [],
    contextGroups: [],
    resourceNames: ['P0', 'P1', 'P2'],
    resourceKinds: ['processor'],
    resourceColumns: [],
    graph: () => graph,
  });
  table.now = 10;
  const slots = [0, 1, 2].map(() => table.add());
  table.remove(slots[1]);
  expect([...table.items.slots.slice(0, 2)]).toEqual([0, 2]);
  table.resources.freeAt.set([10, 30, 10]);
  table.resources.queueLength.set([0, 1, 0]);
  for (const [slot, node] of [
    [2, 2],
    [0, 4],
  ]) {
    for (let r = 0; r < 3; r++) {
      table.cost[slot * 3 + r] = cost[node * 3 + r];
      table.ready[slot * 3 + r] = 10;
      table.mask[slot * 3 + r] = Number.isFinite(cost[node * 3 + r]) ? 1 : 0;
    }
  }
  return table;
}

function encoded(view: PlacementTable, name: DecimaName = 'small') {
  const encoder = new DecimaEncoder(name);
  const store = new DecisionTables(DECIMA_SCHEMA);
  const count = encoder.encode(view, store);
  store.close();
  const tables = Object.fromEntries(
    store.record().map(({ name: table, values, integers }) => [table, { values, integers }]),
  );
  const actions = Array.from({ length: count }, (_, i) => encoder.action(i));
  return { encoder, store, count, tables, actions };
}

const rounded = (values: Float32Array) => Array.from(values, (value) => Number(value.toFixed(5)));

describe('DecimaEncoder', () => {
  it('reads jobs and unfinished tasks', () => {
    const { tables } = encoded(exampleView());
    // two idle processors, freed by job 0, which has one more; work in units of (20 + 40 + 7.5) / 3 = 22.5
    const [job0, job1] = [
      [2 / 3, 1, 1 / 3],
      [2 / 3, -1, 0],
    ];
    const nodes = [
      [...job0, 0, 0],
      [...job0, 1, 20 / 22.5],
      [...job0, 1, 40 / 22.5],
      [...job1, 1, 7.5 / 22.5],
    ];
    expect(rounded(tables.jobs.values)).toEqual(rounded(Float32Array.from([...job0, ...job1])));
    expect(rounded(tables.nodes.values)).toEqual(rounded(Float32Array.from(nodes.flat())));
    expect([...tables.nodes.integers[0]]).toEqual([0, 0, 0, 1]);
    expect(tables.edges.integers.map((column) => [...column])).toEqual([
      [0, 1],
      [2, 2],
    ]);
  });

  it('gives the original network its own columns', () => {
    const { tables } = encoded(exampleView(), 'original');
    expect(rounded(tables.jobs.values)).toEqual(rounded(Float32Array.of(1 / 3, 2, 2 / 3, 0, -2, 2 / 3)));
    expect(rounded(tables.nodes.values.slice(5, 10))).toEqual(rounded(Float32Array.of(1 / 3, 2, 2 / 3, 20 / 22.5, 1)));
    expect(rounded(tables.limits.values)).toEqual(rounded(Float32Array.of(1 / 3, 2 / 3, 1 / 3)));
  });

  it('offers each waiting task within the processors of its job and with one more', () => {
    const { tables, actions, encoder } = encoded(exampleView());
    expect([...tables.stages.integers[0]]).toEqual([1, 3]);
    expect([...tables.limits.integers[0]]).toEqual([0, 0, 1]);
    expect(rounded(tables.limits.values)).toEqual(rounded(Float32Array.of(0, 1 / 3, 0))); // 1, 2 and 1 processors
    expect(tables.candidates.integers.map((column) => [...column])).toEqual([
      [0, 0, 1],
      [0, 1, 2],
    ]);
    // slot 2 within P1, which serves job 0; slot 2 on the best of all, P0 (10 + 10); slot 0 on P0 (10 + 7)
    expect(actions).toEqual([2 * 3 + 1, 2 * 3 + 0, 0]);
    expect(actions.map((action) => encoder.candidateOf(action))).toEqual([0, 1, 2]);
    expect(encoder.candidateOf(2 * 3 + 2)).toBe(-1);
  });

  it('permits all processors where none of the job is allowed', () => {
    const view = exampleView();
    view.mask[2 * 3 + 1] = 0;
    expect(encoded(view).actions).toEqual([2 * 3, 2 * 3, 0]);
  });

  it('takes the variant of earliest finish', () => {
    const view = tableOf({ cost: [[9, 4]], variants: 2 });
    view.cost[3] = 2; // P1, variant 1
    expect(encoded(view).actions).toEqual([3]);
  });

  it('answers what is left where no task can be placed', () => {
    const view = exampleView();
    view.mask.fill(0);
    view.mask[waitAction(view.shape)] = 1;
    expect(encoded(view).actions).toEqual([waitAction(view.shape)]);
    const loose = encoded(
      tableOf({
        cost: [
          [3, 2],
          [1, 4],
        ],
      }),
    ); // items without a graph: earliest finish
    expect(loose.actions).toEqual([2]);
    const plain = decimaPolicy('small').network.compile(drawnWeights('loose'));
    plain.evaluate(loose.store, 0);
    expect(plain.logits[0]).toBeCloseTo(0, 6);
  });
});

const ENVIRONMENTS = [
  'soc/profiles-5-queue-3-scale-25-noise-0.3-v1',
  'soc/late-profiles-5-queue-3-scale-25-v1',
  'soc/big-little-v1',
  'dag/layered-one-port-v1',
  'dag/wide-v1',
  'queue/known-sizes-v1',
  'serving/heterogeneous-6x-v1',
];

describe.each(ENVIRONMENTS)('on %s', (id) => {
  it('every candidate is allowed, and the same weights play any platform', () => {
    const env = makeEnv(id);
    const policy = decimaPolicy('small');
    const encoder = policy.encoder();
    const store = new DecisionTables(policy.network.schema);
    const parameters = drawnWeights('play');
    const agent = new PolicyAgent('decima', { policy, parameters });
    const context = { rng: createRng('play'), deterministic: false };
    env.reset({ seed: 3 });
    for (let step = 0; step < 150; step++) {
      store.clear();
      const count = encoder.encode(env.view(), store);
      store.close();
      for (let i = 0; i < count; i++) {
        const action = encoder.action(i);
        if (env.view().mask[action] !== 1) expect.fail(`candidate ${i} of step ${step} is not allowed`);
        expect(encoder.action(encoder.candidateOf(action))).toBe(action);
      }
      const { terminated, truncated } = env.step(agent.act(env.view(), context));
      if (terminated || truncated) break;
    }
  });
});

describe('policies', () => {
  it('are two, with an optional critic', () => {
    expect(decimaPolicies.map(({ id }) => id)).toEqual(['decima', 'decima-original']);
    for (const { create } of decimaPolicies) {
      const plain = create().network;
      const critic = create({ critic: true }).network;
      expect(critic.id).toBe(`${plain.id}-critic`);
      expect(new Parameters(critic.parameters).flat.length).toBeGreaterThan(
        new Parameters(plain.parameters).flat.length,
      );
      expect(() => create({ critc: true })).toThrow('option "critc" does not exist; did you mean "critic"?');
      expect(() => create({ critic: 1 })).toThrow('option "critic" must be true or false, got 1');
    }
  });
});
