/** Look-ahead against forks that are played by hand. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import type { PlacementEnv } from '../../../src/env.js';
import { makeAgent } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { jobProgress } from '../../../src/train/job-progress.js';
import { LookAhead, type LookAheadOptions, lookAheadSchema } from '../../../src/train/look-ahead.js';
import { scenarioEnv } from '../../../src/train/scenario-mix.js';
import { SHORT_CHIP, SHORT_QUEUE } from '../../fixtures/short-scenarios.js';

const etf = makeAgent('etf');
const context = { rng: createRng(1), deterministic: true };
const ENV = scenarioEnv(SHORT_CHIP);

function allowed(env: PlacementEnv<unknown>): number[] {
  return Array.from(env.actionMask().keys()).filter((action) => env.actionMask()[action] === 1);
}

/** Plays some decisions into an episode; returns how many were taken. */
function midway(env: PlacementEnv<unknown>, decisions: number): number {
  env.reset({ seed: 7 });
  for (let i = 0; i < decisions; i++) {
    const { terminated, truncated } = env.step(etf.act(env.view(), context));
    if (terminated || truncated) return i + 1;
  }
  return decisions;
}

function lookAhead(options: Partial<LookAheadOptions>, credit = 0): LookAhead {
  return new LookAhead(lookAheadSchema.parse({ base: { id: 'etf' }, horizon: 80, ...options }), {
    env: scenarioEnv(SHORT_CHIP),
    base: makeAgent('etf'),
    context,
    credit,
    valueOf: (view) => view.now,
  });
}

interface Played {
  readonly steps: readonly (readonly [from: number, to: number, reward: number])[];
  readonly fork: PlacementEnv<unknown>;
  readonly ended: boolean;
}

/** A fork that takes the action and goes on with ETF until the time has come or the episode has ended. */
function playedByHand(env: PlacementEnv<unknown>, action: number, horizon: number): Played {
  const fork = env.fork();
  const end = env.view().now + horizon;
  const steps: [number, number, number][] = [];
  for (let next = action; ; next = etf.act(fork.view(), context)) {
    const before = fork.view().now;
    const { reward, terminated, truncated } = fork.step(next);
    steps.push([before, fork.view().now, reward]);
    const ended = terminated || truncated;
    if (ended || fork.view().now >= end) return { steps, fork, ended };
  }
}

describe('look-ahead', () => {
  it('return: what is lost in the window, the last step in proportion', () => {
    const trial = lookAhead({});
    for (const decisions of [3, 20, 41]) {
      midway(ENV, decisions);
      trial.begin(ENV);
      const end = ENV.view().now + 80;
      for (const action of allowed(ENV)) {
        const { steps } = playedByHand(ENV, action, 80);
        const lost = steps.map(([from, to, reward]) => -reward * (to > end ? (end - from) / (to - from) : 1));
        expect(trial.cost(action)).toBeCloseTo(
          lost.reduce((sum, loss) => sum + loss, 0),
          12,
        );
      }
    }
  });

  it('return with a terminal value: minus V of where the window ends, unless the episode has ended', () => {
    const trial = lookAhead({ terminalValue: true });
    const plain = lookAhead({});
    const last = midway(ENV, 10_000) - 1;
    for (const decisions of [20, last]) {
      midway(ENV, decisions);
      trial.begin(ENV);
      plain.begin(ENV);
      const [action] = allowed(ENV);
      const { ended, fork } = playedByHand(ENV, action, 80);
      expect(ended).toBe(decisions === last);
      expect(trial.cost(action)).toBeCloseTo(plain.cost(action) - (ended ? 0 : fork.view().now), 12);
    }
  });

  it('ratio: losses minus the credit for finished jobs and parts of jobs', () => {
    const trial = lookAhead({ objective: 'ratio' }, 0.1);
    midway(ENV, 30);
    trial.begin(ENV);
    const finishedBefore = ENV.metrics().completedJobs;
    for (const action of allowed(ENV)) {
      const { steps, fork } = playedByHand(ENV, action, 80);
      const jobs = fork.metrics().completedJobs - finishedBefore + jobProgress(fork.view());
      const lost = steps.reduce((sum, [, , reward]) => sum - reward, 0);
      expect(trial.cost(action)).toBeCloseTo(lost - 0.1 * jobs, 12);
    }
  });

  it('the environment that is played does not notice', () => {
    midway(ENV, 25);
    const trial = lookAhead({});
    trial.begin(ENV);
    const before = structuredClone(ENV.snapshot());
    for (const action of allowed(ENV)) trial.cost(action);
    expect(ENV.snapshot()).toEqual(before);
  });
});

describe('progress of jobs', () => {
  it('with what was completed it never falls, and ends at all jobs', () => {
    const env = scenarioEnv({ scenario: 'soc/closed-canonical', config: { episode: { jobs: 8 } } });
    env.reset({ seed: 3 });
    let last = 0;
    for (let ended = false; !ended; ) {
      const { terminated, truncated } = env.step(etf.act(env.view(), context));
      ended = terminated || truncated;
      const jobs = env.metrics().completedJobs + jobProgress(env.view());
      expect(jobs).toBeGreaterThanOrEqual(last - 1e-9);
      last = jobs;
    }
    expect(last).toBeCloseTo(env.metrics().completedJobs, 12);
    expect(env.metrics().completedJobs).toBe(8);
  });

  it('of jobs of one task is the share of time that has run', () => {
    const env = scenarioEnv(SHORT_QUEUE);
    env.reset({ seed: 3 });
    const progress = jobProgress(env.view());
    expect(progress).toBeGreaterThanOrEqual(0);
    expect(progress).toBeLessThanOrEqual(env.view().graph.jobCount);
  });
});
