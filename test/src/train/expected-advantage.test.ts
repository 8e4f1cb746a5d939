/** Expected advantage with anchors: the loss against plain arithmetic, its gradient against differences, and that it learns. */
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
const ANCHOR_COEFFICIENT = 0.7;
const ANCHOR_LIMIT = 1; // logits
const objective = {
  kind: 'expected-advantage',
  anchorCoefficient: ANCHOR_COEFFICIENT,
  entropyCoefficient: 0,
  valueCoefficient: 0,
} as const;
const rule = { objective };
const DECISIONS = 40;

/** Every fourth candidate not tried; every third decision anchored, where all targets are logits, some of them far away. */
function lessonColumns(): TrainingColumns {
  const columns = randomColumns(DECISIONS);
  const { rowStart } = columns.store.table(CANDIDATES);
  const rng = createRng(8).fork('advantages');
  const anchored = Uint8Array.from({ length: DECISIONS }, (_, d) => (d % 3 === 0 ? 1 : 0));
  const targets = new Float32Array(rowStart[DECISIONS]);
  for (let d = 0; d < DECISIONS; d++) {
    for (let row = rowStart[d]; row < rowStart[d + 1]; row++) {
      if (anchored[d] === 1) targets[row] = 6 * rng() - 3;
      else targets[row] = rng() < 0.25 ? Number.NaN : 4 * rng() - 2;
    }
  }
  return { ...columns, targets, anchored };
}

function newParameters(): Parameters {
  return new Parameters(network.parameters).initialize(createRng(3));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One decision: candidates tried, their probabilities among all candidates, logits and targets centred over those tried. */
function seen({ store, targets }: TrainingColumns, parameters: Parameters, decision: number) {
  const plain = network.compile(parameters);
  const { rowStart } = store.table(CANDIDATES);
  plain.evaluate(store, decision);
  const all = Array.from({ length: rowStart[decision + 1] - rowStart[decision] }, (_, i) => i);
  const sum = all.reduce((total, i) => total + Math.exp(plain.logits[i]), 0);
  const tried = all.filter((i) => !Number.isNaN(targets[rowStart[decision] + i]));
  const centre = mean(tried.map((i) => plain.logits[i]));
  const told = mean(tried.map((i) => targets[rowStart[decision] + i]));
  return tried.map((i) => ({
    probability: Math.exp(plain.logits[i]) / sum,
    logit: plain.logits[i] - centre,
    target: targets[rowStart[decision] + i] - told,
  }));
}

/** −mean of Σ π·advantage over decisions with two or more tried, plus the anchors' mean error, beyond its limit linear. */
function plainLoss(columns: TrainingColumns, parameters: Parameters): number {
  const gains: number[] = [];
  const errors: number[] = [];
  for (let d = 0; d < columns.store.decisions; d++) {
    const candidates = seen(columns, parameters, d);
    if (candidates.length < 2) continue;
    if (columns.anchored?.[d] === 1) {
      errors.push(
        mean(
          candidates.map(({ logit, target }) => {
            const size = Math.abs(logit - target);
            return size <= ANCHOR_LIMIT ? size ** 2 : 2 * ANCHOR_LIMIT * size - ANCHOR_LIMIT ** 2;
          }),
        ),
      );
    } else gains.push(candidates.reduce((sum, { probability, target }) => sum + probability * target, 0));
  }
  return -(gains.length > 0 ? mean(gains) : 0) + (errors.length > 0 ? ANCHOR_COEFFICIENT * mean(errors) : 0);
}

describe('expected advantage', () => {
  it.each([
    ['with anchors', (columns: TrainingColumns) => columns],
    ['without', ({ anchored: _, ...columns }: TrainingColumns) => columns],
    ['of anchors alone', (columns: TrainingColumns) => ({ ...columns, anchored: new Uint8Array(DECISIONS).fill(1) })],
  ])('loss and gradient %s', (_, change) => {
    const columns = change(lessonColumns());
    const parameters = newParameters();
    for (let k = 0; k < parameters.flat.length; k++) parameters.flat[k] *= 3; // away from equal probabilities
    const decisions = everyDecision(columns);
    const batch = gatherBatch(columns.store, decisions);
    const gathered = lossColumns(columns, decisions, { batch, rule, label: 'test' });
    const vector = backwardPass(backend.tf, { network, parameters, batch, columns: gathered, rule });
    const { scalars, gradient } = passResult(vector.dataSync() as Float32Array, DECISIONS);
    vector.dispose();
    expect(scalars[0]).toBeCloseTo(plainLoss(columns, parameters), 4);
    const step = 1 / 1024;
    for (let k = 0; k < gradient.length; k += 7) {
      const nudged = (by: number) => {
        const other = parameters.clone();
        other.flat[k] += by;
        return plainLoss(columns, other);
      };
      expect(gradient[k]).toBeCloseTo((nudged(step) - nudged(-step)) / (2 * step), 2);
    }
  });

  it('the policy comes to choose what was told to be better, anchored decisions come to the logits told', () => {
    const columns = lessonColumns();
    const { values, width, rowStart } = columns.store.table(CANDIDATES);
    const targets = Float32Array.from({ length: rowStart[DECISIONS] }, (_, row) => 2 * values[row * width]);
    const told = { ...columns, targets };
    const parameters = newParameters();
    const learner = new Learner({ backend, network, parameters, maxGradientNorm: 10 });
    const best = () => {
      const rows = Array.from({ length: DECISIONS }, (_, d) => d).filter((d) => told.anchored?.[d] === 0);
      const right = rows.filter((d) => {
        const candidates = seen(told, parameters, d);
        const chosen = candidates.reduce((one, other) => (other.probability > one.probability ? other : one));
        return chosen.target >= Math.max(...candidates.map(({ target }) => target)) - 1e-9;
      });
      return right.length / rows.length;
    };
    const before = plainLoss(told, parameters);
    for (let i = 0; i < 200; i++) learner.update(told, everyDecision(told), { objective, learningRate: 0.02 });
    expect(plainLoss(told, parameters)).toBeLessThan(before - 0.3);
    expect(best()).toBeGreaterThan(0.9);
  });
});
