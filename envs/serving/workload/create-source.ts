/**
 * From a configuration to requests. Every use of chance has a generator of its own, forked by name, so that e.g. more
 * priority classes change no length. The predictor is made from the same configuration.
 */
import { ensure } from '../../../src/error.js';
import type { Rng } from '../../../src/rng.js';
import { Annotator } from './annotate.js';
import { arrivalStream, FIRST_ARRIVAL, NS_PER_SECOND } from './arrival-stream.js';
import { clientPopulation } from './client-population.js';
import { type Client, ClientGenerator } from './clients.js';
import type { WorkloadConfig } from './config.js';
import { TRACE_FAMILIES, type TraceFamily } from './families.js';
import { loadLengths, RecordedLengths } from './files/length-file.js';
import { loadServeGen } from './files/servegen.js';
import { loadShareGpt } from './files/sharegpt.js';
import { loadTrace, MOONCAKE_GRANULE } from './files/trace-formats.js';
import { GeneratedSource } from './generated-source.js';
import { IndependentLengths, type LengthDistribution, lengthQuantile } from './length-distribution.js';
import { type LengthSampler, TableLengths } from './length-table.js';
import { multiTurnSessions } from './multi-turn.js';
import { DEFAULT_TENANTS, PlainGenerator, type PrefixAssigner } from './plain-generator.js';
import { createPredictor, type OutputPredictor } from './predictor.js';
import { ReuseGenerator } from './prefix-reuse.js';
import { WholeSource } from './request-columns.js';
import { rowSource } from './row-source.js';
import { SecondsSource } from './seconds-source.js';
import { type SessionTurns, sessionColumns } from './sessions.js';
import { SharedPrefixes } from './shared-prefix.js';
import type { RequestColumns, RequestSource } from './source.js';
import { limitTokens } from './token-limits.js';
import { ZipfLengths } from './zipf-lengths.js';

export interface SourceOptions {
  /** Unit of arrival times: whole nanoseconds, or seconds as doubles (a file's seconds are then kept as they are). */
  readonly clock?: 'ns' | 's'; // default ns
}

/**
 * The requests of a workload.
 * @throws ArenaError for files that cannot be read and settings that contradict each other.
 */
export function createSource(config: WorkloadConfig, rng: Rng, options: SourceOptions = {}): RequestSource {
  const inSeconds = options.clock === 's';
  const annotator = new Annotator(config, seedOf(rng, 'annotations'));
  if (config.kind === 'file') {
    const columns = loadTrace(config.format, { path: config.path, shape: config, seconds: inSeconds });
    return whole(columns, config.format === 'mooncake' ? MOONCAKE_GRANULE : 0, annotator);
  }
  const source = sourceInNs(config, rng, annotator);
  return inSeconds ? new SecondsSource(source) : source;
}

/** What a scheduler may know of output lengths, for the source made from the same configuration and generator. */
export function createWorkloadPredictor(config: WorkloadConfig, source: RequestSource, rng: Rng): OutputPredictor {
  return createPredictor(config.predictor, source, seedOf(rng, 'predictor'));
}

function seedOf(rng: Rng, name: string): number {
  return rng.fork(name).uint32();
}

type InNs = Exclude<WorkloadConfig, { kind: 'file' }>;

function sourceInNs(config: InNs, rng: Rng, annotator: Annotator): RequestSource {
  switch (config.kind) {
    case 'rows':
      return rowSource(config, annotator);
    case 'sharegpt-file':
      return conversationFile(config, rng, annotator);
    case 'multi-turn':
      return conversations(config, rng, annotator);
    case 'servegen': {
      const population = clientPopulation({ ...config, seed: seedOf(rng, 'population') });
      return clientSource(config, population, rng, annotator);
    }
    case 'clients': {
      const clients = config.clients.map((client, k) => ({
        ...client,
        input: lengthQuantile(client.input, `envs/serving: workload: clients.${k}.input`),
        output: lengthQuantile(client.output, `envs/serving: workload: clients.${k}.output`),
      }));
      return clientSource(config, clients, rng, annotator);
    }
    case 'servegen-file':
      return clientSource(config, loadServeGen(config.path, config.window), rng, annotator);
    default:
      return streamed(config, rng, annotator);
  }
}

type Streamed = Exclude<Extract<InNs, { arrival: unknown }>, { kind: 'sharegpt-file' | 'multi-turn' }>;

/** Families with an arrival process and independent lengths. */
function streamed(config: Streamed, rng: Rng, annotator: Annotator): RequestSource {
  const family: TraceFamily | null =
    config.kind in TRACE_FAMILIES ? TRACE_FAMILIES[config.kind as keyof typeof TRACE_FAMILIES] : null;
  const arrival = config.arrival ?? family?.arrival ?? { process: 'poisson' };
  // a process of the user's own that says how many come is believed
  const believed = config.arrival !== null && ownRate(config.arrival.process);
  const rate = config.rate ?? (believed ? null : (family?.rate ?? 1));
  if (arrival.process === 'trace' && arrival.loopPeriod === null) {
    const { length } = arrival.times;
    ensure(
      length >= config.requests,
      `envs/serving: workload: arrival: the trace of ${length} arrivals ends before request ${length} (add times, or a loopPeriod)`,
    );
  }
  const arrivals = arrivalStream(arrival, rate, rng.fork('arrivals'));
  const seed = seedOf(rng, 'lengths');
  const lengths = family ? new TableLengths(family.lengths, seed) : samplerOf(config, seed);
  const limits = { maxTokens: config.maxTokens ?? family?.maxTokens ?? null, minOutput: config.minOutput };
  if (family?.reuse) {
    const parts = { arrivals, lengths, annotator, limits, settings: family.reuse, seed: seedOf(rng, 'reuse') };
    return new GeneratedSource(new ReuseGenerator(parts), config.requests);
  }
  let prefixes: PrefixAssigner | undefined;
  if (config.kind === 'shared-prefix') prefixes = new SharedPrefixes({ ...config, seed: seedOf(rng, 'groups') });
  const parts = { arrivals, lengths, annotator, limits, ...(prefixes ? { prefixes } : {}) };
  return new GeneratedSource(new PlainGenerator(parts), config.requests);
}

