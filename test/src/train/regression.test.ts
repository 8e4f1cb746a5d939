/** Regression on advantages: the loss against plain arithmetic, its gradient against differences, and that it learns. */
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/nn/backend.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { CANDIDATES } from '../../../src/nn/tables.js';
import { createRng } from '../../../src/rng.js';
import { backwardPass, passResult } from '../../../src/train/backward.js';
import { Learner } from '../../../src/train/learner.js';
import { lossColumns } from '../../../src/train/loss-columns.js';
import type { TrainingColumns } from '../../../src/train/objective.js';
import { everyDecision, raggedNetwork, randomColumns } from './ragged-network.js';

const backend = await loadBackend({ preferred: 'wasm' });
const network = raggedNetwork({ hasCritic: false });
const objective = {
  kind: 'regression',
  errorLimit: Number.POSITIVE_INFINITY,
  entropyCoefficient: 0,
  valueCoefficient: 0,
} as const;
const rule = { objective };

/** Advantages as targets, every fourth candidate not tried. */
function advantageColumns(count: number): TrainingColumns {
  const columns = randomColumns(count);
  const { rowStart } = columns.store.table(CANDIDATES);
  const rng = createRng(8).fork('advantages');
  const targets = Float32Array.from({ length: rowStart[count] }, () => (rng() < 0.25 ? Number.NaN : 4 * rng() - 2));
  return { ...columns, targets };
}

function newParameters(): Parameters {
  return new Parameters(network.parameters).initialize(createRng(3));
}

/** Mean over decisions with two or more tried of the mean squared difference of centred logits and centred targets. */
function plainLoss({ store, targets }: TrainingColumns, parameters: Parameters): number {
  const plain = network.compile(parameters);
  const { rowStart } = store.table(CANDIDATES);
  const errors: number[] = [];
  for (let d = 0; d < store.decisions; d++) {
    plain.evaluate(store, d);
    const tried = Array.from({ length: rowStart[d + 1] - rowStart[d] }, (_, i) => i).filter(
      (i) => !Number.isNaN(targets[rowStart[d] + i]),
    );
    if (tried.length < 2) continue;
    const mean = (of: (i: number) => number) => tried.reduce((sum, i) => sum + of(i), 0) / tried.length;
    const logit = mean((i) => plain.logits[i]);
    const target = mean((i) => targets[rowStart[d] + i]);
    errors.push(mean((i) => (plain.logits[i] - logit - (targets[rowStart[d] + i] - target)) ** 2));
  }
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

describe('regression on advantages', () => {
  it('loss and gradient', () => {
    const columns = advantageColumns(40);
    const parameters = newParameters();
    const decisions = everyDecision(columns);
    const batch = gatherBatch(columns.store, decisions);
    const gathered = lossColumns(columns, decisions, { batch, rule, label: 'test' });
    const vector = backwardPass(backend.tf, { network, parameters, batch, columns: gathered, rule });
    const { scalars, gradient } = passResult(vector.dataSync() as Float32Array, 40);
    vector.dispose();
    expect(scalars[0]).toBeCloseTo(plainLoss(columns, parameters), 5);
    const step = 1 / 256;
    for (let k = 0; k < gradient.length; k += 7) {
      const nudged = (by: number) => {
        const other = parameters.clone();
        other.flat[k] += by;
        return plainLoss(columns, other);
      };
      expect(gradient[k]).toBeCloseTo((nudged(step) - nudged(-step)) / (2 * step), 2);
    }
  });

  it('logits come to tell advantages that the observations determine', () => {
    const columns = advantageColumns(60);
    const { store } = columns;
    const { values, width, rowStart } = store.table(CANDIDATES);
    const rows = rowStart[60];
    const targets = Float32Array.from({ length: rows }, (_, row) => 2 * values[row * width] - values[row * width + 1]);
    const parameters = newParameters();
    const learner = new Learner({ backend, network, parameters, maxGradientNorm: 10 });
    const told = { ...columns, targets };
    const before = plainLoss(told, parameters);
    for (let i = 0; i < 200; i++) learner.update(told, everyDecision(told), { objective, learningRate: 0.02 });
    expect(plainLoss(told, parameters)).toBeLessThan(0.1 * before);
  });

  it('refuses a minibatch without anything to compare, and a teacher besides', () => {
    const columns = advantageColumns(3);
    const learner = new Learner({ backend, network, parameters: newParameters() });
    const blank = { ...columns, targets: columns.targets.map(() => Number.NaN) };
    const update = { objective, learningRate: 1e-3 };
    expect(() => learner.update(blank, everyDecision(blank), update)).toThrow('two candidates with targets');
    const teacher = { coefficient: 0.1 };
    expect(() => learner.update(columns, everyDecision(columns), { ...update, teacher })).toThrow("no teacher's");
  });
});
