/**
 * Collects the columns of a rollout while it is played. Rewards and times between recorded decisions go to the last one
 * recorded, so that a rollout that records only some of the decisions still is a semi-Markov process of its own.
 */
import { CANDIDATES, type DecisionSchema, DecisionTables, type Table } from '../nn/tables.js';
import { InteractionTracker } from './interaction-tracker.js';
import type { RolloutRecord, Segment } from './rollout.js';

/** What is known of a decision when it is taken. */
export interface DecisionFacts {
  readonly chosen: number; // candidate
  readonly logProb: number;
  readonly value: number;
  readonly time: number; // since the start of the episode
}

/** A rollout, and what the candidates would have cost where that was tried. */
export interface PlayedRecord extends RolloutRecord {
  /** [row of candidates] cost of each candidate, NaN where it was not tried; empty without look-ahead. */
  readonly costs: Float32Array;
}

export class Recorder {
  readonly store: DecisionTables;
  readonly candidates: Table;
  /** Follows the tasks that are placed; null = nobody asks. */
  readonly interactions: InteractionTracker | null;
  private readonly chosen: number[] = [];
  private readonly logProbs: number[] = [];
  private readonly values: number[] = [];
  private readonly rewards: number[] = [];
  private readonly elapsed: number[] = [];
  private readonly times: number[] = [];
  private readonly targets: number[] = [];
  private readonly costs: number[] = [];
  private readonly segments: Segment[] = [];
  private segmentStart = 0; // first decision of the open segment

  constructor(schema: DecisionSchema, { withInteractions = false }: { readonly withInteractions?: boolean } = {}) {
    this.store = new DecisionTables(schema);
    this.candidates = this.store.table(CANDIDATES);
    this.interactions = withInteractions ? new InteractionTracker() : null;
  }

  get decisions(): number {
    return this.chosen.length;
  }

  /** Decisions of the open segment. */
  get segmentLength(): number {
    return this.chosen.length - this.segmentStart;
  }

  /** The store has just closed this decision. */
  decision({ chosen, logProb, value, time }: DecisionFacts): void {
    this.chosen.push(chosen);
    this.logProbs.push(logProb);
    this.values.push(value);
    this.times.push(time);
    this.rewards.push(0);
    this.elapsed.push(0);
  }

  /** The first `count` entries are those of the candidates of the decision to be recorded next. */
  addTargets(targets: Float32Array, count: number): void {
    for (let i = 0; i < count; i++) this.targets.push(targets[i]);
  }

  addCosts(costs: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) this.costs.push(costs[i]);
  }

  /** Earned in the given time after the last decision; lost when the segment has none yet. */
  earn(reward: number, elapsed: number): void {
    if (this.segmentLength === 0) return;
    this.rewards[this.rewards.length - 1] += reward;
    this.elapsed[this.elapsed.length - 1] += elapsed;
  }

  /** V of the last decision; NaN before the first of the segment. */
  get lastValue(): number {
    return this.segmentLength === 0 ? Number.NaN : this.values[this.values.length - 1];
  }

  /** Ends the segment; one without decisions vanishes. */
  endSegment(facts: Omit<Segment, 'first' | 'end'>): void {
    if (this.segmentLength > 0) this.segments.push({ ...facts, first: this.segmentStart, end: this.decisions });
    this.segmentStart = this.decisions;
  }

  record(): PlayedRecord {
    return {
      tables: this.store.record(),
      chosen: Int32Array.from(this.chosen),
      logProbs: Float64Array.from(this.logProbs),
      values: Float64Array.from(this.values),
      rewards: Float64Array.from(this.rewards),
      elapsed: Float64Array.from(this.elapsed),
      times: Float64Array.from(this.times),
      targets: Float32Array.from(this.targets),
      costs: Float32Array.from(this.costs),
      segments: this.segments,
      ...(this.interactions && { interactions: this.interactions.columns() }),
    };
  }
}
