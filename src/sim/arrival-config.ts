/**
 * What may be said about an arrival process, checked and completed. Plain JSON; the member `process` chooses the kind.
 */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../error.js';
import { ModulatedStates } from './modulated-states.js';

const positive = z.number().positive();
const notNegative = z.number().nonnegative();

/** Round every interval (of periods and traces: every time) down to whole units, as references with integer ticks do; real means are then about half a unit shorter. */
const truncate = z.boolean().default(false);
/** The first arrival comes at time 0, not one interval later. */
const firstAtZero = z.boolean().default(false);

const poisson = z.strictObject({ process: z.literal('poisson'), meanInterval: positive, firstAtZero, truncate });

const gamma = z.strictObject({
  process: z.literal('gamma'),
  meanInterval: positive,
  /** Standard deviation of the intervals over their mean: 1 is Poisson, above is bursty, below is regular. */
  coefficientOfVariation: positive,
  firstAtZero,
  truncate,
});

const markovModulated = z.strictObject({
  process: z.literal('markov-modulated'),
  /** Poisson arrivals at a rate that depends on a hidden state (meanInterval null = silent); a state lasts an exponential time. */
  states: z.array(z.strictObject({ meanInterval: positive.nullable(), meanDwell: positive })).min(1),
  /** Where a state leads: any other with equal chance, the next in the list, or row i of probabilities. */
  next: z.union([z.literal('uniform'), z.literal('cyclic'), z.array(z.array(notNegative))]).default('uniform'),
  /** State at time 0; null draws it from the long-run shares of time. */
  initialState: z.number().int().nonnegative().nullable().default(null),
  firstAtZero,
  truncate,
});

const deterministic = z.strictObject({
  process: z.literal('deterministic'),
  interval: positive,
  /** Time of the first arrival. */
  offset: notNegative.default(0),
  /** Every arrival is late by a uniform draw in [0, jitter); at most one interval. */
  jitter: notNegative.default(0),
  truncate,
});

const trace = z.strictObject({
  process: z.literal('trace'),
  /** Ascending. */
  times: z.array(notNegative).min(1),
  /** Every time is multiplied by this. */
  timeScale: positive.default(1),
  /** The trace begins again after this time (before scaling); null plays it once. */
  loopPeriod: positive.nullable().default(null),
  truncate,
});

const kinds = { poisson, gamma, 'markov-modulated': markovModulated, deterministic, trace } as const;
const schema = z.discriminatedUnion('process', [poisson, gamma, markovModulated, deterministic, trace]);

/** A checked, complete arrival process. */
export type ArrivalConfig = z.output<typeof schema>;
/** What may be left out takes its default. */
export type ArrivalInput = z.input<typeof schema>;

/**
 * Checks a configuration and fills in defaults. `who` begins the error message.
 * @throws ArenaError, one line.
 */
export function parseArrivals(json: unknown, who = 'arrivals'): ArrivalConfig {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new ArenaError(`${who}: ${describe(parsed.error.issues[0], json)}`);
  const config = parsed.data;
  const contradiction = findContradiction(config);
  if (contradiction) throw new ArenaError(`${who}: ${contradiction}`);
  if (config.process === 'markov-modulated') new ModulatedStates(config, who);
  return config;
}

function describe(issue: z.core.$ZodIssue, json: unknown): string {
  const known = Object.keys(kinds);
  if (typeof json !== 'object' || json === null)
    return `${JSON.stringify(json)} is no arrival process (an object with \`process\`)`;
  const { process } = json as { process?: unknown };
  const kind = known.find((name) => name === process) as keyof typeof kinds | undefined;
  if (kind === undefined) {
    const given = JSON.stringify(process) ?? 'nothing';
    return `process ${given} does not exist (${known.join(', ')})${didYouMean(String(process), known)}`;
  }
  const where = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${kind}: \`${where}\`: ${issue.message}`;
  const options = where === '' ? Object.keys(kinds[kind].shape) : [];
  return `${kind}: option \`${[...issue.path, issue.keys[0]].join('.')}\` does not exist${didYouMean(issue.keys[0], options)}`;
}

function findContradiction(config: ArrivalConfig): string | undefined {
  if (config.process === 'deterministic' && config.jitter > config.interval)
    return `deterministic: jitter ${config.jitter} is longer than the interval ${config.interval}`;
  if (config.process !== 'trace') return undefined;
  const { times, loopPeriod } = config;
  const back = times.findIndex((time, i) => i > 0 && time < times[i - 1]);
  if (back > 0) return `trace: \`times.${back}\` = ${times[back]} lies before its predecessor ${times[back - 1]}`;
  const span = times.at(-1)! - times[0];
  if (loopPeriod !== null && loopPeriod < span)
    return `trace: loopPeriod ${loopPeriod} is shorter than the trace (${span})`;
  return undefined;
}

/** Arrivals per time unit in the long run (before truncation); 0 for a trace that ends, NaN for one arrival after another at once. */
export function meanArrivalRate(config: ArrivalConfig): number {
  switch (config.process) {
    case 'poisson':
    case 'gamma':
      return 1 / config.meanInterval;
    case 'markov-modulated':
      return new ModulatedStates(config).meanRate();
    case 'deterministic':
      return 1 / config.interval;
    case 'trace':
      return config.loopPeriod === null ? 0 : config.times.length / (config.loopPeriod * config.timeScale);
  }
}
