/** Faults of published training code, as options: what each does to loss and gradient, on numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/nn/backend.js';
import type { Network, PlainNetwork } from '../../../src/nn/network.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { CANDIDATES, DecisionTables } from '../../../src/nn/tables.js';
import { backwardPass, passResult } from '../../../src/train/backward.js';
import { type LossRule, lossColumns } from '../../../src/train/loss-columns.js';
import type { ReinforceObjective, TrainingColumns } from '../../../src/train/objective.js';

const { tf } = await loadBackend({ preferred: 'cpu' });

/** logit = w · x of the candidate, value = c: gradients can be written down. */
const network: Network = {
  id: 'slope',
  schema: [{ name: CANDIDATES, columns: ['x'] }],
  parameters: [
    { name: 'w', shape: [1], gain: 0 },
    { name: 'c', shape: [1], gain: 0 },
  ],
  forward: ({ tf: t, weights }, { tables, decisions }) => ({
    logits: t.mul(t.reshape(tables[CANDIDATES].values, [-1]), weights.w) as never,
    values: t.mul(t.ones([decisions]), weights.c) as never,
  }),
  compile: (): PlainNetwork => ({ logits: new Float32Array(4), value: 0, evaluate: () => {} }),
};

/** Decision 0 has candidates x = 0, 1 and took the second; decision 1 has x = 0, 1, 2 and took the first. */
function columns(): TrainingColumns {
  const store = new DecisionTables(network.schema);
  const table = store.table(CANDIDATES);
  for (const count of [2, 3]) {
    const row = table.reserve(count);
    for (let i = 0; i < count; i++) table.values[row + i] = i;
    store.close();
  }
  return {
    store,
    chosen: Int32Array.of(1, 0),
    oldLogProbs: new Float64Array(2),
    oldValues: new Float64Array(2),
    advantages: Float64Array.of(3, -1),
    returns: Float64Array.of(5, 2),
    weights: null,
    targets: new Float32Array(0),
  };
}

const REINFORCE: ReinforceObjective = { kind: 'reinforce', entropyCoefficient: 0, valueCoefficient: 0 };

function pass(objective: Partial<ReinforceObjective>, rule: Partial<LossRule> = {}, given = columns()) {
  const parameters = new Parameters(network.parameters, Float32Array.of(0, 1)); // w = 0: all equally probable, V = 1
  const decisions = Int32Array.of(0, 1);
  const batch = gatherBatch(given.store, decisions);
  const whole: LossRule = { ...rule, objective: { ...REINFORCE, ...objective } };
  const gathered = lossColumns(given, decisions, { batch, rule: whole, label: 'test' });
  const tensor = backwardPass(tf, { network, parameters, batch, columns: gathered, rule: whole });
  const { scalars, gradient } = passResult(tensor.dataSync() as Float32Array, 2);
  tensor.dispose();
  return { loss: scalars[0], gradient: [...gradient] };
}

/*
 * d ln π(chosen)/dw = x(chosen) − mean x: 1 − 1/2 = 1/2 and 0 − 1 = −1.
 * Over all candidates the sum of those is 0 at equal probabilities, also with 1e-6 inside the logarithm.
 */
describe('what the advantage multiplies', () => {
  it('is ln π of the candidate taken', () => {
    const { loss, gradient } = pass({});
    expect(loss).toBeCloseTo(-(3 * Math.log(1 / 2) - Math.log(1 / 3)) / 2, 6);
    expect(gradient[0]).toBeCloseTo(-(3 * 0.5 + -1 * -1) / 2, 6);
  });

  it('may be the sum of ln(π + 1e-6) over all, whatever was taken', () => {
    const sum = pass({ logProbability: 'sum-of-all' });
    expect(sum.loss).toBeCloseTo(-(3 * 2 * Math.log(1 / 2 + 1e-6) - 3 * Math.log(1 / 3 + 1e-6)) / 2, 5);
    expect(sum.gradient[0]).toBeCloseTo(0, 6);
    const others = { ...columns(), chosen: Int32Array.of(0, 2) };
    expect(pass({ logProbability: 'sum-of-all' }, {}, others)).toEqual(sum);
    expect(pass({}, {}, others).gradient[0]).toBeCloseTo(-(3 * -0.5 + -1 * 1) / 2, 6);
  });
});

it('direction "descend" turns the policy loss around, and nothing else', () => {
  const right = pass({});
  const wrong = pass({ direction: 'descend' });
  expect(wrong.loss).toBeCloseTo(-right.loss, 6);
  expect(wrong.gradient[0]).toBeCloseTo(-right.gradient[0], 6);
  const critic = { valueCoefficient: 0.5 };
  expect(pass({ ...critic, direction: 'descend' }).gradient[1]).toBeCloseTo(pass(critic).gradient[1], 6);
});

it('attached advantages move the critic by the log-probabilities', () => {
  const critic = { valueCoefficient: 0.5 };
  const detached = pass(critic).gradient[1];
  expect(detached).toBeCloseTo((0.5 * (1 - 5 + 1 - 2)) / 2, 6);
  // −(G − V)·ln π: its slope in V is ln π
  const attached = pass(critic, { attachedAdvantages: true });
  expect(attached.gradient[1] - detached).toBeCloseTo((Math.log(1 / 2) + Math.log(1 / 3)) / 2, 6);
  expect(attached.gradient[0]).toBeCloseTo(-(4 * 0.5 + 1 * -1) / 2, 6); // returns 5, 2 minus V = 1
});

it('a sample that counts twice has twice the share', () => {
  const twice = pass({}, {}, { ...columns(), weights: Float64Array.of(4 / 3, 2 / 3) });
  expect(twice.gradient[0]).toBeCloseTo(-(2 * 3 * 0.5 + -1 * -1) / 3, 6);
});
