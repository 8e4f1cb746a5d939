/**
 * Arrival processes: when jobs come, as a pure function of a configuration and a generator. Poisson, gamma renewal
 * (regular or bursty by its coefficient of variation), Markov-modulated Poisson (Fischer & Meier-Hellstern 1993,
 * doi 10.1016/0166-5316(93)90035-S), periodic with jitter, and replay of a recorded trace. Times are in the unit of
 * the environment. The whole sequence is drawn before an episode begins, so no scheduler can lose or shift an arrival.
 * Left out: arrivals that depend on completions (closed systems), which are the environment's own affair.
 */
import { randomExponential, randomGamma } from 'd3-random';
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import type { ArrivalConfig } from './arrival-config.js';
import { type ModulatedConfig, ModulatedStates } from './modulated-states.js';

export { type ArrivalConfig, type ArrivalInput, meanArrivalRate, parseArrivals } from './arrival-config.js';

/** Where a sequence ends: after `count` arrivals, before time `until`, or whichever comes first. */
export interface ArrivalLimit {
  readonly count?: number;
  readonly until?: number; // exclusive
}

/** More arrivals than this are a mistake in the configuration, not a workload. */
export const MOST_ARRIVALS = 50_000_000;

/** Yields the next arrival time, given the one before (0 before the first); NaN when a trace has ended. */
type NextArrival = (previous: number) => number;

/**
 * Arrival times in ascending order.
 * @throws ArenaError without a limit (a trace that does not loop needs none), or beyond {@link MOST_ARRIVALS}.
 */
export function arrivalTimes(config: ArrivalConfig, rng: Rng, limit: ArrivalLimit): Float64Array {
  const { count = Number.POSITIVE_INFINITY, until = Number.POSITIVE_INFINITY } = limit;
  const ends = config.process === 'trace' && config.loopPeriod === null;
  ensure(
    ends || count < Number.POSITIVE_INFINITY || until < Number.POSITIVE_INFINITY,
    'arrivals: give `count` or `until`',
  );
  const next = nextArrival(config, rng);
  const times: number[] = [];
  let time = 'firstAtZero' in config && config.firstAtZero ? 0 : next(0);
  while (times.length < count && time < until) {
    ensure(times.length < MOST_ARRIVALS, `arrivals: more than ${MOST_ARRIVALS} arrivals before time ${until}`);
    times.push(time);
    time = next(time);
  }
  return Float64Array.from(times);
}

function nextArrival(config: ArrivalConfig, rng: Rng): NextArrival {
  switch (config.process) {
    case 'poisson':
      return renewal(randomExponential.source(rng)(1 / config.meanInterval), config.truncate);
    case 'gamma': {
      const shape = 1 / config.coefficientOfVariation ** 2;
      return renewal(randomGamma.source(rng)(shape, config.meanInterval / shape), config.truncate);
    }
    case 'markov-modulated':
      return renewal(modulated(config, rng), config.truncate);
    case 'deterministic':
      return periodic(config, rng);
    case 'trace':
      return replay(config);
  }
}

function renewal(interval: () => number, truncate: boolean): NextArrival {
  return truncate ? (previous) => previous + Math.floor(interval()) : (previous) => previous + interval();
}

/** The interval to the next arrival: whenever the state changes first, waiting goes on with the new state's rate. */
function modulated(config: ModulatedConfig, rng: Rng): () => number {
  const exponential = randomExponential.source(rng)(1);
  const states = new ModulatedStates(config);
  let state = states.initial(rng);
  let dwellLeft = exponential() * states.meanDwell[state];
  return () => {
    let interval = 0;
    for (;;) {
      const wait = exponential() / states.rate[state];
      if (wait < dwellLeft) {
        dwellLeft -= wait;
        return interval + wait;
      }
      interval += dwellLeft;
      state = states.next(state, rng);
      dwellLeft = exponential() * states.meanDwell[state];
    }
  };
}

/** Jitter delays each arrival on its own and does not add up; it is at most one interval, so none overtakes another. */
function periodic(config: Extract<ArrivalConfig, { process: 'deterministic' }>, rng: Rng): NextArrival {
  const { interval, offset, jitter, truncate } = config;
  let i = 0;
  return () => {
    const time = offset + i++ * interval + (jitter > 0 ? rng() * jitter : 0);
    return truncate ? Math.floor(time) : time;
  };
}

function replay(config: Extract<ArrivalConfig, { process: 'trace' }>): NextArrival {
  const { times, timeScale, loopPeriod, truncate } = config;
  let i = 0;
  return () => {
    const round = Math.floor(i / times.length);
    if (round > 0 && loopPeriod === null) return Number.NaN;
    const time = (round * (loopPeriod ?? 0) + times[i++ % times.length]) * timeScale;
    return truncate ? Math.floor(time) : time;
  };
}
