/**
 * The registered settings: those of the published comparisons (in correct mode, and as `…-compat` in the published
 * simulators' own semantics), each application alone, frequency scaling, late binding, other routes of data, and the
 * driving workload. Seeds and agents come from outside; a configuration here is complete.
 */
import { type EnvSpec, envs, type ScoreSpec } from '../../src/registry.js';
import type { Json } from '../../src/space/space.js';
import { CAMERA_PERIOD_TICKS, MODALITY_QUALITY, PLAN_DEADLINE_TICKS, SWEEP_SEQUENCE } from './automotive.js';
import { parseSocConfig, type SocConfigInput } from './config.js';
import { SocEnv } from './env.js';

const LATENCY: ScoreSpec = { metric: 'latencyMean', lowerIsBetter: true, reference: 'etf', floor: 'random' };
/** On many processors a random choice is so slow that beside it every other scheduler would score close to 1. */
const MANY_PROCESSORS: ScoreSpec = { ...LATENCY, floor: 'fifo' };
const DEADLINES: ScoreSpec = { ...LATENCY, metric: 'deadlineMissRate', floor: 'met' };

interface Scenario {
  readonly name: string; // without namespace and version
  readonly description: string;
  readonly tags?: readonly string[];
  readonly config: SocConfigInput;
  readonly score?: ScoreSpec;
}

/** The mix of DS3's default configuration. */
const DS3_MIX: SocConfigInput['jobs'] = [
  { template: 'wifi-tx', probability: 0.2 },
  { template: 'wifi-rx', probability: 0.2 },
  { template: 'range-detection', probability: 0.2 },
  { template: 'single-carrier-tx', probability: 0.1 },
  { template: 'single-carrier-rx', probability: 0.1 },
  { template: 'temporal-mitigation', probability: 0.2 },
];

interface Published {
  readonly profiles: number;
  readonly queue: number;
  readonly scale: number;
  readonly noise?: number;
}

/** The synthetic settings of the SoCRATES comparison: n templates, at most `queue` jobs inside, 5000 ticks. */
function profiles({ profiles: n, queue, scale, noise = 0 }: Published): SocConfigInput {
  return {
    platform: 'socrates-top',
    jobs: Array.from({ length: n }, (_, i) => ({ template: `top-${i + 1}` })),
    arrival: { process: 'poisson', meanInterval: scale },
    admission: { maxLiveJobs: queue, whenFull: 'drop' },
    episode: { durationTicks: 5000 },
    executionNoise: noise,
    itemSlots: 32,
  };
}

function profilesName({ profiles: n, queue, scale, noise = 0 }: Published): string {
  return `profiles-${n}-queue-${queue}-scale-${scale}${noise > 0 ? `-noise-${noise}` : ''}`;
}

/** The eight published combinations, each with three levels of noise. */
export const PUBLISHED_PROFILES: readonly Published[] = [
  [1, 3, 25],
  [5, 3, 25],
  [10, 3, 25],
  [5, 4, 25],
  [5, 5, 25],
  [5, 3, 50],
  [5, 3, 75],
  [5, 3, 100],
].flatMap(([n, queue, scale]) => [0, 0.1, 0.3].map((noise) => ({ profiles: n, queue, scale, noise })));

/** DS3's mix on its accelerator platform. */
export function ds3Mix(scale: number, further: Partial<SocConfigInput> = {}): SocConfigInput {
  return {
    platform: 'ds3-accelerators',
    jobs: DS3_MIX,
    arrival: { process: 'poisson', meanInterval: scale },
    admission: { maxLiveJobs: 12, whenFull: 'queue' },
    episode: { jobs: 100 },
    ...further,
  };
}

/** One application alone: mean interval in ticks, and jobs. */
function application(template: string, meanInterval: number, jobs: number, platform = 'ds3-accelerators'): Scenario {
  return {
    name: template,
    description: `Jobs of ${template} alone on ${platform}, one every ${meanInterval} ticks on average`,
    tags: ['application'],
    config: {
      platform,
      jobs: [{ template }],
      arrival: { process: 'poisson', meanInterval },
      admission: { maxLiveJobs: 12 },
      episode: { jobs },
    },
  };
}

