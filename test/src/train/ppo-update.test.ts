/** The update phase of PPO: shuffles, epochs, both early stops, annealing, and that a policy is learnt. */
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../../../src/nn/backend.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { CANDIDATES } from '../../../src/nn/tables.js';
import { createRng } from '../../../src/rng.js';
import { Learner } from '../../../src/train/learner.js';
import { annealedPpo, DEFAULT_PPO, type PpoSettings, ppoUpdate } from '../../../src/train/ppo-update.js';
import { everyDecision, raggedNetwork, randomColumns } from './ragged-network.js';

const backend = await loadBackend({ preferred: 'wasm' });

function newLearner(): Learner {
  const network = raggedNetwork();
  const parameters = new Parameters(network.parameters).initialize(createRng(3));
  return new Learner({ backend, network, parameters });
}

/** Records the minibatches that a learner is given. */
function watched(learner: Learner): Int32Array[] {
  const seen: Int32Array[] = [];
  const update = learner.updateAsync.bind(learner);
  learner.updateAsync = (columns, decisions, options) => {
    seen.push(decisions.slice());
    return update(columns, decisions, options);
  };
  return seen;
}

const settings: PpoSettings = { ...DEFAULT_PPO, learningRate: 3e-3, epochs: 3, minibatches: 4 };

/** Columns whose old log-probabilities and values are those of the learner. */
function onPolicy(learner: Learner, decisions: number) {
  const columns = randomColumns(decisions);
  const { logProbs, values } = learner.evaluate(columns, everyDecision(columns));
  return { ...columns, oldLogProbs: logProbs, oldValues: values };
}

