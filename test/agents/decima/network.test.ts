/** Decima's networks: their sizes, and that both executions compute what the definition says. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type DecimaName, decimaKind, decimaParameters } from '../../../agents/decima/kinds.js';
import { decimaNetwork } from '../../../agents/decima/network.js';
import { PlainDecima } from '../../../agents/decima/plain-pass.js';
import { decimaTensors } from '../../../agents/decima/tensor-pass.js';
import { loadBackend, type Tensor, type TF } from '../../../src/nn/backend.js';
import { tensorBatch } from '../../../src/nn/network.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { createRng } from '../../../src/rng.js';
import { randomObservation, renumbered, storeOf } from './observations.js';
import { jointProbabilities, type Observation, referencePass } from './reference.js';

const NAMES: readonly DecimaName[] = ['small', 'original'];

/** Weights that make the scores differ: those of the start are nearly alike. */
function weightsOf(name: DecimaName, critic = false): Parameters {
  const parameters = new Parameters(decimaParameters(decimaKind(name, critic)));
  const rng = createRng(name);
  for (const { name: tensor, shape } of parameters.specs) {
    const bound = shape.length === 2 ? 1 / Math.sqrt(shape[0]) : 0.1;
    const view = parameters.get(tensor);
    for (let i = 0; i < view.length; i++) view[i] = bound * (2 * rng() - 1);
  }
  return parameters;
}

const OBSERVATIONS: readonly Observation[] = [
  ...Array.from({ length: 12 }, (_, i) => randomObservation(i)),
  randomObservation('no edges', { edges: 0 }),
  randomObservation('one node', { jobs: 1, nodes: 1 }),
  randomObservation('deep', { jobs: 2, nodes: 8, edges: 0.9 }),
];

let tf: TF;
beforeAll(async () => {
  tf = (await loadBackend({ preferred: 'wasm' })).tf;
});

function tensorsOf(parameters: Parameters): Record<string, Tensor> {
  return Object.fromEntries(
    parameters.specs.map(({ name, shape }) => [name, tf.tensor(parameters.get(name), [...shape])]),
  );
}

/** Logits and values of all observations in one batch. */
function tensorOutput(name: DecimaName, parameters: Parameters, critic = false) {
  const store = storeOf(OBSERVATIONS);
  const plain = gatherBatch(
    store,
    Int32Array.from(OBSERVATIONS, (_, i) => i),
  );
  return tf.tidy(() => {
    const scope = { tf, weights: tensorsOf(parameters) };
    const out = decimaTensors(decimaKind(name, critic), scope, tensorBatch(tf, plain));
    return {
      rowStart: plain.tables.candidates.rowStart,
      logits: out.logits.dataSync(),
      values: out.values?.dataSync(),
      node: out.node.dataSync(),
    };
  });
}

function close(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): void {
  expect(a.length).toBe(b.length);
  const differences = Array.from(a, (value, i) => Math.abs(value - b[i]));
  expect(differences.every((difference) => difference <= tolerance)).toBe(true); // false for NaN
}

describe('sizes', () => {
  const count = (name: DecimaName) => new Parameters(decimaParameters(decimaKind(name))).flat.length;

  it('small: the 20,802 numbers of spark-sched-sim', () => {
    expect(count('small')).toBe(20_802);
  });

  it('original: the 4,770 numbers of decima-sim', () => {
    expect(count('original')).toBe(4_770);
  });

  it('starts with nearly uniform choices', () => {
    for (const name of NAMES) {
      const network = decimaNetwork(decimaKind(name));
      const plain = network.compile(new Parameters(network.parameters).initialize(createRng(3)));
      const observation = randomObservation('start');
      plain.evaluate(storeOf([observation]), 0);
      const probabilities = jointProbabilities(observation, {
        ...referencePass(name, new Parameters(network.parameters), observation), // all weights 0: uniform
      });
      close(plain.logits.slice(0, probabilities.length).map(Math.exp), probabilities, 0.02);
    }
  });
});

