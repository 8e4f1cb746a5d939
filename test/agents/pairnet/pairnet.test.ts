/** The pair network and its agent: where it starts, that order means nothing to it, any platform, its gradients. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import '../../../envs/index.js';
import { DEFAULT_LINEAR_OPTIONS, LinearScheduler } from '../../../agents/linear/linear.js';
import { EarliestTaskFirst } from '../../../agents/list/etf.js';
import { SCHEMA } from '../../../agents/pairnet/columns.js';
import { MOST_PAIRS } from '../../../agents/pairnet/encoder.js';
import { createPairNet, PairNetAgent } from '../../../agents/pairnet/pairnet.js';
import { pairPolicy } from '../../../agents/pairnet/policy.js';
import type { PairRules } from '../../../agents/pairnet/rules.js';
import type { Agent } from '../../../src/agent.js';
import { loadBackend, type TF } from '../../../src/nn/backend.js';
import { tensorBatch } from '../../../src/nn/network.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { encodeWeights } from '../../../src/nn/weights-text.js';
import type { PlacementTable } from '../../../src/placement.js';
import { makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { type Chip, chipTable, type Order, shuffled } from './chip.js';

const RULES: PairRules = {
  etf: () => new EarliestTaskFirst(),
  linear: () => new LinearScheduler(),
  linearWeights: DEFAULT_LINEAR_OPTIONS,
};
const ACT = { rng: createRng('act'), deterministic: true };

/** A network in which every tensor matters. */
function busy(): { policy: ReturnType<typeof pairPolicy>; parameters: Parameters } {
  const policy = pairPolicy(RULES);
  const rng = createRng('busy');
  const parameters = new Parameters(policy.network.parameters).initialize(rng);
  for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += 0.2 * (rng() - 0.5);
  return { policy, parameters };
}
const NET = busy();

/** `item processor` in the words of the description → logit; and the critic's value. */
function scores(chip: Chip, order: Order = {}): { logits: Map<string, number>; value: number } {
  const table = chipTable(chip, order);
  const encoder = NET.policy.encoder();
  const store = new DecisionTables(SCHEMA);
  const count = encoder.encode(table, store);
  store.close();
  const plain = NET.policy.network.compile(NET.parameters);
  plain.evaluate(store, 0, true);
  const m = chip.processors;
  const logits = new Map<string, number>();
  for (let candidate = 0; candidate < count; candidate++) {
    const action = encoder.action(candidate);
    const processor = order.processors?.indexOf(action % m) ?? action % m;
    logits.set(`${table.items.id[Math.floor(action / m)]} ${processor}`, plain.logits[candidate]);
  }
  return { logits, value: plain.value };
}

function readyTasks(chip: Chip): number {
  return chipTable(chip).items.count;
}

function playsAs(id: string, agent: Agent, other: Agent, decisions: number): void {
  const env = makeEnv(id);
  env.reset({ seed: 11 });
  for (let i = 0; i < decisions; i++) {
    const action = agent.act(env.view(), ACT);
    expect(action).toBe(other.act(env.view(), ACT));
    const { terminated, truncated } = env.step(action);
    if (terminated || truncated) env.reset();
  }
  env.close();
}

/** The untrained agent with this start. */
function starting(start: string): Agent {
  const policy = pairPolicy(RULES, { start });
  const parameters = new Parameters(policy.network.parameters).initialize(createRng('start'));
  const trained = {
    network: policy.network.id,
    policy: { id: 'pairnet', options: { start } },
    weights: encodeWeights(parameters.flat),
  };
  return new PairNetAgent('pairnet', RULES, { onReady: trained, late: trained });
}

describe('the untrained network', () => {
  it.each(['soc/profiles-5-queue-3-scale-25', 'soc/late-profiles-5-queue-3-scale-25', 'queue/heterogeneous'])(
    'is ETF in %s if it starts there',
    (id) => playsAs(id, starting('etf'), new EarliestTaskFirst(), 150),
  );

  it.each(['soc/profiles-5-queue-3-scale-25', 'soc/late-profiles-5-queue-3-scale-25'])(
    'is the linear agent in %s if it starts there',
    (id) => playsAs(id, starting('linear'), new LinearScheduler(), 150),
  );
});

