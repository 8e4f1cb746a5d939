import { describe, expect, it } from 'vitest';
import type { Env, StepResult } from '../../../src/env.js';
import { RunningMoments } from '../../../src/running.js';
import { type BoxSpace, type BoxValue, box } from '../../../src/space/box.js';
import { type DictValue, dict } from '../../../src/space/dict.js';
import { discrete } from '../../../src/space/discrete.js';
import {
  asPlacementEnv,
  ClipAction,
  ClipReward,
  FilterObservation,
  FlattenObservation,
  FrameStack,
  NormalizeObservation,
  NormalizeReward,
  OrderEnforcing,
  PassiveEnvChecker,
  RecordEpisodeStatistics,
  RescaleAction,
  RescaleObservation,
  TimeAwareObservation,
  TimeLimit,
  TransformAction,
  TransformObservation,
  TransformReward,
  unwrapped,
  type Wrapper,
} from '../../../src/wrappers/index.js';
import { wrapperContract } from '../../contract/wrapper.js';
import { NanReward } from '../../fixtures/broken/nan-reward.js';
import { OutOfBounds } from '../../fixtures/broken/out-of-bounds.js';
import { Corridor } from '../../fixtures/corridor.js';
import { Shop } from '../../fixtures/shop.js';

const asDict = (env: Env<BoxValue, number>) =>
  new TransformObservation<DictValue, number, BoxValue>(env, {
    observationSpace: dict({ place: box({ low: 0, high: 1 }), gust: discrete(2) }),
    transform: (observation) => ({ place: Float32Array.of(observation[0]), gust: observation[1] }),
  });

const driftOptions = { actionSpace: box({ low: -3, high: 5, shape: [1] }), transform: drift };

function drift(action: BoxValue): number {
  return action[0] > 0 ? 2 : 1;
}

/** The corridor steered by one number in −3 … 5: ahead when positive. */
const drifting = () => new TransformAction<BoxValue, BoxValue, number>(new Corridor(), driftOptions);

/** Learning statistics outlive a reset by design, so replays repeat only where they are frozen. */
function frozen<W extends { learning: boolean }>(wrapper: W): W {
  wrapper.learning = false;
  return wrapper;
}

const WRAPPERS: Record<string, () => unknown> = {
  OrderEnforcing: () => new OrderEnforcing(new Corridor()),
  TimeLimit: () => new TimeLimit(new Corridor(), { maxEpisodeSteps: 7 }),
  RecordEpisodeStatistics: () => new RecordEpisodeStatistics(new Corridor()),
  NormalizeReward: () => frozen(new NormalizeReward(new Corridor())),
  NormalizeObservation: () => frozen(new NormalizeObservation(new Corridor())),
  ClipReward: () => new ClipReward(new Corridor()),
  TransformReward: () => new TransformReward(new Corridor(), { transform: (reward) => 2 * reward }),
  FlattenObservation: () => new FlattenObservation(asDict(new Corridor())),
  FilterObservation: () => new FilterObservation(asDict(new Corridor()), { keys: ['place'] }),
  TransformObservation: () => asDict(new Corridor()),
  TimeAwareObservation: () => new TimeAwareObservation(new Corridor()),
  FrameStack: () => new FrameStack(new Corridor(), { frames: 3 }),
  RescaleObservation: () => new RescaleObservation(new Corridor(), { min: -1 }),
  TransformAction: drifting,
  RescaleAction: () => new RescaleAction(drifting()),
  ClipAction: () => new ClipAction(drifting()),
  PassiveEnvChecker: () => new PassiveEnvChecker(new Corridor()),
  'a stack of five': () =>
    new RecordEpisodeStatistics(
      new FrameStack(
        new TimeLimit(new OrderEnforcing(new TimeAwareObservation(new Corridor())), { maxEpisodeSteps: 9 }),
        {
          frames: 2,
        },
      ),
    ),
};

for (const [name, make] of Object.entries(WRAPPERS)) {
  wrapperContract(name, make as () => Wrapper<never, never, never, never>);
}

/** Steps with one action until the end; all results. */
function walk<Obs>(env: Env<Obs, number>, action: number, seed = 1): StepResult<Obs>[] {
  env.reset({ seed });
  const results: StepResult<Obs>[] = [];
  for (;;) {
    const result = env.step(action);
    results.push(result);
    if (result.terminated || result.truncated) return results;
  }
}

