/**
 * What may be said about when requests come. The shape stands here in plain JSON, times in seconds; how many come per
 * second is the workload's `rate`. Kinds: those of src/sim/arrivals.ts, two with a rate that changes with the time
 * of day (diurnal, burst), and renewal with gaps of a given quantile function.
 */
import { z } from 'zod';
import { ensure } from '../../../src/error.js';
import { ModulatedStates } from '../../../src/sim/modulated-states.js';

const positive = z.number().positive();
const seconds = z.number().nonnegative();

export const arrivalSchema = z.discriminatedUnion('process', [
  z.strictObject({ process: z.literal('poisson') }),
  /** Gamma gaps; the coefficient of variation is 1 for Poisson, above it for bursts, below it for regular streams. */
  z.strictObject({ process: z.literal('gamma'), coefficientOfVariation: positive.max(30) }),
  /** One every 1/rate seconds, each late by a uniform draw of up to `jitter` gaps. */
  z.strictObject({ process: z.literal('deterministic'), jitter: z.number().min(0).max(1).default(0) }),
  /** Poisson at a rate that depends on a hidden state; rates are relative when the workload gives a `rate`. */
  z.strictObject({
    process: z.literal('markov-modulated'),
    states: z.array(z.strictObject({ rate: z.number().nonnegative(), meanDwell: positive })).min(1),
    next: z.union([z.literal('uniform'), z.literal('cyclic'), z.array(z.array(seconds))]).default('uniform'),
  }),
  /** Recorded times, ascending; `loopPeriod` begins them again. */
  z.strictObject({
    process: z.literal('trace'),
    times: z.array(seconds).min(1),
    loopPeriod: positive.nullable().default(null),
  }),
  /** Poisson at rate·(1 + amplitude·sin(2π·(t/period + phase))). */
  z.strictObject({
    process: z.literal('diurnal'),
    amplitude: z.number().min(0).max(1),
    period: positive.default(86_400), // s
    phase: z.number().default(0), // periods
  }),
  /** Poisson at the rate, times `factor` from `start` for `duration`, again every `period` (null = once). */
  z.strictObject({
    process: z.literal('burst'),
    factor: z.number().nonnegative(),
    start: seconds, // s
    duration: positive, // s
    period: positive.nullable().default(null), // s
  }),
  /** Independent gaps by quantile function; between knots a gap is interpolated geometrically. */
  z.strictObject({
    process: z.literal('gaps'),
    probability: z.array(z.number().min(0).max(1)).min(2),
    seconds: z.array(positive).min(2),
  }),
]);

export type WorkloadArrivals = z.output<typeof arrivalSchema>;

/**
 * Checks what a schema cannot say.
 * @throws ArenaError, one line.
 */
export function checkArrivals(config: WorkloadArrivals, who = 'envs/serving: workload: arrival'): void {
  switch (config.process) {
    case 'markov-modulated':
      modulatedStates(config);
      return;
    case 'trace': {
      const { times, loopPeriod } = config;
      const back = times.findIndex((time, i) => i > 0 && time < times[i - 1]);
      ensure(back < 0, `${who}: trace: time ${back} (${times[back]} s) lies before time ${back - 1}`);
      const span = times.at(-1)! - times[0];
      ensure(
        loopPeriod === null || loopPeriod >= span,
        `${who}: trace: loopPeriod ${loopPeriod} s is shorter than ${span} s`,
      );
      return;
    }
    case 'burst': {
      const { duration, period } = config;
      ensure(period === null || duration <= period, `${who}: burst: duration ${duration} s exceeds period ${period} s`);
      ensure(config.factor > 0 || period !== null, `${who}: burst: factor 0 needs a period`);
      ensure(
        config.factor > 0 || period === null || duration < period,
        `${who}: burst: factor 0 leaves no time to arrive`,
      );
      return;
    }
    case 'gaps': {
      const { probability, seconds: gap } = config;
      const fits = probability.length === gap.length && probability[0] === 0 && probability.at(-1) === 1;
      ensure(fits, `${who}: gaps: as many seconds as probabilities are expected, from probability 0 to 1`);
      const falls = probability.findIndex((p, i) => i > 0 && (p < probability[i - 1] || gap[i] < gap[i - 1]));
      ensure(falls < 0, `${who}: gaps: knot ${falls} lies below knot ${falls - 1}`);
    }
  }
}

/** The hidden states of a Markov-modulated process, times in seconds. */
export function modulatedStates(config: Extract<WorkloadArrivals, { process: 'markov-modulated' }>): ModulatedStates {
  const states = config.states.map(({ rate, meanDwell }) => ({ meanInterval: rate > 0 ? 1 / rate : null, meanDwell }));
  return new ModulatedStates({ states, next: config.next, initialState: null }, 'envs/serving: workload: arrival');
}

/** Requests per second that the shape itself says in the long run; null = it says nothing. */
export function naturalRate(config: WorkloadArrivals): number | null {
  switch (config.process) {
    case 'markov-modulated':
      return modulatedStates(config).meanRate();
    case 'trace': {
      const span = config.loopPeriod ?? config.times.at(-1)! - config.times[0];
      const gaps = config.loopPeriod === null ? config.times.length - 1 : config.times.length;
      return span > 0 ? gaps / span : null;
    }
    case 'gaps':
      return 1 / meanGap(config);
    default:
      return null;
  }
}

/** Mean of a geometrically interpolated quantile function, seconds. */
function meanGap({ probability, seconds: gap }: Extract<WorkloadArrivals, { process: 'gaps' }>): number {
  let mean = 0;
  for (let k = 1; k < gap.length; k++) {
    const rise = Math.log(gap[k] / gap[k - 1]);
    const middle = rise < 1e-9 ? gap[k] : (gap[k] - gap[k - 1]) / rise;
    mean += middle * (probability[k] - probability[k - 1]);
  }
  return mean;
}
