/**
 * The configuration of a compatible run, its defaults per mode, and its validation: names are resolved, contradictions
 * refused, in one clear line each.
 */
import { z } from 'zod';
import { ArenaError } from '../../../src/error.js';
import { governorsOf } from '../governor.js';
import { type JobTemplate, jobTemplate, requireRunnable, validateJob } from '../job.js';
import { type Platform, platform, validatePlatform } from '../platform.js';
import { DASH } from './dash.js';
import { DS3, DS3_MIX } from './ds3.js';
import type { Fidelity } from './fidelity.js';
import { SOCRATES, socratesProbabilities } from './socrates.js';

export type Mode = 'socrates' | 'ds3' | 'dash';

/** The modes by name. */
export const FIDELITY: Readonly<Record<Mode, Fidelity>> = Object.freeze({ socrates: SOCRATES, ds3: DS3, dash: DASH });

/** What a compatible run needs to know. Times in ticks. */
export interface CompatConfig {
  readonly mode: Mode;
  readonly platform: string | Platform;
  readonly jobs: readonly (string | JobTemplate)[];
  readonly probabilities: readonly number[] | null; // one per template; null = as in the release
  readonly arrival: 'fixed' | 'exponential';
  readonly scale: number; // interval, or its mean
  readonly length: number | null; // events at this time or later are not processed
  readonly stopAfterJobs: number | null;
  readonly maxJobs: number; // jobs in the system
  readonly fillAtStart: boolean; // socrates
  readonly noiseStd: number; // socrates: relative deviation of execution times
  readonly communication: 'pe-to-pe' | 'shared-memory';
  readonly governors: Readonly<Record<string, string>> | null; // by cluster name; null = the platform's
  readonly throttling: boolean;
  readonly power: boolean; // ds3: energy, temperatures, frequencies
  readonly fidelity: Partial<Fidelity>; // departures from the mode
  readonly skipEmptyTurns: boolean; // false = the manager takes every tick; same results, slower
}

const SHARED = {
  probabilities: null,
  arrival: 'exponential',
  fillAtStart: false,
  noiseStd: 0,
  communication: 'pe-to-pe',
  governors: null,
  throttling: false,
  power: false,
  fidelity: {},
  skipEmptyTurns: true,
} as const;

/** The releases' default settings. */
export const COMPAT_DEFAULTS: Readonly<Record<Mode, CompatConfig>> = Object.freeze({
  socrates: Object.freeze({
    ...SHARED,
    mode: 'socrates',
    platform: 'socrates-top',
    jobs: ['top-1'],
    scale: 25,
    length: 5000,
    stopAfterJobs: null,
    maxJobs: 3,
    fillAtStart: true,
  }),
  ds3: Object.freeze({
    ...SHARED,
    mode: 'ds3',
    platform: 'ds3-accelerators',
    ...DS3_MIX,
    scale: 500,
    length: null,
    stopAfterJobs: 100,
    maxJobs: 12,
    power: true,
  }),
  dash: Object.freeze({
    ...SHARED,
    mode: 'dash',
    platform: 'ds3-accelerators',
    ...DS3_MIX,
    scale: 500,
    length: null,
    stopAfterJobs: 100,
    maxJobs: 12,
  }),
});

/** A configuration with everything resolved. */
export interface ResolvedConfig extends Omit<CompatConfig, 'platform' | 'jobs' | 'probabilities' | 'fidelity'> {
  readonly platform: Platform;
  readonly jobs: readonly JobTemplate[];
  readonly probabilities: readonly number[];
  readonly fidelity: Fidelity;
}

const fields = z.object({
  mode: z.enum(['socrates', 'ds3', 'dash']),
  jobs: z.array(z.unknown()).min(1),
  probabilities: z.array(z.number().min(0)).nullable(),
  arrival: z.enum(['fixed', 'exponential']),
  scale: z.number().nonnegative(),
  length: z.number().int().positive().nullable(),
  stopAfterJobs: z.number().int().positive().nullable(),
  maxJobs: z.number().int().positive(),
  noiseStd: z.number().nonnegative(),
  communication: z.enum(['pe-to-pe', 'shared-memory']),
});

/**
 * Completes a configuration with the defaults of its mode and checks it.
 * @throws ArenaError naming the option, what was given and what is allowed.
 */
export function resolveConfig(given: Partial<CompatConfig> & { readonly mode: Mode }): ResolvedConfig {
  if (!(given.mode in COMPAT_DEFAULTS))
    throw new ArenaError(`envs/soc/compat: mode "${given.mode}" does not exist (socrates, ds3, dash)`);
  // another choice of jobs does not inherit the default mix
  const config = { ...COMPAT_DEFAULTS[given.mode], ...(given.jobs ? { probabilities: null } : {}), ...given };
  const parsed = fields.safeParse(config);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ArenaError(`envs/soc/compat: ${issue.path.join('.')}: ${issue.message}`);
  }
  refuseContradictions(config);
  const soc = typeof config.platform === 'string' ? platform(config.platform) : validatePlatform(config.platform);
  const jobs = config.jobs.map((job) => (typeof job === 'string' ? jobTemplate(job) : validateTemplate(job)));
  requireRunnable(soc, jobs);
  if (config.power && soc.timeUnit !== 'us')
    throw new ArenaError(
      `envs/soc/compat: platform "${soc.name}" counts in ${soc.timeUnit}; the power model needs us (or power: false)`,
    );
  governorsOf(soc, config.governors ?? {});
  const defaults = config.mode === 'socrates' ? socratesProbabilities(jobs.length) : jobs.map(() => 1 / jobs.length);
  const probabilities = config.probabilities ?? defaults;
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (probabilities.length !== jobs.length || Math.abs(sum - 1) > 1e-9)
    throw new ArenaError(
      `envs/soc/compat: ${probabilities.length} probabilities with sum ${sum} for ${jobs.length} jobs (one each, sum 1)`,
    );
  return { ...config, platform: soc, jobs, probabilities, fidelity: { ...FIDELITY[config.mode], ...config.fidelity } };
}

function refuseContradictions(config: CompatConfig): void {
  const refuse = (message: string): never => {
    throw new ArenaError(`envs/soc/compat: ${message}`);
  };
  if (config.length === null && config.stopAfterJobs === null)
    refuse('give length or stopAfterJobs, or the run never ends');
  if (config.arrival === 'fixed' && !Number.isInteger(config.scale))
    refuse(`fixed scale ${config.scale} must be an integer`);
  if (config.mode === 'socrates') {
    if (config.power) refuse('the socrates mode has no power model (use ds3)');
    if (config.length === null) refuse('the socrates mode ends by length');
  } else {
    if (config.noiseStd > 0) refuse(`noiseStd ${config.noiseStd}: only the socrates mode has noise`);
    if (config.fillAtStart) refuse('fillAtStart belongs to the socrates mode');
    if (config.mode === 'dash' && config.power) refuse('the dash mode gives schedules only (use ds3 for energy)');
  }
  if (!config.power && (config.throttling || config.governors))
    refuse('governors and throttling need power: true (ds3 mode)');
}

function validateTemplate(job: JobTemplate): JobTemplate {
  const { name, sourceName, edges, tail, sideSinks } = job;
  const finite = job.tasks.every((task) => Number.isFinite(task.deadlineTicks));
  return validateJob({
    name,
    sourceName,
    edges: edges.map((edge) => [...edge]),
    tail,
    sideSinks: [...sideSinks],
    tasks: job.tasks.map((task) => task.name),
    ...(finite ? { deadlineTicks: job.tasks.map((task) => task.deadlineTicks) } : {}),
  });
}
