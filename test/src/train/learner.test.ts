/** Learning steps: loss and gradients against plain arithmetic, reproducibility, resuming, leaks, and bad numbers. */
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { loadBackend, type Tensor1D } from '../../../src/nn/backend.js';
import type { Network } from '../../../src/nn/network.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { logProbability } from '../../../src/nn/policy-agent.js';
import { gatherBatch } from '../../../src/nn/ragged-batch.js';
import { CANDIDATES } from '../../../src/nn/tables.js';
import { createRng } from '../../../src/rng.js';
import { backwardPass, type PassResult, passResult } from '../../../src/train/backward.js';
import { Learner, type UpdateOptions } from '../../../src/train/learner.js';
import { lossColumns } from '../../../src/train/loss-columns.js';
import type { Objective, TrainingColumns } from '../../../src/train/objective.js';
import { everyDecision, raggedNetwork, randomColumns } from './ragged-network.js';

const ppo: Objective = {
  kind: 'ppo',
  clipRange: 0.2,
  clipRangeValue: 0.2,
  entropyCoefficient: 0.01,
  valueCoefficient: 0.5,
  normalizeAdvantages: true,
};
const reinforce: Objective = { kind: 'reinforce', entropyCoefficient: 0.02, valueCoefficient: 0.5 };
const imitation: Objective = { kind: 'imitation', entropyCoefficient: 0, valueCoefficient: 0 };

const backend = await loadBackend({ preferred: 'wasm' });
const { tf } = backend;

function newLearner(options: { readonly seed?: number; readonly hasCritic?: boolean } = {}): Learner {
  const network = raggedNetwork({ hasCritic: options.hasCritic ?? true });
  const parameters = new Parameters(network.parameters).initialize(createRng(options.seed ?? 3));
  return new Learner({ backend, network, parameters });
}

/** A learner whose logits are spoilt on their way to the loss. */
function brokenLearner(spoil: (logits: Tensor1D) => Tensor1D): Learner {
  const network = raggedNetwork();
  const parameters = new Parameters(network.parameters).initialize(createRng(3));
  const forward: Network['forward'] = (scope, batch) => {
    const output = network.forward(scope, batch);
    return { ...output, logits: spoil(output.logits) };
  };
  return new Learner({ backend, network: { ...network, forward }, parameters });
}

const minimising = (objective: Objective, more: Partial<UpdateOptions> = {}): UpdateOptions => ({
  objective,
  learningRate: 1e-2,
  ...more,
});

/** The weights after some updates on changing halves of the columns. */
function trained(learner: Learner, columns: TrainingColumns, updates: number, options = minimising(ppo)): Float32Array {
  const count = columns.store.decisions;
  for (let u = 0; u < updates; u++) {
    const decisions = Int32Array.from({ length: count >> 1 }, (_, i) => (i * 2 + learner.updates) % count);
    learner.update(columns, decisions, options);
  }
  return learner.parameters.flat.slice();
}

describe('an evaluation', () => {
  it('agrees with the network in plain arrays', () => {
    const learner = newLearner();
    const columns = randomColumns(50);
    const { logProbs, values, entropies } = learner.evaluate(columns, everyDecision(columns));
    const plain = learner.network.compile(learner.parameters);
    const { rowStart } = columns.store.table(CANDIDATES);
    for (let d = 0; d < 50; d++) {
      plain.evaluate(columns.store, d, true);
      const count = rowStart[d + 1] - rowStart[d];
      expect(logProbs[d]).toBeCloseTo(logProbability(plain.logits, count, columns.chosen[d]), 5);
      expect(values[d]).toBeCloseTo(plain.value, 5);
      expect(entropies[d]).toBeLessThanOrEqual(Math.log(count) + 1e-5);
    }
  });

  it('is the same in one pass and in several, synchronous and not', async () => {
    const learner = newLearner();
    const columns = randomColumns(4200);
    const all = learner.evaluate(columns, everyDecision(columns));
    const tail = learner.evaluate(columns, everyDecision(columns).subarray(4000));
    expect(tail.values).toEqual(all.values.subarray(4000));
    expect(await learner.evaluateAsync(columns, everyDecision(columns))).toEqual(all);
  });

  it('has no values without a critic', () => {
    const columns = randomColumns(3);
    expect([...newLearner({ hasCritic: false }).evaluate(columns, everyDecision(columns)).values]).toEqual(
      Array(3).fill(Number.NaN),
    );
  });
});

