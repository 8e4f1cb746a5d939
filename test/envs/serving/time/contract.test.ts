/** Every time model keeps the contract: whole nanoseconds, affine decodes to the last bit, more work never faster. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeModel } from '../../../../envs/serving/time/create.js';
import { TIME_MODEL_PRESETS } from '../../../../envs/serving/time/presets.js';
import { DECODE_PARTS, type TimeModel } from '../../../../envs/serving/time/time-model.js';
import { arbitraryChunks, arbitraryContexts, batch, decodes } from './batches.js';

const truncated = {
  kind: 'trained-physics',
  model: 'llama-3.1-8b',
  hardware: 'H100',
  wholeMicroseconds: true,
} as const;
const models: readonly (readonly [string, TimeModel])[] = [
  ...TIME_MODEL_PRESETS.map(({ name }) => [name, createTimeModel(name)] as const),
  ['whole microseconds', createTimeModel(truncated)],
];

describe.each(models)('%s', (_name, model) => {
  it('takes whole nanoseconds, at least one', () => {
    fc.assert(
      fc.property(arbitraryContexts, arbitraryChunks, (contexts, chunks) => {
        const ns = model.nanoseconds(batch(contexts, chunks));
        return Number.isSafeInteger(ns) && ns >= 1;
      }),
      { numRuns: 60 },
    );
  });

  it('takes exactly the affine function for decodes alone, or offers none', () => {
    if (!model.affineDecode) {
      expect([model.decodeBase(1), model.decodeSlope(1)]).toEqual([Number.NaN, Number.NaN]);
      return;
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 16_384 }), (count, context) => {
        const [base, slope] = [model.decodeBase(count), model.decodeSlope(count)];
        expect(Number.isSafeInteger(base) && base >= 0 && Number.isSafeInteger(slope) && slope >= 0).toBe(true);
        const expected = Math.max(1, Math.floor((base + slope * count * context) / DECODE_PARTS));
        expect(model.nanoseconds(decodes(count, context))).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('decodes never become faster with longer contexts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), fc.nat(8000), fc.nat(8000), (count, a, b) => {
        const [short, long] = [Math.min(a, b) + 1, Math.max(a, b) + 1];
        return model.nanoseconds(decodes(count, short)) <= model.nanoseconds(decodes(count, long));
      }),
      { numRuns: 40 },
    );
  });
});

describe('models without measured tables', () => {
  const smooth = models.filter(([name]) => !/splitwise|yi-34b/.test(name));

  it.each(smooth)('%s: a longer prompt takes at least as long', (name, model) => {
    // The two strata of the stratified fit do not meet at 512 tokens.
    const most = name === 'llama-3-8b/a100' ? 512 : 4096;
    let before = 0;
    const faster: number[] = [];
    for (let tokens = 1; tokens <= most; tokens++) {
      const ns = model.nanoseconds(batch([], [{ tokens }]));
      if (ns < before) faster.push(tokens);
      before = ns;
    }
    expect(faster).toEqual([]);
  });
});
