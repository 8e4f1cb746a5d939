/**
 * The roll-out against the environment itself: with exact costs and no arrivals to come, playing a pair in the model of the view
 * must end every live job in the very tick in which a fork of the environment ends it under ETF.
 */
import { describe, expect, it } from 'vitest';
import '../../envs/index.js';
import { EarliestTaskFirst } from '../../agents/index.js';
import type { PlacementEnv } from '../../src/env.js';
import { waitAction } from '../../src/placement.js';
import { LiveRollout } from '../../src/plan/live-rollout.js';
import { makeEnv } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';

/** All jobs arrive at time 0 and all are inside at once: nothing is unknown to the view. */
function closedStream(id: string, jobs: number, late: boolean): PlacementEnv<unknown> {
  return makeEnv(id, {
    config: {
      arrival: { process: 'trace', times: Array.from({ length: jobs }, () => 0) },
      episode: { jobs, durationTicks: null },
      admission: { maxLiveJobs: jobs, whenFull: 'queue' },
      executionNoise: 0,
      binding: late ? 'late' : 'on-ready',
    },
  });
}

const STREAMS = [
  ['soc/profiles-5-queue-3-scale-25', false],
  ['soc/ds3-mix-scale-50', false],
  ['soc/late-profiles-5-queue-3-scale-25', true],
  ['soc/late-ds3-mix-scale-50', true],
] as const;

describe.each(STREAMS)('roll-outs of %s', (id, late) => {
  it.each([1, 2, 3])('end all jobs as the environment does under ETF, seed %i', (seed) => {
    const env = closedStream(id, 6, late);
    env.reset({ seed });
    const etf = new EarliestTaskFirst('etf');
    const rng = createRng(seed).fork('behaviour');
    const rollout = new LiveRollout();
    let compared = 0;
    for (let over = false; !over; ) {
      const view = env.view();
      const allowed = [...view.mask.keys()].filter((a) => view.mask[a] === 1);
      const action = allowed[rng.integer(allowed.length)];
      if (rng() < 0.3) {
        const m = view.shape.resources;
        const wait = action === waitAction(view.shape);
        rollout.prepare(view, late);
        rollout.play(wait ? -1 : Math.floor(action / m), wait ? -1 : action % m);
        const fork = env.fork();
        let done = fork.step(action);
        while (!done.terminated && !done.truncated) done = fork.step(etf.propose(fork.view()));
        const live = view.graph.jobCount;
        const ends = Array.from(rollout.jobFinish.subarray(0, live));
        expect(Math.max(...ends)).toBe(fork.metrics().makespan);
        const { completedJobs, latencyMean } = env.metrics();
        const total = ends.reduce((sum, end) => sum + end, 0) + (completedJobs > 0 ? completedJobs * latencyMean : 0);
        expect(total).toBeCloseTo(6 * fork.metrics().latencyMean, 6);
        compared++;
      }
      const result = env.step(rng() < 0.5 ? action : etf.propose(env.view()));
      over = result.terminated || result.truncated;
    }
    expect(compared).toBeGreaterThan(3);
  });
});