const chips = fc.record({
  processors: fc.integer({ min: 2, max: 5 }),
  tasks: fc.integer({ min: 1, max: 7 }),
  jobs: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
});

describe('order means nothing', () => {
  it.each(['processors', 'items', 'tasks'] as const)('permuted %s permute the logits', (what) => {
    fc.assert(
      fc.property(chips, fc.nat(), (chip, seed) => {
        const count = what === 'processors' ? chip.processors : what === 'tasks' ? chip.tasks : readyTasks(chip);
        fc.pre(readyTasks(chip) > 0);
        const straight = scores(chip);
        const turned = scores(chip, { [what]: shuffled(count, seed) });
        expect(turned.logits.size).toBe(straight.logits.size);
        for (const [pair, logit] of straight.logits) expect(turned.logits.get(pair)).toBeCloseTo(logit, 3);
        expect(turned.value).toBeCloseTo(straight.value, 3);
      }),
      { numRuns: 40 },
    );
  });
});

describe('any platform', () => {
  it.each([1, 3, 17])('the same weights score pairs of %i processors', (processors) => {
    const { logits, value } = scores({ processors, tasks: 8, jobs: 2, seed: 4 });
    const pairs = processors * readyTasks({ processors, tasks: 8, jobs: 2, seed: 4 });
    expect(logits.size).toBe(Math.min(pairs, MOST_PAIRS));
    expect([...logits.values(), value].every(Number.isFinite)).toBe(true);
  });

  it('takes ten thousand tasks', () => {
    const table = wideTable(10_000);
    const { policy, parameters } = NET;
    const store = new DecisionTables(SCHEMA);
    const count = policy.encoder().encode(table, store);
    store.close();
    const plain = policy.network.compile(parameters);
    plain.evaluate(store, 0, true);
    expect(store.table('nodes').rowStart[1]).toBe(10_000);
    expect(plain.logits.slice(0, count).every(Number.isFinite)).toBe(true);
  });
});

/** Jobs of 100 tasks in chains, the first of each an item. */
function wideTable(nodes: number): PlacementTable {
  const small = chipTable({ processors: 4, tasks: 1, jobs: nodes / 100, seed: 2 });
  const { graph } = small;
  const m = 4;
  const cost = Float64Array.from({ length: nodes * m }, (_, k) => 1 + (k % 13));
  const chained = (node: number): boolean => node % 100 !== 99;
  const edges = Array.from({ length: nodes }, (_, node) => node).filter(chained);
  const starts = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node++) starts[node + 1] = starts[node] + (chained(node) ? 1 : 0);
  const nodeItem = new Int32Array(nodes).fill(-1);
  for (let job = 0; job < nodes / 100; job++) nodeItem[100 * job] = graph.nodeItem[job];
  const wide = {
    ...graph,
    nodeCount: nodes,
    edgeCount: edges.length,
    jobStart: Int32Array.from({ length: nodes / 100 + 1 }, (_, job) => 100 * job),
    nodeJob: Int32Array.from({ length: nodes }, (_, node) => Math.floor(node / 100)),
    nodeItem,
    state: Uint8Array.from({ length: nodes }, (_, node) => (node % 100 === 0 ? graph.state[node / 100] : 0)),
    resource: new Int32Array(nodes).map((_, node) => (node % 100 === 0 ? graph.resource[node / 100] : -1)),
    start: new Float64Array(nodes).map((_, node) => (node % 100 === 0 ? graph.start[node / 100] : Number.NaN)),
    finish: new Float64Array(nodes).map((_, node) => (node % 100 === 0 ? graph.finish[node / 100] : Number.NaN)),
    cost,
    upwardRank: Float64Array.from({ length: nodes }, (_, node) => 100 - (node % 100)),
    successorStart: starts,
    successor: Int32Array.from(edges, (node) => node + 1),
    volume: new Float64Array(edges.length).fill(1),
  };
  for (let node = 0; node < nodes; node += 100) if (wide.state[node] === 4) wide.state[node] = 3;
  return Object.create(small, { graph: { value: wide } }) as PlacementTable;
}

