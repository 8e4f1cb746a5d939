/** What every trainable policy owes, asked of one: decisions collected by playing, and both executions of its network. */

import { makeEnv } from '../../../src/index.js';
import { loadBackend } from '../../../src/nn/backend.js';
import { disposeBatch, type NetworkOutput, tensorBatch } from '../../../src/nn/network.js';
import { Parameters } from '../../../src/nn/parameters.js';
import type { Policy } from '../../../src/nn/policy.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { createRng } from '../../../src/rng.js';
import '../../../envs/index.js';

export interface Collected {
  readonly store: DecisionTables;
  readonly counts: readonly number[]; // [decision] candidates
}

/** Plays random candidates and keeps every decision; checks that each candidate is allowed and known by its action. */
export function collect(policy: Policy, id: string, decisions: number, seed = 1): Collected {
  const env = makeEnv(id);
  const rng = createRng(seed);
  const encoder = policy.encoder();
  const store = new DecisionTables(policy.network.schema);
  const counts: number[] = [];
  env.reset({ seed });
  while (counts.length < decisions) {
    const view = env.view();
    const count = encoder.encode(view, store);
    store.close();
    counts.push(count);
    for (let i = 0; i < count; i++) {
      const action = encoder.action(i);
      if (view.mask[action] !== 1) throw new Error(`candidate ${i} of decision ${counts.length - 1} is not allowed`);
      if (encoder.action(encoder.candidateOf(action)) !== action)
        throw new Error(`action ${action} is not found again`);
    }
    const { terminated, truncated } = env.step(encoder.action(rng.integer(count)));
    if (terminated || truncated) env.reset();
  }
  return { store, counts };
}

export function seeded(policy: Policy, seed: string): Parameters {
  return new Parameters(policy.network.parameters).initialize(createRng(seed));
}

/** Noise on every weight: heads of small gain would hide a difference. */
export function shaken(policy: Policy, seed: string): Parameters {
  const parameters = seeded(policy, seed);
  const rng = createRng(`${seed} shaken`);
  for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] += 0.1 * (rng() - 0.5);
  return parameters;
}

/** [decision] logits and value by plain arrays. */
export function plainOutputs(policy: Policy, parameters: Parameters, { store, counts }: Collected) {
  const plain = policy.network.compile(parameters);
  return counts.map((count, decision) => {
    plain.evaluate(store, decision, true);
    return { logits: Array.from(plain.logits.subarray(0, count)), value: plain.value };
  });
}

/** The same by tensors, all decisions in one batch, in reverse order. */
export async function tensorOutputs(policy: Policy, parameters: Parameters, { store, counts }: Collected) {
  const { tf } = await loadBackend({ preferred: 'cpu' });
  const chosen = Int32Array.from(counts, (_, i) => counts.length - 1 - i);
  const batch = tensorBatch(tf, gatherBatch(store, chosen));
  const weights = Object.fromEntries(
    parameters.specs.map(({ name, shape }) => [name, tf.tensor(parameters.get(name), [...shape])]),
  );
  const output = tf.tidy(() => policy.network.forward({ tf, weights }, batch) as unknown as Record<string, never>);
  const { logits, values } = output as unknown as NetworkOutput;
  const flat = logits.dataSync();
  const value = values?.dataSync();
  const { rowStart } = batch.tables.candidates.plain;
  return counts.map((_, decision) => {
    const row = counts.length - 1 - decision;
    return { logits: Array.from(flat.subarray(rowStart[row], rowStart[row + 1])), value: value?.[row] ?? Number.NaN };
  });
}

/** Names of the tensors whose gradient of Σ (logit − 1)² + Σ (value − 1)² is 0 everywhere. */
export async function untouched(policy: Policy, parameters: Parameters, { store, counts }: Collected) {
  const { tf } = await loadBackend({ preferred: 'cpu' });
  const batch = tensorBatch(
    tf,
    gatherBatch(
      store,
      Int32Array.from(counts, (_, i) => i),
    ),
  );
  const names = parameters.specs.map(({ name }) => name);
  const tensors = parameters.specs.map(({ name, shape }) => tf.tensor(parameters.get(name), [...shape]));
  const gradients = tf.grads((...given) => {
    const weights = Object.fromEntries(names.map((name, i) => [name, given[i]]));
    const { logits, values } = policy.network.forward({ tf, weights }, batch);
    const loss = tf.sum(tf.square(tf.sub(logits, 1)));
    return values === null ? loss : tf.add(loss, tf.sum(tf.square(tf.sub(values, 1))));
  })(tensors);
  const silent = names.filter((_, i) => gradients[i].dataSync().every((number) => number === 0));
  disposeBatch(batch);
  return silent;
}

/** Largest difference of any two numbers, relative to 1 + |number|. */
export function largestDifference(
  a: readonly { logits: readonly number[]; value: number }[],
  b: readonly { logits: readonly number[]; value: number }[],
): number {
  let largest = 0;
  const compare = (x: number, y: number) => {
    if (Number.isNaN(x) && Number.isNaN(y)) return;
    const difference = Math.abs(x - y) / (1 + Math.abs(x));
    if (!(difference <= largest)) largest = difference;
  };
  a.forEach((one, i) => {
    one.logits.forEach((logit, k) => {
      compare(logit, b[i].logits[k]);
    });
    compare(one.value, b[i].value);
  });
  return largest;
}
