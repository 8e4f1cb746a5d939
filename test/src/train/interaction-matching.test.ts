/** Interaction matching with numbers made by hand, correct and as published. */
import { describe, expect, it } from 'vitest';
import { matchInteractions, PUBLISHED_MATCHING } from '../../../src/train/interaction-matching.js';
import { advantagesOf } from '../../../src/train/rollout-advantages.js';
import { handMade } from './hand-made-rollout.js';

const HALF = Math.LN2; // a discount of one half per time unit

/** Ticks 0 … 4 with a reward each; three decisions at tick 1, one at tick 3. */
const track = { times: Float64Array.of(0, 1, 2, 3, 4), rewards: Float64Array.of(100, 1, 2, 4, 8) };
const ticks = handMade({ times: [1, 1, 1, 3], rewards: [0, 0, 3, 12], end: 4, values: [1, 2, 3, 4], finalValue: 16 });

const interactions = {
  job: Int32Array.of(0, 1, 0, -1),
  taskCompleted: Float64Array.of(2, Number.POSITIVE_INFINITY, 4, 9),
  jobCompleted: Float64Array.of(3, Number.POSITIVE_INFINITY, 3, Number.POSITIVE_INFINITY),
};

describe('matching by time', () => {
  it('pairs every decision with the return of its own tick, and goes on with the value of the last state', () => {
    const { returns, advantages, decisions, weights } = matchInteractions(ticks, { beta: HALF, tracks: [track] });
    // at 3: 4 + 8/2 + 16/2 = 16; at 1: 1 + 2/2 + 16/4 = 6
    [6, 6, 6, 16].forEach((value, d) => {
      expect(returns[d]).toBeCloseTo(value, 12);
      expect(advantages[d]).toBeCloseTo(value - ticks.values[d], 12);
    });
    expect([[...decisions], weights]).toEqual([[0, 1, 2, 3], null]);
  });

  it('does not depend on how many decisions lie between', () => {
    const fewer = handMade({ times: [1, 3], rewards: [3, 12], end: 4, finalValue: 16 });
    const { returns } = matchInteractions(fewer, { beta: HALF, tracks: [track] });
    expect(returns[0]).toBeCloseTo(6, 12);
    expect(returns[1]).toBeCloseTo(16, 12);
  });

  it('knows no future after termination', () => {
    const ended = handMade({ times: [1, 3], rewards: [3, 12], end: 4, finalValue: 16, terminated: true });
    const { returns } = matchInteractions(ended, { beta: HALF, tracks: [track] });
    expect([returns[0], returns[1]]).toEqual([expect.closeTo(4, 12), expect.closeTo(8, 12)]);
  });

  it('equals semi-Markov returns where no two decisions share an instant', () => {
    const rollout = handMade(
      { times: [0, 2, 5], rewards: [-1, -3, -2], end: 6, finalValue: -7, values: [0.5, 1, 2] },
      { times: [1, 1.5], rewards: [4, 5], end: 9, terminated: true, values: [3, 3] },
    );
    const options = { beta: 0.3, timeUnitSeconds: 0.5 };
    const byTime = matchInteractions(rollout, options);
    const byStep = advantagesOf(rollout, { kind: 'monte-carlo', ...options });
    byStep.returns.forEach((value, d) => {
      expect(byTime.returns[d]).toBeCloseTo(value, 12);
      expect(byTime.advantages[d]).toBeCloseTo(byStep.advantages[d], 12);
    });
  });
});

describe('matching as published', () => {
  it('drops what did not complete, forgets the future, counts the first sample twice, and attaches the advantage', () => {
    const options = { ...PUBLISHED_MATCHING, beta: HALF, tracks: [track], interactions };
    const { decisions, returns, weights, attachedAdvantages } = matchInteractions(ticks, options);
    expect([...decisions]).toEqual([0, 2]);
    expect(returns[0]).toBeCloseTo(4, 12); // 1 + 2/2 + 4/4 + 8/8
    expect(returns[1]).toBeNaN();
    expect(Array.from(decisions, (d) => weights?.[d])).toEqual([4 / 3, 2 / 3]);
    expect(attachedAdvantages).toBe(true);
    expect(Math.exp(-PUBLISHED_MATCHING.beta)).toBeCloseTo(0.98, 12);
  });

  it('needs to know what completed', () => {
    expect(() => matchInteractions(ticks, PUBLISHED_MATCHING)).toThrow('completion times of 4 decisions');
    expect(() => matchInteractions(ticks, { beta: 0, credit: 'job' })).toThrow('credit "job"');
    expect(() => matchInteractions(ticks, { beta: -1 })).toThrow('discount rate -1');
    expect(() => matchInteractions(ticks, { beta: 0, tracks: [] })).toThrow('0 reward tracks for 1 segments');
    expect(() => matchInteractions(handMade({ times: [2, 1], rewards: [0, 0], end: 3 }), { beta: 0 })).toThrow(
      'backwards',
    );
  });
});

describe('job credit', () => {
  it('is the discounted time that the own job still stays', () => {
    const options = { credit: 'job', jobCost: 2, interactions, timeUnitSeconds: 0.5 } as const;
    const plain = matchInteractions(ticks, { ...options, beta: 0 });
    expect([...plain.decisions]).toEqual([0, 1, 2]); // the last one placed no task
    expect([plain.returns[0], plain.returns[2]]).toEqual([-2, -2]); // two units of half a second, at 2
    expect(plain.returns[1]).toBe(-3 + 16); // not complete: three units until the end, then the value
    const { returns } = matchInteractions(ticks, { ...options, beta: 0.4 });
    expect(returns[0]).toBeCloseTo((-2 * (1 - Math.exp(-0.4))) / 0.4, 12);
    expect(returns[1]).toBeCloseTo((-2 * (1 - Math.exp(-0.6))) / 0.4 + 16 * Math.exp(-0.6), 12);
    expect([...matchInteractions(ticks, { ...options, beta: 0.4, censored: 'drop' }).decisions]).toEqual([0, 2]);
  });
});
