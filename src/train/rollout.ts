/**
 * What was seen, done and earned: decisions in the order in which they were taken, grouped into segments (a whole episode,
 * or the part of one between two updates). Everything learns from this: policy gradients from rewards and values,
 * imitation from `targets`. Rewards belong to the time between a decision and the next one; a decision without
 * consequence until later simply earns 0, so credit follows time and not the number of decisions.
 */
import type { DecisionTables, TableRecord } from '../nn/tables.js';

/** One stretch of consecutive decisions of one environment. */
export interface Segment {
  readonly scenario: string; // environment id
  readonly entry?: number; // of the mixture, which may hold an environment more than once
  readonly seed: number; // of the episode's stream
  readonly sequence: number; // rollouts of equal `sequence` met the same arrivals and noise
  readonly first: number; // decision
  readonly end: number; // decision after the last
  readonly terminated: boolean; // ended inside the decision process
  readonly truncated: boolean; // cut from outside: bootstrapped with `finalValue`
  /** V of the observation after the last decision; 0 where terminated. */
  readonly finalValue: number;
  /** Metrics of the environment where an episode ended here, else empty. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What became of the decisions; collected only where somebody asks. */
export interface InteractionColumns {
  readonly job: Int32Array; // [decision] id of the job whose task was placed, −1 = none
  /** [decision] when that task finished, time units since the start of the episode; ∞ = not within the segment. */
  readonly taskCompleted: Float64Array;
  readonly jobCompleted: Float64Array; // [decision] when that job finished, likewise
}

/** Columns over decisions. */
export interface RolloutColumns {
  readonly chosen: Int32Array; // [decision] candidate taken, within the decision
  readonly logProbs: Float64Array; // [decision] ln probability of it when it was taken
  readonly values: Float64Array; // [decision] V when it was taken; NaN without a critic
  readonly rewards: Float64Array; // [decision] earned until the next decision
  readonly elapsed: Float64Array; // [decision] time units of the environment until the next decision
  readonly times: Float64Array; // [decision] time units since the start of the episode
  /** [row of candidates] what imitation aims at: a distribution over the candidates of each decision; empty = none. */
  readonly targets: Float32Array;
}

export interface Rollout extends RolloutColumns {
  readonly interactions?: InteractionColumns;
  readonly store: DecisionTables;
  readonly segments: readonly Segment[];
}

/** A rollout as plain arrays: what a worker sends. */
export interface RolloutRecord extends RolloutColumns {
  readonly interactions?: InteractionColumns;
  readonly tables: readonly TableRecord[];
  readonly segments: readonly Segment[];
}