/** The same setting in the published simulators' own semantics. */
function compatible(scenario: Scenario, mode: 'socrates' | 'ds3' | 'dash'): Scenario {
  return {
    name: `${scenario.name}-compat`,
    description: `${scenario.description}; semantics of the published simulator (mode ${mode})`,
    tags: ['compat', 'published'],
    config: { ...scenario.config, mode },
  };
}

/** Driving: every sensor, or with sensors that fail now and then. */
function automotive(jobs: SocConfigInput['jobs'], sequence: readonly number[] | null): SocConfigInput {
  return {
    platform: 'automotive-soc',
    jobs: jobs.map((job) => ({ ...job, deadlineTicks: PLAN_DEADLINE_TICKS })),
    sequence: sequence === null ? null : [...sequence],
    arrival: { process: 'deterministic', interval: CAMERA_PERIOD_TICKS },
    admission: { maxLiveJobs: 8 },
    episode: { jobs: 60 },
    executionNoise: 0.15,
    queueDiscipline: 'deadline',
    reward: { scale: PLAN_DEADLINE_TICKS },
  };
}

const GOVERNORS = ['performance', 'powersave', 'ondemand', 'constant-1000'] as const;

const CORRECT: readonly Scenario[] = [
  {
    name: 'canonical',
    description: 'The ten-task graph of Topcuoglu et al. on its three processors, at most 3 jobs inside, 5000 ticks',
    tags: ['leaderboard', 'published'],
    config: profiles({ profiles: 1, queue: 3, scale: 25 }),
  },
  ...PUBLISHED_PROFILES.map(
    (setting): Scenario => ({
      name: profilesName(setting),
      description: `${setting.profiles} synthetic graphs, at most ${setting.queue} jobs inside (others are lost), one every ${setting.scale} ticks, noise ${setting.noise}`,
      tags:
        setting.profiles === 5 && setting.queue === 3 && setting.scale === 25 && setting.noise === 0.1
          ? ['leaderboard', 'published']
          : ['published'],
      config: profiles(setting),
    }),
  ),
  ...[50, 100, 200, 500].map(
    (scale): Scenario => ({
      name: `ds3-mix-scale-${scale}`,
      description: `DS3's mix of six applications on 16 processors, one job every ${scale} µs, power and temperature`,
      tags: scale === 50 ? ['leaderboard', 'published'] : ['published'],
      config: ds3Mix(scale),
    }),
  ),
  application('wifi-tx', 50, 60),
  { ...application('wifi-rx', 120, 40), tags: ['application', 'leaderboard'] },
  application('range-detection', 50, 120),
  application('single-carrier-tx', 40, 120),
  application('single-carrier-rx', 80, 120),
  application('temporal-mitigation', 50, 120),
  application('pulse-doppler-like', 1000, 4, 'ds3-pulse-doppler'),
  ...GOVERNORS.map(
    (governor): Scenario => ({
      name: `ds3-mix-scale-200-${governor}`,
      description: `DS3's mix, one job every 200 µs, governor ${governor}`,
      tags: ['dvfs', 'published'],
      config: ds3Mix(200, { frequency: { governor } }),
    }),
  ),
  {
    name: 'ds3-mix-scale-50-throttling',
    description: "DS3's mix, one job every 50 µs for 30 ms, hot enough that thermal throttling acts",
    tags: ['dvfs'],
    config: ds3Mix(50, { frequency: { throttling: true }, episode: { jobs: 400 } }),
  },
  {
    name: 'late-profiles-1-queue-3-scale-25',
    description:
      'The canonical setting with late binding: a task is placed when a processor can take it (data pushed to all beforehand)',
    tags: ['late'],
    config: { ...profiles({ profiles: 1, queue: 3, scale: 25 }), binding: 'late' },
  },
  {
    name: 'late-profiles-5-queue-3-scale-25',
    description:
      'Five synthetic graphs with late binding: a task is placed when a processor can take it (data pushed to all beforehand)',
    tags: ['late', 'leaderboard'],
    config: { ...profiles({ profiles: 5, queue: 3, scale: 25 }), binding: 'late' },
  },
  {
    name: 'late-ds3-mix-scale-50',
    description: "DS3's mix with late binding",
    tags: ['late'],
    config: ds3Mix(50, { binding: 'late', itemSlots: 64 }),
  },
  {
    name: 'late-from-binding',
    description: 'Five synthetic graphs with late binding; data travel only once the destination is known',
    tags: ['late', 'leaderboard'],
    config: {
      ...profiles({ profiles: 5, queue: 3, scale: 25 }),
      binding: 'late',
      communication: { transfer: 'from-binding' },
    },
  },
  {
    name: 'big-little',
    description: "DS3's mix on four little and four big cores without accelerators, one job every 1000 µs",
    tags: ['platform'],
    config: ds3Mix(1000, { platform: 'ds3-big-little' }),
  },
  {
    name: 'shared-memory',
    description: "DS3's mix, one job every 100 µs, all data through the shared memory",
    tags: ['communication'],
    config: ds3Mix(100, { communication: { route: 'shared-memory' } }),
  },
  {
    name: 'link-contention',
    description: 'Five synthetic graphs; transfers over the same link follow each other',
    tags: ['communication'],
    config: { ...profiles({ profiles: 5, queue: 3, scale: 25 }), communication: { contention: 'link' } },
  },
  {
    name: 'ds3-mix-deadlines',
    description:
      "DS3's mix, one job every 50 µs, with priorities and deadlines; queues take the earliest deadline first",
    tags: ['deadline'],
    config: ds3Mix(50, {
      jobs: DS3_MIX.map((job, i) => ({ ...job, priority: i % 3, deadlineTicks: [150, 600, 350, 120, 350, 200][i] })),
      queueDiscipline: 'deadline',
      reward: { kind: 'deadline' },
    }),
    score: DEADLINES,
  },
  {
    name: 'closed-canonical',
    description: 'The ten-task graph of Topcuoglu et al., always three jobs inside, noise 0.1',
    tags: ['closed'],
    config: {
      platform: 'socrates-top',
      jobs: [{ template: 'top-1' }],
      arrival: { process: 'closed', jobsInSystem: 3 },
      admission: { maxLiveJobs: 3 },
      episode: { jobs: 100 },
      executionNoise: 0.1,
    },
  },
  {
    name: 'automotive',
    description: 'Six cameras and a LiDAR fused at 12 Hz, plan due after 100 ms (synthetic costs)',
    tags: ['deadline', 'leaderboard'],
    config: automotive([{ template: 'automotive-fusion' }, { template: 'automotive-camera-only' }], SWEEP_SEQUENCE),
    score: DEADLINES,
  },
  {
    name: 'automotive-dropout',
    description: 'The driving workload with sensors that fail: one frame in ten has no cameras or no LiDAR (synthetic)',
    tags: ['deadline'],
    config: automotive(
      [
        { template: 'automotive-fusion', probability: 0.75, priority: MODALITY_QUALITY.fusion },
        { template: 'automotive-camera-only', probability: 0.2, priority: MODALITY_QUALITY['camera-only'] },
        { template: 'automotive-lidar-only', probability: 0.05, priority: MODALITY_QUALITY['lidar-only'] },
      ],
      null,
    ),
    score: DEADLINES,
  },
];