describe('tensors', () => {
  let tf: TF;
  beforeAll(async () => {
    ({ tf } = await loadBackend({ preferred: 'wasm' }));
  });

  it('have the gradient that differences show, tensor by tensor', () => {
    const { policy, parameters } = NET;
    const { network } = policy;
    const store = new DecisionTables(SCHEMA);
    const encoder = policy.encoder();
    for (const seed of [1, 2]) {
      encoder.encode(chipTable({ processors: 3, tasks: 6, jobs: 2, seed }), store);
      store.close();
    }
    const batch = gatherBatch(store, Int32Array.of(0, 1));
    const shares = Float32Array.from({ length: batch.tables.candidates.rows }, (_, row) => Math.sin(row + 1));
    const loss = (weights: Record<string, ReturnType<TF['tensor']>>) => {
      const { logits, values } = network.forward({ tf, weights }, tensorBatch(tf, batch));
      return tf.add(tf.sum(tf.mul(logits, tf.tensor1d(shares))), tf.sum(values as never));
    };
    const at = (flat: Parameters): number =>
      tf.tidy(() => {
        const weights = network.parameters.map(({ name, shape }) => [name, tf.tensor(flat.get(name), [...shape])]);
        return loss(Object.fromEntries(weights)).dataSync()[0];
      });
    const names = network.parameters.map(({ name }) => name);
    const gradients = tf.tidy(() => {
      const tensors = network.parameters.map(({ name, shape }) => tf.tensor(parameters.get(name), [...shape]));
      const gradient = tf.grads(
        (...given: ReturnType<TF['tensor']>[]) =>
          loss(Object.fromEntries(names.map((name, k) => [name, given[k]]))) as never,
      );
      return gradient(tensors).map((tensor) => Float32Array.from(tensor.dataSync()));
    });
    const step = 1e-3;
    for (const [k, name] of names.entries()) {
      const size = Math.sqrt(gradients[k].reduce((sum, x) => sum + x * x, 0));
      expect(size, name).toBeGreaterThan(0);
      const moved = (sign: number): number => {
        const there = parameters.clone();
        const tensor = there.get(name);
        for (let i = 0; i < tensor.length; i++) tensor[i] += (sign * step * gradients[k][i]) / size;
        return at(there);
      };
      const slope = (moved(1) - moved(-1)) / (2 * step); // along the gradient it is the gradient's length
      expect(Math.abs(slope - size) / Math.max(1, size), `${name}: ${slope} ${size}`).toBeLessThan(0.02);
    }
  });
});

describe('the agent', () => {
  it('refuses weights of another network, and options that it does not know', () => {
    const none = { onReady: undefined, late: undefined };
    const foreign = { network: 'decima', policy: { id: 'pairnet' }, weights: '' };
    expect(() => new PairNetAgent('pairnet', RULES, { ...none, late: foreign })).toThrow(
      'agents/pairnet: the weights belong to the network decima, not to pairnet-16-32-32-drain',
    );
    expect(() => createPairNet(RULES, none, { weights: 3 })).toThrow(
      'agents/pairnet: option "weights" must be "shipped" or "none", got 3',
    );
    expect(() => pairPolicy(RULES, { width: 6 })).toThrow(/policy pairnet: options.width/);
  });

  it('answers alike with and without exploration drawn from nothing', () => {
    const agent = createPairNet(RULES, { onReady: undefined, late: undefined });
    const table = chipTable({ processors: 3, tasks: 6, jobs: 2, seed: 9 });
    expect(agent.act(table, ACT)).toBe(agent.propose(table));
    expect(table.mask[agent.propose(table)]).toBe(1);
  });
});