describe('TimeLimit', () => {
  it('truncates without touching terminated, and both may be true', () => {
    const [last] = walk(new TimeLimit(new Corridor({ wind: 0 }), { maxEpisodeSteps: 3 }), 1).slice(-1);
    expect(last).toMatchObject({ terminated: false, truncated: true });
    const corridor = new Corridor({ wind: 0, length: 3 });
    const steps = walk(corridor, 2).length;
    const limited = walk(new TimeLimit(corridor, { maxEpisodeSteps: steps }), 2);
    expect(limited.at(-1)).toMatchObject({ terminated: true, truncated: true });
    expect(limited.length).toBe(steps);
  });

  it('refuses steps after the limit and declares it', () => {
    const env = new TimeLimit(new Corridor({ wind: 0 }), { maxEpisodeSteps: 2 });
    walk(env, 1);
    expect(() => env.step(1)).toThrow('step was called after the time limit');
    expect(env.metadata.maxEpisodeSteps).toBe(2);
    expect(() => new TimeLimit(new Corridor(), { maxEpisodeSteps: 0 })).toThrow('a time limit of 0 steps');
  });
});

describe('OrderEnforcing', () => {
  it('refuses calls out of order', () => {
    const env = new OrderEnforcing(new Corridor({}, 'ansi'));
    expect(() => env.step(1)).toThrow('step was called before the first reset');
    expect(() => env.render()).toThrow('render was called before the first reset');
    walk(env, 2);
    expect(() => env.step(1)).toThrow('step was called after the episode ended');
    expect(env.render()).toBe('......@');
  });

  it('passes results through untouched', () => {
    const inner = new Corridor();
    const env = new OrderEnforcing(inner);
    env.reset({ seed: 3 });
    inner.step = (action) => ({ ...Corridor.prototype.step.call(inner, action), reward: 42 });
    expect(env.step(1).reward).toBe(42);
  });
});

describe('RecordEpisodeStatistics', () => {
  it('reports return, length and elapsed time at the end only', () => {
    const env = new RecordEpisodeStatistics(new Corridor({ wind: 0 }), { bufferLength: 2 });
    for (let seed = 0; seed < 3; seed++) {
      const results = walk(env, 2, seed);
      const length = results.length;
      expect(results.slice(0, -1).every(({ info }) => info.episode === null)).toBe(true);
      expect(results.at(-1)!.info.episode).toEqual({ return: 1 - 0.125 * (length - 1), length, elapsed: length });
    }
    expect(env.episodeCount).toBe(3);
    expect(env.episodes.length).toBe(2);
  });
});

describe('normalising', () => {
  it('observations as the running moments say, frozen on demand', () => {
    const env = new NormalizeObservation(new Corridor());
    const expected = new RunningMoments(2);
    const raw = new Corridor();
    const first = raw.reset({ seed: 5 }).observation;
    const scaled = env.reset({ seed: 5 }).observation;
    expected.update(Float64Array.from(first), 1);
    const by = (i: number, value: number) => (value - expected.mean[i]) / Math.sqrt(expected.variance[i] + 1e-8);
    expect(scaled[0]).toBeCloseTo(by(0, first[0]), 6);
    env.learning = false;
    const before = env.statistics;
    env.step(2);
    expect(env.statistics).toEqual(before);
    const other = new NormalizeObservation(new Corridor());
    other.statistics = before;
    expect(other.statistics).toEqual(before);
    expect(() => new NormalizeObservation(new Shop() as never)).toThrow('needs box observations');
  });

  it('observations: statistics are part of snapshots and forks', () => {
    const env = new NormalizeObservation(new Corridor(), { clip: 5 });
    env.reset({ seed: 5 });
    env.step(2);
    const saved = structuredClone(env.snapshot!());
    const fork = env.fork!();
    const next = env.step(2).observation;
    expect(fork.step(2).observation).toEqual(next);
    env.step(1);
    env.restore!(saved);
    expect(env.step(2).observation).toEqual(next);
    expect(env.observationSpace.high[0]).toBe(5);
  });

  it('rewards by the deviation of the discounted return; only termination resets it', () => {
    const env = new NormalizeReward(new Corridor({ wind: 0 }), { gamma: 0.5 });
    const results = walk(env, 1);
    const moments = new RunningMoments(1);
    let sum = 0;
    results.forEach(({ reward }) => {
      sum = sum * 0.5 - 0.125;
      moments.update(Float64Array.of(sum), 1);
      expect(reward).toBeCloseTo(-0.125 / Math.sqrt(moments.variance[0] + 1e-8), 12);
    });
    expect(results.at(-1)!.truncated).toBe(true);
    expect(env.statistics.discountedReturn).toBeCloseTo(sum, 12);
    env.learning = false;
    const before = env.statistics;
    walk(env, 2);
    expect(env.statistics).toEqual(before);
  });
});