describe.each(NAMES)('%s', (name) => {
  const parameters = weightsOf(name);

  it('plain arrays compute the definition', () => {
    const plain = new PlainDecima(decimaKind(name), parameters);
    const store = storeOf(OBSERVATIONS);
    OBSERVATIONS.forEach((observation, i) => {
      plain.evaluate(store, i);
      const expected = referencePass(name, parameters, observation);
      const { embedding, stageScores, limitScores, logits } = plain;
      const width = decimaKind(name).embedding;
      const nodes = observation.x.map((_, node) =>
        Array.from(embedding.seen.slice(node * (5 + width) + 5, (node + 1) * (5 + width))),
      );
      close(nodes.flat(), expected.node.flat(), 1e-9);
      close(embedding.job.slice(0, expected.job.length * width), expected.job.flat(), 1e-9);
      close(embedding.global, expected.global, 1e-9);
      close(stageScores.slice(0, expected.stageScores.length), expected.stageScores, 1e-9);
      close(limitScores.slice(0, expected.limitScores.length), expected.limitScores, 1e-9);
      const joint = jointProbabilities(observation, expected);
      close(logits.slice(0, joint.length).map(Math.exp), joint, 1e-6);
      expect(joint.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
    });
  });

  it('tensors agree with plain arrays', () => {
    const { logits, rowStart } = tensorOutput(name, parameters);
    const plain = new PlainDecima(decimaKind(name), parameters);
    const store = storeOf(OBSERVATIONS);
    OBSERVATIONS.forEach((_, i) => {
      plain.evaluate(store, i);
      const mine = logits.slice(rowStart[i], rowStart[i + 1]);
      close(mine, plain.logits.slice(0, mine.length), 1e-5);
    });
  });

  it('does not depend on the numbers of nodes, jobs and edges', () => {
    const plain = new PlainDecima(decimaKind(name), parameters);
    OBSERVATIONS.forEach((observation, i) => {
      const store = storeOf([observation, renumbered(observation, `order ${i}`)]);
      const count = store.table('candidates').rowStart[1];
      plain.evaluate(store, 0);
      const before = plain.logits.slice(0, count);
      plain.evaluate(store, 1);
      close(plain.logits.slice(0, count), before, 1e-6);
    });
  });

  it('sends a gradient to every parameter', () => {
    const critic = weightsOf(name, true);
    const store = storeOf(OBSERVATIONS);
    const plain = gatherBatch(
      store,
      Int32Array.from(OBSERVATIONS, (_, i) => i),
    );
    const norms = tf.tidy(() => {
      const batch = tensorBatch(tf, plain);
      const variables = critic.specs.map((spec) => tf.variable(tf.tensor(critic.get(spec.name), [...spec.shape])));
      const weights = Object.fromEntries(critic.specs.map((spec, i) => [spec.name, variables[i]]));
      const weight = tf.tensor1d(Array.from({ length: batch.tables.candidates.plain.rows }, (_, i) => 1 + (i % 7)));
      const { grads } = tf.variableGrads(() => {
        const { logits, values } = decimaTensors(decimaKind(name, true), { tf, weights }, batch);
        return tf.add(tf.sum(tf.mul(weight, logits)), tf.sum(values!)).asScalar();
      });
      const found = variables.map((variable) => tf.norm(grads[variable.name]).dataSync()[0]);
      for (const variable of variables) variable.dispose();
      return found;
    });
    // softmax does not see the last bias of a head
    critic.specs.forEach((spec, i) => {
      const last = /^(stage|limit)/.test(spec.name) && spec.shape.join() === '1';
      if (last) expect(norms[i]).toBeLessThan(1e-3);
      else expect([spec.name, norms[i] > 1e-6]).toEqual([spec.name, true]);
    });
  });

  it('sees later changes of the weights after a refresh', () => {
    const changing = parameters.clone();
    const plain = decimaNetwork(decimaKind(name)).compile(changing);
    const store = storeOf(OBSERVATIONS);
    changing.flat.fill(0);
    plain.refresh!();
    plain.evaluate(store, 0);
    const joint = jointProbabilities(OBSERVATIONS[0], referencePass(name, changing, OBSERVATIONS[0]));
    close(plain.logits.slice(0, joint.length).map(Math.exp), joint, 1e-6);
  });
});

describe('critic', () => {
  it('gives the same value in both executions, and none where there is none', () => {
    const parameters = weightsOf('small', true);
    const { values } = tensorOutput('small', parameters, true);
    const plain = new PlainDecima(decimaKind('small', true), parameters);
    const store = storeOf(OBSERVATIONS);
    OBSERVATIONS.forEach((_, i) => {
      plain.evaluate(store, i, true);
      expect(Math.abs(plain.value - values![i])).toBeLessThan(1e-5);
    });
    const without = new PlainDecima(decimaKind('small'), weightsOf('small'));
    without.evaluate(store, 0, true);
    expect(without.value).toBeNaN();
  });
});

describe('bad input', () => {
  const plain = new PlainDecima(decimaKind('small'), weightsOf('small'));
  const observation = randomObservation('bad');

  it('refuses a cycle', () => {
    const nodes = observation.x.length;
    const cyclic = {
      ...observation,
      edges: [
        [0, 1],
        [1, 0],
      ] as [number, number][],
    };
    expect(() => plain.evaluate(storeOf([cyclic]), 0)).toThrow(`agents/decima: 2 of ${nodes} nodes lie on or behind`);
  });

  it('refuses an edge to no node', () => {
    const nodes = observation.x.length;
    const stray = { ...observation, edges: [[0, nodes]] as [number, number][] };
    expect(() => plain.evaluate(storeOf([stray]), 0)).toThrow(
      `agents/decima: edge 0 → ${nodes} (nodes 0…${nodes - 1})`,
    );
  });
});
