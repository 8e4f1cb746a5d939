/** The published simulators behind the view: an agent that follows a published rule makes the published schedule. */
import { describe, expect, it } from 'vitest';
import { type SocConfig, SocEnv } from '../../../envs/index.js';
import { CompatSimulator, compatScheduler, seededDraws } from '../../../envs/soc/compat/index.js';
import { type PlacementView, waitAction } from '../../../src/placement.js';
import { envs } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { validateTrace } from '../../../src/sim/validate.js';

/** Least execution time, lowest processor, in the order of the ready list: the published STF. */
function leastTimeFirst({ items, cost, shape }: PlacementView): number {
  const m = shape.resources;
  const base = items.slots[0] * m;
  let best = base;
  for (let pair = base; pair < base + m; pair++) if (cost[pair] < cost[best]) best = pair;
  return best;
}

describe('the compatible modes', () => {
  it.each([
    ['soc/profiles-5-queue-3-scale-25-noise-0.1-compat-v1', 'socrates'],
    ['soc/ds3-mix-scale-200-compat-v1', 'ds3'],
  ] as const)('%s replays the engine under STF', (id, mode) => {
    const spec = envs.get(id);
    const env = new SocEnv(spec.config, { id, record: true });
    env.reset({ seed: 11 });
    let total = 0;
    for (;;) {
      expect(env.actionMask()[waitAction(env.view().shape)]).toBe(0);
      const { reward, terminated, truncated } = env.step(leastTimeFirst(env.view()));
      total += reward;
      if (terminated || truncated) break;
    }
    const rng = createRng(11).fork('soc').fork(0);
    const config = spec.config as unknown as SocConfig;
    const scale = (config.arrival as { meanInterval: number }).meanInterval;
    const probabilities = config.jobs.map(({ probability }) => probability);
    const sum = probabilities.reduce((a, b) => a + b, 0);
    const noiseStd = config.executionNoise;
    const draws = seededDraws(
      { arrival: 'exponential', scale, probabilities: probabilities.map((p) => p / sum), noiseStd },
      { arrivals: rng.fork('arrivals'), types: rng.fork('types'), noise: rng.fork('noise') },
    );
    const reference = new CompatSimulator(
      {
        mode,
        platform: config.platform as string,
        jobs: config.jobs.map(({ template }) => template as string),
        probabilities: probabilities.map((p) => p / sum),
        scale,
        noiseStd,
        maxJobs: config.admission.maxLiveJobs,
        power: mode === 'ds3',
      },
      draws,
    );
    reference.run(compatScheduler('STF', createRng(0)));
    const { tasks, completedJobs, makespan } = reference.state;
    expect(env.metrics()).toMatchObject({ completedJobs, makespan });
    const trace = env.trace!();
    for (let row = 0; row < trace.length; row++)
      expect([trace.start[row], trace.ready[row]]).toEqual([
        tasks.start[trace.task[row]],
        tasks.dataReady[trace.task[row]],
      ]);
    expect(validateTrace(trace)).toEqual([]);
    expect(env.invariants()).toEqual([]);
    expect(-total * 1000).toBeCloseTo(env.metrics().jobsInSystemMean! * env.view().now, 3);
  });

  it('refuses what the published simulators do not know', () => {
    const config = envs.get('soc/canonical-v1').config as Record<string, never>;
    const make = (change: object) => () => new SocEnv({ ...config, mode: 'socrates', ...change }, { id: 'x' });
    expect(make({ arrival: { process: 'gamma', meanInterval: 9, coefficientOfVariation: 2 } })).toThrow(
      /no arrival process `gamma`/,
    );
    expect(make({ sequence: [0] })).toThrow(/no sequence/);
    expect(make({ reward: { kind: 'makespan' } })).toThrow(/only the reward `latency`/);
  });
});