describe('an update phase', () => {
  it('shows every decision once an epoch, in another order each time', async () => {
    const learner = newLearner();
    const seen = watched(learner);
    const { epochs, updates, stoppedByKl } = await ppoUpdate(learner, onPolicy(learner, 30), {
      ...settings,
      rng: createRng(1),
    });
    expect([epochs, updates, stoppedByKl]).toEqual([3, 12, false]);
    expect(seen.map(({ length }) => length)).toEqual([7, 8, 7, 8, 7, 8, 7, 8, 7, 8, 7, 8]);
    const orders = [0, 4, 8].map((from) => seen.slice(from, from + 4).flatMap((part) => [...part]));
    for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual([...Array(30).keys()]);
    expect(new Set(orders.map((order) => order.join())).size).toBe(3);
  });

  it('is the same for the same generator, bit for bit, and another for another', async () => {
    const weights = async (seed: number): Promise<Float32Array> => {
      const learner = newLearner();
      await ppoUpdate(learner, onPolicy(learner, 30), { ...settings, rng: createRng(seed) });
      return learner.parameters.flat;
    };
    expect(await weights(1)).toEqual(await weights(1));
    expect(await weights(2)).not.toEqual(await weights(1));
  });

  it('stops before a step that would start from too far away', async () => {
    const learner = newLearner();
    const klStop = { target: 1e-4, check: 'before-step' } as const;
    const fast = { ...settings, learningRate: 0.03, klStop, rng: createRng(1) };
    const report = await ppoUpdate(learner, onPolicy(learner, 30), fast);
    expect(report.stoppedByKl).toBe(true);
    expect(report.approxKl).toBeGreaterThan(1.5e-4);
    expect(report.updates).toBe(learner.updates - 1);
    expect(learner.snapshot().adam.steps).toBe(report.updates);
  });

  it('stops after an epoch that went too far', async () => {
    const learner = newLearner();
    const klStop = { target: 1e-4, check: 'after-epoch' } as const;
    const fast = { ...settings, learningRate: 0.03, klStop, rng: createRng(1) };
    const report = await ppoUpdate(learner, onPolicy(learner, 30), fast);
    expect([report.stoppedByKl, report.epochs, report.updates]).toEqual([true, 1, 4]);
  });

  it('explains the variance of returns, and has no divergence at its first minibatch', async () => {
    const learner = newLearner();
    const columns = onPolicy(learner, 20);
    const rules = { ...settings, epochs: 1, minibatches: 1, rng: createRng(1) };
    const exact = await ppoUpdate(learner, { ...columns, returns: columns.oldValues.slice() }, rules);
    expect(exact.explainedVariance).toBe(1);
    expect(Math.abs(exact.approxKl)).toBeLessThan(1e-6);
    expect(exact.clipFraction).toBe(0);
  });

  it('learns to take the fast candidate, and to foresee returns', async () => {
    const learner = newLearner();
    const base = onPolicy(learner, 120);
    const { rowStart, values } = base.store.table(CANDIDATES);
    const speed = Float64Array.from(base.chosen, (candidate, d) => values[2 * (rowStart[d] + candidate)]);
    const meanSpeed = (): number => {
      let sum = 0;
      const { logProbs } = learner.evaluate({ ...base }, everyDecision(base));
      logProbs.forEach((logProb, d) => {
        sum += Math.exp(logProb - base.oldLogProbs[d]) * speed[d]; // importance-weighted
      });
      return sum / 120;
    };
    const before = meanSpeed();
    const columns = { ...base, advantages: speed, returns: new Float64Array(120).fill(1.5) };
    const open = { ...settings, objective: { ...settings.objective, clipRange: 0.5, clipRangeValue: null } };
    const first = await ppoUpdate(learner, columns, { ...open, rng: createRng(0) });
    let last = first;
    for (let i = 1; i < 8; i++) last = await ppoUpdate(learner, columns, { ...open, rng: createRng(i) });
    expect(meanSpeed()).toBeGreaterThan(before + 0.05);
    expect(last.valueLoss).toBeLessThan(0.5 * first.valueLoss);
  });

  it('takes fewer minibatches where they would be too small, and parts of a rollout', async () => {
    const learner = newLearner();
    const seen = watched(learner);
    const decisions = Int32Array.of(3, 1, 4, 8, 5);
    await ppoUpdate(learner, onPolicy(learner, 9), {
      ...settings,
      epochs: 1,
      minibatches: 64,
      decisions,
      rng: createRng(1),
    });
    expect(seen.map(({ length }) => length)).toEqual([2, 3]);
    expect(seen.flatMap((part) => [...part]).toSorted()).toEqual([1, 3, 4, 5, 8]);
  });

  it('can be interrupted before a minibatch', async () => {
    const learner = newLearner();
    const onMinibatch = (done: number): void => {
      if (done === 2) throw new Error('enough');
    };
    await expect(
      ppoUpdate(learner, onPolicy(learner, 30), { ...settings, onMinibatch, rng: createRng(1) }),
    ).rejects.toThrow('enough');
    expect(learner.updates).toBe(2);
  });

  it.each([
    [{ epochs: 0 }, '0 epochs'],
    [{ minibatches: 0.5 }, '0.5 minibatches'],
    [{ decisions: Int32Array.of(1) }, '1 decisions are too few'],
  ])('%j is refused', async (change, message) => {
    const learner = newLearner();
    await expect(ppoUpdate(learner, randomColumns(5), { ...settings, ...change, rng: createRng(1) })).rejects.toThrow(
      message,
    );
  });
});

describe('annealing', () => {
  it('changes what has a schedule', () => {
    const linear = (from: number) => ({ kind: 'linear', from, to: 0, iterations: 10 }) as const;
    const with_ = { ...settings, teacher: { coefficient: 1 } };
    const later = annealedPpo(
      with_,
      { learningRate: linear(1e-3), clipRange: linear(0.2), teacherCoefficient: linear(2) },
      5,
    );
    expect(later.learningRate).toBe(5e-4);
    expect(later.objective.clipRange).toBe(0.1);
    expect(later.teacher?.coefficient).toBe(1);
    expect(later.objective.entropyCoefficient).toBe(settings.objective.entropyCoefficient);
    expect(annealedPpo(settings, { learningRate: 1 }, 5).teacher).toBeUndefined();
  });
});
