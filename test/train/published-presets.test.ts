/** Presets of published methods: the numbers of the publications, and which faults each has. */
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import '../../envs/index.js';
import { PUBLISHED_MATCHING } from '../../src/train/interaction-matching.js';
import { resolvePlan } from '../../src/train/preset-schema.js';
import { presets } from '../../src/train/presets.js';
import { type ReinforceTrainerOptions, reinforceSchema } from '../../src/train/reinforce-trainer.js';

function optionsOf(id: string): ReinforceTrainerOptions {
  const plan = resolvePlan(presets.get(id));
  expect(plan.algorithm.id).toBe('reinforce');
  return reinforceSchema.parse(plan.algorithm.options);
}

const CORRECT = ['deepsocs', 'deepsocs-eft', 'socrates', 'scarl', 'decima'];
const FAULTY = ['deepsocs-faulty', 'socrates-released', 'scarl-released'];

it.each(CORRECT)('%s has no fault', (id) => {
  const { attachedAdvantages, logProbability, direction, credit } = optionsOf(id);
  expect([attachedAdvantages, logProbability, direction]).toEqual([false, undefined, undefined]);
  expect(credit.matching?.firstSample ?? 'once').toBe('once');
});

it.each(FAULTY)('%s differs from what is right by its faults alone', (id) => {
  const right = optionsOf(id.replace(/-(faulty|released)$/, ''));
  const given = optionsOf(id);
  for (const option of ['learningRate', 'entropyCoefficient', 'valueCoefficient', 'baseline', 'rewardScale'] as const)
    expect(given[option], option).toEqual(right[option]);
});

describe('faults', () => {
  it('of DeepSoCS: the sum over all probabilities, with the wrong sign', () => {
    expect(optionsOf('deepsocs-faulty')).toMatchObject({ logProbability: 'sum-of-all', direction: 'descend' });
  });

  it('of SoCRATES: matching as published, advantages attached', () => {
    const { attachedAdvantages, credit } = optionsOf('socrates-released');
    const { beta, credit: kind, censored, firstSample } = PUBLISHED_MATCHING;
    expect(attachedAdvantages).toBe(true);
    expect(credit.matching).toMatchObject({ credit: kind, censored, firstSample });
    expect(credit.discountRate).toBeCloseTo(beta, 12);
  });

  it('of SCARL: actions drawn anew', () => {
    expect(optionsOf('scarl-released')).toMatchObject({ logProbability: 'redrawn', baseline: 'none' });
  });
});

describe('numbers', () => {
  it('of SoCRATES', () => {
    const { learningRate, valueCoefficient, entropyCoefficient } = optionsOf('socrates');
    // the published value loss is 0.5 · (G − V)², ours is the coefficient times half the square
    expect([learningRate, valueCoefficient / 2, entropyCoefficient]).toEqual([3e-4, 0.5, 0.01]);
    expect(presets.get('socrates').settings.scenarios[0].config).toMatchObject({ reward: { kind: 'completion' } });
  });

  it('of DeepSoCS and Decima', () => {
    const entropyCoefficient = { kind: 'linear', from: 1, to: 1e-4, iterations: 1000 };
    const common = { credit: { kind: 'average-reward', window: 100_000 }, baseline: 'sequence', entropyCoefficient };
    expect(optionsOf('deepsocs')).toMatchObject({ ...common, learningRate: 3e-4 });
    expect(optionsOf('decima')).toMatchObject({ ...common, learningRate: 1e-3 });
  });
});
