/**
 * What a system-on-chip is made of: clusters of equal processors (processing elements, PE) with operating points,
 * power profiles and execution times by task name, and the bandwidth between every two processors. One processor is
 * the shared memory; it and cache processors have no execution times and never run tasks. Times are in ticks of
 * `timeUnit`; moving a volume v from p to q takes v / bandwidth[p][q] ticks (each engine says how it rounds).
 * Links have no contention here. Platforms are read from the compact layout of {@link PlatformInput} and checked once.
 */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../../src/error.js';
import { DASH_PLATFORMS } from './data/dash-platforms.js';
import { DS3_PLATFORMS } from './data/ds3-platforms.js';

export interface OperatingPoint {
  readonly megahertz: number;
  readonly millivolts: number;
}

/** Equal processors that share one clock. */
export interface Cluster {
  readonly name: string;
  readonly type: string; // 'LTL', 'BIG', 'CPU…', 'ACC…', 'MEM', 'CAC': selects leakage and heat coefficients
  readonly processors: readonly number[]; // ids
  readonly governor: string; // the default; see governor.ts
  readonly operatingPoints: readonly OperatingPoint[]; // ascending; empty = has no clock (memory, cache)
  readonly powerProfileWatts: Readonly<Record<string, readonly number[]>>; // frequency threshold MHz, ascending → watts of the cluster with 1, 2, … busy cores
  readonly tripMegahertz: readonly number[]; // frequency cap per thermal trip point, −1 = none; empty = none at all
  readonly executionTime: Readonly<Record<string, number>>; // task name → ticks at the highest frequency; absent = unsupported
}

export interface Platform {
  readonly name: string;
  readonly timeUnit: string; // what a tick is: 'us', 'ns' or 'tick'
  readonly clusters: readonly Cluster[];
  readonly memoryProcessor: number; // id of the shared memory
  readonly processorCount: number; // memory and cache processors included
  readonly bandwidth: readonly (readonly number[])[]; // [from][to] volume per tick
}

const count = z.number().int().positive();
const finite = z.number().nonnegative();

const clusterInput = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1),
  /** How many processors (they take the next free ids), or their ids, which must be those. */
  processors: z.union([count, z.array(z.number().int().nonnegative()).min(1)]),
  governor: z.string().default('none'),
  operatingPoints: z
    .array(z.strictObject({ megahertz: z.number().positive(), millivolts: z.number().positive() }))
    .default([]),
  powerProfileWatts: z.record(z.string().regex(/^\d+$/), z.array(finite).min(1)).default({}),
  tripMegahertz: z.array(z.number()).default([]),
  executionTime: z.record(z.string(), finite).default({}),
});

const platformInput = z.strictObject({
  name: z.string().min(1),
  timeUnit: z.string().min(1),
  clusters: z.array(clusterInput).min(1),
  /** Name of the memory's cluster (default: the last one). */
  memory: z.string().optional(),
  memoryProcessor: z.number().int().nonnegative().optional(),
  processorCount: count.optional(),
  bandwidth: z.union([
    z.array(z.array(finite)),
    /** Everything 1, then each row [clusters, clusters, volume per tick], both directions; same-processor cells become `self`. */
    z.strictObject({
      self: finite,
      links: z.array(
        z.tuple([z.array(z.number().int().nonnegative()), z.array(z.number().int().nonnegative()), finite]),
      ),
    }),
  ]),
});

/** The layout platforms are written in: a count of processors per cluster, and bandwidths by cluster or as a matrix. */
export type PlatformInput = z.input<typeof platformInput>;
type Parsed = z.output<typeof platformInput>;

/**
 * Checks a platform and expands it.
 * @throws ArenaError naming the platform, the field and what is allowed.
 */
