/** The reference PPO loss: gradients against finite differences, masks, clipping, and refusal of unfit batches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PPO_LOSS, type PpoBatch, type PpoLossOptions, ppoLoss } from '../../../src/train/ppo-loss.js';

const ROWS = 4;
const ACTIONS = 3;

function column(length: number, size = 2) {
  return fc
    .array(fc.double({ min: -size, max: size, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float64Array.from(values));
}

const batches: fc.Arbitrary<PpoBatch> = fc
  .record({
    logits: column(ROWS * ACTIONS),
    mask: fc.array(fc.boolean(), { minLength: ROWS * ACTIONS, maxLength: ROWS * ACTIONS }),
    actions: fc.array(fc.nat(ACTIONS - 1), { minLength: ROWS, maxLength: ROWS }),
    values: column(ROWS),
    oldLogProbs: column(ROWS).map((values) => values.map((value) => value / 2 - 1.1)),
    oldValues: column(ROWS),
    advantages: column(ROWS),
    returns: column(ROWS),
  })
  .map(({ mask, actions, ...rest }) => {
    const actionMask = Uint8Array.from(mask, Number);
    actions.forEach((action, row) => {
      actionMask[row * ACTIONS + action] = 1;
    });
    return { ...rest, actionMask, actions: Int32Array.from(actions) };
  });

const options: fc.Arbitrary<PpoLossOptions> = fc.record({
  clipRange: fc.constant(0.2),
  clipRangeValue: fc.constantFrom(null, 0.3),
  entropyCoefficient: fc.constantFrom(0, 0.05),
  valueCoefficient: fc.constantFrom(0.5, 1),
  normalizeAdvantages: fc.boolean(),
});

const STEP = 1e-6;

/** Central difference of the loss in one entry of a column; undefined where the two sides disagree (a kink). */
function slope(batch: PpoBatch, name: 'logits' | 'values', i: number, chosen: PpoLossOptions): number | undefined {
  const at = (shift: number): number => {
    const moved = batch[name].slice();
    moved[i] = moved[i] + shift;
    return ppoLoss({ ...batch, [name]: moved }, chosen).loss;
  };
  const right = (at(STEP) - at(0)) / STEP;
  const left = (at(0) - at(-STEP)) / STEP;
  return Math.abs(right - left) < 1e-4 ? (at(STEP) - at(-STEP)) / (2 * STEP) : undefined;
}

describe('ppoLoss', () => {
  it('has the gradients of its loss', () => {
    let compared = 0;
    fc.assert(
      fc.property(batches, options, (batch, chosen) => {
        const { gradLogits, gradValues } = ppoLoss(batch, chosen);
        for (const [name, gradient] of [
          ['logits', gradLogits],
          ['values', gradValues],
        ] as const) {
          gradient.forEach((entry, i) => {
            const expected = slope(batch, name, i, chosen);
            if (expected === undefined) return;
            compared++;
            expect(Math.abs(entry - expected), `${name}[${i}]`).toBeLessThan(1e-5);
          });
        }
      }),
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('gives masked actions no probability and no gradient, and does not depend on their logits', () => {
    fc.assert(
      fc.property(batches, column(ROWS * ACTIONS, 50), (batch, other) => {
        const loss = ppoLoss(batch);
        batch.actionMask.forEach((allowed, i) => {
          if (allowed) return;
          expect(loss.probs[i]).toBe(0);
          expect(loss.gradLogits[i]).toBe(0);
        });
        const logits = batch.logits.map((logit, i) => (batch.actionMask[i] ? logit : other[i]));
        expect(ppoLoss({ ...batch, logits })).toEqual(loss);
      }),
    );
  });

  it('keeps probabilities normalised and diagnostics in range, even for huge logits', () => {
    fc.assert(
      fc.property(batches, fc.constantFrom(1, 1000), (batch, scale) => {
        const loss = ppoLoss({ ...batch, logits: batch.logits.map((logit) => logit * scale) });
        for (let row = 0; row < ROWS; row++) {
          let total = 0;
          for (let action = 0; action < ACTIONS; action++) total += loss.probs[row * ACTIONS + action];
          expect(total).toBeCloseTo(1, 12);
          expect(loss.entropies[row]).toBeGreaterThanOrEqual(-1e-12);
          expect(loss.entropies[row]).toBeLessThanOrEqual(Math.log(ACTIONS) + 1e-12);
        }
        expect(loss.approxKl).toBeGreaterThanOrEqual(-1e-12);
        expect(Number.isFinite(loss.loss)).toBe(true);
      }),
    );
  });

  it('explains no variance of constant returns', () => {
    const [batch] = fc.sample(batches, { numRuns: 1, seed: 1 });
    expect(ppoLoss({ ...batch!, returns: new Float64Array(ROWS).fill(1.5) }).explainedVariance).toBeNaN();
  });

  it('refuses unfit batches', () => {
    const [batch] = fc.sample(batches, { numRuns: 1, seed: 2 });
    const forbidden = new Uint8Array(ROWS * ACTIONS);
    expect(() => ppoLoss({ ...batch!, actionMask: forbidden })).toThrow('which its mask does not allow');
    expect(() => ppoLoss({ ...batch!, values: new Float64Array(1) })).toThrow('values has 1 rows (4 needed');
    expect(() => ppoLoss({ ...batch!, logits: new Float64Array(5) })).toThrow('5 logits, 12 mask entries');
    expect(() => ppoLoss({ ...batch!, actions: new Int32Array(0) })).toThrow('no rows');
    expect(Object.isFrozen(DEFAULT_PPO_LOSS)).toBe(true);
  });
});
