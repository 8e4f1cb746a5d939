import { describe, expect, it } from 'vitest';
import type { Env } from '../../../src/env.js';
import { type BoxValue, box } from '../../../src/space/box.js';
import { type DictValue, dict } from '../../../src/space/dict.js';
import { discrete } from '../../../src/space/discrete.js';
import { FIRST_DERIVED_SEED, SyncVectorEnv, type SyncVectorOptions, vectorSeeds } from '../../../src/vector/index.js';
import { TransformObservation } from '../../../src/wrappers/transform-observation.js';
import { Corridor, type CorridorConfig } from '../../fixtures/corridor.js';
import { Shop } from '../../fixtures/shop.js';

function corridors(options: SyncVectorOptions, config: Partial<CorridorConfig> = {}): SyncVectorEnv<BoxValue, number> {
  return new SyncVectorEnv<BoxValue, number>(() => new Corridor(config), options);
}

/** Ahead in every copy. */
const ahead = (vector: SyncVectorEnv<BoxValue, number>) => vector.step(new Array(vector.count).fill(2));

describe('batches', () => {
  it('stack Box observations; the list holds windows into the stack, and copies of the past stay', () => {
    const vector = corridors({ count: 3 });
    const first = vector.reset({ seed: 1 });
    expect(first.stacked).toBeInstanceOf(Float32Array);
    expect(first.stacked!.length).toBe(6);
    expect(first.observations[2]!.buffer).toBe(first.stacked!.buffer);
    const before = [...first.stacked!];
    const step = ahead(vector);
    expect([...first.stacked!]).toEqual(before);
    expect(step.rewards).toBeInstanceOf(Float64Array);
    expect(step.info.steps).toEqual(Float64Array.of(1, 1, 1));
    expect(step.info._steps).toEqual(Uint8Array.of(1, 1, 1));
    expect(step.elapsed).toEqual(Float64Array.of(1, 1, 1));
  });

  it('each copy behaves as an environment alone with the derived seed', () => {
    const vector = corridors({ count: 4 });
    vector.reset({ seed: 9 });
    const alone = vectorSeeds(9, 4).map((seed) => {
      const env = new Corridor();
      env.reset({ seed });
      return env;
    });
    for (let t = 0; t < 4; t++) {
      const step = ahead(vector);
      alone.forEach((env, i) => {
        if (step.valid[i] === 0) return;
        const result = env.step(2);
        expect(step.observations[i]).toEqual(result.observation);
        expect(step.rewards[i]).toBe(result.reward);
      });
      if (step.terminated.includes(1)) break;
    }
  });

  it('copy live placement views, and stack flattened observations on demand', () => {
    const shops = new SyncVectorEnv(() => new Shop(), { count: 2 });
    const { observations, stacked } = shops.reset({ seed: 1 });
    const now = observations[0]!.now;
    for (let t = 0; t < 3; t++) {
      const masks = shops.actionMasks();
      const n = (shops.singleActionSpace as { n?: number }).n!;
      shops.step([0, 1].map((i) => masks.subarray(i * n, (i + 1) * n).indexOf(1)));
    }
    expect(observations[0]!.now).toBe(now);
    expect(stacked).toBeNull();
    expect(() => new SyncVectorEnv(() => new Shop(), { count: 1, flatten: true })).toThrow('cannot be flattened');
    const split = () =>
      new TransformObservation<DictValue, number, BoxValue>(new Corridor(), {
        observationSpace: dict({ place: box({ low: 0, high: 1 }), gust: discrete(2) }),
        transform: (observation) => ({ place: Float32Array.of(observation[0]!), gust: observation[1]! }),
      });
    const flat = new SyncVectorEnv<DictValue, number>(split, { count: 2, flatten: true });
    const reset = flat.reset({ seed: 3 });
    expect(reset.stacked!.length).toBe(6);
    expect([...reset.stacked!.subarray(0, 2)]).toEqual([1, 0]);
    expect(reset.observations[1]).toHaveProperty('gust', 0);
  });
});