export function validatePlatform(input: unknown): Platform {
  const parsed = platformInput.safeParse(input);
  const label = typeof (input as { name?: unknown })?.name === 'string' ? (input as { name: string }).name : '?';
  const fail = (message: string): never => {
    throw new ArenaError(`envs/soc: platform "${label}": ${message}`);
  };
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail(`${issue.path.join('.') || 'input'}: ${issue.message}`);
  }
  const { name, timeUnit, clusters: rows } = parsed.data;
  const clusters: Cluster[] = [];
  let processorCount = 0;
  for (const row of rows) {
    const length = typeof row.processors === 'number' ? row.processors : row.processors.length;
    const processors = Array.from({ length }, (_, i) => processorCount + i);
    if (typeof row.processors !== 'number' && row.processors.some((id, i) => id !== processors[i]))
      fail(`cluster "${row.name}" has processors ${row.processors.join(', ')}; ids must continue at ${processorCount}`);
    for (let i = 1; i < row.operatingPoints.length; i++)
      if (row.operatingPoints[i].megahertz <= row.operatingPoints[i - 1].megahertz)
        fail(`cluster "${row.name}": operating points must ascend in MHz`);
    if (Object.keys(row.executionTime).length > 0 && row.operatingPoints.length === 0)
      fail(`cluster "${row.name}" runs tasks but has no operating point`);
    processorCount += length;
    clusters.push({ ...row, processors });
  }
  const memoryCluster = parsed.data.memory ? rows.findIndex((row) => row.name === parsed.data.memory) : rows.length - 1;
  if (memoryCluster < 0)
    fail(`memory cluster "${parsed.data.memory}" is not among ${rows.map((r) => r.name).join(', ')}`);
  const memoryProcessor = parsed.data.memoryProcessor ?? clusters[memoryCluster].processors[0];
  if (memoryProcessor >= processorCount)
    fail(`memory processor ${memoryProcessor} does not exist (0…${processorCount - 1})`);
  if (parsed.data.processorCount !== undefined && parsed.data.processorCount !== processorCount)
    fail(`processorCount is ${parsed.data.processorCount}, the clusters have ${processorCount}`);
  if (clusters.every((c) => Object.keys(c.executionTime).length === 0)) fail('no cluster can run any task');
  const owner = clusters.find((c) => c.processors.includes(memoryProcessor))!;
  if (Object.keys(owner.executionTime).length > 0) fail(`memory processor ${memoryProcessor} has execution times`);
  const bandwidth = expandBandwidth(parsed.data.bandwidth, clusters, fail);
  return { name, timeUnit, clusters, memoryProcessor, processorCount, bandwidth };
}

function expandBandwidth(
  given: Parsed['bandwidth'],
  clusters: readonly Cluster[],
  fail: (message: string) => never,
): number[][] {
  const size = clusters.reduce((sum, cluster) => sum + cluster.processors.length, 0);
  if (Array.isArray(given)) {
    if (given.length !== size || given.some((row) => row.length !== size))
      fail(`bandwidth must be a ${size} × ${size} matrix, one row and column per processor`);
    return given;
  }
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(1));
  for (const [from, to, volume] of given.links) {
    for (const index of [...from, ...to])
      if (index >= clusters.length) fail(`bandwidth names cluster ${index} (0…${clusters.length - 1})`);
    for (const a of from)
      for (const b of to)
        for (const p of clusters[a].processors)
          for (const q of clusters[b].processors) matrix[p][q] = matrix[q][p] = p === q ? given.self : volume;
  }
  return matrix;
}

const catalogue: readonly PlatformInput[] = [...DS3_PLATFORMS, ...DASH_PLATFORMS];
const cache = new Map<string, Platform>();

/** Names of the built-in platforms. */
export function platformNames(): string[] {
  return catalogue.map((row) => row.name);
}

/** A built-in platform. @throws ArenaError with a suggestion for an unknown name. */
export function platform(name: string): Platform {
  const known = cache.get(name);
  if (known) return known;
  const row = catalogue.find((candidate) => candidate.name === name);
  if (!row) throw new ArenaError(`envs/soc: platform "${name}" does not exist${didYouMean(name, platformNames())}`);
  const made = validatePlatform(row);
  cache.set(name, made);
  return made;
}
