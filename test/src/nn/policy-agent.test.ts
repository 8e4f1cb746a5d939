/** How an agent takes a candidate: the largest logit, or a draw from the softmax, whose frequencies are counted. */
import { describe, expect, it } from 'vitest';
import { Parameters } from '../../../src/nn/parameters.js';
import type { Policy } from '../../../src/nn/policy.js';
import { largest, logProbability, PolicyAgent, sampleSoftmax } from '../../../src/nn/policy-agent.js';
import type { PlacementView } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';

const LOGITS = Float32Array.of(0.3, 1.5, -0.7, 1.5, 9); // the last one is left over from another decision
const COUNT = 4;
const DRAWS = 40_000;
const TOLERANCE = 0.012; // five standard errors

describe('candidates', () => {
  it('the largest is the first of equals, among those of the decision', () => {
    expect(largest(LOGITS, COUNT)).toBe(1);
  });

  it('are drawn as often as their softmax says', () => {
    const rng = createRng('draws');
    const counts = new Array<number>(COUNT).fill(0);
    for (let i = 0; i < DRAWS; i++) counts[sampleSoftmax(LOGITS, COUNT, rng)]++;
    const sum = LOGITS.subarray(0, COUNT).reduce((total, logit) => total + Math.exp(logit), 0);
    for (let i = 0; i < COUNT; i++) {
      const probability = Math.exp(LOGITS[i]) / sum;
      expect(Math.abs(counts[i] / DRAWS - probability)).toBeLessThan(TOLERANCE);
      expect(logProbability(LOGITS, COUNT, i)).toBeCloseTo(Math.log(probability), 6);
    }
  });

  it('of enormous logits give no NaN', () => {
    const huge = Float32Array.of(-1e30, 1e30, 0);
    expect(sampleSoftmax(huge, 3, createRng(1))).toBe(1);
    expect(logProbability(huge, 3, 1)).toBe(0);
  });
});

/** A policy of fixed logits whose actions are 10, 11, …. */
const fixed: Policy = {
  network: {
    id: 'fixed',
    schema: [{ name: 'candidates', columns: ['nothing'] }],
    parameters: [],
    forward: () => {
      throw new Error('not asked');
    },
    compile: () => ({ logits: LOGITS, value: Number.NaN, evaluate: () => undefined }),
  },
  encoder: () => ({
    encode: (_, store) => {
      store.table('candidates').reserve(COUNT);
      return COUNT;
    },
    action: (candidate) => 10 + candidate,
    candidateOf: (action) => action - 10,
  }),
};

describe('the agent', () => {
  it('draws when it is to explore, and only then', () => {
    const agent = new PolicyAgent('fixed', { policy: fixed, parameters: new Parameters([]) });
    const view = {} as PlacementView;
    const rng = createRng('agent');
    expect(agent.propose(view)).toBe(11);
    expect(agent.act(view, { rng, deterministic: true })).toBe(11);
    const drawn = new Set(Array.from({ length: 200 }, () => agent.act(view, { rng, deterministic: false })));
    expect([...drawn].sort((a, b) => a - b)).toEqual([10, 11, 12, 13]);
  });
});