/** The settings that the published simulators know, by name. */
function published(prefix: string): readonly Scenario[] {
  return CORRECT.filter(({ name, tags }) => name.startsWith(prefix) && tags?.includes('published'));
}

const SCENARIOS: readonly Scenario[] = [
  ...CORRECT,
  ...published('profiles-').map((scenario) => compatible(scenario, 'socrates')),
  ...published('ds3-mix-').map((scenario) => compatible(scenario, 'ds3')),
  {
    name: 'dash-mix-scale-200-compat',
    description: "DS3's mix, one job every 200 µs; semantics of the published simulator (mode dash)",
    tags: ['compat'],
    config: ds3Mix(200, { mode: 'dash', power: { enabled: false } }),
  },
];

function specOf(scenario: Scenario): EnvSpec {
  return {
    id: `soc/${scenario.name}-v1`,
    description: scenario.description,
    tags: ['soc', ...(scenario.tags ?? [])],
    config: parseSocConfig(scenario.config) as unknown as Json,
    score: scenario.score ?? (scenario.config.platform === 'socrates-top' ? LATENCY : MANY_PROCESSORS),
    create: (config, options) => new SocEnv(config, options),
  };
}

for (const scenario of SCENARIOS) envs.register(specOf(scenario));

/** Ids of all registered settings of this environment. */
export const SOC_IDS: readonly string[] = SCENARIOS.map(({ name }) => `soc/${name}-v1`);