function ownRate(process: string): boolean {
  return process === 'markov-modulated' || process === 'trace' || process === 'gaps';
}

function samplerOf(config: Streamed, seed: number): LengthSampler {
  switch (config.kind) {
    case 'llumnix':
      return new ZipfLengths({ input: config.input, output: config.output, count: config.requests, seed });
    case 'length-file': {
      const shape = { ...config, timeScale: 1, rate: null, origin: null, sort: false } as const;
      return new RecordedLengths(loadLengths(config.path, shape), config.order === 'random' ? seed : null);
    }
    case 'constant':
    case 'exponential':
    case 'uniform':
      return new IndependentLengths(
        lengthQuantile(byMean(config.kind, config.input)),
        lengthQuantile(byMean(config.kind, config.output)),
        seed,
      );
    case 'lengths':
    case 'shared-prefix':
      return new IndependentLengths(lengthQuantile(config.input), lengthQuantile(config.output), seed);
    default:
      throw new TypeError(`no lengths for ${config.kind}`);
  }
}

function byMean(kind: 'constant' | 'exponential' | 'uniform', mean: number): LengthDistribution {
  const tokens = Math.max(1, Math.round(mean));
  if (kind === 'constant') return { distribution: 'constant', tokens };
  if (kind === 'uniform') return { distribution: 'uniform', low: 1, high: 2 * tokens - 1 };
  return { distribution: 'exponential', mean, min: 1, max: null };
}

type WithClients = Extract<WorkloadConfig, { clientsAsTenants: boolean }>;

function clientSource(config: WithClients, clients: readonly Client[], rng: Rng, annotator: Annotator): RequestSource {
  let total = 0;
  for (const { rate } of clients) total += rate;
  const factor = config.rate === null ? 1 : config.rate / total;
  const scaled = clients.map((client) => ({ ...client, rate: client.rate * factor }));
  const { clientsAsTenants } = config;
  const parts = { clients: scaled, annotator, limits: config, clientsAsTenants, rng: rng.fork('clients') };
  return new GeneratedSource(new ClientGenerator(parts), config.requests);
}

function conversations(
  config: Extract<WorkloadConfig, { kind: 'multi-turn' }>,
  rng: Rng,
  annotator: Annotator,
): RequestSource {
  // `rate` counts requests; conversations begin more rarely
  const perSession = (config.rate ?? 1) / config.meanTurns;
  const own = config.rate === null && config.arrival !== null && ownRate(config.arrival.process);
  const sessions = arrivalStream(
    config.arrival ?? { process: 'poisson' },
    own ? null : perSession,
    rng.fork('arrivals'),
  );
  const { maxTokens, systemTokens } = config;
  ensure(
    maxTokens === null || maxTokens >= systemTokens + config.minOutput + 1,
    `envs/serving: workload: multi-turn: maxTokens ${maxTokens} leaves no room after ${systemTokens} systemTokens`,
  );
  const turns = multiTurnSessions({
    ...config,
    sessions,
    newTokens: lengthQuantile(config.input),
    answers: lengthQuantile(config.output),
    seed: seedOf(rng, 'sessions'),
  });
  return whole(sessionColumns(turns, config), config.granule, annotator);
}

function conversationFile(
  config: Extract<WorkloadConfig, { kind: 'sharegpt-file' }>,
  rng: Rng,
  annotator: Annotator,
): RequestSource {
  const read = loadShareGpt(config.path, { ...config, limit: config.requests });
  const count = read.session.length;
  const starts = new Float64Array(read.session[count - 1] + 1);
  arrivalStream(config.arrival, config.rate, rng.fork('arrivals')).fill({ index: 0, first: 0 }, starts, FIRST_ARRIVAL);
  const arrival = new Float64Array(count);
  const think = rng.fork('think');
  for (let t = 0; t < count; t++) {
    const begins = t === 0 || read.session[t] !== read.session[t - 1];
    const pause = -Math.log1p(-think()) * config.thinkTime;
    const after = begins ? 0 : pause + read.outputTokens[t - 1] * config.secondsPerOutputToken;
    arrival[t] = begins ? starts[read.session[t]] : arrival[t - 1] + Math.round(after * NS_PER_SECOND);
  }
  const turns: SessionTurns = { ...read, arrival };
  const columns = sessionColumns(turns, { granule: config.granule, systemTokens: 0 });
  limitTokens(columns, config);
  return whole(columns, config.turns === 'all' ? config.granule : 0, annotator);
}

function whole(columns: RequestColumns, prefixGranule: number, annotator: Annotator): RequestSource {
  annotator.fill(columns, 0);
  return new WholeSource(columns, { prefixGranule, tenants: annotator.tenants ?? DEFAULT_TENANTS });
}
