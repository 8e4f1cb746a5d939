/**
 * The hidden states of a Markov-modulated arrival process: a continuous-time Markov chain given by mean dwell times
 * and jump probabilities. Its long-run shares of time come from the elimination of Grassmann, Taksar & Heyman (1985,
 * doi 10.1287/opre.33.5.1107), which subtracts nothing and so loses no digits.
 */
import { ArenaError, ensure } from '../error.js';
import type { Rng } from '../rng.js';

export interface ModulatedConfig {
  readonly states: readonly { readonly meanInterval: number | null; readonly meanDwell: number }[];
  readonly next: 'uniform' | 'cyclic' | readonly (readonly number[])[];
  readonly initialState: number | null;
}

export class ModulatedStates {
  readonly count: number; // k
  readonly rate: Float64Array; // [k] arrivals per time unit
  readonly meanDwell: Float64Array; // [k] time
  private readonly jump: Float64Array; // [k·k] probability of the next state
  private readonly share: Float64Array; // [k] long-run share of time
  private readonly initialState: number | null;

  /** @throws ArenaError for contradictory states, beginning with `who`. */
  constructor(config: ModulatedConfig, who = 'arrivals') {
    const k = config.states.length;
    this.count = k;
    this.rate = Float64Array.from(config.states, ({ meanInterval }) => (meanInterval === null ? 0 : 1 / meanInterval));
    this.meanDwell = Float64Array.from(config.states, ({ meanDwell }) => meanDwell);
    this.initialState = config.initialState;
    ensure(
      this.rate.some((rate) => rate > 0),
      `${who}: markov-modulated: every state is silent`,
    );
    ensure(
      config.initialState === null || config.initialState < k,
      `${who}: markov-modulated: initialState ${config.initialState} does not exist (0…${k - 1})`,
    );
    this.jump = jumpProbabilities(config.next, k, who);
    this.share = this.timeShares(who);
  }

  /** The state at time 0: as configured, or drawn by long-run shares of time. */
  initial(rng: Rng): number {
    return this.initialState ?? draw(this.share, 0, this.count, rng());
  }

  next(state: number, rng: Rng): number {
    return draw(this.jump, state * this.count, this.count, rng());
  }

  /** Long-run arrivals per time unit. */
  meanRate(): number {
    let mean = 0;
    for (let i = 0; i < this.count; i++) mean += this.share[i] * this.rate[i];
    return mean;
  }

  private timeShares(who: string): Float64Array {
    const share = stationary(this.jump, this.count);
    if (!share)
      throw new ArenaError(`${who}: markov-modulated: \`next\` does not lead from every state to every other`);
    let total = 0;
    for (let i = 0; i < this.count; i++) {
      share[i] *= this.meanDwell[i];
      total += share[i];
    }
    for (let i = 0; i < this.count; i++) share[i] /= total;
    return share;
  }
}

function jumpProbabilities(next: ModulatedConfig['next'], k: number, who: string): Float64Array {
  const jump = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    if (next === 'cyclic') jump[i * k + ((i + 1) % k)] = 1;
    else if (next === 'uniform') {
      for (let j = 0; j < k; j++) if (j !== i || k === 1) jump[i * k + j] = 1 / Math.max(1, k - 1);
    } else {
      const row = next[i] ?? [];
      const total = row.reduce((sum, probability) => sum + probability, 0);
      if (next.length !== k || row.length !== k || Math.abs(total - 1) > 1e-9)
        throw new ArenaError(`${who}: markov-modulated: \`next\` needs ${k} rows of ${k} probabilities that sum to 1`);
      jump.set(row, i * k);
    }
  }
  return jump;
}

/** Stationary probabilities of a jump chain [k·k]; undefined when some state cannot be reached from another. */
function stationary(jump: Float64Array, k: number): Float64Array | undefined {
  const a = jump.slice();
  for (let n = k - 1; n > 0; n--) {
    let leave = 0;
    for (let j = 0; j < n; j++) leave += a[n * k + j];
    if (leave <= 0) return undefined;
    for (let i = 0; i < n; i++) {
      a[i * k + n] /= leave;
      for (let j = 0; j < n; j++) a[i * k + j] += a[i * k + n] * a[n * k + j];
    }
  }
  const share = new Float64Array(k);
  share[0] = 1;
  for (let n = 1; n < k; n++) {
    for (let i = 0; i < n; i++) share[n] += share[i] * a[i * k + n];
    if (share[n] <= 0) return undefined;
  }
  return share;
}

/** The index, counted from `offset`, at which cumulated weights (sum 1) pass u in [0, 1). */
function draw(weights: Float64Array, offset: number, count: number, u: number): number {
  let left = u;
  let last = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights[offset + i];
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) return i;
  }
  return last;
}
