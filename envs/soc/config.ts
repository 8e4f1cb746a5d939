/**
 * What may be set about the system-on-chip environment, and what each setting is when nothing is said. A configuration
 * is plain JSON and complete: the same one makes the same environment. Times are in ticks of the platform's unit
 * (microseconds for DS3 platforms, nanoseconds for DASH platforms, unnamed for SoCRATES platforms).
 */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../../src/error.js';
import { type ArrivalConfig, parseArrivals } from '../../src/sim/arrivals.js';

const positive = z.number().positive();
const count = z.number().int().positive();

const jobEntry = z.strictObject({
  /** Name of a built-in template, or a template in the layout of job.ts. */
  template: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  /** Relative frequency in the mix; ignored when a sequence is given. */
  probability: z.number().nonnegative().default(1),
  /** Larger is more urgent. */
  priority: z.number().default(0),
  /** Deadline of the whole job after its arrival; null = none. */
  deadlineTicks: positive.nullable().default(null),
});

const schema = z.strictObject({
  /** `correct` is the model of this folder; the others replay the published simulators with their faults. */
  mode: z.enum(['correct', 'socrates', 'ds3', 'dash']).default('correct'),
  /** Name of a built-in platform, or a platform in the layout of platform.ts. */
  platform: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  jobs: z.array(jobEntry).min(1),
  /** Indices into `jobs`, repeated for ever; null draws by probability. */
  sequence: z.array(z.number().int().nonnegative()).min(1).nullable().default(null),
  /** An arrival process of src/sim/arrivals.ts (times in ticks), or `{ process: 'closed', jobsInSystem }`. */
  arrival: z.record(z.string(), z.unknown()),
  episode: z
    .strictObject({
      /** Jobs offered; the episode terminates when all of them are done. */
      jobs: count.nullable().default(null),
      /** The episode is truncated at this time. */
      durationTicks: positive.nullable().default(null),
    })
    .prefault({}),
  admission: z
    .strictObject({
      /** Jobs inside the chip at once. */
      maxLiveJobs: count.max(1_000_000).default(32),
      /** What happens to further arrivals: they queue in front of the chip, or are lost. */
      whenFull: z.enum(['queue', 'drop']).default('queue'),
    })
    .prefault({}),
  /**
   * `on-ready`: a task is bound as soon as it is ready and joins a processor's queue. `late`: pairs of a ready task
   * and a free processor, waiting allowed.
   */
  binding: z.enum(['on-ready', 'late']).default('on-ready'),
  /** Order in which a processor takes bound tasks whose data are there. */
  queueDiscipline: z.enum(['fifo', 'priority', 'deadline']).default('fifo'),
  communication: z
    .strictObject({
      /** Processor to processor, or through the shared memory. */
      route: z.enum(['direct', 'shared-memory']).default('direct'),
      /** Data travel from the producer's end on (as the references assume), or only once the destination is known. */
      transfer: z.enum(['from-finish', 'from-binding']).default('from-finish'),
      /** `link`: transfers over the same directed link follow each other. */
      contention: z.enum(['none', 'link']).default('none'),
    })
    .prefault({}),
  /** Standard deviation of execution times relative to their mean; hidden until it happens. */
  executionNoise: z.number().min(0).max(2).default(0),
  power: z
    .strictObject({
      /** Energy and temperature; `auto` = where the platform is calibrated. */
      enabled: z.union([z.boolean(), z.literal('auto')]).default('auto'),
      /** Accelerators have no calibrated leakage; `as-big` lets them leak like big cores, as the reference does. */
      acceleratorLeakage: z.enum(['none', 'as-big']).default('none'),
    })
    .prefault({}),
  frequency: z
    .strictObject({
      /** Of all clusters; `constant-<MHz>` needs that operating point in every cluster that has more than one. */
      governor: z
        .string()
        .regex(/^(performance|powersave|ondemand|constant-\d+)$/, 'performance, powersave, ondemand or constant-<MHz>')
        .default('performance'),
      /** Cap frequencies at thermal trip points. */
      throttling: z.boolean().default(false),
      /** Time between two looks of the governor. */
      intervalMicroseconds: positive.default(20),
    })
    .prefault({}),
  /** Ready tasks the view shows at once; further ones queue behind. */
  itemSlots: count.max(4096).default(32),
  reward: z
    .strictObject({
      kind: z.enum(['latency', 'completion', 'makespan', 'energy', 'deadline']).default('latency'),
      /** Ticks (or joule) that count as 1. */
      scale: positive.default(1000),
      /** Joule-equivalent weight of energy per kilotick of latency, for `energy`. */
      energyWeight: z.number().nonnegative().default(1),
    })
    .prefault({}),
});

/** A configuration as it may be written. */
export type SocConfigInput = z.input<typeof schema>;

export interface ClosedArrivals {
  readonly process: 'closed';
  readonly jobsInSystem: number;
}

