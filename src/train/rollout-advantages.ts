/**
 * Advantages and value targets of a rollout, segment by segment. Time between decisions is continuous, so the process is
 * semi-Markov: each step has its own discount e^{−β·Δt} (Bradtke & Duff 1994), with what is earned between two decisions
 * counted at the first of them. Three rules: generalised advantage estimation, plain returns (λ = 1), and average reward,
 * where nothing is discounted and every second costs the running reward rate instead. A segment that ended inside the
 * decision process has no future; one that was cut, by a limit or by the end of the rollout, goes on with `finalValue`.
 */
import { ensure } from '../error.js';
import { type Advantages, generalizedAdvantages } from './advantage.js';
import type { TrainingColumns } from './objective.js';
import type { Rollout, Segment } from './rollout.js';

export interface AdvantageRule {
  /** `gae`: TD(λ) errors; `monte-carlo`: return minus value; `average-reward`: TD(λ) errors of r − ρ·Δt, undiscounted. */
  readonly kind: 'gae' | 'monte-carlo' | 'average-reward';
  /** Discount rate in 1/second; the discount of a step is e^{−β·Δt}. Excludes `gamma`. */
  readonly beta?: number;
  /** One discount for every step, however long: for time that goes by decisions. */
  readonly gamma?: number;
  readonly lambda?: number; // decay of the trace per decision; default 0.95, not for `monte-carlo`
  readonly timeUnitSeconds?: number; // length of a time unit of the environment; default 1
  /** ρ in reward per second for `average-reward`; default: Σr / ΣΔt of the rollout itself. */
  readonly rewardRate?: number;
}

/** What the rules read. */
export type RewardedRollout = Pick<Rollout, 'segments' | 'rewards' | 'values' | 'elapsed'>;

const DEFAULT_LAMBDA = 0.95;

/**
 * Advantages and returns [decision]. Without a critic (values NaN) values count as 0, so that advantages are returns,
 * from which a baseline may be subtracted. Errors: `ArenaError` for rules that lack or contradict a discount, and for
 * a rollout that lasts no time where the rate is to come from it.
 */
export function advantagesOf(rollout: RewardedRollout, rule: AdvantageRule): Advantages {
  const discounts = discountsOf(rollout, rule);
  const rewards = rule.kind === 'average-reward' ? differentialRewards(rollout, rule) : rollout.rewards;
  const lambda = rule.kind === 'monte-carlo' ? 1 : (rule.lambda ?? DEFAULT_LAMBDA);
  const advantages = new Float64Array(rewards.length);
  const returns = new Float64Array(rewards.length);
  for (const segment of rollout.segments) {
    const { first, end } = segment;
    if (end === first) continue;
    const part = segmentAdvantages(segment, { rewards, values: rollout.values, discounts, lambda });
    advantages.set(part.advantages, first);
    returns.set(part.returns, first);
  }
  return { advantages, returns };
}

function discountsOf({ elapsed }: RewardedRollout, { kind, beta, gamma, timeUnitSeconds = 1 }: AdvantageRule) {
  const given = [beta, gamma].filter((option) => option !== undefined).length;
  if (kind === 'average-reward') {
    ensure(given === 0, 'train/advantages: average rewards are not discounted (neither beta nor gamma is allowed)');
    return elapsed.map(() => 1);
  }
  ensure(given === 1, `train/advantages: ${kind} needs either beta (1/second) or gamma (per decision)`);
  if (beta === undefined) return elapsed.map(() => gamma as number);
  ensure(
    beta >= 0 && timeUnitSeconds > 0,
    `train/advantages: beta ${beta} or a unit of ${timeUnitSeconds} s is negative`,
  );
  return elapsed.map((units) => Math.exp(-beta * timeUnitSeconds * units));
}

/** r − ρ·Δt [decision]. */
function differentialRewards({ rewards, elapsed }: RewardedRollout, rule: AdvantageRule): Float64Array {
  const { timeUnitSeconds = 1 } = rule;
  const rate = (rule.rewardRate ?? ownRate(rewards, elapsed) / timeUnitSeconds) * timeUnitSeconds; // per time unit
  return rewards.map((reward, d) => reward - rate * elapsed[d]);
}

function ownRate(rewards: Float64Array, elapsed: Float64Array): number {
  const time = elapsed.reduce((sum, units) => sum + units, 0);
  ensure(time > 0, `train/advantages: the rollout lasts ${time} time units (more than 0 needed for a reward rate)`);
  return rewards.reduce((sum, reward) => sum + reward, 0) / time;
}

interface SegmentColumns {
  readonly rewards: Float64Array; // [decision] of the rollout, as below
  readonly values: Float64Array;
  readonly discounts: Float64Array;
  readonly lambda: number;
}

/** The part of one segment, counted from its first decision. */
function segmentAdvantages({ first, end, terminated, finalValue }: Segment, columns: SegmentColumns): Advantages {
  const count = end - first;
  const values = columns.values.slice(first, end);
  for (let i = 0; i < count; i++) if (Number.isNaN(values[i])) values[i] = 0;
  const nextValues = new Float64Array(count);
  nextValues.set(values.subarray(1));
  nextValues[count - 1] = terminated || Number.isNaN(finalValue) ? 0 : finalValue;
  const flags = new Uint8Array(count);
  const isTerminal = flags.slice();
  if (terminated) isTerminal[count - 1] = 1;
  return generalizedAdvantages(
    {
      environments: 1,
      rewards: columns.rewards.slice(first, end),
      values,
      nextValues,
      terminated: isTerminal,
      truncated: flags, // the end of the part is the end of its trace anyway
    },
    { discount: columns.discounts.slice(first, end), lambda: columns.lambda },
  );
}

/** The columns that a learner reads, from a rollout and what its decisions are credited with. */
export function trainingColumns(
  rollout: Rollout,
  { advantages, returns }: Advantages,
  weights: Float64Array | null = null,
): TrainingColumns {
  const { store, chosen, logProbs, values, targets } = rollout;
  return { store, chosen, oldLogProbs: logProbs, oldValues: values, advantages, returns, weights, targets };
}
