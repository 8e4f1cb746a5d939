/**
 * Eclectic interaction matching (SoCRATES, Sung & Ryu 2021): decisions and rewards live on two axes. Rewards are recorded
 * over time, whether anything is decided or not; decisions are recorded when they are taken, any number of them at one
 * instant; and every decision is paired with the return of its own time, not with the return of its number.
 *
 * Delayed consequences. What a binding does shows when the tail of its job runs, many ticks and decisions later. Credit
 * by number moves with how many decisions happen to lie between; credit by time does not: G(t) = Σ e^{−β(τ−t)} r(τ) over
 * all rewards at τ ≥ t. The noise that remains is that of all jobs in the system. Job credit removes it: a decision pays
 * for the time that the job owning its task still spends in the system, −∫ e^{−β(τ−t)} dτ from its own time to that job's
 * completion, and for nothing else. It is blind to what the decision does to other jobs, so it suits light load.
 *
 * Joint actions. Tasks that are ready at one instant are bound one after the other, each choice seeing those before it,
 * so that the probability of the joint action is the product of those of its parts. All of them have the same time and
 * therefore the same return, and the gradient of the joint action is the sum over its parts; none is counted twice.
 *
 * What the published program does is kept as options: it drops decisions whose task did not complete (censored; here
 * what they earned is continued with the value of the last state), counts the first sample of an episode twice, and
 * lets the gradient of the advantage run into the critic (see `attachedAdvantages` of the learner). Its mix-up of rows
 * belongs to its network, not here.
 */
import { ensure } from '../error.js';
import type { InteractionColumns, Rollout, Segment } from './rollout.js';

/** Rewards of one segment on their own time axis. */
export interface RewardTrack {
  readonly times: Float64Array; // [event] time units since the start of the episode, never falling
  readonly rewards: Float64Array; // [event]
}

export interface MatchingOptions {
  /** `system`: all rewards from a time on; `job`: time in system of the job whose task was placed. Default `system`. */
  readonly credit?: 'system' | 'job';
  readonly beta: number; // discount rate, 1/second
  readonly timeUnitSeconds?: number; // default 1
  readonly jobCost?: number; // reward lost per second that a job is in the system, for `job`; default 1
  readonly censored?: 'bootstrap' | 'drop'; // decisions whose task (job) did not complete; default `bootstrap`
  readonly firstSample?: 'once' | 'twice'; // of a segment; default `once`
  readonly advantage?: 'detached' | 'attached'; // default `detached`
  /** [segment] rewards over time; default: those of the rollout, each at the time of its decision. */
  readonly tracks?: readonly RewardTrack[];
  /** Needed for `job` credit and to drop what is censored. */
  readonly interactions?: InteractionColumns;
}

/** The published form; its discount is 0.98 a tick. */
export const PUBLISHED_MATCHING: MatchingOptions = Object.freeze({
  credit: 'system',
  beta: -Math.log(0.98),
  timeUnitSeconds: 1, // beta counts ticks
  censored: 'drop',
  firstSample: 'twice',
  advantage: 'attached',
});

/** Decisions with their returns; columns are over all decisions of the rollout, those left out have NaN. */
export interface MatchedInteractions {
  readonly decisions: Int32Array; // to be learnt from, in order
  readonly returns: Float64Array; // [decision]
  readonly advantages: Float64Array; // [decision] return minus value; the return where there is no critic
  readonly weights: Float64Array | null; // [decision] mean 1 over those to be learnt from; null = all 1
  readonly attachedAdvantages: boolean; // for the learner
}

export type MatchedRollout = Pick<Rollout, 'segments' | 'times' | 'elapsed' | 'rewards' | 'values'>;

/**
 * Pairs decisions and returns. Job credit leaves out decisions that place no task. Errors: `ArenaError` for a negative
 * discount rate, columns that are missing or of another length, and times that go backwards.
 */
export function matchInteractions(rollout: MatchedRollout, options: MatchingOptions): MatchedInteractions {
  const { credit = 'system', censored = 'bootstrap', interactions } = options;
  const count = rollout.times.length;
  ensure(options.beta >= 0, `train/matching: discount rate ${options.beta} is not allowed (a number ≥ 0)`);
  if (credit === 'job' || censored === 'drop') {
    ensure(
      interactions?.job.length === count,
      `train/matching: credit "${credit}" with censored "${censored}" needs job and completion times of ${count} decisions`,
    );
  }
  const tracks = options.tracks ?? rollout.segments.map((segment) => ownTrack(segment, rollout));
  ensure(
    tracks.length === rollout.segments.length,
    `train/matching: ${tracks.length} reward tracks for ${rollout.segments.length} segments`,
  );
  const returns = new Float64Array(count).fill(Number.NaN);
  rollout.segments.forEach((segment, s) => {
    if (segment.end === segment.first) return;
    const horizon = horizonOf(segment, rollout, tracks[s]);
    if (credit === 'system') timeReturns(segment, rollout, { track: tracks[s], horizon, options, returns });
    else jobReturns(segment, rollout, { horizon, options, returns });
    if (censored === 'drop') dropCensored(segment, interactions as InteractionColumns, { credit, horizon, returns });
  });
  return matched(rollout, returns, options);
}