describe('observations', () => {
  it('clip, flatten, filter, stack, rescale and tell the time', () => {
    expect(walk(new ClipReward(new Corridor({ wind: 0 }), { min: -0.1 }), 2)[0].reward).toBe(-0.1);
    const flat = new FlattenObservation(asDict(new Corridor()));
    expect(flat.reset({ seed: 1 }).observation).toBeInstanceOf(Float64Array);
    expect(flat.observationSpace.size).toBe(3);
    expect(() => new FlattenObservation(new Shop())).toThrow('placement cannot be flattened');
    const filtered = new FilterObservation(asDict(new Corridor()), { keys: ['gust'] });
    expect(filtered.reset({ seed: 1 }).observation).toEqual({ gust: 0 });
    expect(() => new FilterObservation(asDict(new Corridor()), { keys: ['guts'] })).toThrow('did you mean "gust"?');

    const still = new Corridor({ wind: 0, length: 4 });
    const stacked = new FrameStack(still, { frames: 2 });
    const first = stacked.reset({ seed: 1 }).observation;
    expect(stacked.observationSpace.shape).toEqual([2, 2]);
    expect([...first.subarray(0, 2)]).toEqual([...first.subarray(2)]);
    const second = stacked.step(2).observation;
    expect([...second.subarray(0, 2)]).toEqual([...first.subarray(2)]);
    expect(second[2]).toBe(first[2] + 0.25);

    const timed = new TimeAwareObservation(new Corridor({ maxEpisodeSteps: 4, wind: 0 }));
    expect(walk(timed, 1).map(({ observation }) => observation[2])).toEqual([0.25, 0.5, 0.75, 1]);
    const scaled = new RescaleObservation(new Corridor({ wind: 0, length: 4 }), { min: -1, max: 1 });
    expect([-1, -0.5]).toContain(scaled.reset({ seed: 2 }).observation[0]);
  });
});

describe('actions', () => {
  it('are translated, clipped and stretched; masks only where they can be', () => {
    expect(drifting().actionMask).toBeUndefined();
    const masked = new TransformAction<BoxValue, number, number>(new Corridor(), {
      actionSpace: discrete(3),
      transform: (action) => 2 - action,
      transformMask: (mask) => mask.slice().reverse(),
    });
    masked.reset({ seed: 4 });
    expect([...masked.actionMask!()]).toEqual([...(masked.inner.actionMask!() as Uint8Array)].reverse());
    const seen: number[] = [];
    const spy = new TransformAction<BoxValue, BoxValue, number>(new Corridor(), {
      ...driftOptions,
      transform: (action) => {
        seen.push(action[0]);
        return drift(action);
      },
    });
    const clipped = new ClipAction(spy);
    clipped.reset({ seed: 1 });
    clipped.step(Float32Array.of(100));
    const stretched = new RescaleAction(spy);
    stretched.step(Float32Array.of(0));
    stretched.step(Float32Array.of(-1));
    expect(seen).toEqual([5, 1, -3]);
    expect((stretched.actionSpace as BoxSpace).high[0]).toBe(1);
  });
});

describe('PassiveEnvChecker', () => {
  it('collects findings and changes nothing', () => {
    const good = new PassiveEnvChecker(new Corridor());
    expect(walk(good, 2)).toEqual(walk(new Corridor(), 2));
    expect(good.findings).toEqual([]);
    const bounds = new PassiveEnvChecker(new OutOfBounds());
    walk(bounds, 2);
    expect(bounds.findings[0]).toMatchObject({ level: 'error', check: 'membership' });
    expect(bounds.findings[0].message).toContain('element 0 is 1.5, outside 0 … 1');
    const reward = new PassiveEnvChecker(new NanReward());
    walk(reward, 2);
    expect(reward.findings[0].message).toBe('reward is NaN');
  });
});

describe('placement environments', () => {
  it('keep view, metrics and forks through wrappers', () => {
    const env = asPlacementEnv(new RecordEpisodeStatistics(new TimeLimit(new Shop(), { maxEpisodeSteps: 99 })));
    env.reset({ seed: 1 });
    expect(env.view().shape).toEqual({ items: 3, resources: 2, variants: 1 });
    const fork = env.fork();
    env.step(env.view().mask.indexOf(1));
    expect(fork.metrics().completedJobs).toBe(0);
    expect(env.metrics().completedJobs).toBe(1);
    expect(env.trace).toBeUndefined();
    expect(unwrapped(env)).toBeInstanceOf(Shop);
    expect(() => asPlacementEnv(new Corridor())).toThrow('is no placement environment (it lacks view, metrics)');
  });
});
