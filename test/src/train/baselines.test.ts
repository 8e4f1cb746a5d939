/** Input-dependent baselines with numbers made by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceBaselines } from '../../../src/train/baselines.js';
import { handMade } from './hand-made-rollout.js';

const nothing = (times: readonly number[]): number[] => times.map(() => 0);
const part = (times: number[], more: object = {}) => ({ times, rewards: nothing(times), end: 10, ...more });

describe('a baseline', () => {
  it('is the mean over the rollouts of a sequence at the same wall time', () => {
    const rollout = handMade(part([0, 4, 8]), part([0, 2, 6]));
    const returns = Float64Array.of(-12, -8, -2, -20, -16, -4);
    // rollout 1 at 0, 2, 4, 6, 8: −12, −10, −8, −5, −2; rollout 2: −20, −16, −10, −4, −4 (held)
    expect([...sequenceBaselines(rollout, returns)]).toEqual([-16, -9, -3, -16, -13, -4.5]);
    expect([...sequenceBaselines(rollout, returns, { leaveOneOut: true })]).toEqual([-20, -10, -4, -12, -10, -5]);
  });

  it('may sink to what is left at the end', () => {
    const rollout = handMade(
      part([0, 9]),
      part([0, 6]),
      part([0, 6], { finalValue: -2, sequence: 1 }),
      part([8], { sequence: 1 }),
    );
    const returns = Float64Array.of(-9, -1, -8, -4, -10, -6, -3);
    const options = { leaveOneOut: true, afterEnd: 'sink' } as const;
    const baselines = sequenceBaselines(rollout, returns, options);
    expect(baselines[1]).toBeCloseTo(-1, 12); // −4 at 6, 0 at 10
    expect(baselines[6]).toBeCloseTo(-4, 12); // −6 at 6, −2 at 10
    expect(sequenceBaselines(rollout, returns, { leaveOneOut: true })[1]).toBe(-4);
  });

  it('gives decisions of one instant the same, the return of the first of them', () => {
    const rollout = handMade(part([0, 3, 3, 5]), part([3, 3]));
    const returns = Float64Array.of(-9, -7, -6, -1, -5, -4);
    expect([...sequenceBaselines(rollout, returns)]).toEqual([-7, -6, -6, -2.5, -6, -6]);
  });

  it('keeps sequences, and scenarios, apart', () => {
    const rollout = handMade(part([0]), part([0], { sequence: 1 }), part([0]));
    const elsewhere = {
      ...rollout,
      segments: rollout.segments.map((segment, s) => (s === 2 ? { ...segment, scenario: 'else' } : segment)),
    };
    const returns = Float64Array.of(1, 2, 5);
    expect([...sequenceBaselines(rollout, returns)]).toEqual([3, 2, 3]);
    expect([...sequenceBaselines(elsewhere, returns)]).toEqual([1, 2, 5]);
    expect(() => sequenceBaselines(rollout, returns, { leaveOneOut: true })).toThrow(
      'train/baselines: hand/made, sequence 1 was met once',
    );
  });

  it('refuses time that goes backwards', () => {
    expect(() => sequenceBaselines(handMade(part([2, 1])), Float64Array.of(0, 0))).toThrow(
      'time goes back from 2 to 1',
    );
  });

  it('of rollouts that went the same way is their return', () => {
    const times = fc
      .array(fc.nat(9), { minLength: 1, maxLength: 8 })
      .map((list) => [...new Set(list)].sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.integer({ min: 2, max: 4 }), (at, copies) => {
        const rollout = handMade(...Array.from({ length: copies }, () => part(at)));
        const returns = Float64Array.from(rollout.times, (time) => Math.sin(time));
        for (const leaveOneOut of [false, true]) {
          sequenceBaselines(rollout, returns, { leaveOneOut }).forEach((baseline, d) => {
            expect(baseline).toBeCloseTo(returns[d], 12);
          });
        }
      }),
      { numRuns: 30 },
    );
  });
});
