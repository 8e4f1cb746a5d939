/**
 * What may be set about the queueing environment. A configuration is plain JSON and complete: the same one makes the
 * same environment. Times are in units of which nothing is said but that they are seconds on paper; work is the time
 * a job takes on a server of speed 1. Left out: classes of jobs, priorities, deadlines, finite waiting rooms.
 */
import { z } from 'zod';
import { ArenaError, didYouMean, ensure } from '../../src/error.js';
import { type ArrivalConfig, parseArrivals } from '../../src/sim/arrivals.js';

const positive = z.number().positive();
const count = z.number().int().positive();

const schema = z.strictObject({
  /** Who serves, and how fast: work done per time unit. */
  servers: z
    .array(z.strictObject({ name: z.string().min(1), speed: positive }))
    .min(1)
    .max(256),
  /** An arrival process of src/sim/arrivals.ts; `poisson` for the first M of M/M/c. */
  arrival: z.record(z.string(), z.unknown()),
  /** How much work a job brings: exponential with this mean, or always the same. */
  work: z.strictObject({ distribution: z.enum(['exponential', 'deterministic']), mean: positive }),
  /** Whether a scheduler is told the work of each job, or only its mean. */
  sizes: z.enum(['hidden', 'known']).default('hidden'),
  /** Jobs of an episode. */
  jobs: count.max(10_000_000).default(1000),
  /** Waiting jobs the view shows at once; further ones queue behind. */
  itemSlots: count.max(4096).default(16),
});

/** A configuration as it may be written. */
export type QueueConfigInput = z.input<typeof schema>;

/** A complete, checked configuration; plain JSON. */
export type QueueConfig = Omit<z.output<typeof schema>, 'arrival'> & { readonly arrival: ArrivalConfig };

/** M/M/3 at load 0.8: what every omitted setting falls back to. */
export const DEFAULT_QUEUE_CONFIG: QueueConfig = Object.freeze(
  parseQueueConfig({
    servers: ['first', 'second', 'third'].map((name) => ({ name, speed: 1 })),
    arrival: { process: 'poisson', meanInterval: 1 / 2.4 },
    work: { distribution: 'exponential', mean: 1 },
  }),
);

/**
 * Checks and completes a configuration.
 * @throws ArenaError naming the setting, what was given and what is allowed.
 */
export function parseQueueConfig(input: unknown): QueueConfig {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ArenaError(`envs/queue: ${describe(parsed.error.issues[0])}`);
  const config = { ...parsed.data, arrival: parseArrivals(parsed.data.arrival, 'envs/queue: arrival') };
  const { arrival, jobs, servers } = config;
  const ends = arrival.process === 'trace' && arrival.loopPeriod === null;
  ensure(
    !ends || arrival.times.length >= jobs,
    `envs/queue: arrival: the trace ends before the last of ${jobs} jobs (add times, or a loopPeriod)`,
  );
  const twice = servers.find(({ name }, i) => servers.findIndex((other) => other.name === name) < i);
  ensure(twice === undefined, `envs/queue: servers: the name "${twice?.name}" is given twice`);
  return config;
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${path || 'configuration'}: ${issue.message}`;
  const known = path === '' ? Object.keys(schema.shape) : [];
  return `option "${path ? `${path}.` : ''}${issue.keys[0]}" does not exist${didYouMean(issue.keys[0], known)}`;
}
