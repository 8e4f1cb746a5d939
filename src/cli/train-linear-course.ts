/**
 * What the linear agent is trained and judged on: SoC settings in two courses, binding on ready and late binding. The
 * cost of a policy in a setting is its mean job latency divided by that of ETF on the same seeds, so that settings of
 * different size count alike; ETF's latencies are remembered.
 */
import { EarliestTaskFirst, type LinearScheduler } from '../../agents/index.js';
import type { Agent } from '../agent.js';
import type { PlacementEnv } from '../env.js';
import { makeEnv } from '../registry.js';
import { createRng } from '../rng.js';
import type { Json } from '../space/space.js';

export interface CourseSetting {
  readonly name: string; // for tables
  readonly id: string; // registered environment
  readonly trained: boolean | 'first seed'; // false: only for the test at the end; costly ones take one seed a round
  readonly config?: Json; // override
}

/** The synthetic setting of the published comparisons with n graphs, in some mode, at some noise. */
function onReady(n: number, noise: number, mode: '' | '-compat', trained: boolean): CourseSetting {
  const id = `soc/profiles-${n}-queue-3-scale-25${noise > 0 ? `-noise-${noise}` : ''}${mode}`;
  return { id, name: id.slice(4), trained };
}

function late(n: number, noise: number, trained: boolean): CourseSetting {
  const id = `soc/late-profiles-${n}-queue-3-scale-25`;
  return {
    id,
    name: `${id.slice(4)}${noise > 0 ? `, noise ${noise}` : ''}`,
    trained,
    config: { executionNoise: noise },
  };
}

/** Decisions as soon as a task is ready, in correct mode and in that of the published simulator. */
export const ON_READY_COURSE: readonly CourseSetting[] = [
  ...(['', '-compat'] as const).flatMap((mode) =>
    [1, 5].flatMap((n) => [
      onReady(n, 0, mode, true),
      onReady(n, 0.1, mode, false),
      onReady(n, 0.3, mode, mode === ''),
    ]),
  ),
  { id: 'soc/ds3-mix-scale-50', name: 'ds3-mix-scale-50', trained: true },
];

/** Decisions when a processor can take work. */
export const LATE_COURSE: readonly CourseSetting[] = [
  ...[1, 5].flatMap((n) => [late(n, 0, true), late(n, 0.1, false), late(n, 0.3, true)]),
  { id: 'soc/late-ds3-mix-scale-50', name: 'late-ds3-mix-scale-50', trained: false },
  {
    id: 'soc/late-ds3-mix-scale-50',
    name: 'late-ds3-mix-scale-50, 30 jobs',
    trained: 'first seed',
    config: { episode: { jobs: 30 } },
  },
];

/** Mean latency, and jobs completed, of an episode. */
export interface CourseResult {
  readonly latency: number; // ticks
  readonly completed: number;
}

export class Course {
  readonly settings: readonly CourseSetting[];
  private readonly envs: readonly PlacementEnv<unknown>[];
  private readonly etf = new Map<string, CourseResult>(); // 'setting:seed' → result

  /** Errors: `ArenaError` for settings that do not exist. */
  constructor(settings: readonly CourseSetting[]) {
    this.settings = settings;
    this.envs = settings.map(({ id, config }) =>
      makeEnv(id, { wrap: false, ...(config === undefined ? {} : { config }) }),
    );
  }

  /** One episode of a setting. */
  play(setting: number, seed: number, agent: Agent): CourseResult {
    const env = this.envs[setting];
    const context = { rng: createRng(seed).fork('agent'), deterministic: true };
    env.reset({ seed });
    agent.reset?.();
    for (let ended = false; !ended; ) {
      const { terminated, truncated } = env.step(agent.act(env.view(), context));
      ended = terminated || truncated;
    }
    const { latencyMean, completedJobs } = env.metrics() as { latencyMean: number; completedJobs: number };
    return { latency: latencyMean, completed: completedJobs };
  }

  /** ETF's result, played once. */
  reference(setting: number, seed: number): CourseResult {
    const key = `${setting}:${seed}`;
    let result = this.etf.get(key);
    if (result === undefined) {
      result = this.play(setting, seed, new EarliestTaskFirst());
      this.etf.set(key, result);
    }
    return result;
  }

  /** Mean over the settings for training, and seeds, of latency / ETF's latency. */
  cost(agent: LinearScheduler, seeds: readonly number[]): number {
    let sum = 0;
    let count = 0;
    for (let setting = 0; setting < this.settings.length; setting++) {
      if (!this.settings[setting].trained) continue;
      const played = this.settings[setting].trained === 'first seed' ? seeds.slice(0, 1) : seeds;
      let ratios = 0;
      for (const seed of played)
        ratios += this.play(setting, seed, agent).latency / this.reference(setting, seed).latency;
      sum += ratios / played.length;
      count++;
    }
    return sum / count;
  }
}