/** A complete, checked configuration; plain JSON. */
export type SocConfig = Omit<z.output<typeof schema>, 'arrival'> & { readonly arrival: ArrivalConfig | ClosedArrivals };

const closedSchema = z.strictObject({ process: z.literal('closed'), jobsInSystem: count });

/** One topcuoglu job after another on three processors: what every omitted setting falls back to. */
export const DEFAULT_SOC_CONFIG: SocConfig = Object.freeze(
  parseSocConfig({
    platform: 'socrates-top',
    jobs: [{ template: 'top-1' }],
    arrival: { process: 'poisson', meanInterval: 100 },
    episode: { jobs: 100 },
  }),
);

/**
 * Checks and completes a configuration.
 * @throws ArenaError naming the setting, what was given and what is allowed.
 */
export function parseSocConfig(input: unknown): SocConfig {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ArenaError(`envs/soc: ${describe(parsed.error.issues[0], schema)}`);
  const config = { ...parsed.data, arrival: parseArrival(parsed.data.arrival) };
  checkContradictions(config);
  return config;
}

function describe(issue: z.core.$ZodIssue, shape: z.ZodObject): string {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${path || 'configuration'}: ${issue.message}`;
  const nested = path === '' ? Object.keys(shape.shape) : [];
  return `option "${path ? `${path}.` : ''}${issue.keys[0]}" does not exist${didYouMean(issue.keys[0], nested)}`;
}

function parseArrival(arrival: Record<string, unknown>): ArrivalConfig | ClosedArrivals {
  if (arrival.process !== 'closed') return parseArrivals(arrival, 'envs/soc: arrival');
  const parsed = closedSchema.safeParse(arrival);
  if (!parsed.success) throw new ArenaError(`envs/soc: arrival: ${describe(parsed.error.issues[0], closedSchema)}`);
  return parsed.data;
}

function checkContradictions(config: SocConfig): void {
  const fail = (message: string): never => {
    throw new ArenaError(`envs/soc: ${message}`);
  };
  const { arrival, admission, episode, frequency, power } = config;
  if (episode.jobs === null && episode.durationTicks === null)
    fail('episode needs `jobs` or `durationTicks`, or it would never end');
  if (arrival.process === 'closed') {
    if (episode.jobs === null) fail('closed arrivals need `episode.jobs`');
    if (arrival.jobsInSystem > admission.maxLiveJobs)
      fail(`closed arrivals keep ${arrival.jobsInSystem} jobs, admission allows ${admission.maxLiveJobs}`);
  }
  if (config.sequence?.some((index) => index >= config.jobs.length))
    fail(`sequence names job ${Math.max(...config.sequence)} (0…${config.jobs.length - 1})`);
  if (config.sequence === null && config.jobs.every((job) => job.probability === 0))
    fail('the probabilities of all jobs are 0');
  if (frequency.throttling && power.enabled === false)
    fail('throttling needs the temperature: `power.enabled` must not be false');
  checkUnused(config, fail);
  if (config.mode === 'correct') return;
  if (config.binding === 'late') fail(`late binding does not exist in mode \`${config.mode}\``);
  if (config.communication.contention !== 'none') fail(`link contention does not exist in mode \`${config.mode}\``);
  if (config.communication.transfer !== 'from-finish')
    fail(`transfer \`from-binding\` does not exist in mode \`${config.mode}\``);
  if (config.queueDiscipline !== 'fifo') fail(`queue disciplines do not exist in mode \`${config.mode}\``);
}

/** Refuses settings that could have no effect: whoever gives them expects one. */
function checkUnused(config: SocConfig, fail: (message: string) => never): void {
  const { arrival, admission, communication, power, queueDiscipline, jobs } = config;
  if (arrival.process === 'closed' && admission.whenFull === 'drop')
    fail('closed arrivals follow completions, so `admission.whenFull: drop` can lose nothing (use queue)');
  if (communication.route === 'shared-memory' && communication.transfer === 'from-binding')
    fail('through the shared memory reads always begin at binding: `transfer: from-binding` belongs to route `direct`');
  const pushed = communication.route === 'direct' && communication.transfer === 'from-finish';
  if (config.binding === 'late' && pushed && communication.contention === 'link')
    fail('late binding with `contention: link` needs `transfer: from-binding`: a link is taken once its end is known');
  if (config.binding === 'late' && queueDiscipline !== 'fifo')
    fail('late binding has no queues at processors, so `queueDiscipline` must be fifo');
  if (queueDiscipline === 'deadline' && jobs.every((job) => job.deadlineTicks === null))
    fail('`queueDiscipline: deadline` needs a job with `deadlineTicks`');
  if (queueDiscipline === 'priority' && new Set(jobs.map((job) => job.priority)).size === 1)
    fail('`queueDiscipline: priority` needs jobs of different `priority`');
  if (power.enabled === false && power.acceleratorLeakage !== 'none')
    fail('`power.acceleratorLeakage` needs power: `power.enabled` must not be false');
}
