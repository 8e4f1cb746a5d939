/**
 * Arrival times chunk by chunk, in whole nanoseconds. A chunk has a generator of its own, forked by its number; from
 * the chunk before it needs only the time reached and, for the Markov-modulated process, the hidden state (its dwell
 * is exponential, so drawing the rest of it anew changes no law). Rates that change with time are met by thinning a
 * faster Poisson process (Lewis & Shedler 1979, doi 10.1002/nav.3800260304).
 */
import { randomExponential } from 'd3-random';
import { ensure } from '../../../src/error.js';
import type { Rng } from '../../../src/rng.js';
import { type ArrivalConfig, arrivalTimes, parseArrivals } from '../../../src/sim/arrivals.js';
import { modulatedStates, naturalRate, type WorkloadArrivals } from './arrival-settings.js';

export const NS_PER_SECOND = 1e9;

/** What a chunk of arrivals needs from the one before. */
export interface ArrivalCarry {
  readonly time: number; // whole ns, of the last arrival
  readonly state: number; // hidden state; −1 = not drawn yet
}

export const FIRST_ARRIVAL: ArrivalCarry = Object.freeze({ time: 0, state: -1 });

export interface ArrivalStream {
  /**
   * Fills the arrivals of requests first … first + times.length − 1, which are chunk `index`.
   * @param times [request] whole ns, ascending, not before carry.time
   */
  fill(
    chunk: { readonly index: number; readonly first: number },
    times: Float64Array,
    carry: ArrivalCarry,
  ): ArrivalCarry;
}

/** Writes one chunk and returns the hidden state at its end. */
type Fill = (
  chunk: { readonly index: number; readonly first: number; readonly rng: Rng },
  times: Float64Array,
  carry: ArrivalCarry,
) => number;

/**
 * The stream of a process at a rate.
 * @param rate requests per second; null = as the process itself says.
 * @throws ArenaError when neither says how many come.
 */
export function arrivalStream(config: WorkloadArrivals, rate: number | null, rng: Rng): ArrivalStream {
  const natural = naturalRate(config);
  const wanted = rate ?? natural;
  ensure(wanted !== null, `envs/serving: workload: arrival: ${config.process} needs a \`rate\` (requests per second)`);
  const fillChunk = fillerOf(config, wanted, natural === null ? 1 : natural / wanted);
  return {
    fill({ index, first }, times, carry) {
      const state = fillChunk({ index, first, rng: rng.fork(index) }, times, carry);
      const time = times.length > 0 ? times[times.length - 1] : carry.time;
      ensure(
        time <= Number.MAX_SAFE_INTEGER,
        `envs/serving: workload: arrivals pass ${Number.MAX_SAFE_INTEGER} ns (104 days); raise the rate`,
      );
      return { time, state };
    },
  };
}

/** @param scale by which the process's own times are multiplied to reach the rate */
function fillerOf(config: WorkloadArrivals, rate: number, scale: number): Fill {
  switch (config.process) {
    case 'poisson':
      return renewal(parseArrivals({ process: 'poisson', meanInterval: 1 / rate }));
    case 'gamma': {
      const { coefficientOfVariation } = config;
      return renewal(parseArrivals({ process: 'gamma', meanInterval: 1 / rate, coefficientOfVariation }));
    }
    case 'deterministic':
      return (chunk, times) => {
        for (let i = 0; i < times.length; i++) {
          const late = config.jitter > 0 ? chunk.rng() * config.jitter : 0;
          times[i] = Math.round(((chunk.first + i + late) / rate) * NS_PER_SECOND);
        }
        return -1;
      };
    case 'trace':
      return replay(config, scale);
    case 'markov-modulated':
      return modulated(config, scale);
    case 'diurnal': {
      const { amplitude, period, phase } = config;
      const rateAt = (time: number) => rate * (1 + amplitude * Math.sin(2 * Math.PI * (time / period + phase)));
      return thinned(rateAt, rate * (1 + amplitude));
    }
    case 'burst': {
      const { factor, start, duration, period } = config;
      const rateAt = (time: number) => {
        const since = period === null || time < start ? time - start : (time - start) % period;
        return since >= 0 && since < duration ? rate * factor : rate;
      };
      return thinned(rateAt, rate * Math.max(1, factor));
    }
    case 'gaps':
      return gaps(config, scale);
  }
}

/** Gaps that depend on nothing before them: a chunk is an episode of src/sim/arrivals.ts, moved to the time reached. */
function renewal(config: ArrivalConfig): Fill {
  return (chunk, times, carry) => {
    const seconds = arrivalTimes(config, chunk.rng, { count: times.length });
    for (let i = 0; i < times.length; i++) times[i] = carry.time + Math.round(seconds[i] * NS_PER_SECOND);
    return -1;
  };
}

function replay(config: Extract<WorkloadArrivals, { process: 'trace' }>, scale: number): Fill {
  const recorded = Float64Array.from(config.times);
  const { length } = recorded;
  return (chunk, times) => {
    ensure(
      config.loopPeriod !== null || chunk.first + times.length <= length,
      `envs/serving: workload: arrival: the trace of ${length} arrivals ends before request ${length} (add times, or a loopPeriod)`,
    );
    for (let i = 0; i < times.length; i++) {
      const round = Math.floor((chunk.first + i) / length);
      const time = round * (config.loopPeriod ?? 0) + recorded[(chunk.first + i) % length];
      times[i] = Math.round(time * scale * NS_PER_SECOND);
    }
    return -1;
  };
}

function modulated(config: Extract<WorkloadArrivals, { process: 'markov-modulated' }>, scale: number): Fill {
  const states = modulatedStates(config);
  return (chunk, times, carry) => {
    const exponential = randomExponential.source(chunk.rng)(1);
    let state = carry.state < 0 ? states.initial(chunk.rng) : carry.state;
    let dwellLeft = exponential() * states.meanDwell[state];
    let time = 0;
    for (let i = 0; i < times.length; i++) {
      let wait = exponential() / states.rate[state];
      while (wait >= dwellLeft) {
        time += dwellLeft;
        state = states.next(state, chunk.rng);
        dwellLeft = exponential() * states.meanDwell[state];
        wait = exponential() / states.rate[state];
      }
      dwellLeft -= wait;
      time += wait;
      times[i] = carry.time + Math.round(time * scale * NS_PER_SECOND);
    }
    return state;
  };
}

function thinned(rateAt: (seconds: number) => number, highest: number): Fill {
  return (chunk, times, carry) => {
    const exponential = randomExponential.source(chunk.rng)(highest);
    const begin = carry.time / NS_PER_SECOND;
    let time = 0;
    for (let i = 0; i < times.length; i++) {
      do time += exponential();
      while (chunk.rng() * highest >= rateAt(begin + time));
      times[i] = carry.time + Math.round(time * NS_PER_SECOND);
    }
    return -1;
  };
}

function gaps(config: Extract<WorkloadArrivals, { process: 'gaps' }>, scale: number): Fill {
  const { probability } = config;
  const logarithm = config.seconds.map(Math.log);
  return (chunk, times, carry) => {
    let time = 0;
    for (let i = 0; i < times.length; i++) {
      const u = chunk.rng();
      let k = 1;
      while (probability[k] <= u && k < probability.length - 1) k++;
      const width = probability[k] - probability[k - 1];
      const part = width > 0 ? (u - probability[k - 1]) / width : 1;
      time += Math.exp(logarithm[k - 1] + (logarithm[k] - logarithm[k - 1]) * part);
      times[i] = carry.time + Math.round(time * scale * NS_PER_SECOND);
    }
    return -1;
  };
}
