/**
 * Advantages and returns. Generalised advantage estimation (Schulman et al. 2016, arXiv 1506.02438) over a rollout
 * of several environments, with the value of every step's *true* successor, so that truncation bootstraps and only
 * termination does not; a discount per step for event-driven time; and a validity mask for next-step autoreset,
 * whose dummy rows end the trace. Then plain discounted and average-reward returns of one episode.
 */
import { ensure } from '../error.js';

/** One rollout; all arrays are laid out [step × environment]. */
export interface RolloutValues {
  readonly environments: number;
  readonly rewards: Float64Array; // [step × environment]
  readonly values: Float64Array; // [step × environment] V of the observation acted on
  readonly nextValues: Float64Array; // [step × environment] V of the true successor (the final observation at an end)
  readonly terminated: Uint8Array; // [step × environment] 1 = ended inside the decision process
  readonly truncated: Uint8Array; // [step × environment] 1 = cut off from outside
  /** 0 = dummy row of next-step autoreset: counts as terminated whatever its flags; its results mean nothing. */
  readonly valid?: Uint8Array; // [step × environment]
}

/** How to weigh the future. */
export interface AdvantageOptions {
  /** One discount for all steps, or one per step and environment (see {@link eventDiscounts}); default 0.99. */
  readonly discount: number | Float64Array; // [step × environment]
  /** Trace decay: 0 = one-step errors, 1 = Monte Carlo; default 0.95. */
  readonly lambda: number;
}

/** The usual options. */
export const DEFAULT_ADVANTAGE: AdvantageOptions = Object.freeze({ discount: 0.99, lambda: 0.95 });

/** Advantages and value targets. */
export interface Advantages {
  readonly advantages: Float64Array; // [step × environment]
  readonly returns: Float64Array; // [step × environment] advantage + value
}

function ensureRollout(rollout: RolloutValues, discount: number | Float64Array): void {
  const { rewards, environments } = rollout;
  ensure(
    Number.isInteger(environments) && environments > 0 && rewards.length % environments === 0,
    `train/advantage: ${rewards.length} rewards do not divide among ${environments} environments`,
  );
  const { values, nextValues, terminated, truncated, valid } = rollout;
  const columns = { values, nextValues, terminated, truncated, valid, discount };
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined || typeof column === 'number') continue;
    ensure(
      column.length === rewards.length,
      `train/advantage: ${name} has ${column.length} entries (${rewards.length} needed, as many as rewards)`,
    );
  }
}

/**
 * δ = r + γ·nextV·(1 − terminated) − V and A = δ + γ·λ·(1 − ended)·A′, backwards in time. The end of the rollout is
 * no boundary: the trace starts there at zero and the last nextValues bootstrap. Throws on unequal lengths.
 */
export function generalizedAdvantages(
  rollout: RolloutValues,
  options: AdvantageOptions = DEFAULT_ADVANTAGE,
): Advantages {
  const { discount, lambda } = options;
  ensureRollout(rollout, discount);
  const { environments, rewards, values, nextValues, terminated, truncated, valid } = rollout;
  const advantages = new Float64Array(rewards.length);
  const returns = new Float64Array(rewards.length);
  for (let i = rewards.length - 1; i >= 0; i--) {
    const gamma = typeof discount === 'number' ? discount : discount[i];
    const isTerminal = terminated[i] === 1 || valid?.[i] === 0;
    const isBoundary = isTerminal || truncated[i] === 1;
    const bootstrap = isTerminal ? 0 : gamma * nextValues[i];
    const isLastStep = i + environments >= rewards.length;
    const trace = isBoundary || isLastStep ? 0 : gamma * lambda * advantages[i + environments];
    advantages[i] = rewards[i] + bootstrap - values[i] + trace;
    returns[i] = advantages[i] + values[i];
  }
  return { advantages, returns };
}

/** Discount of every step in event-driven time: exp(−β·Δt), `elapsed` in seconds, `beta` in 1/second. */
export function eventDiscounts(elapsed: Float64Array, beta: number): Float64Array {
  return elapsed.map((seconds) => Math.exp(-beta * seconds));
}

/** R_k = r_k + γ_k R_{k+1} over one finished episode, with one discount per step. */
export function discountedReturns(rewards: Float64Array, discounts: Float64Array): Float64Array {
  ensureSteps(rewards, discounts, 'discounts');
  const returns = new Float64Array(rewards.length);
  let following = 0;
  for (let k = rewards.length - 1; k >= 0; k--) {
    following = rewards[k] + discounts[k] * following;
    returns[k] = following;
  }
  return returns;
}

/** Reward per second over one episode: Σr / ΣΔt. */
export function rewardRate(rewards: Float64Array, elapsed: Float64Array): number {
  ensureSteps(rewards, elapsed, 'elapsed times');
  let reward = 0;
  let seconds = 0;
  for (let k = 0; k < rewards.length; k++) {
    reward += rewards[k];
    seconds += elapsed[k];
  }
  ensure(seconds > 0, `train/advantage: the episode lasts ${seconds} seconds (more than 0 needed for a reward rate)`);
  return reward / seconds;
}

/** R_k = r_k − ρ·Δt_k + R_{k+1}: returns relative to the reward rate ρ (per second). */
export function averageRewardReturns(rewards: Float64Array, elapsed: Float64Array, rate: number): Float64Array {
  ensureSteps(rewards, elapsed, 'elapsed times');
  const returns = new Float64Array(rewards.length);
  let following = 0;
  for (let k = rewards.length - 1; k >= 0; k--) {
    following += rewards[k] - rate * elapsed[k];
    returns[k] = following;
  }
  return returns;
}

function ensureSteps(rewards: Float64Array, column: Float64Array, name: string): void {
  ensure(
    rewards.length === column.length,
    `train/advantage: ${rewards.length} rewards and ${column.length} ${name} (equal numbers needed)`,
  );
}