describe('the gradient', () => {
  const cases: readonly [string, UpdateOptions][] = [
    ['PPO', minimising({ ...ppo, normalizeAdvantages: false } as Objective)],
    ['PPO near a teacher', minimising(ppo, { teacher: { coefficient: 0.7 } })],
    ['REINFORCE', minimising(reinforce)],
    ['REINFORCE with attached advantages', minimising(reinforce, { attachedAdvantages: true })],
    ['imitation', minimising(imitation)],
  ];

  it.each(cases)('of %s is the slope of its loss', (_name, rule) => {
    const { network, parameters } = newLearner();
    const columns = randomColumns(12);
    const decisions = everyDecision(columns);
    const batch = gatherBatch(columns.store, decisions);
    const gathered = lossColumns(columns, decisions, { batch, rule, label: 'test' });
    const pass = (): PassResult => {
      const tensor = backwardPass(tf, { network, parameters, batch, columns: gathered, rule });
      const result = passResult(tensor.dataSync() as Float32Array, 12);
      tensor.dispose();
      return result;
    };
    const { gradient } = pass();
    let compared = 0;
    for (let k = 0; k < parameters.flat.length; k += 7) {
      const weight = parameters.flat[k];
      const losses = [1, -1].map((side) => {
        parameters.flat[k] = weight + side * 5e-3;
        return pass().scalars[0];
      });
      parameters.flat[k] = weight;
      const slope = (losses[0] - losses[1]) / 1e-2;
      if (Math.abs(slope - gradient[k]) < 2e-3 + 0.02 * Math.abs(slope))
        compared++; // kinks of ReLU and clipping differ
      else compared -= 3;
    }
    expect(compared).toBeGreaterThan(10);
    expect(gradient.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
  });

  it('does not reach a critic that the loss leaves out', () => {
    const learner = newLearner();
    const before = learner.parameters.get('critic/0/weight').slice();
    learner.update(randomColumns(8), Int32Array.of(0, 1, 2), minimising({ ...reinforce, valueCoefficient: 0 }));
    expect(learner.parameters.get('critic/0/weight')).toEqual(before);
  });
});

describe('an update', () => {
  it('reports what the loss says', () => {
    const columns = randomColumns(30);
    const report = newLearner().update(
      columns,
      everyDecision(columns),
      minimising(ppo, { teacher: { coefficient: 0.5 } }),
    );
    const sum = report.policyLoss - 0.01 * report.entropy + 0.5 * report.valueLoss + 0.5 * report.teacherKl;
    expect(report.loss).toBeCloseTo(sum, 5);
    expect(report.normalizedEntropy).toBeCloseTo(1, 2); // the policy head starts near zero
    expect(report.approxKl).toBeGreaterThan(0);
    expect(report.teacherKl).toBeGreaterThan(0); // one-hot targets: the cross-entropy itself
    expect(report.gradientNorm).toBeGreaterThan(0);
    expect(report.applied).toBe(true);
    const without = newLearner().update(
      { ...columns, targets: new Float32Array(0) },
      everyDecision(columns),
      minimising(reinforce),
    );
    expect([without.teacherKl, without.approxKl, without.clipFraction]).toEqual(Array(3).fill(Number.NaN));
  });

  it('learns what it is shown', () => {
    const columns = randomColumns(20, 'teacher');
    const learner = newLearner();
    const start = learner.update(columns, everyDecision(columns), minimising(imitation)).loss;
    for (let u = 0; u < 200; u++) learner.update(columns, everyDecision(columns), minimising(imitation));
    expect(learner.update(columns, everyDecision(columns), minimising(imitation)).loss).toBeLessThan(0.6 * start);
  });

  it('gives more likelihood to actions of positive advantage', () => {
    const columns = { ...randomColumns(40), advantages: new Float64Array(40).fill(1) };
    const learner = newLearner();
    const mean = (): number => learner.evaluate(columns, everyDecision(columns)).logProbs.reduce((a, b) => a + b) / 40;
    const before = mean();
    const actorOnly = minimising({ kind: 'reinforce', entropyCoefficient: 0, valueCoefficient: 0 });
    for (let u = 0; u < 40; u++) learner.update(columns, everyDecision(columns), actorOnly);
    expect(mean()).toBeGreaterThan(before + 0.05);
  });

  it('counts a decision of weight 2 like one that is there twice', () => {
    const columns = randomColumns(6);
    const twice = newLearner();
    twice.update(columns, Int32Array.of(0, 0, 1, 2, 3), minimising(reinforce));
    const weighted = newLearner();
    const weights = Float64Array.of(1.6, 0.8, 0.8, 0.8, 0, 0);
    weighted.update({ ...columns, weights }, Int32Array.of(0, 1, 2, 3), minimising(reinforce));
    for (const [k, weight] of weighted.parameters.flat.entries())
      expect(weight).toBeCloseTo(twice.parameters.flat[k], 4);
  });

  it('leaves the weights alone when the policy has moved too far', () => {
    const columns = randomColumns(30);
    const learner = newLearner();
    const before = learner.parameters.flat.slice();
    const { applied, approxKl } = learner.update(columns, everyDecision(columns), minimising(ppo, { largestKl: 1e-9 }));
    expect([applied, approxKl > 1e-9]).toEqual([false, true]);
    expect(learner.parameters.flat).toEqual(before);
    expect(learner.snapshot().adam.steps).toBe(0);
  });

  it('is the same again, asynchronous, and after a restart, bit for bit', async () => {
    const columns = randomColumns(64);
    const straight = trained(newLearner(), columns, 30);
    expect(trained(newLearner(), columns, 30)).toEqual(straight);
    const first = newLearner();
    trained(first, columns, 13);
    const saved = structuredClone({ learner: first.snapshot(), weights: first.parameters.flat });
    const second = newLearner({ seed: 99 });
    second.restore(saved.learner);
    second.parameters.flat.set(saved.weights);
    expect(trained(second, columns, 17)).toEqual(straight);
    const waiting = newLearner();
    for (let u = 0; u < 30; u++) {
      const decisions = Int32Array.from({ length: 32 }, (_, i) => (i * 2 + u) % 64);
      await waiting.updateAsync(columns, decisions, minimising(ppo));
    }
    expect(waiting.parameters.flat).toEqual(straight);
  });

  it('leaves no tensor behind', () => {
    const columns = randomColumns(24);
    const learner = newLearner();
    learner.update(columns, everyDecision(columns), minimising(ppo));
    const tensors = tf.memory().numTensors;
    trained(learner, columns, 200);
    learner.evaluate(columns, everyDecision(columns));
    expect(() => learner.update(columns, everyDecision(columns), minimising(ppo, { learningRate: NaN }))).toThrow();
    const faulty = { ...columns, returns: columns.returns.map(() => 1e25) };
    expect(() => learner.update(faulty, everyDecision(columns), minimising(ppo))).toThrow(ArenaError);
    const torn = brokenLearner(() => {
      throw new Error('torn');
    });
    expect(() => torn.update(columns, everyDecision(columns), minimising(ppo))).toThrow('torn');
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('a number that is not finite', () => {
  const columns = randomColumns(10);
  const all = everyDecision(columns);

  function refusal(
    change: (columns: TrainingColumns, learner: Learner) => TrainingColumns,
    options = minimising(ppo),
  ): string {
    const learner = newLearner();
    trained(learner, columns, 2);
    const given = change(randomColumns(10), learner);
    const before = { weights: learner.parameters.flat.slice(), learner: learner.snapshot() };
    let message = '';
    try {
      learner.update(given, all, options);
    } catch (error) {
      expect(error).toBeInstanceOf(ArenaError);
      message = (error as Error).message;
    }
    expect({ weights: learner.parameters.flat, learner: learner.snapshot() }).toEqual(before);
    return message;
  }

  it('is found in observations', () => {
    const message = refusal((given) => {
      const nodes = given.store.table('nodes');
      nodes.values[2 * nodes.rowStart[4] + 1] = Number.NaN;
      return given;
    });
    expect(message).toBe('train/learner: update 3: observation nodes.age is NaN (row 0 of decision 4)');
  });

  it.each(['oldLogProbs', 'oldValues', 'advantages', 'returns'] as const)('is found in %s', (name) => {
    const message = refusal((given) => {
      given[name][7] = Number.POSITIVE_INFINITY;
      return given;
    });
    expect(message).toBe(`train/learner: update 3: ${name} of decision 7 is Infinity`);
  });

  it('is found in weights', () => {
    const message = refusal((given, learner) => {
      learner.parameters.get('score/1/weight')[2] = Number.NaN;
      return given;
    });
    expect(message).toBe('train/learner: update 3: weight 2 of score/1/weight is NaN');
  });

  it('is found in the loss', () => {
    const message = refusal((given) => ({ ...given, returns: given.returns.fill(1e25) }));
    expect(message).toMatch(/^train\/learner: update 3: loss is Infinity, policy loss is .*, value loss is Infinity/);
  });

  it('is found in gradients', () => {
    const learner = brokenLearner((logits) => tf.add(logits, tf.sqrt(tf.mul(logits, 0)))); // finite, but steep at 0
    expect(() => learner.update(columns, all, minimising(ppo))).toThrow(
      'train/learner: update 1: the gradient of node/0/weight, entry 0, is NaN',
    );
    expect(learner.updates).toBe(0);
  });

  it('in targets, or targets that do not sum to 1, are refused', () => {
    const message = refusal(
      (given) => ({ ...given, targets: given.targets.map((target) => 0.9 * target) }),
      minimising(imitation),
    );
    expect(message).toMatch(/update 3: the targets of decision 0 sum to 0\.8999/);
    expect(refusal((given) => ({ ...given, targets: new Float32Array(0) }), minimising(imitation))).toMatch(
      /needs targets/,
    );
    expect(refusal((given) => ({ ...given, targets: given.targets.map(() => 0) }), minimising(imitation))).toMatch(
      /no decision/,
    );
  });

  it('as a candidate or a critic that does not exist', () => {
    expect(refusal((given) => ({ ...given, chosen: given.chosen.map(() => 6) }))).toMatch(/took candidate 6 of \d/);
    const learner = newLearner({ hasCritic: false });
    expect(() => learner.update(columns, all, minimising(ppo))).toThrow(/needs a network with a critic/);
  });
});
