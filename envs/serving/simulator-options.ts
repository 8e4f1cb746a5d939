/**
 * What a serving simulator is made of, and who is told of its events: instances ready made, options, and the conductor
 * that moves requests between instances, scales the fleet and takes samples.
 */
import type { BatchLog } from './batch-log.js';
import type { Engine } from './engines/engine.js';
import type { PrefixCache } from './prefix-cache.js';
import type { SloClass } from './slo.js';
import type { TimeModel } from './time/time-model.js';

/** One instance, ready made. */
export interface InstanceSpec {
  readonly engine: Engine;
  readonly model: TimeModel;
  readonly totalBlocks: number;
  readonly blockTokens: number;
  readonly watermarkBlocks: number;
  /** Pipeline stages; each takes floor(ns / stages) + hop. */
  readonly stages: number;
  readonly hopNanoseconds: number;
  readonly role: number; // ROLE_*
  readonly kvBytesPerToken: number;
  /** Up at time 0, else off. */
  readonly up: boolean;
}

export interface SimulatorOptions {
  readonly instances: readonly InstanceSpec[];
  readonly sloClasses: number;
  /** Jump over runs of decode iterations; default true. Needs the nanosecond clock. */
  readonly fastForward?: boolean;
  /** What the ledger keeps of requests that are over; default rows. */
  readonly keep?: 'rows' | 'summary';
  /** SLO classes by which a summary judges; default none. */
  readonly slo?: readonly SloClass[];
  /** Timers that may be set at once; default four an instance and 16. */
  readonly timers?: number;
  /** Clock in seconds and restarts that shorten prompts, as vidur has them; default false. */
  readonly compat?: boolean;
  /** The clock stops here: nothing happens at this time or later; default never. */
  readonly until?: number;
  /** Whether instances that are off at the beginning may be started; default true. What fits on those alone is else rejected. */
  readonly starts?: boolean;
  readonly prefixCache?: PrefixCache;
  /** Keeps every batch. Switches fast-forward off. */
  readonly log?: BatchLog;
}

/** What fires at its time, in this order at one instant; payload in the comment. */
export const TIMER_TRANSFER = 0; // a stage of a migration or a handover is copied; source instance
export const TIMER_STARTED = 1; // an instance has started; instance
export const TIMER_SAMPLE = 2;
export const TIMER_REPORT = 3; // instances publish their statistics
export const TIMER_REBALANCE = 4;
export const TIMER_SCALE = 5;

/** Told of what timers and batches mean to migrations, scaling and sampling. */
export interface Conductor {
  /** A new episode. */
  begin(): void;
  /** A timer has fired; may open rounds. */
  timer(kind: number, payload: number): void;
  /** A batch of the instance has ended and its requests are booked. */
  batchEnded(instance: number): void;
  /** A request has finished or was preempted, whoever wanted to move it must let go. */
  gone(slot: number): void;
}
