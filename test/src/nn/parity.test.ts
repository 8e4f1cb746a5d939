/**
 * The contract of networks, over every registered policy and whole stretches of real environments: a batch of decisions as
 * tensors and each decision in plain arrays give the same logits and values to 1e-5, with weights in which no tensor is
 * idle; and of encoders: candidates are allowed actions and are found by them, and rows refer to rows that are there.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { ArenaError } from '../../../src/error.js';
import { loadBackend, type TF } from '../../../src/nn/backend.js';
import { type Network, tensorBatch } from '../../../src/nn/network.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { type Policy, policies } from '../../../src/nn/policy.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';

const ENVIRONMENTS = [
  'soc/profiles-5-queue-3-scale-25',
  'soc/late-profiles-5-queue-3-scale-25',
  'dag/layered',
  'queue/heterogeneous',
  'serving/azure-conv-4x',
];
const DECISIONS = 16;
const TOLERANCE = 1e-5; // of numbers of order 1, relative beyond

let tf: TF;
beforeAll(async () => {
  ({ tf } = await loadBackend({ preferred: 'wasm' }));
});

/** Decisions of one environment under random actions, and what the plain network says of them. */
interface Played {
  readonly store: DecisionTables;
  readonly logits: Float32Array[]; // [decision]
  readonly values: number[]; // [decision]
}

function busyParameters(network: Network): Parameters {
  const rng = createRng('parity');
  const parameters = new Parameters(network.parameters).initialize(rng);
  for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += 0.2 * (rng() - 0.5);
  return parameters;
}

function play(policy: Policy, id: string, parameters: Parameters): Played {
  const env = makeEnv(id);
  env.reset({ seed: 5 });
  const rng = createRng(id);
  const encoder = policy.encoder();
  encoder.reset?.();
  const store = new DecisionTables(policy.network.schema);
  const plain = policy.network.compile(parameters);
  const logits: Float32Array[] = [];
  const values: number[] = [];
  for (let decision = 0; decision < DECISIONS; decision++) {
    const view = env.view();
    const count = encoder.encode(view, store);
    store.close();
    const actions = Array.from({ length: count }, (_, candidate) => encoder.action(candidate));
    for (const action of actions) {
      expect(view.mask[action]).toBe(1);
      expect(encoder.action(encoder.candidateOf(action))).toBe(action);
    }
    plain.evaluate(store, decision, true);
    logits.push(plain.logits.slice(0, count));
    values.push(plain.value);
    const { terminated, truncated } = env.step(actions[rng.integer(count)]);
    if (terminated || truncated) {
      env.reset();
      encoder.reset?.();
    }
  }
  env.close();
  return { store, logits, values };
}

function expectReferences(store: DecisionTables): void {
  for (const { schema, integers, rowStart } of store.tables) {
    (schema.integers ?? []).forEach(({ name, refersTo }, column) => {
      if (refersTo === undefined) return;
      const target = store.table(refersTo);
      for (let decision = 0; decision < store.decisions; decision++) {
        const rows = target.rowStart[decision + 1] - target.rowStart[decision];
        for (let row = rowStart[decision]; row < rowStart[decision + 1]; row++) {
          const reference = integers[column][row];
          expect(reference >= 0 && reference < rows, `${schema.name}.${name} = ${reference} of ${rows}`).toBe(true);
        }
      }
    });
  }
}

function expectParity(network: Network, parameters: Parameters, { store, logits, values }: Played): void {
  const order = Int32Array.from({ length: DECISIONS }, (_, i) => (7 * i) % DECISIONS); // not as they were made
  const batch = gatherBatch(store, order);
  const [batched, worth] = tf.tidy(() => {
    const weights = Object.fromEntries(
      network.parameters.map(({ name, shape }) => [name, tf.tensor(parameters.get(name), [...shape])]),
    );
    const output = network.forward({ tf, weights }, tensorBatch(tf, batch));
    return [output.logits.dataSync(), output.values?.dataSync()];
  });
  let row = 0;
  for (const [i, decision] of order.entries()) {
    for (const logit of logits[decision]) expectClose(batched[row++], logit, `logit of decision ${decision}`);
    if (worth === undefined) expect(values[decision]).toBeNaN();
    else expectClose(worth[i], values[decision], `value of decision ${decision}`);
  }
  expect(row).toBe(batched.length);
}

function expectClose(actual: number, expected: number, what: string): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(error <= TOLERANCE, `${what}: tensors ${actual}, plain ${expected}`).toBe(true);
}

/** What was played in an environment, or undefined where the policy says that it is not made for it. */
function playWhereMade(policy: Policy, id: string, parameters: Parameters): Played | undefined {
  try {
    return play(policy, id, parameters);
  } catch (error) {
    if (error instanceof ArenaError) return undefined;
    throw error;
  }
}

describe.each(policies.all().map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  it('says the same in tensors and in plain arrays', () => {
    const policy = spec.create();
    const parameters = busyParameters(policy.network);
    const played = ENVIRONMENTS.map((id) => playWhereMade(policy, id, parameters)).filter((one) => one !== undefined);
    expect(played.length).toBeGreaterThan(0);
    for (const one of played) {
      expectReferences(one.store);
      expectParity(policy.network, parameters, one);
    }
  }, 20_000);

  it('reads the parameters live', () => {
    const policy = spec.create();
    const { network } = policy;
    const parameters = busyParameters(network);
    const store = firstDecision(policy);
    const plain = network.compile(parameters);
    for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] *= 0.9;
    plain.refresh?.();
    plain.evaluate(store, 0);
    const fresh = network.compile(parameters.clone());
    fresh.evaluate(store, 0);
    const count = store.table('candidates').rowStart[1];
    expect(plain.logits.slice(0, count)).toEqual(fresh.logits.slice(0, count));
  });
});

/** The first decision of the first environment that the policy is made for. */
function firstDecision(policy: Policy): DecisionTables {
  for (const id of ENVIRONMENTS) {
    const env = makeEnv(id);
    env.reset({ seed: 3 });
    const store = new DecisionTables(policy.network.schema);
    try {
      policy.encoder().encode(env.view(), store);
      store.close();
      return store;
    } catch (error) {
      if (!(error instanceof ArenaError)) throw error;
    }
  }
  throw new Error(`${policy.network.id} plays nowhere`);
}