function ownTrack({ first, end }: Segment, { times, rewards }: MatchedRollout): RewardTrack {
  return { times: times.subarray(first, end), rewards: rewards.subarray(first, end) };
}

/** When the segment ends, time units; checks that time goes forward. */
function horizonOf({ first, end, scenario }: Segment, { times, elapsed }: MatchedRollout, track: RewardTrack): number {
  const isForward = (column: Float64Array): boolean => column.every((time, i) => i === 0 || time >= column[i - 1]);
  ensure(
    isForward(times.subarray(first, end)) && isForward(track.times),
    `train/matching: times of ${scenario} go backwards`,
  );
  const ends = times[end - 1] + elapsed[end - 1];
  return track.times.length > 0 ? Math.max(ends, track.times[track.times.length - 1]) : ends;
}

interface Matching {
  readonly horizon: number; // time units
  readonly options: MatchingOptions;
  readonly returns: Float64Array; // [decision] written
}

/** What is expected after the end of the segment. */
function beyond({ terminated, finalValue }: Segment, { censored }: MatchingOptions): number {
  return terminated || censored === 'drop' || Number.isNaN(finalValue) ? 0 : finalValue;
}

/** G at the time of every decision, in one pass backwards over both axes. */
function timeReturns(
  segment: Segment,
  { times }: MatchedRollout,
  { track, horizon, options, returns }: Matching & { readonly track: RewardTrack },
): void {
  const rate = options.beta * (options.timeUnitSeconds ?? 1); // per time unit
  let following = beyond(segment, options);
  let at = horizon;
  let event = track.times.length - 1;
  for (let d = segment.end - 1; d >= segment.first; d--) {
    for (; event >= 0 && track.times[event] >= times[d]; event--) {
      following = following * Math.exp(-rate * (at - track.times[event])) + track.rewards[event];
      at = track.times[event];
    }
    returns[d] = following * Math.exp(-rate * (at - times[d]));
  }
}

/** Minus the discounted time that the job of the decision still stays. */
function jobReturns(segment: Segment, { times }: MatchedRollout, { horizon, options, returns }: Matching): void {
  const { beta, timeUnitSeconds = 1, jobCost = 1 } = options;
  const { job, jobCompleted } = options.interactions as InteractionColumns;
  const left = beyond(segment, options);
  for (let d = segment.first; d < segment.end; d++) {
    if (job[d] < 0) continue;
    const isComplete = jobCompleted[d] <= horizon;
    const seconds = ((isComplete ? jobCompleted[d] : horizon) - times[d]) * timeUnitSeconds;
    const stay = beta > 0 ? -Math.expm1(-beta * seconds) / beta : seconds;
    returns[d] = -jobCost * stay + (isComplete ? 0 : Math.exp(-beta * seconds) * left);
  }
}

function dropCensored(
  { first, end }: Segment,
  { taskCompleted, jobCompleted }: InteractionColumns,
  { credit, horizon, returns }: { readonly credit: 'system' | 'job'; horizon: number; returns: Float64Array },
): void {
  const completed = credit === 'job' ? jobCompleted : taskCompleted;
  for (let d = first; d < end; d++) if (!(completed[d] <= horizon)) returns[d] = Number.NaN;
}

function matched(rollout: MatchedRollout, returns: Float64Array, options: MatchingOptions): MatchedInteractions {
  const { firstSample = 'once', advantage = 'detached' } = options;
  const decisions = Int32Array.from(returns.keys()).filter((d) => !Number.isNaN(returns[d]));
  const advantages = returns.map((value, d) => (Number.isNaN(rollout.values[d]) ? value : value - rollout.values[d]));
  const weights = firstSample === 'twice' ? firstTwice(rollout.segments, returns, decisions.length) : null;
  return { decisions, returns, advantages, weights, attachedAdvantages: advantage === 'attached' };
}

function firstTwice(segments: readonly Segment[], returns: Float64Array, kept: number): Float64Array {
  const weights = new Float64Array(returns.length).fill(1);
  let counted = kept;
  for (const { first, end } of segments) {
    let d = first;
    while (d < end && Number.isNaN(returns[d])) d++;
    if (d === end) continue;
    weights[d] = 2;
    counted++;
  }
  return weights.map((weight) => (weight * kept) / counted);
}