describe('autoreset', () => {
  const config = { wind: 0, length: 3 };

  it('next step: the final observation, then a row that is no transition', () => {
    const vector = corridors({ count: 2 }, config);
    vector.reset({ seed: [1, 2] });
    let step = ahead(vector);
    while (!step.terminated.includes(1)) step = ahead(vector);
    const i = step.terminated.indexOf(1);
    expect(step.observations[i]![0]).toBe(1);
    expect(step.valid[i]).toBe(1);
    const after = vector.step([0, 1].map((copy) => (copy === i ? 99 : 2)));
    expect(after.valid[i]).toBe(0);
    expect(after.rewards[i]).toBe(0);
    expect(after.terminated[i]).toBe(0);
    expect(after.elapsed[i]).toBe(0);
    expect(after.observations[i]![0]).toBeLessThan(1);
    expect(ahead(vector).valid[i]).toBe(1);
  });

  it('same step: the reset observation, the final one in the info', () => {
    const vector = corridors({ count: 2, autoreset: 'sameStep' }, config);
    vector.reset({ seed: [1, 2] });
    let step = ahead(vector);
    while (!step.terminated.includes(1)) step = ahead(vector);
    const i = step.terminated.indexOf(1);
    expect(step.valid).toEqual(Uint8Array.of(1, 1));
    expect(step.observations[i]![0]).toBeLessThan(1);
    const final = step.info.finalObservation as readonly (BoxValue | null)[];
    expect(final[i]![0]).toBe(1);
    expect((step.info.finalInfo as readonly { steps: number }[])[i]!.steps).toBeGreaterThan(1);
    expect((step.info._finalObservation as Uint8Array)[i]).toBe(1);
    expect(step.elapsed[i]).toBe(1);
    const other = 1 - i;
    if (step.terminated[other] === 0) expect(final[other]).toBeNull();
    const next = ahead(vector).info._finalObservation as Uint8Array | undefined;
    expect(next?.[i] ?? 0).toBe(0);
  });

  it('disabled: the caller resets with a mask, others keep their observation', () => {
    const vector = corridors({ count: 2, autoreset: 'disabled' }, { ...config, length: 5 });
    vector.reset({ seed: [1, 3] });
    const before = vector.step([2, 1]);
    let step = before;
    while (step.terminated[0] === 0) step = vector.step([2, 1]);
    expect(() => vector.step([2, 1])).toThrow('copy 0 has ended (reset it with a mask)');
    const reset = vector.reset({ mask: Uint8Array.of(1, 0) });
    expect(reset.observations[0]![0]).toBeLessThan(0.5);
    expect(reset.observations[1]).toEqual(before.observations[1]);
    expect(reset.info._elapsed).toEqual(Uint8Array.of(1, 0));
    expect(vector.step([2, 1]).valid).toEqual(Uint8Array.of(1, 1));
  });

  it('all modes see the same transitions', () => {
    const transitions = (autoreset: 'nextStep' | 'sameStep') => {
      const vector = corridors({ count: 2, autoreset });
      vector.reset({ seed: 4 });
      const rewards: number[][] = [[], []];
      for (let t = 0; t < 300; t++) {
        const step = ahead(vector);
        for (let i = 0; i < 2; i++) if (step.valid[i] === 1) rewards[i]!.push(step.rewards[i]!);
      }
      return rewards.map((list) => list.slice(0, 200));
    };
    expect(transitions('nextStep')).toEqual(transitions('sameStep'));
  });
});

describe('seeds', () => {
  it('are hashed by default, above every range that is given out', () => {
    const [one, two] = [vectorSeeds(1, 100), vectorSeeds(2, 100)];
    expect(new Set([...one, ...two]).size).toBe(200);
    expect(Math.min(...one, ...two)).toBeGreaterThanOrEqual(FIRST_DERIVED_SEED);
    expect(vectorSeeds(1, 3)).toEqual(one.slice(0, 3));
    expect(vectorSeeds(7, 3, 'gymnasium')).toEqual([7, 8, 9]);
    expect(() => vectorSeeds(-1, 2)).toThrow('seed -1 is not allowed');
  });
});

describe('vector', () => {
  it('refuses illegal actions before any copy moves', () => {
    const vector = corridors({ count: 2 });
    expect(() => vector.step([1, 1])).toThrow('before the first reset');
    vector.reset({ seed: 5 });
    const saved = vector.snapshot();
    expect(() => vector.step([2, 7])).toThrow('action 7 of copy 1 does not exist');
    expect(() => vector.step([2])).toThrow('1 actions for 2 copies');
    const walls = vector.actionMasks();
    const blocked = walls.findIndex((byte, i) => i % 3 === 0 && byte === 0) / 3;
    if (blocked >= 0) {
      const actions = [2, 2];
      actions[blocked] = 0;
      expect(() => vector.step(actions)).toThrow(`action 0 of copy ${blocked} is not allowed now`);
    }
    expect(vector.snapshot()).toEqual(saved);
  });

  it('replays identically from a snapshot', () => {
    const vector = corridors({ count: 3 });
    vector.reset({ seed: 6 });
    for (let t = 0; t < 5; t++) ahead(vector);
    const saved = structuredClone(vector.snapshot());
    const run = () => Array.from({ length: 20 }, () => ahead(vector));
    const once = run();
    vector.restore(saved);
    expect(run()).toEqual(once);
  });

  it.each<[string, () => unknown]>([
    ['0 copies are not allowed', () => corridors({ count: 0 })],
    ['autoreset mode "later" does not exist', () => corridors({ count: 1, autoreset: 'later' as never })],
    [
      'has other spaces',
      () => new SyncVectorEnv<unknown, number>((i) => (i ? new Shop() : new Corridor()) as Env, { count: 2 }),
    ],
    ['3 seeds for 2 copies', () => corridors({ count: 2 }).reset({ seed: [1, 2, 3] })],
    ['the first reset takes no mask', () => corridors({ count: 1 }).reset({ mask: Uint8Array.of(1) })],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });

  it('refuses one object twice', () => {
    const env = new Corridor();
    expect(() => new SyncVectorEnv<BoxValue, number>(() => env, { count: 2 })).toThrow('are the same object');
  });
});
